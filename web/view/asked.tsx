import type { Chat } from '../../node/api/chat.js'
import { whyWords } from '../strings/why/words.js'
import { useLaterWords } from './use-later-words.js'

/** Of somebody who was asked and has not answered: whether the request is with them yet, and what becomes of what is written. */
export function Asked({ chat: { title, unreached } }: { readonly chat: Chat }) {
  const why = useLaterWords(whyWords)
  return why === undefined ? null : <p class="foot-note">{unreached ? why.request.unreached(title) : why.request.unanswered(title)}</p>
}
