import type { Chat } from '../../node/api/chat.js'
import type { Message } from '../../node/api/message.js'
import type { Times } from '../state/times.js'
import type { Words } from '../strings/words.js'
import { Choice } from './field.js'
import { Icon } from './icons.js'
import { usePage } from './page-context.js'

const MINUTE_S = 60
const DAY_S = 24 * 60 * MINUTE_S
const OFFERED_S = [30, 5 * MINUTE_S, 60 * MINUTE_S, 8 * 60 * MINUTE_S, DAY_S, 7 * DAY_S, 28 * DAY_S]

/** When messages of a chat disappear, and for who may change it the choice. */
export function Lifetime({ chat, mayChange }: { readonly chat: Chat; readonly mayChange: boolean }) {
  const { api, attempt, directory, words, times } = usePage()
  const { fading } = words.value
  const { lifetimeS = 0 } = chat
  const text = (seconds: number): string => (seconds === 0 ? fading.never : fading.after(times.value.span(seconds)))
  const choices = [...new Set([0, ...OFFERED_S, lifetimeS])].toSorted((a, b) => a - b)
  return (
    <section class="block">
      {mayChange ? (
        <Choice
          label={fading.disappear}
          value={String(lifetimeS)}
          choices={choices.map(seconds => [String(seconds), text(seconds)] as const)}
          onChoose={seconds => void attempt(() => api.setLifetime({ chat: chat.id, seconds: Number(seconds) }).then(directory.keep))}
        />
      ) : (
        <p>
          {fading.disappear} {text(lifetimeS)}
        </p>
      )}
      <p class="hint">{fading.hint}</p>
    </section>
  )
}

/** That a message disappears; when, for who points at it or hears it. */
export function FadingSign({ message, words, times }: { readonly message: Message; readonly words: Words; readonly times: Times }) {
  const { lifetimeS, fadesAtMs } = message
  if (lifetimeS === undefined) return null
  const text = fadesAtMs === undefined ? words.fading.fadesAfter(times.span(lifetimeS)) : words.fading.fades(times.moment(fadesAtMs))
  return (
    <span class="fading" title={text}>
      <Icon name="timer" size={14} />
      <span class="visually-hidden">{text}</span>
    </span>
  )
}

/** What somebody has chosen, as a quiet line. */
export function lifetimeLine({ outgoing, senderName }: Message, seconds: number, { fading }: Words, times: Times): string {
  if (seconds === 0) return outgoing ? fading.youLetStay : fading.letsStay(senderName)
  return outgoing ? fading.youSet(times.span(seconds)) : fading.sets(senderName, times.span(seconds))
}
