import { usePage } from './page-context.js'
import type { Suggestion, Suggestions } from './suggestions.js'

/** Above the field, while something fits. */
export function SuggestionList({
  id,
  suggestions: { offered },
  onChoose
}: {
  readonly id: string
  readonly suggestions: Suggestions
  readonly onChoose: (suggestion: Suggestion) => void
}) {
  const { words } = usePage()
  if (offered.value === undefined) return null
  const { items, chosen } = offered.value
  return (
    <ul id={id} class="suggestions" role="listbox" aria-label={words.value.say.suggestions}>
      {items.map((item, at) => (
        <li
          key={item.label}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === chosen}
          onPointerDown={event => {
            event.preventDefault()
            onChoose(item)
          }}
        >
          <bdi>{item.label}</bdi>
        </li>
      ))}
    </ul>
  )
}
