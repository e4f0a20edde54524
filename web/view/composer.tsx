import { useSignal } from '@preact/signals'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import type { Chat } from '../../node/api/chat.js'
import { isEditable } from '../state/drafts.js'
import { Icon } from './icons.js'
import { LazyAbout, LazyAsked, LazyPicker, LazyReadOnly, LazyRequest, LazyRevoked, LazySuggestions } from './lazy-views.js'
import { usePage } from './page-context.js'
import type { StickerName } from './sticker-drawings.js'
import { useSuggestions } from './suggestions.js'
import { useRise } from './use-rise.js'

const MAX_TEXT_BYTES = 32 * 1024
const encoder = new TextEncoder()
/** On glass Enter begins a new line: the button is under the thumb. */
const isTouched = matchMedia('(pointer: coarse)')

/** Where a message is written; or what there is to do first, and why nothing can be written here. */
export function Composer({ chat }: { readonly chat: Chat }) {
  const { directory } = usePage()
  if (directory.status.value?.revoked === true) return <LazyRevoked />
  if (chat.readOnly !== undefined) return <LazyReadOnly why={chat.readOnly} />
  if (chat.kind === 'direct' && (chat.state === 'request' || chat.state === 'blocked')) return <LazyRequest chat={chat} />
  return (
    <>
      {chat.state === 'invited' && <LazyAsked chat={chat} />}
      <Editor key={chat.id} chat={chat} />
    </>
  )
}

function Editor({ chat }: { readonly chat: Chat }) {
  const { words, drafts, say, conversation, attempt } = usePage()
  const picking = useSignal<HTMLElement | undefined>(undefined)
  const input = useRef<HTMLTextAreaElement>(null)
  const lastSticker = useRef({ sticker: '', once: '' })
  const hint = useId()
  const list = useId()
  const suggestions = useSuggestions(chat)
  const chosen = suggestions.offered.value?.chosen
  const text = drafts.all.value.get(chat.id) ?? ''
  const about = drafts.about.value.get(chat.id)
  const bytesOver = encoder.encode(text.trim()).length - MAX_TEXT_BYTES

  useLayoutEffect(() => {
    const box = input.current
    if (box === null) return
    box.style.height = 'auto'
    box.style.height = `${box.scrollHeight}px`
  }, [text])
  // Once what lay over the page has given the focus back.
  useEffect(() => {
    if (!isTouched.matches) input.current?.focus({ preventScroll: true })
  }, [])

  useRise(drafts.begun.value, () => input.current?.focus({ preventScroll: true }))

  function send(): void {
    if (text.trim() === '' || bytesOver > 0) return
    suggestions.close()
    void say(chat.id)
  }

  /** At once; what is being written stays. */
  async function sendSticker(sticker: StickerName): Promise<void> {
    const answers = about?.kind === 'answer' ? about.message.id : undefined
    // What may have gone out, though its answer was lost, goes out under the same name again.
    if (lastSticker.current.sticker !== sticker) lastSticker.current = { sticker, once: crypto.randomUUID() }
    const done = await attempt(() => conversation.send(chat.id, { sticker }, lastSticker.current.once, answers).then(() => true))
    if (done !== true) return
    if (answers !== undefined) drafts.end(chat.id)
    lastSticker.current = { sticker: '', once: '' }
    input.current?.focus({ preventScroll: true })
  }

  /** Where the cursor stands, or in the place of what was begun there. */
  function insert(said: string, begun?: number): void {
    const box = input.current
    if (box === null) return
    // At once: the next letter may come before anything is drawn.
    box.focus()
    box.setRangeText(said, begun ?? box.selectionStart, box.selectionEnd, 'end')
    drafts.put(chat.id, box.value)
    suggestions.close()
  }

  /** The last thing we said, to be said better. */
  function editLast(): boolean {
    const last = conversation.thread.value?.messages.findLast(isEditable)
    if (text !== '' || last === undefined) return false
    drafts.edit(last)
    return true
  }

  function onKeyDown(event: KeyboardEvent): void {
    // Enter also ends a word in an input method: that one is not for us.
    if (event.isComposing || event.keyCode === 229) return
    const pressed = suggestions.press(event.key)
    if (pressed !== false) {
      event.preventDefault()
      event.stopPropagation()
      if (pressed !== true) insert(pressed.text, suggestions.offered.value?.from)
      return
    }
    if (event.key === 'Escape' && about !== undefined) {
      event.stopPropagation()
      drafts.end(chat.id)
    } else if (event.key === 'ArrowUp' && !event.altKey && editLast()) event.preventDefault()
    else if (event.key === 'Enter' && !event.shiftKey && !isTouched.matches) {
      event.preventDefault()
      send()
    }
  }

  return (
    <>
      <OnTheWay chat={chat} />
      {about !== undefined && <LazyAbout about={about} />}
      {chosen !== undefined && (
        <LazySuggestions id={list} suggestions={suggestions} onChoose={({ text: said }) => insert(said, suggestions.offered.value?.from)} />
      )}
      <form
        class="composer"
        onSubmit={event => {
          event.preventDefault()
          send()
        }}
      >
        <button
          type="button"
          class="icon-button"
          aria-label={words.value.say.emoji}
          aria-haspopup="dialog"
          onClick={event => (picking.value = event.currentTarget)}
        >
          <Icon name="smile" />
        </button>
        <textarea
          ref={input}
          rows={1}
          dir="auto"
          value={text}
          placeholder={words.value.compose.placeholder}
          aria-label={words.value.compose.label(chat.title)}
          aria-describedby={hint}
          enterkeyhint={isTouched.matches ? 'enter' : 'send'}
          aria-autocomplete="list"
          aria-controls={chosen === undefined ? undefined : list}
          aria-activedescendant={chosen === undefined ? undefined : `${list}-${chosen}`}
          onBlur={() => suggestions.close()}
          onInput={event => {
            const { value, selectionStart } = event.currentTarget
            drafts.put(chat.id, value)
            suggestions.look(value, selectionStart)
          }}
          onKeyDown={onKeyDown}
        />
        <span id={hint} class={bytesOver > 0 ? 'too-long' : 'visually-hidden'} role={bytesOver > 0 ? 'alert' : undefined}>
          {bytesOver > 0 ? words.value.compose.tooLong(bytesOver) : words.value.compose.hint}
        </span>
        <button type="submit" class="send" aria-label={words.value.compose.send} aria-disabled={text.trim() === '' || bytesOver > 0}>
          <Icon name={about?.kind === 'edit' ? 'check' : 'send'} />
        </button>
      </form>
      {picking.value !== undefined && (
        <LazyPicker
          at={picking.value}
          onPick={insert}
          onSticker={sticker => void sendSticker(sticker)}
          onClose={() => (picking.value = undefined)}
        />
      )}
    </>
  )
}

/** What was sent and the node has not got yet; mostly it has it before that could be drawn. */
function OnTheWay({ chat }: { readonly chat: Chat }) {
  const { words, drafts } = usePage()
  const leaving = drafts.leaving.value.get(chat.id)
  if (leaving === undefined) return null
  return (
    <ul class="on-the-way" role="list" aria-label={words.value.compose.sending}>
      {leaving.map(({ text, once }) => (
        <li key={once} dir="auto">
          {text}
        </li>
      ))}
    </ul>
  )
}
