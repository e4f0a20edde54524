import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromHex, utf8 } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import type { ConversationId, NowMs } from '../../node/base/ids.js'
import type { Primitives } from '../../node/base/primitives.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { NO_PROFILE } from '../../node/session/profile.js'
import type { Change } from '../../node/session/session.js'
import { addProfileCases } from './session-profile.js'
import { addReturnCases } from './session-return.js'
import { type Party, type Standing, admit, childOf, commitAll, flipped, refuses, send } from '../session/standing.js'

export interface PartyOptions {
  /** Whose account it belongs to; without, a new one. */
  readonly sibling?: Party
  readonly now?: () => NowMs
}

const CONVERSATION = 'c0'.repeat(32) as ConversationId
const DAY_MS = 86_400_000

const refusesFrom = (by: Standing, change: Change): Promise<void> =>
  refuses(() => by.party.session.commit(by.epoch, change), 'ERR_UNAUTHORISED_COMMIT')

/** What every session must do, the real one and any model of it on its own primitives. The caller runs the returned suite. */
export function sessionContract(
  name: string,
  createParty: (options?: PartyOptions) => Promise<Party>,
  primitives: Pick<Primitives, 'signingKey' | 'verify'> = createNodePrimitives()
): ReturnType<typeof suite> {
  const test = suite(`session of ${name}`)

  async function two(): Promise<[Standing, Standing]> {
    const [ann, bea] = [await createParty(), await createParty()]
    const standing = { party: ann, epoch: await ann.session.create(CONVERSATION) }
    const joined = await admit(standing, [bea])
    return [standing, joined[0] as Standing]
  }

  /** A group with an owner and two plain members. */
  async function three(): Promise<[Standing, Standing, Standing]> {
    const [ann, bea, cleo] = [await createParty(), await createParty(), await createParty()]
    const standing = { party: ann, epoch: await ann.session.create(CONVERSATION) }
    const joined = await admit(standing, [bea, cleo], [], { roles: { owners: [ann.account], admins: [] } })
    return [standing, joined[0] as Standing, joined[1] as Standing]
  }

  test('begins a conversation with its founder alone, who has no way behind it', async () => {
    const ann = await createParty()
    const epoch = await ann.session.create(CONVERSATION)
    assert.equal([epoch.conversation, epoch.parent, epoch.lineage, epoch.nextGeneration], [CONVERSATION, undefined, [], 0])
    assert.equal(epoch.members, [{ leaf: epoch.ownLeaf, account: ann.account, device: ann.device }])
    assert.equal([epoch.roles, epoch.profile], [{ owners: [], admins: [] }, NO_PROFILE])
    assert.is.not((await ann.session.create(CONVERSATION)).id, epoch.id)
    await refuses(() => ann.session.create('c0' as ConversationId), 'ERR_INVALID_ARGUMENT')
  })

  test('reads from a key package whose it is and where to knock', async () => {
    const [ann, bea] = [await createParty(), await createParty()]
    const made = await bea.session.newKeyPackage({ lastResort: false })
    const info = await ann.session.inspectKeyPackage(made.published)
    assert.equal([info.account, info.device, info.ref, info.knockKey.length], [bea.account, bea.device, made.ref, 32])
    const again = await ann.session.inspectKeyPackage((await bea.session.newKeyPackage({ lastResort: false })).published)
    assert.not.equal(again.knockKey, info.knockKey)
  })

  test('refuses a key package with any byte changed, a torn one, an oversize one and garbage', async () => {
    const ann = await createParty()
    const { published } = await ann.session.newKeyPackage({ lastResort: false })
    for (let at = 0; at < published.length; at += 11) {
      await ann.session.inspectKeyPackage(flipped(published, at)).then(
        () => assert.unreachable(`byte ${at} changed and nobody noticed`),
        (err: unknown) => assert.ok(isChatError(err), String(err))
      )
    }
    await refuses(() => ann.session.inspectKeyPackage(published.subarray(1)), 'ERR_MALFORMED')
    await refuses(() => ann.session.inspectKeyPackage(published.subarray(0, 100)), 'ERR_MALFORMED')
    await refuses(() => ann.session.inspectKeyPackage(Uint8Array.of(...published, 0)), 'ERR_MALFORMED')
    await refuses(() => ann.session.inspectKeyPackage(new Uint8Array(100_000)), 'ERR_TOO_LARGE')
    await refuses(() => ann.session.inspectKeyPackage(new Uint8Array(0)), 'ERR_MALFORMED')
  })

  test('takes a key package from a clock a day off, not one past its 90 days, and a last-resort one for a year', async () => {
    const started = Date.now()
    const clock = { now: started }
    const ann = await createParty({ now: () => clock.now as NowMs })
    const bea = await createParty({ now: () => started as NowMs })
    const usual = await bea.session.newKeyPackage({ lastResort: false })
    const lastResort = await bea.session.newKeyPackage({ lastResort: true })
    const reads = async (days: number, published: Uint8Array): Promise<unknown> => {
      clock.now = started + days * DAY_MS
      return ann.session.inspectKeyPackage(published)
    }
    for (const days of [-1, 0, 89]) await reads(days, usual.published)
    await refuses(() => reads(-3, usual.published), 'ERR_EXPIRED')
    await refuses(() => reads(91, usual.published), 'ERR_EXPIRED')
    await reads(360, lastResort.published)
    await refuses(() => reads(370, lastResort.published), 'ERR_EXPIRED')
  })

  test('lets a joiner into the very epoch that the adder stands in, knowing the way that led there', async () => {
    const [ann, bea] = await two()
    assert.is(bea.epoch.id, ann.epoch.id)
    assert.equal(bea.party.session.authenticator(bea.epoch), ann.party.session.authenticator(ann.epoch))
    assert.equal(bea.epoch.members, ann.epoch.members)
    assert.equal([bea.epoch.log, bea.epoch.parent], [ann.epoch.log, ann.epoch.parent])
    assert.equal(bea.epoch.lineage, ann.epoch.lineage)
    const [header] = bea.epoch.lineage
    assert.equal([header?.child, header?.parent, header?.committer.device], [ann.epoch.id, ann.epoch.parent, ann.party.device])
    assert.equal(header?.added, [{ account: bea.party.account, undoes: [] }])
    assert.equal(bea.party.session.access(bea.epoch), ann.party.session.access(ann.epoch))
  })

  test('names in a Welcome the key packages it is for, and opens for those only', async () => {
    const [ann, bea] = [await createParty(), await createParty()]
    const alone = await ann.session.create(CONVERSATION)
    const [used, unused] = [await bea.session.newKeyPackage({ lastResort: false }), await bea.session.newKeyPackage({ lastResort: false })]
    const { child, welcome } = await ann.session.commit(alone, { add: [used.published] })
    if (welcome === undefined) return assert.unreachable('no Welcome')
    assert.equal(await bea.session.welcomeRefs(welcome), [used.ref])
    await refuses(() => bea.session.join(welcome, unused.secret), 'ERR_DECRYPT')
    await refuses(() => bea.session.join(welcome.subarray(1), used.secret), 'ERR_MALFORMED')
    assert.is((await bea.session.join(welcome, used.secret)).id, child.id)
  })

  test('lets a last-resort key package join more than one conversation', async () => {
    const [ann, bea] = [await createParty(), await createParty()]
    const { published, secret } = await bea.session.newKeyPackage({ lastResort: true })
    for (const digits of ['01', '02']) {
      const { welcome } = await ann.session.commit(await ann.session.create(digits.repeat(32) as ConversationId), { add: [published] })
      const joined = await bea.session.join(welcome ?? new Uint8Array(), secret)
      assert.is(joined.conversation, digits.repeat(32))
    }
  })

  test('carries messages both ways, with who sent them and in which generation', async () => {
    const [ann, bea] = await two()
    for (let i = 0; i < 3; i++) {
      await send(ann, bea, `to bea ${i}`)
      await send(bea, ann, `to ann ${i}`)
    }
    assert.equal([ann.epoch.nextGeneration, bea.epoch.nextGeneration], [3, 3])
  })

  test('leaves the epoch it was given as it was: sealing or opening makes a new value', async () => {
    const [ann, bea] = await two()
    const before = { ...bea.epoch }
    const { epoch, generation, envelope } = await ann.party.session.seal(ann.epoch, utf8('one'))
    assert.equal([ann.epoch.nextGeneration, generation, epoch.nextGeneration], [0, 0, 1])
    await bea.party.session.open(bea.epoch, envelope)
    await bea.party.session.open(bea.epoch, envelope)
    assert.equal(Object.keys(bea.epoch), Object.keys(before))
    assert.is(bea.party.session.encode(bea.epoch).length, bea.party.session.encode(before).length)
  })

  test('opens each generation once', async () => {
    const [ann, bea] = await two()
    const envelope = await send(ann, bea, 'once')
    await refuses(() => bea.party.session.open(bea.epoch, envelope), 'ERR_REPLAY')
    await refuses(() => ann.party.session.open(ann.epoch, envelope), 'ERR_REPLAY')
  })

  test('loses nothing when generation 30 is read first', async () => {
    const [ann, bea] = await two()
    const sent: Uint8Array[] = []
    for (let i = 0; i <= 30; i++) {
      const sealed = await ann.party.session.seal(ann.epoch, utf8(`message ${i}`))
      ann.epoch = sealed.epoch
      sent.push(sealed.envelope)
    }
    for (const i of [30, ...Array.from({ length: 30 }, (_, n) => n)]) {
      const opened = await bea.party.session.open(bea.epoch, sent[i] as Uint8Array)
      assert.equal(opened.kind === 'message' && opened.plaintext, utf8(`message ${i}`))
      bea.epoch = opened.epoch
    }
    for (const envelope of sent) await refuses(() => bea.party.session.open(bea.epoch, envelope), 'ERR_REPLAY')
  })

  test('opens a message 16,384 generations ahead, refuses one more, and is unchanged by the refusal', async () => {
    const [ann, bea] = await two()
    const first = await ann.party.session.seal(ann.epoch, utf8('first'))
    const last = await ann.party.session.seal(await ann.party.session.skipTo(ann.epoch, 16_384), utf8('last'))
    const beyond = await ann.party.session.seal(await ann.party.session.skipTo(last.epoch, 16_385), utf8('beyond'))
    const before = bea.party.session.encodeRatchet(bea.epoch, ann.epoch.ownLeaf)
    await refuses(() => bea.party.session.open(bea.epoch, beyond.envelope), 'ERR_DECRYPT')
    assert.equal(bea.party.session.encodeRatchet(bea.epoch, ann.epoch.ownLeaf), before)
    for (const { envelope } of [last, beyond, first]) bea.epoch = (await bea.party.session.open(bea.epoch, envelope)).epoch
    const kept = bea.party.session.encodeRatchet(bea.epoch, ann.epoch.ownLeaf)
    assert.ok(kept.length < 600_000, `${kept.length} bytes`)
    const decoded = await bea.party.session.decode(bea.party.session.encode(bea.epoch))
    assert.equal(bea.party.session.encodeRatchet(decoded, ann.epoch.ownLeaf), kept)
  })

  test('advances nothing when opening fails', async () => {
    const [ann, bea] = await two()
    const { envelope } = await ann.party.session.seal(ann.epoch, utf8('whole'))
    const before = bea.party.session.encodeRatchet(bea.epoch, ann.epoch.ownLeaf)
    await refuses(() => bea.party.session.open(bea.epoch, flipped(envelope, 300)), 'ERR_DECRYPT')
    const unsigned = flipped(envelope, envelope.length - 1)
    await refuses(() => bea.party.session.open(bea.epoch, unsigned), 'ERR_SIGNATURE')
    await refuses(() => bea.party.session.open(bea.epoch, unsigned, { isSigned: false }), 'ERR_SIGNATURE')
    assert.is((await bea.party.session.open(bea.epoch, unsigned, { isSigned: true })).kind, 'message')
    await refuses(() => bea.party.session.open(bea.epoch, envelope.subarray(1)), 'ERR_MALFORMED')
    await refuses(() => bea.party.session.open(bea.epoch, new Uint8Array(70_000)), 'ERR_TOO_LARGE')
    assert.equal(bea.party.session.encodeRatchet(bea.epoch, ann.epoch.ownLeaf), before)
    assert.is((await bea.party.session.open(bea.epoch, envelope)).kind, 'message')
  })

  test('opens nothing of another epoch or conversation', async () => {
    const [ann, bea] = await two()
    const [cleo] = await two()
    const { envelope } = await ann.party.session.seal(ann.epoch, utf8('here'))
    await refuses(() => cleo.party.session.open(cleo.epoch, envelope), 'ERR_DECRYPT')
    await commitAll(ann, {}, [bea])
    await refuses(() => bea.party.session.open(bea.epoch, envelope), 'ERR_DECRYPT')
  })

  test('seals 60 KiB in one envelope and no byte more', async () => {
    const [ann, bea] = await two()
    await send(ann, bea, 'x'.repeat(61_440))
    await refuses(() => ann.party.session.seal(ann.epoch, new Uint8Array(61_441)), 'ERR_TOO_LARGE')
  })

  test('shows by its size nothing of a short message', async () => {
    const [ann] = await two()
    const short = await ann.party.session.seal(ann.epoch, utf8('y'))
    const longer = await ann.party.session.seal(ann.epoch, new Uint8Array(600))
    assert.is(short.envelope.length, longer.envelope.length)
  })

  test('moves all members to one new epoch with a log of its own when a member renews its keys', async () => {
    const [ann, bea] = await two()
    const parent = ann.epoch
    await commitAll(bea, {}, [ann])
    assert.equal([ann.epoch.id, ann.epoch.log, ann.epoch.parent], [bea.epoch.id, bea.epoch.log, parent.id])
    assert.equal(ann.party.session.authenticator(ann.epoch), bea.party.session.authenticator(bea.epoch))
    assert.is.not(ann.epoch.log, parent.log)
    assert.equal(
      ann.epoch.lineage.map(({ child }) => child),
      [ann.epoch.id, parent.id]
    )
    await send(ann, bea, 'in the child')
  })

  test('opens each of two commits on one parent, and the loser of the race commits again on the winner', async () => {
    const [ann, bea, cleo] = await three()
    const parent = cleo.epoch
    const [byAnn, byBea] = [await ann.party.session.commit(ann.epoch, {}), await bea.party.session.commit(bea.epoch, {})]
    assert.is.not(byAnn.child.id, byBea.child.id)
    const [one, other] = [await cleo.party.session.open(parent, byAnn.envelope), await cleo.party.session.open(parent, byBea.envelope)]
    assert.equal([childOf(one).id, childOf(other).id], [byAnn.child.id, byBea.child.id])
    assert.is(one.epoch.id, parent.id)
    ann.epoch = byAnn.child
    bea.epoch = childOf(await bea.party.session.open(bea.epoch, byAnn.envelope))
    cleo.epoch = childOf(one)
    await commitAll(bea, {}, [ann, cleo])
    assert.is(new Set([ann.epoch.id, bea.epoch.id, cleo.epoch.id]).size, 1)
  })

  test('knows its own commit when it comes back', async () => {
    const [ann] = await two()
    const { envelope } = await ann.party.session.commit(ann.epoch, {})
    await refuses(() => ann.party.session.open(ann.epoch, envelope), 'ERR_REPLAY')
  })

  test('tells a removed member that it is out and by which commit, and shuts it out of the child', async () => {
    const [ann, bea, cleo] = await three()
    const { child, header, envelope } = await ann.party.session.commit(ann.epoch, { remove: [cleo.epoch.ownLeaf] })
    const out = await cleo.party.session.open(cleo.epoch, envelope)
    assert.is(out.kind, 'removed')
    assert.equal(out.kind === 'removed' && out.header, header)
    assert.equal([header.child, header.removed, header.added], [child.id, [cleo.party.account], []])
    const staying = childOf(await bea.party.session.open(bea.epoch, envelope))
    assert.equal([staying.id, staying.members.length], [child.id, 2])
    const sealed = await ann.party.session.seal(child, utf8('without cleo'))
    await refuses(() => cleo.party.session.open(cleo.epoch, sealed.envelope), 'ERR_DECRYPT')
    assert.is((await bea.party.session.open(staying, sealed.envelope)).kind, 'message')
  })

  test('says which accounts a commit brought in or out: not for one device of several, nor for one let in again', async () => {
    const ann = await createParty()
    const second = await createParty({ sibling: ann })
    const standing = { party: ann, epoch: await ann.session.create(CONVERSATION) }
    const [sibling] = await admit(standing, [second])
    assert.equal(standing.epoch.lineage[0]?.added, [])
    assert.is(sibling?.epoch.id, standing.epoch.id)
    const leaf = standing.epoch.members.find(({ device }) => device === second.device)?.leaf ?? -1
    const again = await second.session.newKeyPackage({ lastResort: false })
    const { header, child } = await ann.session.commit(standing.epoch, { remove: [leaf], add: [again.published] })
    assert.equal([header.removed, header.added, header.letInAnew, child.members.length], [[], [], undefined, 2])
    const gone = await ann.session.commit(standing.epoch, { remove: [leaf] })
    assert.equal(gone.header.removed, [])
  })

  test('says who was let in anew, to members and joiner alike: an account all of whose leaves are others now', async () => {
    const [ann, bea, cleo] = await three()
    const { published } = await cleo.party.session.newKeyPackage({ lastResort: false })
    const renewing = await ann.party.session.commit(ann.epoch, { add: [published], remove: [cleo.epoch.ownLeaf] })
    assert.equal(renewing.header.letInAnew, [cleo.party.account])
    const opened = await bea.party.session.open(bea.epoch, renewing.envelope)
    assert.equal(opened.kind === 'commit' && opened.header, renewing.header)
    ann.epoch = renewing.child
    bea.epoch = childOf(opened)
    const [dan] = await admit(ann, [await createParty()], [bea])
    for (const { party, epoch } of [ann, bea, dan as Standing]) {
      assert.equal([epoch.lineage[0]?.letInAnew, epoch.lineage[1]], [undefined, renewing.header])
      assert.equal((await party.session.decode(party.session.encode(epoch))).lineage, epoch.lineage)
    }
  })

  test('carries the removals that an add undoes, to members and joiner alike, and for added accounts only', async () => {
    const [ann, bea, cleo] = await three()
    const { child, header, envelope } = await ann.party.session.commit(ann.epoch, { remove: [cleo.epoch.ownLeaf] })
    ann.epoch = child
    bea.epoch = childOf(await bea.party.session.open(bea.epoch, envelope))
    const undoes = new Map([[cleo.party.account, [header.child]]])
    await refuses(() => ann.party.session.commit(ann.epoch, { undoes }), 'ERR_UNAUTHORISED_COMMIT')
    const [back] = await admit(ann, [cleo.party], [bea], { undoes })
    for (const { epoch } of [ann, bea, back as Standing]) {
      assert.equal(epoch.lineage[0]?.added, [{ account: cleo.party.account, undoes: [header.child] }])
      assert.equal(epoch.lineage[1], header)
    }
  })

  test('makes no commit that its roles forbid, nor one that adds a member twice or removes where nobody is', async () => {
    const [ann, bea, cleo] = await three()
    const { published } = await cleo.party.session.newKeyPackage({ lastResort: false })
    const stranger = await (await createParty()).session.newKeyPackage({ lastResort: false })
    assert.equal(bea.epoch.roles, { owners: [ann.party.account], admins: [] })
    await refusesFrom(bea, { remove: [cleo.epoch.ownLeaf] })
    await refusesFrom(bea, { remove: [ann.epoch.ownLeaf] })
    await refusesFrom(bea, { add: [stranger.published] })
    await refusesFrom(bea, { roles: { owners: [bea.party.account], admins: [] } })
    await refusesFrom(ann, { add: [published] })
    await refusesFrom(ann, { remove: [200] })
    const roles = { owners: [ann.party.account], admins: [bea.party.account] }
    await refusesFrom(ann, { remove: [cleo.epoch.ownLeaf], roles })
    await commitAll(ann, { roles }, [bea, cleo])
    assert.equal([bea.epoch.roles, cleo.epoch.lineage[0]?.roles], [roles, roles])
    await commitAll(bea, { remove: [cleo.epoch.ownLeaf] }, [ann, cleo])
    assert.is(ann.epoch.members.length, 2)
  })

  test('goes on from disk: the state once, then one ratchet for each message opened', async () => {
    const [ann, bea] = await two()
    const { session } = bea.party
    const encoded = session.encode(bea.epoch)
    const leaf = ann.epoch.ownLeaf
    const opened = await send(ann, bea, 'before')
    const skipped = await ann.party.session.seal(ann.epoch, utf8('late'))
    ann.epoch = skipped.epoch
    await send(ann, bea, 'after a gap')
    const ratchet = session.encodeRatchet(bea.epoch, leaf)
    assert.ok(ratchet.length < 100, `${ratchet.length} bytes`)
    bea.epoch = session.withRatchet(await session.decode(encoded), leaf, ratchet)
    assert.equal([bea.epoch.id, bea.epoch.log, bea.epoch.parent, bea.epoch.ownLeaf], [ann.epoch.id, ann.epoch.log, ann.epoch.parent, 1])
    assert.equal([bea.epoch.members, bea.epoch.lineage, bea.epoch.roles], [ann.epoch.members, ann.epoch.lineage, ann.epoch.roles])
    await refuses(() => session.open(bea.epoch, opened), 'ERR_REPLAY')
    const late = await session.open(bea.epoch, skipped.envelope)
    assert.equal(late.kind === 'message' && late.plaintext, utf8('late'))
    await send(ann, bea, 'and on')
    await send(bea, ann, 'and back')
    await commitAll(bea, {}, [ann])
    assert.is(bea.epoch.id, ann.epoch.id)
  })

  test('takes no ratchet that is torn, of another leaf, or behind', async () => {
    const [ann, bea] = await two()
    const { session } = bea.party
    const leaf = ann.epoch.ownLeaf
    const old = session.encodeRatchet(bea.epoch, leaf)
    await send(ann, bea, 'on')
    const ratchet = session.encodeRatchet(bea.epoch, leaf)
    await refuses(async () => session.withRatchet(bea.epoch, leaf, old), 'ERR_INVALID_ARGUMENT')
    await refuses(async () => session.withRatchet(bea.epoch, bea.epoch.ownLeaf, ratchet), 'ERR_MALFORMED')
    await refuses(async () => session.withRatchet(bea.epoch, leaf, ratchet.subarray(0, -1)), 'ERR_MALFORMED')
    await refuses(async () => session.withRatchet(bea.epoch, leaf, Uint8Array.of(9, ...ratchet.subarray(1))), 'ERR_MALFORMED')
    await refuses(() => session.decode(session.encode(bea.epoch).subarray(3)), 'ERR_MALFORMED')
  })

  test('skips what was reserved: no generation twice, never back, and the receiver follows', async () => {
    const [ann, bea] = await two()
    const { session } = ann.party
    const stored = session.encode(ann.epoch)
    await send(ann, bea, 'of the reservation')
    ann.epoch = await session.skipTo(await session.decode(stored), 64)
    assert.is(ann.epoch.nextGeneration, 64)
    assert.is((await session.skipTo(ann.epoch, 5)).nextGeneration, 64)
    const sealed = await session.seal(ann.epoch, utf8('after the restart'))
    assert.is(sealed.generation, 64)
    assert.is((await bea.party.session.open(bea.epoch, sealed.envelope)).kind, 'message')
    await refuses(() => session.skipTo(ann.epoch, 100_000), 'ERR_INVALID_ARGUMENT')
  })

  test('signs for the log that an epoch is, which only its members can', async () => {
    const [ann, bea] = await two()
    const signature = await ann.party.session.signForLog(ann.epoch, utf8('open'))
    assert.ok(await primitives.verify(fromHex(bea.epoch.log), utf8('open'), signature))
    assert.not(await primitives.verify(fromHex(bea.epoch.log), utf8('close'), signature))
    const { seed, log } = bea.party.session.access(bea.epoch)
    assert.equal((await primitives.signingKey(seed)).publicKey, fromHex(log))
  })

  test('seals to the knock key of a key package, for one purpose and one reader', async () => {
    const [ann, bea] = [await createParty(), await createParty()]
    const made = await bea.session.newKeyPackage({ lastResort: false })
    const other = await bea.session.newKeyPackage({ lastResort: false })
    const { knockKey } = await ann.session.inspectKeyPackage(made.published)
    const sealed = await ann.session.sealTo(knockKey, 'parley test', utf8('knock knock'))
    assert.is(sealed.length, 'knock knock'.length + 48)
    assert.equal(await bea.session.openSealed(made.secret, 'parley test', sealed), utf8('knock knock'))
    await refuses(() => bea.session.openSealed(other.secret, 'parley test', sealed), 'ERR_DECRYPT')
    await refuses(() => bea.session.openSealed(made.secret, 'parley other', sealed), 'ERR_DECRYPT')
    await refuses(() => bea.session.openSealed(made.secret, 'parley test', flipped(sealed, 40)), 'ERR_DECRYPT')
    await refuses(() => bea.session.openSealed(made.secret, 'parley test', sealed.subarray(0, 10)), 'ERR_DECRYPT')
    await refuses(() => ann.session.sealTo(knockKey.subarray(1), 'parley test', utf8('x')), 'ERR_INVALID_ARGUMENT')
  })

  addProfileCases(test, { createParty, two, three, refusesFrom })
  addReturnCases(test, { three, refusesFrom })
  return test
}
