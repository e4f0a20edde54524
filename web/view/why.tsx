import { useSignal } from '@preact/signals'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import type { Because, Message, Why as Explained } from '../../node/api/message.js'
import { Action } from './button.js'
import { whyWords, type WhyWords } from '../strings/why/words.js'
import { usePage } from './page-context.js'
import { placeBeside } from './place-beside.js'
import { stateText } from './ticks.js'
import { useLaterWords } from './use-later-words.js'

/** What became of a message and what it waits for, beside its tick; follows its state while it is open. */
export function Why({ message, at, onClose }: { readonly message: Message; readonly at: HTMLElement; readonly onClose: () => void }) {
  const { words, times, attempt, api, conversation } = usePage()
  const why = useSignal<Explained | undefined>(undefined)
  const spoken = useLaterWords(whyWords)
  const panel = useRef<HTMLDivElement>(null)
  const title = useId()
  useEffect(() => {
    void attempt(async () => {
      why.value = await api.why({ message: message.id })
    })
  }, [message.id, message.state])
  useLayoutEffect(() => {
    panel.current?.showPopover()
    panel.current?.focus()
  }, [])
  useLayoutEffect(() => {
    if (panel.current !== null) placeBeside(panel.current, at)
  })
  return (
    <div
      ref={panel}
      popover="auto"
      class="why"
      role="dialog"
      aria-labelledby={title}
      tabIndex={-1}
      onToggle={event => {
        if (event.newState !== 'closed') return
        onClose()
      }}
    >
      <h2 id={title}>{stateText(message, words.value)}</h2>
      {why.value === undefined || spoken === undefined ? (
        <p>{words.value.common.loading}</p>
      ) : (
        <ol>
          {why.value.because.map(({ what, code, where, atMs, untilMs }) => (
            <li key={what}>
              <Line what={what} code={code} where={where} why={spoken} />
              {(atMs ?? untilMs) !== undefined && (
                <span class="hint">
                  {[
                    ...(atMs === undefined ? [] : [times.value.moment(atMs)]),
                    ...(untilMs === undefined ? [] : [words.value.state.until(times.value.moment(untilMs))])
                  ].join(' · ')}
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
      {message.state === 'failed' && (
        <div class="buttons">
          <Action
            kind="primary"
            run={async () => {
              await conversation.send(
                message.chat,
                message.sticker === undefined ? { text: message.text } : { sticker: message.sticker.name },
                crypto.randomUUID()
              )
              panel.current?.hidePopover()
            }}
          >
            {words.value.state.again}
          </Action>
        </div>
      )}
    </div>
  )
}

const HOST = /^\/(?:dns\w*|ip[46])\/(?<host>[^/]+)/u
const hostOf = (address = ''): string | undefined => HOST.exec(address)?.groups?.['host']

/** In the words of the page, as far as it has some for that; the node's own say it to the last detail. A relay of ours is called by its host. */
function Line({
  what,
  code,
  where = {},
  why
}: Pick<Because, 'what'> & { readonly code: Because['code']; readonly where: Because['where']; readonly why: WhyWords }) {
  const { directory } = usePage()
  const said = code === undefined ? undefined : why.lines[code]
  if (said === undefined) return <bdi lang="en">{what}</bdi>
  const { person, device, relay } = where
  const place =
    relay === undefined
      ? device === undefined
        ? (person ?? '')
        : person === undefined
          ? why.own(device)
          : why.theirs(person, device)
      : why.relay(hostOf(directory.status.value?.relays.find(own => own.relay === relay)?.address) ?? relay)
  return <bdi title={what}>{typeof said === 'string' ? said : said(place)}</bdi>
}
