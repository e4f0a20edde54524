import type { Signal } from '@preact/signals'
import { useDialogWords } from './dialog-words.js'
import { Choice } from './choice.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const EXPIRIES = { forever: undefined, hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS } as const
const USES = { any: undefined, 1: 1, 5: 5, 25: 25 } as const

export interface LinkLimits {
  readonly expires: keyof typeof EXPIRIES
  readonly uses: `${keyof typeof USES}`
}
export const NO_LIMITS: LinkLimits = { expires: 'forever', uses: 'any' }

/** As the node takes them. */
export function limitsOf({ expires, uses }: LinkLimits): { expiresInMs?: number; uses?: number } {
  const expiresInMs = EXPIRIES[expires]
  const most = USES[uses]
  return { ...(expiresInMs === undefined ? {} : { expiresInMs }), ...(most === undefined ? {} : { uses: most }) }
}

export function LinkOptions({ limits }: { readonly limits: Signal<LinkLimits> }) {
  const { invite } = useDialogWords()
  return (
    <div class="field-pair">
      <Choice
        label={invite.expires}
        value={limits.value.expires}
        choices={[
          ['forever', invite.forever],
          ['hour', invite.hour],
          ['day', invite.day],
          ['week', invite.week],
          ['month', invite.month]
        ]}
        onChoose={expires => (limits.value = { ...limits.value, expires })}
      />
      <Choice
        label={invite.uses}
        value={limits.value.uses}
        choices={[
          ['any', invite.anyNumber],
          ['1', invite.once],
          ['5', '5'],
          ['25', '25']
        ]}
        onChoose={uses => (limits.value = { ...limits.value, uses })}
      />
    </div>
  )
}
