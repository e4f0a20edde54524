import type { Signal } from '@preact/signals'
import type { Share } from '../../node/api/group.js'
import { useDialogWords } from './dialog-words.js'
import { Choice } from './choice.js'

const SHARES = {
  nothing: {},
  newest: { shareMessages: 100 },
  week: { shareDays: 7 },
  month: { shareDays: 30 },
  most: { shareMessages: 1_000, shareDays: 366 }
} as const satisfies Readonly<Record<string, Share>>
export type ShareName = keyof typeof SHARES

export const shareOf = (name: ShareName): Share => SHARES[name]

/** What of the time before whoever is let in may read. */
export function ShareChoice({ share }: { readonly share: Signal<ShareName> }) {
  const { group } = useDialogWords()
  return (
    <Choice
      label={group.share}
      value={share.value}
      choices={[
        ['nothing', group.shareNothing],
        ['newest', group.shareNewest],
        ['week', group.shareWeek],
        ['month', group.shareMonth],
        ['most', group.shareMost]
      ]}
      onChoose={name => (share.value = name)}
    />
  )
}
