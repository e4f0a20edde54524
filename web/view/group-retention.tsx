import type { Chat } from '../../node/api/chat.js'
import { useDialogWords } from './dialog-words.js'
import { Choice } from './choice.js'
import { usePage } from './page-context.js'
import { useLoaded } from './use-loaded.js'

const OFFERED_DAYS = [1, 7, 30, 90, 366]

/** How long a group keeps what is said, and for who may change it the choice. */
export function GroupRetention({ chat, mayChange }: { readonly chat: Chat; readonly mayChange: boolean }) {
  const { api, attempt } = usePage()
  const { group } = useDialogWords()
  const kept = useLoaded(() => api.groupRetention({ chat: chat.id }))
  const days = kept.found.value?.days
  if (days === undefined) return null
  const text = (value: number): string => (value === 0 ? group.keepsForever : group.keepsDays(value))
  const choices = [...new Set([0, ...OFFERED_DAYS, days])].toSorted((a, b) => a - b)

  async function set(wanted: number): Promise<void> {
    await attempt(() => api.setGroupRetention({ chat: chat.id, days: wanted }))
    await kept.reload()
  }

  return (
    <section class="block">
      {mayChange ? (
        <Choice
          label={group.keeps}
          value={String(days)}
          choices={choices.map(value => [String(value), text(value)] as const)}
          onChoose={value => void set(Number(value))}
        />
      ) : (
        <p>
          {group.keeps} {text(days)}
        </p>
      )}
      <p class="hint">{group.keepsHint}</p>
    </section>
  )
}
