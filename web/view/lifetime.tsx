import type { Chat } from '../../node/api/chat.js'
import { Choice } from './choice.js'
import { useDialogWords } from './dialog-words.js'
import { usePage } from './page-context.js'

const MINUTE_S = 60
const DAY_S = 24 * 60 * MINUTE_S
const OFFERED_S = [30, 5 * MINUTE_S, 60 * MINUTE_S, 8 * 60 * MINUTE_S, DAY_S, 7 * DAY_S, 28 * DAY_S]

/** When messages of a chat disappear, and for who may change it the choice. */
export function Lifetime({ chat, mayChange }: { readonly chat: Chat; readonly mayChange: boolean }) {
  const { api, attempt, directory, times } = usePage()
  const { fading } = useDialogWords()
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
