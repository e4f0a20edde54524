import type { Signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface FieldProps {
  readonly label: string
  readonly value: Signal<string>
  readonly hint?: string
  readonly type?: 'text' | 'password'
  readonly lines?: number
  readonly placeholder?: string
  readonly maxLength?: number
  readonly autoFocus?: boolean
  readonly children?: ComponentChildren
}

/** A line or more to type in, bound to a signal. */
export function Field({ label, value, hint, type = 'text', lines = 1, placeholder, maxLength, autoFocus = false, children }: FieldProps) {
  const id = useId()
  const shared = {
    id,
    class: 'input',
    dir: 'auto',
    placeholder,
    maxLength,
    autoFocus,
    value: value.value,
    spellcheck: false,
    autocomplete: 'off',
    'aria-describedby': hint === undefined ? undefined : `${id}-hint`
  } as const
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-row">
        {lines > 1 ? (
          <textarea {...shared} rows={lines} onInput={event => (value.value = event.currentTarget.value)} />
        ) : type === 'password' ? (
          <input {...shared} type="password" onInput={event => (value.value = event.currentTarget.value)} />
        ) : (
          <input {...shared} type="text" onInput={event => (value.value = event.currentTarget.value)} />
        )}
        {children}
      </div>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
