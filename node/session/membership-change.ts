import type { Proposal } from 'ts-mls'
import type { MlsEpoch } from './epoch.js'
import { GROUP_EXTENSION_TYPES, type GroupSettings, decodeGroupExtensions } from './group-extensions.js'
import { identifyKeyPackage } from './key-package.js'
import { requireLawful, unauthorised } from './lawful-change.js'
import type { MembershipChange } from './roles.js'
import type { KeyPackageInfo, Member } from './session.js'
import type { SessionContext } from './session-context.js'

/**
 * What the proposals of one commit do to its parent, after checking that this committer may do it.
 *
 * @throws ERR_UNAUTHORISED_COMMIT, ERR_CERTIFICATE, ERR_MALFORMED
 */
export async function authorise(
  context: SessionContext,
  parent: MlsEpoch,
  committer: Member,
  { proposals, atMs }: { readonly proposals: readonly Proposal[]; readonly atMs: number | undefined }
): Promise<MembershipChange> {
  const added: KeyPackageInfo[] = []
  const removed: number[] = []
  const settings: GroupSettings[] = []
  for (const proposal of proposals) {
    if (proposal.proposalType === 'add') {
      added.push(await identifyKeyPackage(context, proposal.add.keyPackage))
    } else if (proposal.proposalType === 'remove') {
      removed.push(proposal.remove.removed)
    } else if (proposal.proposalType === 'group_context_extensions') {
      const { extensions } = proposal.groupContextExtensions
      const isKnown = extensions.every(({ extensionType }) => GROUP_EXTENSION_TYPES.some(type => type === extensionType))
      if (!isKnown) throw unauthorised('changes more than roles and profile')
      settings.push(decodeGroupExtensions(extensions))
    } else {
      throw unauthorised(`holds a proposal of type ${proposal.proposalType}`)
    }
  }
  return requireLawful(parent, committer, { added, removed, settings, atMs }, context.revoked())
}
