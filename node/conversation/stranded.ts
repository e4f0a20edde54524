import type { AccountId, DeviceId } from '../base/ids.js'
import { entryOf } from '../session/lineage.js'
import type { Epoch } from '../session/session.js'
import type { Conversation } from './conversation.js'
import { liveLetters } from './live-letters.js'

type Heard = Pick<Conversation, 'kind' | 'presences' | 'receipts'>

/**
 * Whether whoever let this device in last, not long ago, is out by this epoch, and it has told nothing of itself since: its Welcome may never have
 * left. Who comes in tells where they are before all else.
 */
export function isStranded({ kind, presences, receipts }: Heard, epoch: Epoch, device: DeviceId): boolean {
  const { members } = epoch
  const account = members.find(member => member.device === device)?.account
  const entry = account === undefined ? undefined : entryOf(epoch, account)
  if (entry === undefined || members.some(member => member.device === entry.committer.device)) return false
  // Nobody tells where they are but in groups.
  if (kind !== 'group') return !receipts.has(device)
  return (presences.get(device)?.toldAtMs ?? 0) <= (entry.atMs ?? 0)
}

/** Accounts all of whose devices are so: nobody who is in waits for them any more. */
export function strandedIn(conversation: Heard, head: Epoch): ReadonlySet<AccountId> {
  const come = new Set(head.members.flatMap(({ account, device }) => (isStranded(conversation, head, device) ? [] : account)))
  return new Set(head.members.flatMap(({ account }) => (come.has(account) ? [] : account)))
}

/**
 * Accounts that are wished for here, are in and have not come, and can't any more with the letter that they were sent from here. Whom another member has
 * let in is that one's to bring in.
 */
export function strayedIn(
  conversation: Pick<Conversation, 'groups' | 'letters' | 'wishes'>,
  head: Epoch,
  own: DeviceId
): ReadonlySet<AccountId> {
  const isIn = (account: AccountId): boolean => head.members.some(member => member.account === account)
  const isOurs = (account: AccountId): boolean => (entryOf(head, account)?.committer.device ?? own) === own
  const awaited = conversation.wishes.flatMap(wish => (wish.kind === 'add' && isIn(wish.account) ? wish.account : []))
  if (awaited.length === 0) return new Set()
  const written = new Set(liveLetters(conversation).map(({ account }) => account))
  return new Set(awaited.filter(account => isOurs(account) && !written.has(account)))
}
