import type { AccountId, DeviceId } from '../base/ids.js'
import type { Epoch } from '../session/session.js'
import type { Conversation } from './conversation.js'

type Heard = Pick<Conversation, 'kind' | 'presences' | 'receipts'>

/**
 * Whether whoever let this device in not long ago is out by this epoch, and it has told nothing of itself since: its Welcome may never have
 * left. Who comes in tells where they are before all else.
 */
export function isStranded({ kind, presences, receipts }: Heard, { members, lineage }: Epoch, device: DeviceId): boolean {
  const account = members.find(member => member.device === device)?.account
  const letIn = lineage.find(({ added }) => added.some(one => one.account === account))
  if (letIn === undefined || members.some(member => member.device === letIn.committer.device)) return false
  // Nobody tells where they are but in groups.
  if (kind !== 'group') return !receipts.has(device)
  return (presences.get(device)?.toldAtMs ?? 0) <= (letIn.atMs ?? 0)
}

/** Accounts all of whose devices are so: nobody who is in waits for them any more. */
export function strandedIn(conversation: Heard & Pick<Conversation, 'letters'>, head: Epoch): ReadonlySet<AccountId> {
  const come = new Set(head.members.flatMap(({ account, device }) => (isStranded(conversation, head, device) ? [] : account)))
  const isOurs = (account: AccountId): boolean => conversation.letters.some(letter => letter.account === account)
  return new Set(head.members.flatMap(({ account }) => (come.has(account) || isOurs(account) ? [] : account)))
}
