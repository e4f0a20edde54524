import { useId } from 'preact/hooks'

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
