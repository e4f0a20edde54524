import type { Message, Reaction } from '../../node/api/message.js'
import type { Words } from '../strings/words.js'
import { usePage } from './page-context.js'

/** Whoever is named here and not more. */
const NAMED = 8

function namesOf({ names, own, count }: Reaction, { common, say }: Words): string {
  const named = [...(own === true ? [common.you] : []), ...names].slice(0, NAMED)
  return [...named, ...(count > named.length ? [say.others(count - named.length)] : [])].join(', ')
}

/** Beneath a message: a click joins in, or takes one's own back. */
export function Reactions({ message, isCurrent }: { readonly message: Message; readonly isCurrent: boolean }) {
  const { api, attempt, words, times } = usePage()
  if (message.reactions === undefined) return null
  return (
    <ul class="reactions" role="list" aria-label={words.value.say.reactions}>
      {message.reactions.map(reaction => {
        const names = namesOf(reaction, words.value)
        const isOwn = reaction.own === true
        return (
          <li key={reaction.emoji}>
            <button
              type="button"
              class="reaction"
              tabIndex={isCurrent ? 0 : -1}
              aria-pressed={isOwn}
              title={names}
              onClick={() => void attempt(() => api.react({ message: message.id, ...(isOwn ? {} : { emoji: reaction.emoji }) }))}
            >
              <span>{reaction.emoji}</span>
              {reaction.count > 1 && <span aria-hidden="true">{times.value.number(reaction.count)}</span>}
              <span class="visually-hidden">{names}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
