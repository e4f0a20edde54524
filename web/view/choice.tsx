import { useId } from 'preact/hooks'

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
