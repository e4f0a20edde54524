import { Icon } from './icons.js'
import { usePage } from './page-context.js'
import { quoteOf, quoteText } from './quote.js'

/** What was pinned last, below the name of the chat; leads to all that is. */
export function PinsBar() {
  const { pins, place, words } = usePage()
  const all = pins.all.value
  const last = all.at(-1)
  if (last === undefined) return null
  return (
    <button type="button" class="pins-bar" onClick={() => place.show({ name: 'pins' })}>
      <Icon name="pin" size={18} />
      <span class="pins-count">{words.value.say.pins(all.length)}</span>
      <bdi class="pins-text" aria-hidden="true">
        {quoteText(quoteOf(last), words.value)}
      </bdi>
    </button>
  )
}
