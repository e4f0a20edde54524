import { signal, type Signal } from '@preact/signals'
import type { Words } from '../strings/words.js'
import { SecretField } from '../view/secret-field.js'
import type { NewTabProfile } from './tab.js'

const GUARDS = ['none', 'passphrase', 'passkey'] as const

/** What is to open the profile from now on, as far as it was chosen. */
export interface Guard {
  readonly kind: Signal<(typeof GUARDS)[number]>
  readonly passphrase: Signal<string>
}

export const noGuard = (): Guard => ({ kind: signal('none'), passphrase: signal('') })

export function chosen({ kind, passphrase }: Guard): Pick<NewTabProfile, 'protection'> {
  if (kind.value === 'none') return {}
  return { protection: kind.value === 'passkey' ? kind.value : { passphrase: passphrase.value } }
}

export function GuardChoice({ first, guard: { kind, passphrase } }: { readonly first: Words['first']; readonly guard: Guard }) {
  return (
    <details class="fold">
      <summary>{first.protect}</summary>
      <fieldset>
        {GUARDS.map(choice => (
          <label key={choice}>
            <input type="radio" name="guard" checked={kind.value === choice} onChange={() => (kind.value = choice)} />
            {first.guards[choice]}
          </label>
        ))}
      </fieldset>
      {kind.value === 'passphrase' && <SecretField first={first} value={passphrase} />}
    </details>
  )
}
