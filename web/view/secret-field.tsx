import { useSignal, type Signal } from '@preact/signals'
import type { Words } from '../strings/words.js'
import { Field } from './field.js'

interface SecretFieldProps {
  readonly first: Words['first']
  readonly value: Signal<string>
  readonly label?: string
  readonly autoFocus?: boolean
}

/** A passphrase, which the person may look at: it is typed once. */
export function SecretField({ first, value, label = first.passphrase, autoFocus = false }: SecretFieldProps) {
  const isShown = useSignal(false)
  return (
    <Field label={label} value={value} type={isShown.value ? 'text' : 'password'} autoFocus={autoFocus}>
      <button type="button" class="button" aria-pressed={isShown.value} onClick={() => (isShown.value = !isShown.value)}>
        {first.reveal}
      </button>
    </Field>
  )
}
