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

interface ChoiceProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly choices: readonly (readonly [T, string])[]
  readonly hiddenLabel?: boolean
  readonly onChoose: (choice: T) => void
}

export function Choice<T extends string>({ label, value, choices, hiddenLabel = false, onChoose }: ChoiceProps<T>) {
  const id = useId()
  return (
    <div class={hiddenLabel ? 'field field-bare' : 'field'}>
      <label for={id} class={hiddenLabel ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <select
        id={id}
        class="input"
        value={value}
        onChange={event => {
          const chosen = choices.find(([choice]) => choice === event.currentTarget.value)
          if (chosen !== undefined) onChoose(chosen[0])
        }}
      >
        {choices.map(([choice, name]) => (
          <option key={choice} value={choice}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}

export function Check({
  label,
  hint,
  checked,
  onCheck
}: {
  readonly label: string
  readonly hint?: string
  readonly checked: boolean
  readonly onCheck: (checked: boolean) => void
}) {
  const id = useId()
  return (
    <div class="check">
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={checked}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={event => onCheck(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
