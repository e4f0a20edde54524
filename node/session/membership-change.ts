import type { Proposal } from 'ts-mls'
import { ChatError } from '../base/errors.js'
import { type Identity } from './credential.js'
import { type MlsEpoch, MAX_LEAVES } from './epoch.js'
import { identifyKeyPackage } from './key-package.js'
import { type MembershipChange, ROLES_EXTENSION_TYPE, type Roles, decodeRoles, mayCommit } from './roles.js'
import type { AccountId, EpochId } from '../base/ids.js'
import type { Member } from './session.js'
import type { SessionContext } from './session-context.js'
import type { UnbornHeader } from './lineage.js'

/** What one Welcome may bring in at once. */
const MAX_JOINERS = 32

/**
 * What the proposals of one commit do to the members of its parent, after checking that this committer may do it.
 *
 * @throws ERR_UNAUTHORISED_COMMIT, ERR_CERTIFICATE, ERR_MALFORMED
 */
export async function authorise(
  context: SessionContext,
  parent: MlsEpoch,
  committer: Member,
  proposals: readonly Proposal[]
): Promise<MembershipChange> {
  const added: Identity[] = []
  const removed: Member[] = []
  const roles: Roles[] = []
  for (const proposal of proposals) {
    if (proposal.proposalType === 'add') {
      const { account, device } = await identifyKeyPackage(context, proposal.add.keyPackage)
      added.push({ account, device })
    } else if (proposal.proposalType === 'remove') {
      removed.push(memberAt(parent, proposal.remove.removed))
    } else if (proposal.proposalType === 'group_context_extensions') {
      const [extension, ...others] = proposal.groupContextExtensions.extensions
      if (extension?.extensionType !== ROLES_EXTENSION_TYPE || others.length > 0) throw unauthorised('changes more than roles')
      roles.push(decodeRoles(extension.extensionData))
    } else {
      throw unauthorised(`holds a proposal of type ${proposal.proposalType}`)
    }
  }
  const change = { added, removed, ...(roles[0] === undefined ? {} : { roles: roles[0] }) }
  checkShape(parent, change, roles.length)
  if (!mayCommit({ members: parent.members, roles: parent.roles, revoked: context.revoked() }, committer, change)) {
    throw unauthorised('adds, removes or appoints whom its committer may not')
  }
  return change
}

function memberAt(parent: MlsEpoch, leaf: number): Member {
  const member = parent.members.find(other => other.leaf === leaf)
  if (member === undefined) throw unauthorised(`removes leaf ${leaf}, where nobody is`)
  return member
}

function checkShape(parent: MlsEpoch, { added, removed }: MembershipChange, roleChanges: number): void {
  // Members compute other secrets from a commit that does both (RFC 9420 section 12.4.1 leaves no room for that; ts-mls does).
  if (roleChanges > 1 || (roleChanges > 0 && removed.length > 0)) throw unauthorised('changes roles together with what must stand apart')
  if (new Set(removed).size < removed.length) throw unauthorised('removes one device twice')
  const staying = parent.members.filter(member => !removed.includes(member))
  const devices = [...staying, ...added].map(({ device }) => device)
  if (new Set(devices).size < devices.length) throw unauthorised('adds a device that is a member already')
  if (added.length > MAX_JOINERS || devices.length > MAX_LEAVES) {
    throw unauthorised(`brings in more than ${MAX_JOINERS} devices at once or makes more than ${MAX_LEAVES}`)
  }
}

export function unauthorised(what: string): ChatError {
  return new ChatError('ERR_UNAUTHORISED_COMMIT', `this commit is refused: it ${what}`)
}

/**
 * The facts that fork choice looks at.
 *
 * @throws ERR_UNAUTHORISED_COMMIT when removals are undone of an account that the commit does not bring in
 */
export function headerOf(
  parent: MlsEpoch,
  committer: Member,
  { added, removed, roles }: MembershipChange,
  undoes: ReadonlyMap<AccountId, readonly EpochId[]>
): UnbornHeader {
  const before = accountsOf(parent.members)
  const after = accountsOf([...parent.members.filter(member => !removed.includes(member)), ...added])
  const broughtIn = [...after].filter(account => !before.has(account))
  if ([...undoes.keys()].some(account => !broughtIn.includes(account))) throw unauthorised('undoes removals of whom it does not bring in')
  return {
    parent: parent.id,
    committer,
    removed: [...before].filter(account => !after.has(account)),
    added: broughtIn.map(account => ({ account, undoes: undoes.get(account) ?? [] })),
    ...(roles === undefined ? {} : { roles })
  }
}

const accountsOf = (members: readonly Identity[]): Set<AccountId> => new Set(members.map(({ account }) => account))
