import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { ChatList } from './chat-list.js'
import { ChatView } from './chat-view.js'
import { Icon, Logo } from './icons.js'
import { keepFocus } from './keep-focus.js'
import { LazyRefused } from './lazy-views.js'
import { Notices } from './notices.js'
import { Outdated } from './outdated.js'
import { usePage } from './page-context.js'
import { tryEcho } from './try-echo.js'

export function Page() {
  const page = usePage()
  useEffect(() => shortcuts(page), [])
  useEffect(() => keepFocus(document.body), [])
  if (page.standing.value === 'outdated') return <Outdated words={page.words.value} />
  if (page.standing.value === 'refused') return <LazyRefused />
  if (!page.isLoaded.value) return <Opening />
  const chat = page.openChat.value
  return (
    <>
      <div class={chat === undefined ? 'layout' : 'layout chat-open'}>
        <ChatList />
        {chat === undefined ? <Nothing /> : <ChatView key={chat.id} chat={chat} />}
      </div>
      <OverPage />
      <Notices />
    </>
  )
}

/** Fetched once the page is there: nobody waits for it who only reads. */
const fetchOverlays = () => import('./overlays.js')

function OverPage() {
  const { attempt, place } = usePage()
  const overlays = useSignal<Awaited<ReturnType<typeof fetchOverlays>> | undefined>(undefined)
  const isWanted = place.overlay.value !== undefined

  async function open(): Promise<void> {
    const fetched = await attempt(fetchOverlays)
    if (fetched === undefined) place.show(undefined)
    else overlays.value = fetched
  }
  useEffect(() => {
    if (overlays.value !== undefined) return
    if (isWanted) void open()
    else
      fetchOverlays().then(
        fetched => (overlays.value = fetched),
        () => undefined // what the network refuses is asked for again once somebody wants it
      )
  }, [isWanted])
  return overlays.value === undefined ? null : <overlays.value.Overlays />
}

function shortcuts({ place, step, directory }: ReturnType<typeof usePage>): () => void {
  const over = new AbortController()
  addEventListener(
    'keydown',
    event => {
      const hasControl = event.ctrlKey || event.metaKey
      if (hasControl && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k' && directory.me.value !== undefined) {
        event.preventDefault()
        place.show(place.overlay.value?.name === 'switcher' ? undefined : { name: 'switcher' })
      } else if (event.altKey && !hasControl && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
        event.preventDefault()
        step(event.key === 'ArrowUp' ? -1 : 1)
      } else if (
        event.key === 'Escape' &&
        place.overlay.value === undefined &&
        !event.isComposing &&
        document.querySelector(':popover-open') === null
      ) {
        place.go(undefined)
      }
    },
    { signal: over.signal }
  )
  return () => over.abort()
}

function Opening() {
  const { words } = usePage()
  return (
    <main class="blank" aria-busy="true">
      <Logo size={72} />
      <p role="status">{words.value.start.opening}</p>
    </main>
  )
}

/** Beside the list while no chat is open; in a narrow window only as long as there is none. */
function Nothing() {
  const page = usePage()
  const { attempt, directory, words, place } = page
  const { start, list, echo } = words.value
  const isEmpty = directory.chats.value.length === 0
  return (
    <main class={isEmpty ? 'blank blank-empty' : 'blank'}>
      <Logo size={72} />
      <h2>{isEmpty ? start.welcome(directory.me.value?.name ?? '') : start.pickTitle}</h2>
      <p>{isEmpty ? start.empty : start.pick}</p>
      {isEmpty && (
        <div class="buttons">
          <button type="button" class="button primary" onClick={() => place.show({ name: 'invite' })}>
            <Icon name="invite" size={18} /> {list.invite}
          </button>
          <button type="button" class="button" onClick={() => place.show({ name: 'add' })}>
            <Icon name="link" size={18} /> {list.add}
          </button>
          <button type="button" class="button" onClick={() => void attempt(() => tryEcho(page))}>
            <Icon name="device" size={18} /> {echo.try}
          </button>
        </div>
      )}
    </main>
  )
}
