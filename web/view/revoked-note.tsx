import { deviceWords } from '../strings/devices/words.js'
import { Action } from './button.js'
import { Icon } from './icons.js'
import { usePage } from './page-context.js'
import { useLaterWords } from './use-later-words.js'

/** Where another device of the account has put this one out: that it did, and what can be done. */
export function RevokedNote() {
  const { forget } = usePage()
  const revoked = useLaterWords(deviceWords)?.revoked
  if (revoked === undefined) return null
  return (
    <section class="request" aria-label={revoked.title}>
      <h2>
        <Icon name="warning" size={18} /> {revoked.title}
      </h2>
      <p class="hint">
        {revoked.lead} {forget === undefined && revoked.elsewhere}
      </p>
      {forget !== undefined && (
        <div class="buttons">
          <Action kind="danger" sure={revoked.sure} run={forget}>
            {revoked.clear}
          </Action>
        </div>
      )}
    </section>
  )
}
