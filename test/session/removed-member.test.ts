import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Commit } from 'ts-mls'
import { decryptWithLabel } from 'ts-mls/crypto/hpke.js'
import { encodeGroupContext } from 'ts-mls/groupContext.js'
import { initializeEpoch } from 'ts-mls/keySchedule.js'
import { unprotectPrivateMessage } from 'ts-mls/messageProtection.js'
import { utf8 } from '../../node/base/bytes.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { type MlsEpoch, ownEpoch } from '../../node/session/epoch.js'
import { deriveLogKeys } from '../../node/session/log-key.js'
import { decodeEnvelope, openEnvelope } from '../../node/wire/envelope.js'
import { type Group, type Insider, createGroupWithInsider, unwrapPrivate } from './insider.js'
import { refuses } from './standing.js'

const primitives = createNodePrimitives()
const removed = suite('a removed member with its full state')

interface Removal extends Group {
  readonly child: MlsEpoch
  /** The commit as it travelled, and as every member of the parent can see it. */
  readonly envelope: Uint8Array
  readonly commit: Commit
  /** What Ann sends once Mal is out. */
  readonly message: Uint8Array
}

/** Ann removes Mal, who keeps every key it ever had, sees the commit that removed it, and gets all that is sent after. */
async function removeMal(): Promise<Removal> {
  const group = await createGroupWithInsider()
  const { ann, mal } = group
  const { child, envelope } = await ann.party.session.commit(ann.epoch, { remove: [mal.epoch.ownLeaf] })
  const { groupContext, secretTree, ratchetTree, keySchedule, clientConfig } = mal.epoch.state
  const { content } = await unprotectPrivateMessage(
    keySchedule.senderDataSecret,
    await unwrapPrivate(mal.epoch, envelope),
    secretTree,
    ratchetTree,
    groupContext,
    clientConfig.keyRetentionConfig,
    mal.suite
  )
  if (content.content.contentType !== 'commit') throw new Error('expected a commit')
  const sealed = await ann.party.session.seal(child, utf8('not for mal'))
  return { ...group, child: ownEpoch(child), envelope, commit: content.content.commit, message: sealed.envelope }
}

/** How many of the commit's path secrets open with the keys of this member, in the context they were sealed in or the child's own. */
async function openedPathSecrets({ commit, child, mal }: Removal, { state }: MlsEpoch): Promise<number> {
  const { hpke }: Insider['suite'] = mal.suite
  const { confirmedTranscriptHash } = state.groupContext
  const contexts = [child.state.groupContext, { ...child.state.groupContext, confirmedTranscriptHash }].map(encodeGroupContext)
  const sealed = commit.path?.nodes.flatMap(({ encryptedPathSecret }) => encryptedPathSecret) ?? []
  let opened = 0
  for (const { kemOutput, ciphertext } of sealed) {
    for (const bytes of Object.values(state.privatePath.privateKeys)) {
      const key = await hpke.importPrivateKey(bytes)
      for (const context of contexts) {
        opened += await decryptWithLabel(key, 'UpdatePathNode', context, kemOutput, ciphertext, hpke).then(
          () => 1,
          () => 0
        )
      }
    }
  }
  return opened
}

removed('reads nothing in the child, neither with the parent it holds nor by going on from it', async () => {
  const { mal, envelope, message } = await removeMal()
  const { session } = mal.device
  await refuses(() => session.open(mal.epoch, message), 'ERR_DECRYPT')
  const own = await session.commit(mal.epoch, {})
  await refuses(() => session.open(own.child, message), 'ERR_DECRYPT')
  const out = await session.open(mal.epoch, envelope)
  assert.is(out.kind, 'removed')
  await refuses(() => session.open(out.epoch, message), 'ERR_DECRYPT')
})

removed('opens no path secret of the commit with any key it holds, where who stays opens one', async () => {
  const removal = await removeMal()
  assert.is(await openedPathSecrets(removal, removal.mal.epoch), 0)
  assert.is(await openedPathSecrets(removal, ownEpoch(removal.bea.epoch)), 1)
})

removed("derives other keys than the child's when it leaves out the commit secret that it lacks", async () => {
  const { mal, message, child } = await removeMal()
  const nothing = new Uint8Array(32)
  const { initSecret } = mal.epoch.state.keySchedule
  const { keySchedule } = await initializeEpoch(initSecret, nothing, child.state.groupContext, nothing, mal.suite.kdf)
  const guessed = await deriveLogKeys(primitives, mal.suite, keySchedule.exporterSecret)
  assert.is.not(guessed.access.log, child.log)
  assert.not.equal(keySchedule.epochAuthenticator, child.state.keySchedule.epochAuthenticator)
  await refuses(() => openEnvelope(primitives, guessed.access.wrapKey, decodeEnvelope(message)), 'ERR_DECRYPT')
  await openEnvelope(primitives, child.access.wrapKey, decodeEnvelope(message))
})

removed.run()
