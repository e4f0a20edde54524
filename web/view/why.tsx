import { useSignal } from '@preact/signals'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import type { Message, Why as Because } from '../../node/api/chat-api.js'
import { Action } from './button.js'
import { usePage } from './page-context.js'
import { placeBeside } from './place-beside.js'
import { stateText } from './ticks.js'

/** What became of a message and what it waits for, beside its tick; follows its state while it is open. */
export function Why({ message, at, onClose }: { readonly message: Message; readonly at: HTMLElement; readonly onClose: () => void }) {
  const { words, times, attempt, api, conversation } = usePage()
  const why = useSignal<Because | undefined>(undefined)
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
      {why.value === undefined ? (
        <p>{words.value.common.loading}</p>
      ) : (
        <ol lang="en">
          {why.value.because.map(({ what, atMs, untilMs }) => (
            <li key={what}>
              <bdi>{what}</bdi>
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
