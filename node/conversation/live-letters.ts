import type { Conversation } from './conversation.js'
import type { Letter } from './letter.js'
import { isOnTheWay } from './group-epochs.js'

/**
 * Those that lead to where the group is: their epoch is on the way to its head, or a commit of ours that is about to be. One that leads off the way
 * was lost with its branch.
 */
export function liveLetters({ groups, letters }: Pick<Conversation, 'groups' | 'letters'>): readonly Letter[] {
  return letters.filter(({ epoch }) => groups.some(group => group.pending === epoch || isOnTheWay(group, epoch)))
}
