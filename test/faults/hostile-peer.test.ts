import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { concat, fromBase64url, fromHex, toBase64url } from '../../node/base/bytes.js'
import { ChatError, ERROR_CODES } from '../../node/base/errors.js'
import type { ConversationId, LogId } from '../../node/base/ids.js'
import { encodeContent } from '../../node/conversation/content.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { deviceKeyOf } from '../../node/identity/device-id.js'
import { inviteUri, readInvite } from '../../node/identity/invite-link.js'
import type { RequestKind } from '../../node/network/links.js'
import { Receipt } from '../../node/wire/generated/content.js'
import { SignedCardFrame } from '../../node/wire/generated/identity.js'
import { Announcement, Knock, Sync, Take, Taken } from '../../node/wire/generated/introduction.js'
import { within } from '../e2e/deadline.js'
import { rejection } from '../identity/refusal.js'
import { SILENCE, startAttacker, TAKEN, type Attacker, type KnockOptions } from './attacker.js'
import { befriend, settle, type Resident } from './victim.js'

const REQUEST_KINDS: readonly RequestKind[] = ['take', 'knock', 'sync', 'devices', 'ask']
const MAX_UINT32 = 2 ** 32 - 1
const MAX_HELD = 64
const MAX_ANNOUNCEMENTS = 32
const TAKES_AN_HOUR = 64
const HEARING_DEADLINE_MS = 15_000
const MAX_GROWTH_BYTES = 64 * 1024 * 1024

/** A code that tells the peer of its own fault, and none that a fault of ours would have. */
const REFUSAL = /^ERR_(?!INTERNAL|BUSY|TIMEOUT|UNREACHABLE|STORE|CLOSED)/

const primitives = createNodePrimitives()
const faults: unknown[] = []
const noteFault = (fault: unknown): void => void faults.push(fault)

let victim: Resident
let friend: Resident
let openInvite = ''
const attackers: Attacker[] = []

const hostile = suite('a node among hostile peers')

hostile.before(async () => {
  process.on('unhandledRejection', noteFault)
  process.on('uncaughtException', noteFault)
  victim = await settle('Vera')
  friend = await settle('Finn')
  await befriend(friend, victim)
  await friend.deliver('Vera', 'before all that')
  openInvite = (await victim.api.createInvite({ label: 'open' })).uri
})

hostile.after.each(async () => {
  for (const attacker of attackers.splice(0)) await attacker.stop()
  await friend.deliver('Vera', 'still there?')
  assert.equal(faults, [], 'nothing fell through')
})

hostile.after(async () => {
  await friend.close()
  await victim.close()
  process.off('unhandledRejection', noteFault)
  process.off('uncaughtException', noteFault)
})

async function appear(name: string): Promise<Attacker> {
  const attacker = await startAttacker(victim, name)
  attackers.push(attacker)
  return attacker
}

/** Has knocked; the victim has not answered. */
async function stranger(name: string): Promise<Attacker> {
  const attacker = await appear(name)
  assert.is(await attacker.knock(openInvite), TAKEN)
  return attacker
}

async function acceptedContact(name: string): Promise<Attacker> {
  const attacker = await stranger(name)
  await victim.api.accept({ contact: attacker.account })
  return attacker
}

const textsFrom = async (attacker: Attacker): Promise<readonly string[]> =>
  (await victim.api.history({ chat: attacker.account, limit: 1_000 })).messages.map(({ text }) => text)

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice()
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

hostile('an envelope of a log that nobody here follows is refused', async () => {
  const eve = await appear('Eve 1')
  for (const length of [0, 1, 200, 20_000])
    assert.is(await eve.send({ log: '07'.repeat(32) as LogId, bytes: primitives.randomBytes(length) }).settled, 'ERR_UNKNOWN_LOG')
})

hostile('a damaged, cut or foreign envelope of a known log is refused by type, and what is whole is still taken', async () => {
  const mallory = await acceptedContact('Mallory 1')
  const whole = await mallory.sealText(1, 'whole')
  for (const at of [0, 1, 40, 60, whole.bytes.length - 70, whole.bytes.length - 1]) {
    const outcome = await mallory.send({ log: whole.log, bytes: flipped(whole.bytes, at) }).settled
    assert.match(outcome, /^ERR_(?:MALFORMED|SIGNATURE|DECRYPT|UNKNOWN_LOG)$/, `a flipped bit in byte ${at}`)
  }
  for (const length of [0, 1, 33, whole.bytes.length - 1])
    assert.is(await mallory.send({ log: whole.log, bytes: whole.bytes.subarray(0, length) }).settled, 'ERR_MALFORMED')
  const other = await mallory.session.seal(await mallory.session.create(mallory.epoch.conversation), new Uint8Array(9))
  assert.match(await mallory.send({ log: whole.log, bytes: other.envelope }).settled, /^ERR_(?:SIGNATURE|DECRYPT|MALFORMED)$/)
  assert.is(await mallory.send(whole).settled, TAKEN)
  assert.equal(await textsFrom(mallory), ['whole'])
})

hostile('an envelope that is sent again is stored once, whoever sends it', async () => {
  const mallory = await acceptedContact('Mallory 2')
  const eve = await appear('Eve 2')
  const recorded = await mallory.sealText(1, 'once')
  assert.is(await mallory.send(recorded).settled, TAKEN)
  for (let i = 0; i < 3; i++) assert.is(await mallory.send(recorded).settled, TAKEN, 'its acknowledgement may have been lost')
  eve.send(recorded)
  await eve.fence()
  assert.equal(await textsFrom(mallory), ['once'])
})

hostile('of the groups that a device makes without end the newest is kept', async () => {
  const mallory = await acceptedContact('Mallory 11')
  const { uri } = await victim.api.createInvite({})
  const epochs = [mallory.epoch]
  for (let i = 1; i < 12; i++) {
    assert.is(await mallory.knock(uri), TAKEN)
    epochs.push(mallory.epoch)
  }
  const outcomes: string[] = []
  for (const epoch of epochs) {
    const { envelope } = await mallory.session.seal(epoch, new Uint8Array(300).fill(255))
    outcomes.push(await mallory.send({ log: epoch.log, bytes: envelope }).settled)
  }
  assert.is(outcomes.at(-1), 'ERR_MALFORMED')
  assert.is(outcomes.filter(outcome => outcome === 'ERR_UNKNOWN_LOG').length, 11)
})

hostile('content that is garbage inside a true envelope is refused, and its group goes on', async () => {
  const mallory = await acceptedContact('Mallory 3')
  for (const content of [new Uint8Array(300).fill(255), Uint8Array.of(10, 255, 255, 255, 127), Uint8Array.of(10, 3, 255, 255, 255)])
    assert.is(await mallory.send(await mallory.seal(content)).settled, 'ERR_MALFORMED')
  assert.is(await mallory.send(await mallory.sealText(1, 'sense')).settled, TAKEN)
})

hostile('requests of random bytes, cut protobuf or endless lists are refused by type', async () => {
  const mallory = await acceptedContact('Mallory 4')
  const bodies: readonly Uint8Array[] = [
    primitives.randomBytes(1),
    primitives.randomBytes(500),
    primitives.randomBytes(60_000),
    Take.encode({ token: new Uint8Array(60_000) }),
    Taken.encode({ keyPackages: Array.from({ length: 9_000 }, () => new Uint8Array(1)) }),
    Knock.encode({
      token: new Uint8Array(32),
      sealed: Array.from({ length: 2_000 }, () => ({ keyPackageRef: new Uint8Array(4), sealed: new Uint8Array(4) })),
      welcome: new Uint8Array(9)
    }),
    Announcement.encode({ addresses: Array.from({ length: 5_000 }, () => '/ip4/1'), name: 'x' }),
    Announcement.encode({ addresses: ['/'.repeat(50_000)], name: '' }),
    (await mallory.sync()).subarray(0, 40)
  ]
  for (const kind of REQUEST_KINDS) {
    // What happens to decode is a contact's announcement, taken now or in a moment.
    const fit = kind === 'devices' ? /^(?:taken|ERR_BUSY|ERR_MALFORMED)$/ : REFUSAL
    for (const [i, body] of bodies.entries()) assert.match(await mallory.ask(kind, body).settled, fit, `body ${i} as ${kind}`)
  }
})

hostile('a token that was never given or was revoked opens nothing', async () => {
  const eve = await appear('Eve 3')
  for (const length of [0, 16, 32])
    assert.is(await eve.ask('take', Take.encode({ token: primitives.randomBytes(length) })).settled, 'ERR_KNOCK_REFUSED')
  const { uri, id } = await victim.api.createInvite({})
  await victim.api.revokeInvite({ id })
  await rejection(eve.take(uri), 'ERR_KNOCK_REFUSED')
})

hostile('who takes key packages without end is refused, while other invites go on', async () => {
  const eve = await appear('Eve 4')
  const { uri } = await victim.api.createInvite({})
  const { token } = await readInvite(primitives, uri)
  const outcomes = await Promise.all(Array.from({ length: TAKES_AN_HOUR + 20 }, () => eve.ask('take', Take.encode({ token })).settled))
  assert.is(outcomes.filter(outcome => outcome === TAKEN).length, TAKES_AN_HOUR)
  assert.is(outcomes.filter(outcome => outcome === 'ERR_KNOCK_REFUSED').length, 20)
  assert.ok((await eve.take(openInvite)).length > 0)
})

hostile('a forged knock is refused and leaves nothing', async () => {
  const eve = await appear('Eve 5')
  const mallory = await appear('Mallory 5')
  const before = (await victim.api.contacts()).length
  const cardOfAnother = await mallory.card()
  const guest = await mallory.session.newKeyPackage({ lastResort: false })
  const foreign = await mallory.session.commit(await mallory.session.create('ab'.repeat(32) as ConversationId), {
    add: [await mallory.take(openInvite)]
  })
  const forgeries: Readonly<Record<string, KnockOptions>> = {
    'the card of somebody else': { forge: () => ({ card: cardOfAnother }) },
    'no card': { forge: () => ({ card: new Uint8Array() }) },
    'no signature': { forge: () => ({ signature: new Uint8Array() }) },
    'a signature that is damaged': { forge: ({ signature }) => ({ signature: flipped(signature, 5) }) },
    'another group': { forge: ({ group }) => ({ group: flipped(group, 0) }) },
    'a seed that is too short': { forge: ({ logSeed }) => ({ logSeed: logSeed.subarray(1) }) },
    'another wrap key': { forge: ({ wrapKey }) => ({ wrapKey: flipped(wrapKey, 0) }) },
    'the Welcome of another group': { welcome: foreign.welcome ?? new Uint8Array() },
    'no Welcome': { welcome: new Uint8Array() },
    'a third account': { guests: [guest.published] },
    'an owner': { roles: { owners: [eve.account], admins: [] } }
  }
  for (const [what, forgery] of Object.entries(forgeries)) assert.match(await eve.knock(openInvite, forgery), REFUSAL, what)
  assert.is((await victim.api.contacts()).length, before)
  assert.is(await eve.knock(openInvite), TAKEN, 'a true one is taken after all these')
})

/** Everything that a member can say, and much that it must not. */
async function sayEverything(attacker: Attacker, messages: number): Promise<readonly string[]> {
  const outcomes = []
  for (let seq = 1; seq <= messages; seq++) outcomes.push(attacker.send(await attacker.sealText(seq, `${seq}`)))
  const last = await attacker.sealText(messages + 1, 'last')
  outcomes.push(
    attacker.send(last),
    attacker.send(last),
    attacker.send({ log: last.log, bytes: flipped(last.bytes, 60) }),
    attacker.send({ log: last.log, bytes: primitives.randomBytes(100) }),
    attacker.send(await attacker.seal(primitives.randomBytes(50))),
    attacker.send(await attacker.commit())
  )
  await attacker.fence()
  return outcomes.map(outcome => outcome.now)
}

/** Of a known and of an unknown conversation or device the same must be said. */
async function asksAlike(attacker: Attacker, nobody: Attacker): Promise<void> {
  const unknown = await attacker.sync({ log: primitives.randomBytes(32) })
  for (const body of [
    await attacker.sync(),
    await attacker.sync({ newest: MAX_UINT32 }),
    await attacker.sync({ signature: new Uint8Array(64) })
  ])
    assert.is(await attacker.ask('sync', body).settled, await nobody.ask('sync', unknown).settled)
  const announcement = Announcement.encode({ addresses: ['/ip4/127.0.0.1/tcp/9'], name: 'Renamed' })
  for (const body of [announcement, primitives.randomBytes(40)])
    assert.is(await attacker.ask('devices', body).settled, await nobody.ask('devices', body).settled)
  for (const who of [attacker, nobody]) {
    const outcomes = await Promise.all(Array.from({ length: MAX_ANNOUNCEMENTS }, () => who.ask('devices', announcement).settled))
    assert.is(outcomes.at(-1), 'ERR_BUSY', 'whoever announces too often is told so')
  }
}

hostile('to somebody who only asked nothing is said, whatever they send, and 64 envelopes are kept', async () => {
  const asker = await stranger('Asker')
  const nobody = await appear('Nobody 1')
  const outcomes = await sayEverything(asker, MAX_HELD + 6)
  assert.equal([...new Set(outcomes)], [SILENCE])
  assert.is((await textsFrom(asker)).length, MAX_HELD)
  await asksAlike(asker, nobody)
  await asker.comeAgain()
  await friend.deliver('Vera', 'meanwhile')
  assert.equal(asker.heard, [], 'and nothing is asked of them')
  const [name] = (await victim.api.contacts()).flatMap(contact => (contact.account === asker.account ? [contact.name] : []))
  assert.is(name, 'Asker')
})

hostile('a commit or garbage of somebody who only asked is not answered while there is room', async () => {
  const asker = await stranger('Committer')
  assert.equal([...new Set(await sayEverything(asker, 1))], [SILENCE])
})

hostile('to somebody who is blocked nothing is said, and nothing of theirs is kept', async () => {
  const blocked = await acceptedContact('Blocked')
  await victim.api.block({ contact: blocked.account })
  await blocked.comeAgain()
  const before = blocked.heard.length
  assert.equal([...new Set(await sayEverything(blocked, 5))], ['ERR_UNREACHABLE'])
  assert.equal(await textsFrom(blocked), [])
  await rejection(blocked.knock(openInvite), 'ERR_UNREACHABLE')
  await friend.deliver('Vera', 'meanwhile')
  assert.is(blocked.heard.length, before, 'and nothing is asked of them')
})

hostile('a contact that refuses our requests with any code there is, or answers garbage, does no harm', async () => {
  const mallory = await acceptedContact('Mallory 6')
  const answers: readonly (() => Uint8Array)[] = [
    ...ERROR_CODES.map(code => (): never => {
      throw new ChatError(code, 'no')
    }),
    () => primitives.randomBytes(1),
    () => primitives.randomBytes(50_000),
    () => new Uint8Array(300)
  ]
  for (const answer of answers) {
    mallory.answering = answer
    const count = (kind: string): number => mallory.heard.filter(one => one === kind).length
    const [syncs, devices] = [count('sync'), count('devices')]
    await mallory.comeAgain()
    const both = Promise.all([mallory.hears('sync', syncs + 1), mallory.hears('devices', devices + 1)])
    await within(HEARING_DEADLINE_MS, 'the victim to ask', both)
  }
  mallory.answering = () => new Uint8Array()
  assert.is(await mallory.send(await mallory.sealText(1, 'after all')).settled, TAKEN)
})

hostile('a contact’s receipts can’t tell of what was never sent, and numbers without end are one gap', async () => {
  const mallory = await acceptedContact('Mallory 7')
  mallory.verdict = 'silent'
  const device = deviceKeyOf(victim.device)
  const lies = [
    { device, contiguous: MAX_UINT32, ranges: [], read: MAX_UINT32 },
    { device, contiguous: 0, ranges: [1, MAX_UINT32], read: 0 },
    { device, contiguous: 0, ranges: [9, 3, 7], read: 5 },
    { device, contiguous: 5, ranges: Array.from({ length: 500 }, (_, i) => 10 + 2 * i), read: 5 }
  ]
  for (const lie of lies) {
    const receipt = { devices: [lie] }
    assert.match(await mallory.send(await mallory.seal(encodeContent([], { receipt }))).settled, /^(?:taken|ERR_MALFORMED)$/)
    const body = await mallory.sync({ receipt: Receipt.encode(receipt), newest: MAX_UINT32 })
    assert.match(await mallory.ask('sync', body).settled, /^(?:taken|ERR_MALFORMED)$/)
  }
  const { id } = await victim.api.send({ chat: mallory.account, text: 'not there yet' })
  const { messages, gaps } = await victim.api.history({ chat: mallory.account })
  assert.is(messages.find(message => message.id === id)?.state, 'queued')
  assert.ok(gaps.length <= 1)
})

hostile('a contact’s meeting must be signed by its log, for these two devices', async () => {
  const mallory = await acceptedContact('Mallory 8')
  assert.is(await mallory.ask('sync', await mallory.sync({ signature: new Uint8Array(64) })).settled, 'ERR_SIGNATURE')
  const eve = await appear('Eve 6')
  assert.is(await eve.ask('sync', await mallory.sync()).settled, 'ERR_UNKNOWN_LOG')
  assert.is(
    await mallory.ask(
      'sync',
      Sync.encode({ log: fromHex(mallory.epoch.log).subarray(1), signature: new Uint8Array(), receipt: new Uint8Array(), newest: 0 })
    ).settled,
    'ERR_UNKNOWN_LOG'
  )
})

hostile('an invite that is damaged, cut, too large or signed by another is no invite, and nothing is kept of it', async () => {
  const mallory = await appear('Mallory 9')
  const { uri } = await friend.api.createInvite({})
  const payload = fromBase64url(uri.slice('parley:'.length))
  const card = payload.subarray(1, -4)
  const before = [await victim.api.contacts(), await victim.api.chats()]
  const damaged = [
    ...[0, 1, 20, payload.length - 1].map(at => `parley:${toBase64url(flipped(payload, at))}`),
    ...[0, 1, 5, payload.length - 1].map(length => `parley:${toBase64url(payload.subarray(0, length))}`),
    `parley:${toBase64url(primitives.randomBytes(600))}`,
    `parley:${'A'.repeat(100_000)}`,
    `parley:${'A'.repeat(3_000)}`,
    'parley:',
    '',
    'https://example.org/#/i/****'
  ]
  const frame = SignedCardFrame.decode(card)
  const { signature: another } = SignedCardFrame.decode(await mallory.card())
  const every13th = Array.from({ length: Math.ceil(frame.card.length / 13) }, (_, i) => i * 13)
  const checked = [
    ...every13th.map(at => SignedCardFrame.encode({ ...frame, card: flipped(frame.card, at) })),
    SignedCardFrame.encode({ ...frame, signature: flipped(frame.signature, 40) }),
    SignedCardFrame.encode({ ...frame, signature: another }),
    card.subarray(0, card.length / 2),
    concat([card, new Uint8Array(3_000)]),
    new Uint8Array(700).fill(255),
    await mallory.card() // no token on it
  ]
  const rechecked = await Promise.all(checked.map(bytes => inviteUri(primitives, bytes)))
  for (const invite of [...damaged, ...rechecked]) await rejection(victim.api.add({ invite }), 'ERR_CARD')
  assert.equal([await victim.api.contacts(), await victim.api.chats()], before)
})

hostile('floods leave no memory behind', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const inUse = (): number => {
    collect()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  const mallory = await stranger('Mallory 10')
  const large = primitives.randomBytes(60_000)
  const before = inUse()
  for (let round = 0; round < 10; round++) {
    const floods = Array.from({ length: 100 }, (_, i) =>
      i % 2 === 0 ? mallory.send({ log: mallory.epoch.log, bytes: large }) : mallory.ask('knock', large)
    )
    await Promise.all(floods.filter((_, i) => i % 2 === 1).map(flood => flood.settled))
    await mallory.fence()
  }
  await mallory.stop()
  attackers.length = 0
  assert.ok(inUse() - before < MAX_GROWTH_BYTES)
})

hostile.run()
