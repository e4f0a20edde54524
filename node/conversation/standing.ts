import type { Contacts } from './contacts.js'
import type { Conversation } from './conversation.js'

/** How the others of a conversation stand to us: what is taken from them, and what they may hear. */
export interface Standing {
  /** `held`: taken, and nothing is told of it, not even a refusal; `closed`: not taken either. */
  of(conversation: Conversation): 'open' | 'held' | 'closed'
  /** Whether what we write leaves: also for somebody at whom we knock, and what was said before we left. */
  maySend(conversation: Conversation): boolean
  /** Whether what we hold and have read leaves, and where we are: only for those whom the person has accepted. */
  mayTell(conversation: Conversation): boolean
}

export function createStanding(contacts: Pick<Contacts, 'stateOf' | 'otherOf'>): Standing {
  function of(conversation: Conversation): 'open' | 'held' | 'closed' {
    const other = contacts.otherOf(conversation)
    // In a group the person is or is not, however each member stands to them; who is out goes on listening for commits: a removal may have
    // been on a branch that loses, and who has left makes room for it.
    if (other === undefined) return 'open'
    const state = contacts.stateOf(other)
    if (state === 'blocked') return 'closed'
    return state === 'request' ? 'held' : 'open'
  }

  return {
    of,
    maySend: conversation =>
      conversation.kind === 'group' ? isIn(conversation) || conversation.membership === 'left' : of(conversation) === 'open',
    mayTell(conversation) {
      const other = contacts.otherOf(conversation)
      return of(conversation) === 'open' && isIn(conversation) && (other === undefined || contacts.stateOf(other) === 'accepted')
    }
  }
}

const isIn = ({ kind, membership }: Conversation): boolean => kind === 'direct' || membership === 'joined'
