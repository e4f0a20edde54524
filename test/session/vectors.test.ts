import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readFileSync } from 'node:fs'
import { decodeGroupContext } from 'ts-mls/groupContext.js'
import { fromHex, toHex } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import type { AccountId, ConversationId, EpochId, LogId } from '../../node/base/ids.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { decodeCommitData, encodeCommitData } from '../../node/session/commit-data.js'
import { epochIdOf } from '../../node/session/epoch.js'
import { decodeLineage, encodeLineage, requireSameEnd } from '../../node/session/lineage.js'
import { createCredentials } from '../../node/session/credential.js'
import { decodeKeyPackage, identifyKeyPackage } from '../../node/session/key-package.js'
import { isWishedAt } from '../../node/session/return-wish.js'
import { deriveLogKeys } from '../../node/session/log-key.js'
import { type GroupProfile, NO_PROFILE, decodeProfile, encodeProfile } from '../../node/session/profile.js'
import { advance, decodeRatchet, encodeRatchet } from '../../node/session/ratchet.js'
import { createSealer } from '../../node/session/seal.js'
import type { CommitHeader } from '../../node/session/session.js'
import { createSuite } from '../../node/session/suite.js'
import { decodeEnvelope, isSignedByLog, openEnvelope, sealEnvelope } from '../../node/wire/envelope.js'

type SpelledProfile = Omit<GroupProfile, 'later'> & { readonly later: string }
type SpelledHeader = Omit<CommitHeader, 'profile'> & { readonly profile?: SpelledProfile }

/** Byte strings are in hex. */
interface Vectors {
  readonly logKeys: { readonly exporterSecret: string; readonly seed: string; readonly wrapKey: string; readonly log: LogId }
  readonly envelope: {
    readonly logSeed: string
    readonly wrapKey: string
    readonly nonce: string
    readonly content: string
    readonly envelope: string
  }
  readonly epoch: { readonly groupContext: string; readonly id: EpochId }
  readonly commitData: { readonly parent: EpochId; readonly undoes: readonly [AccountId, EpochId[]][]; readonly encoded: string }
  readonly lineage: { readonly headers: readonly SpelledHeader[]; readonly encoded: string }
  readonly letInAnew: { readonly headers: readonly CommitHeader[]; readonly encoded: string }
  readonly profile: SpelledProfile & { readonly encoded: string }
  readonly ratchet: {
    readonly leaf: number
    readonly secret: string
    readonly generation: number
    readonly to: number
    readonly encoded: string
  }
  readonly returnWish: {
    readonly keyPackage: string
    readonly device: string
    readonly group: ConversationId
    /** Seconds, both included. */
    readonly good: readonly [number, number]
  }
  readonly knock: { readonly privateKey: string; readonly info: string; readonly sealed: string; readonly plaintext: string }
}

const file = new URL('../../../test/vectors/session.json', import.meta.url)
const { logKeys, envelope, epoch, commitData, lineage, letInAnew, profile, ratchet, returnWish, knock } = JSON.parse(
  readFileSync(file, 'utf8')
) as Vectors

const primitives = createNodePrimitives()
const vectors = suite('session vectors')

vectors("a log's keys come from the epoch's exporter secret", async () => {
  const cipherSuite = await createSuite(primitives, await primitives.signingKey(new Uint8Array(32)))
  const { access } = await deriveLogKeys(primitives, cipherSuite, fromHex(logKeys.exporterSecret))
  assert.equal([access.log, toHex(access.seed), toHex(access.wrapKey)], [logKeys.log, logKeys.seed, logKeys.wrapKey])
})

vectors('an envelope has these bytes for this nonce, and opens to its content', async () => {
  const logKey = await primitives.signingKey(fromHex(envelope.logSeed))
  const wrapKey = fromHex(envelope.wrapKey)
  const fixed = { ...primitives, randomBytes: () => fromHex(envelope.nonce) }
  const sealed = await sealEnvelope(fixed, logKey, wrapKey, fromHex(envelope.content))
  assert.is(toHex(sealed), envelope.envelope)
  const decoded = decodeEnvelope(fromHex(envelope.envelope))
  assert.ok(await isSignedByLog(primitives, decoded))
  assert.is(toHex(await openEnvelope(primitives, wrapKey, decoded)), envelope.content)
})

vectors('an epoch is named by its group context', async () => {
  const groupContext = decodeGroupContext(fromHex(epoch.groupContext), 0)?.[0]
  assert.ok(groupContext)
  if (groupContext !== undefined) assert.is(await epochIdOf(primitives, groupContext), epoch.id)
})

vectors('a commit says its parent and what it undoes in these bytes', () => {
  const undoes = new Map(commitData.undoes)
  assert.is(toHex(encodeCommitData({ parent: commitData.parent, undoes })), commitData.encoded)
  assert.equal(decodeCommitData(fromHex(commitData.encoded)), { parent: commitData.parent, undoes })
})

function profileIn({ name, relays, retentionDays, later }: SpelledProfile): GroupProfile {
  return { name, relays, retentionDays, later: fromHex(later) }
}

vectors('a profile is spelled in one way', () => {
  assert.is(toHex(encodeProfile(profileIn(profile))), profile.encoded)
  assert.equal(decodeProfile(fromHex(profile.encoded)), profileIn(profile))
})

vectors('a lineage has these bytes, names each child by its parent before it, and is bounded', () => {
  const { encoded } = lineage
  const headers = lineage.headers.map(({ profile: spelled, ...header }) => ({ ...header, ...(spelled && { profile: profileIn(spelled) }) }))
  assert.is(toHex(encodeLineage(headers)), encoded)
  assert.equal(decodeLineage(headers[0]?.child as EpochId, fromHex(encoded)), headers)
  const [header] = headers as [CommitHeader]
  const long = encodeLineage(Array.from({ length: 40 }, () => header))
  assert.is(decodeLineage(header.child, long).length, 32)
  for (const bad of [fromHex(encoded).subarray(1), fromHex(encoded).subarray(0, 60), Uint8Array.of(8, 9)]) {
    assert.throws(
      () => decodeLineage(header.child, bad),
      (err: unknown) => isChatError(err, 'ERR_MALFORMED')
    )
  }
})

vectors('a lineage tells in these bytes who was let in anew, of so many as can be in', () => {
  const { headers, encoded } = letInAnew
  const [header] = headers as readonly [CommitHeader]
  assert.is(toHex(encodeLineage(headers)), encoded)
  assert.equal(decodeLineage(header.child, fromHex(encoded)), headers)
  const crowd = { ...header, letInAnew: Array.from({ length: 257 }, () => header.committer.account) }
  assert.throws(
    () => decodeLineage(header.child, encodeLineage([crowd])),
    (err: unknown) => isChatError(err, 'ERR_MALFORMED')
  )
})

vectors('a lineage tells what the roles were before each change of them, and leads to what is at its end', () => {
  const [{ child, parent, committer }] = lineage.headers as readonly [SpelledHeader]
  const [alone, withAdmin] = [
    { owners: [committer.account], admins: [] },
    { owners: [committer.account], admins: ['bab8517703597732bd0127f60687ab2b73525edc8374353efdefd0845de7ccad' as AccountId] }
  ]
  const header: CommitHeader = { child, parent, committer, removed: [], added: [] }
  const changes = [
    { ...header, roles: alone, rolesBefore: withAdmin },
    { ...header, roles: withAdmin, rolesBefore: alone }
  ]
  const decoded = decodeLineage(child, encodeLineage(changes))
  assert.equal(
    decoded.map(({ roles, rolesBefore }) => [rolesBefore, roles]),
    changes.map(({ roles, rolesBefore }) => [rolesBefore, roles])
  )
  const end = { lineage: [{ ...header, profile: NO_PROFILE }, ...decoded], roles: alone, profile: NO_PROFILE }
  requireSameEnd(end)
  for (const other of [{ roles: withAdmin }, { profile: profileIn(profile) }]) {
    assert.throws(
      () => requireSameEnd({ ...end, ...other }),
      (err: unknown) => isChatError(err, 'ERR_MALFORMED')
    )
  }
})

vectors('a ratchet moves on and is written in these bytes', async () => {
  const { kdf } = await createSuite(primitives, await primitives.signingKey(new Uint8Array(32)))
  const { leaf, secret, generation, to, encoded } = ratchet
  const moved = await advance(kdf, { secret: fromHex(secret), generation, unusedGenerations: {} }, to)
  assert.is(toHex(encodeRatchet(leaf, moved)), encoded)
  assert.equal(decodeRatchet(fromHex(encoded)), { leaf, ratchet: moved })
})

vectors('a key package made for coming back says so in these bytes, and is good for so long', async () => {
  const context = {
    credentials: createCredentials(primitives),
    suite: await createSuite(primitives, await primitives.signingKey(new Uint8Array(32)))
  }
  const { device, wish } = await identifyKeyPackage(context, decodeKeyPackage(fromHex(returnWish.keyPackage)))
  const { group, good } = returnWish
  const [from, to] = good
  assert.is(device, returnWish.device)
  assert.equal(wish, { group, lifetime: { notBefore: BigInt(from), notAfter: BigInt(to) } })
  const isGood = (seconds: number, of = group): boolean => isWishedAt(wish, of, seconds * 1_000)
  assert.equal(
    [from - 1, from, to, to + 1].map(at => isGood(at)),
    [false, true, true, false]
  )
  assert.not(isGood(to, 'c1'.repeat(32) as ConversationId))
  const long = { group, lifetime: { notBefore: BigInt(from), notAfter: BigInt(to + 1) } }
  assert.not(isWishedAt(long, group, from * 1_000), 'good for more than six days')
})

vectors('what was sealed to a knock key opens', async () => {
  const opened = await createSealer().open(fromHex(knock.privateKey), knock.info, fromHex(knock.sealed))
  assert.is(toHex(opened), knock.plaintext)
})

vectors.run()
