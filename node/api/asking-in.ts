import type { Conversation } from '../conversation/conversation.js'
import type { Guests } from '../conversation/guests.js'

/** How many wait for an answer, where any do. */
export function askingIn(guests: Pick<Guests, 'of'>, { id }: Conversation): { readonly asking?: number } {
  const asking = guests.of(id).filter(({ state }) => state === 'waiting').length
  return asking === 0 ? {} : { asking }
}
