import { connect as connectSocket } from 'node:net'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { EMPTY, fromHex } from '../../node/base/bytes.js'
import { accountKeyOf } from '../../node/identity/account-id.js'
import { deviceIdOf } from '../../node/identity/device-id.js'
import {
  childStatement,
  MAX_CHILDREN,
  MAX_SUBSCRIBE,
  openStatement,
  readStatement,
  RELAY,
  TAIL_ENVELOPES
} from '../../node/network/relay-protocol.js'
import { Knock } from '../../node/wire/generated/introduction.js'
import {
  RelayChild,
  RelayClear,
  RelayClose,
  RelayInvites,
  RelayKnock,
  RelayOpen,
  RelayPage,
  RelayRead,
  RelayShelve,
  RelaySubscribe,
  RelaySubscribed,
  RelayTake
} from '../../node/wire/generated/relay.js'
import { DEFAULT_LIMITS } from '../../relay/limits.js'
import { within } from '../e2e/deadline.js'
import { hostAndPort } from '../network/hostile.js'
import { codeOf, connect, connectMember, newLog, primitives, type Client, type TestLog } from './client.js'
import { memoryStorage, startRelay, type TestRelay } from './relays.js'

const DEADLINE_MS = 15_000

interface Scene {
  relay: TestRelay
  /** What lies on the relay's disk, to compare. */
  disk: () => string
  ada: Client
  eve: Client
  log: TestLog
}

const test = suite<Scene>('strangers at a relay')

test.before.each(async scene => {
  const { storage, disk } = await memoryStorage()
  scene.disk = () => JSON.stringify(disk.contents().map(([key, value]) => [[...key], [...value]]))
  scene.relay = await startRelay({ storage })
  scene.ada = await connectMember(scene.relay)
  scene.eve = await connect(scene.relay, { hello: 'stranger' })
  scene.log = await newLog()
  await scene.ada.open(scene.log)
  await scene.ada.append(await scene.log.envelope('before'))
})

/** Whatever went on, honest devices are served. */
test.after.each(async ({ relay, ada, eve, log }) => {
  const before = (await ada.read(log)).newest
  assert.equal(await ada.append(await log.envelope('honest')), ['ok'])
  assert.is((await ada.read(log)).newest, before + 1)
  assert.equal((await relay.relay.recount()).faults, [])
  await ada.stop()
  await eve.stop()
  await relay.stop()
})

test('append to logs that are not here, with signatures of others, cut, damaged or under another log’s id: not a byte is kept', async ({
  disk,
  eve,
  log
}) => {
  const before = disk()
  const [own, whole] = [await newLog(), await log.envelope('forged')]
  const foreign = await own.envelope('x')
  const flipped = whole.bytes.slice()
  flipped[100] = (flipped[100] ?? 0) ^ 1
  const codes = await eve.append(
    foreign,
    { log: log.id, bytes: foreign.bytes },
    { log: log.id, bytes: flipped },
    { log: log.id, bytes: whole.bytes.subarray(1) },
    { log: log.id, bytes: EMPTY },
    { log: own.id, bytes: whole.bytes }
  )
  assert.equal(codes, ['ERR_UNKNOWN_LOG', 'ERR_MALFORMED', 'ERR_SIGNATURE', 'ERR_MALFORMED', 'ERR_MALFORMED', 'ERR_MALFORMED'])
  assert.is(disk(), before)
})

test('replay what was appended: it is answered as the first time, and stands there once', async ({ disk, eve, ada, log }) => {
  const [entry] = (await ada.read(log)).entries
  const before = disk()
  const replayed = { log: log.id, bytes: entry?.envelope ?? EMPTY }
  assert.equal(await eve.append(replayed, replayed, replayed), ['ok', 'ok', 'ok'])
  assert.is(disk(), before)
})

test('be wrong too often: nothing of theirs is looked at any more, and others at the same address go on', async ({ relay, eve, log }) => {
  const { burst } = DEFAULT_LIMITS.rates.fault.peer
  const flipped = (await log.envelope('x')).bytes.slice()
  flipped[200] = (flipped[200] ?? 0) ^ 1
  const codes = await eve.append(...Array.from({ length: burst * 3 }, () => ({ log: log.id, bytes: flipped })))
  assert.is(codes[0], 'ERR_SIGNATURE')
  assert.is(codes.at(-1), 'ERR_BUSY')
  assert.ok(codes.filter(code => code === 'ERR_SIGNATURE').length <= burst * 2)
  const other = await connect(relay)
  assert.equal(await other.append(await log.envelope('honest')), ['ok'])
  await other.stop()
})

test('be wrong from many devices at one address: strangers there wait, its members do not', async () => {
  const fault = { peer: { burst: 4, perMinute: 0 }, address: { burst: 6, perMinute: 0 } }
  const strict = await startRelay({ limits: { rates: { ...DEFAULT_LIMITS.rates, fault } } })
  const member = await connectMember(strict)
  const log = await newLog()
  await member.open(log)
  const flipped = (await log.envelope('x')).bytes.slice()
  flipped[200] = (flipped[200] ?? 0) ^ 1
  const strangers = await Promise.all(Array.from({ length: 3 }, () => connect(strict)))
  const codes: string[] = []
  for (const stranger of strangers)
    for (let times = 0; times < 4; times++) codes.push(...(await stranger.append({ log: log.id, bytes: flipped })))
  assert.is(codes.filter(code => code === 'ERR_SIGNATURE').length, 6)
  assert.equal(await strangers[2]?.append(await log.envelope('right')), ['ERR_BUSY'])
  assert.equal(await member.append(await log.envelope('right')), ['ok'])
  for (const client of [member, ...strangers]) await client.stop()
  await strict.stop()
})

test('read without a proof, with one for another log, reader, relay or link, or with one’s own log’s key', async ({
  relay,
  eve,
  ada,
  log
}) => {
  const own = await newLog()
  const read = (signature: Uint8Array) =>
    eve.asked(
      'read',
      RelayRead.encode({ log: fromHex(log.id), proof: { log: fromHex(log.id), signature }, place: 0, backwards: false, most: 0 })
    )
  const to = relay.relay.self
  const [good, self] = [eve.nonces, eve.device.id]
  const elsewhere = (await newLog()).key.publicKey
  const wrong = [
    EMPTY,
    await primitives.sign(log.key, readStatement(to, self, own.id, good)),
    await primitives.sign(log.key, readStatement(to, ada.device.id, log.id, good)),
    // A relay that forwards this one's nonce gets an answer that names itself.
    await primitives.sign(log.key, readStatement(deviceIdOf(elsewhere), self, log.id, good)),
    await primitives.sign(log.key, readStatement(to, self, log.id, { ...good, relay: ada.nonces.relay })),
    await primitives.sign(log.key, readStatement(to, self, log.id, { ...good, own: ada.nonces.own })),
    await primitives.sign(own.key, readStatement(to, self, log.id, good)),
    await primitives.sign(log.key, openStatement(to, self, log.id))
  ]
  for (const signature of wrong) assert.is(await read(signature), 'ERR_SIGNATURE')
  const { states } = RelaySubscribed.decode(
    await eve.ask('subscribe', RelaySubscribe.encode({ logs: wrong.map(signature => ({ log: fromHex(log.id), signature })) }))
  )
  assert.ok(states.every(({ refusal }) => refusal === 'ERR_SIGNATURE'))
  await ada.append(await log.envelope('not for Eve'))
  assert.is(await read(await primitives.sign(log.key, readStatement(to, self, log.id, good))), 'ok', 'the right one')
  assert.equal(eve.pushed, [])
  await eve.hello('stranger')
  const old = await primitives.sign(log.key, readStatement(to, self, log.id, good))
  assert.is(await read(old), 'ERR_SIGNATURE', 'a proof of the hello before')
})

test('ask with cursors that nobody gave: they are clamped', async ({ ada, log }) => {
  await ada.append(await log.envelope('second'))
  for (const [place, backwards, places] of [
    [2 ** 52, false, []],
    [2 ** 52, true, [2, 1]],
    [0, true, [2, 1]],
    [1, true, []]
  ] as const) {
    const page = await ada.read(log, { place, backwards })
    assert.equal([page.newest, page.entries.map(entry => entry.place)], [2, [...places]])
  }
  const beyond = RelayRead.encode({ log: fromHex(log.id), place: 0, backwards: false, most: 4_000_000_000 })
  assert.is(RelayPage.decode(await ada.ask('read', beyond)).entries.length, 2)
})

test('open and close what is not theirs', async ({ relay, disk, eve, ada, log }) => {
  const before = disk()
  const mallory = await connectMember(relay)
  const after = disk()
  assert.is.not(after, before, 'a member is a record')
  const theirs = await newLog()
  const signature = await primitives.sign(theirs.key, openStatement(relay.relay.self, mallory.device.id, log.id))
  assert.is(await mallory.asked('open', RelayOpen.encode({ log: fromHex(log.id), signature })), 'ERR_SIGNATURE')
  const adas = await primitives.sign(log.key, openStatement(relay.relay.self, ada.device.id, log.id))
  assert.is(await mallory.asked('open', RelayOpen.encode({ log: fromHex(log.id), signature: adas })), 'ERR_SIGNATURE', 'it names who opens')
  assert.is(await mallory.asked('close', RelayClose.encode({ log: fromHex(log.id) })), 'ERR_NOT_ALLOWED')
  assert.is(await mallory.asked('close', RelayClose.encode({ log: fromHex(theirs.id) })), 'ERR_UNKNOWN_LOG')
  assert.is(await eve.asked('close', RelayClose.encode({ log: fromHex(log.id) })), 'ERR_NOT_ALLOWED')
  assert.is(await mallory.open(log), 'ok', 'who can sign for it finds it open')
  assert.is(
    await mallory.asked('close', RelayClose.encode({ log: fromHex(log.id) })),
    'ERR_NOT_ALLOWED',
    'and it is no more theirs for that'
  )
  assert.is(disk(), after)
  await mallory.stop()
})

test('open children: with one key missing none, with both 8, and the parent takes its tail', async ({ relay, disk, eve, ada }) => {
  const [parent, foreign] = [await newLog(), await newLog()]
  await ada.open(parent)
  const before = disk()
  const statement = childStatement(relay.relay.self, parent.id, foreign.id)
  const [right, wrong] = [await primitives.sign(parent.key, statement), await primitives.sign(foreign.key, statement)]
  const ask = (parentSignature: Uint8Array, childSignature: Uint8Array) =>
    eve.asked('child', RelayChild.encode({ parent: fromHex(parent.id), child: fromHex(foreign.id), parentSignature, childSignature }))
  assert.equal(
    [await ask(wrong, wrong), await ask(right, right), await ask(EMPTY, EMPTY)],
    ['ERR_SIGNATURE', 'ERR_SIGNATURE', 'ERR_SIGNATURE']
  )
  const unknown = await newLog()
  assert.is(await eve.child(unknown, foreign), 'ERR_UNKNOWN_LOG')
  assert.is(await eve.child(parent, parent), 'ERR_INVALID_ARGUMENT')
  assert.is(disk(), before)

  const children = await Promise.all(Array.from({ length: MAX_CHILDREN + 2 }, () => newLog()))
  const codes = await Promise.all(children.map(child => eve.child(parent, child)))
  assert.is(codes.filter(code => code === 'ok').length, MAX_CHILDREN)
  assert.is(codes.filter(code => code === 'ERR_QUOTA').length, 2)
  assert.is(relay.relay.counts().logs, 2 + MAX_CHILDREN, 'none is left over')
  const tail = await eve.append(...(await Promise.all(Array.from({ length: TAIL_ENVELOPES + 3 }, (_, at) => parent.envelope(`${at}`)))))
  assert.equal(
    tail.filter(code => code !== 'ok'),
    ['ERR_LOG_CLOSED', 'ERR_LOG_CLOSED', 'ERR_LOG_CLOSED']
  )
  const [child = parent] = children
  assert.equal(await ada.append(await child.envelope('the child’s quota is untouched')), ['ok'])
})

test('open children of children without end: their address runs out before the account does', async scene => {
  const { ada } = scene
  const rates = { ...DEFAULT_LIMITS.rates, child: { peer: { burst: 4, perMinute: 0 }, address: { burst: 6, perMinute: 0 } } }
  const strict = await startRelay({ limits: { rates } })
  const owner = await connectMember(strict)
  const [removed, other] = [await connect(strict), await connect(strict)]
  let parent = await newLog()
  await owner.open(parent)
  const codes: string[] = []
  for (const who of [removed, removed, removed, removed, removed, other, other, other]) {
    const child = await newLog()
    const code = await who.child(parent, child)
    codes.push(code)
    if (code === 'ok') parent = child
  }
  assert.equal(codes, ['ok', 'ok', 'ok', 'ok', 'ERR_BUSY', 'ok', 'ok', 'ERR_BUSY'])
  assert.is(await owner.child(parent, await newLog()), 'ok', 'an honest member goes on')
  for (const client of [owner, removed, other]) await client.stop()
  await strict.stop()
  assert.ok(ada.links.isUp(scene.relay.relay.self))
})

test('knock, take and clear without a token, and drain what an invite gives', async ({ relay, disk, eve, ada }) => {
  const token = primitives.randomBytes(16)
  await ada.ask('invites', RelayInvites.encode({ invites: [{ tokenHash: await primitives.sha256(token) }] }))
  await ada.ask('shelve', RelayShelve.encode({ keyPackages: [], lastResort: new Uint8Array(300), anew: false }))
  const before = disk()
  const log = await newLog()
  const { bytes: welcome } = await log.envelope('w')
  const knock = (with_: Uint8Array, from = welcome) =>
    eve.asked(
      'knock',
      RelayKnock.encode({ account: accountKeyOf(ada.account), knock: Knock.encode({ token: with_, sealed: [], welcome: from }) })
    )
  for (const guess of [EMPTY, primitives.randomBytes(16), await primitives.sha256(token)])
    assert.is(await knock(guess), 'ERR_KNOCK_REFUSED')
  const damaged = welcome.slice()
  damaged[300] = (damaged[300] ?? 0) ^ 1
  assert.is(await knock(token, damaged), 'ERR_SIGNATURE')
  assert.is(await knock(token, welcome.subarray(1)), 'ERR_MALFORMED')
  const mallory = await connectMember(relay)
  assert.is(await mallory.asked('clear', RelayClear.encode({ id: 1, accepted: true })), 'ok', 'one’s own box is empty')
  await relay.relay.remove(mallory.account)
  assert.is(disk(), before)
  const takes: string[] = []
  for (let at = 0; at < 70; at++) {
    const who = at < 30 ? eve : at < 60 ? mallory : ada
    takes.push(await who.asked('take', RelayTake.encode({ account: accountKeyOf(ada.account), token })))
  }
  assert.equal(
    takes.slice(0, 64),
    Array.from({ length: 64 }, () => 'ok')
  )
  assert.equal(
    takes.slice(64),
    Array.from({ length: 6 }, () => 'ERR_QUOTA')
  )
  assert.is(disk(), before, 'the last resort stays')
  await mallory.stop()
})

test('send bodies that are none, too many of anything, and ids of the wrong length', async ({ disk, eve, ada }) => {
  const before = disk()
  const garbage = new Uint8Array(50).fill(0xff)
  for (const kind of RELAY.kinds) {
    if (kind === 'hello') continue
    const code = await ada.asked(kind, garbage)
    assert.match(code, /^ERR_MALFORMED$|^ERR_CERTIFICATE$|^ok$/, kind)
    if (code === 'ok') assert.is(kind, 'join', 'a member is one already')
  }
  const short = new Uint8Array(31)
  assert.is(await eve.asked('read', RelayRead.encode({ log: short, place: 0, backwards: false, most: 0 })), 'ERR_MALFORMED')
  assert.is(await eve.asked('take', RelayTake.encode({ account: short, token: EMPTY })), 'ERR_MALFORMED')
  const logs = Array.from({ length: MAX_SUBSCRIBE + 1 }, () => ({ log: new Uint8Array(32), signature: EMPTY }))
  assert.is(await eve.asked('subscribe', RelaySubscribe.encode({ logs })), 'ERR_MALFORMED')
  assert.is(disk(), before)
})

test('subscribe to more than they may', async ({ relay }) => {
  const small = await startRelay({ limits: { subscriptionsPerStranger: 2 } })
  const [owner, guest] = [await connectMember(small), await connect(small)]
  const logs = await Promise.all(Array.from({ length: 3 }, () => newLog()))
  for (const log of logs) await owner.open(log)
  const refusals = async (who: Client): Promise<string[]> =>
    (await who.subscribe(...logs, await newLog())).states.map(({ refusal }) => refusal)
  assert.equal(await refusals(guest), ['', '', 'ERR_QUOTA', 'ERR_UNKNOWN_LOG'])
  assert.equal(await refusals(guest), ['', '', 'ERR_QUOTA', 'ERR_UNKNOWN_LOG'])
  assert.equal(await refusals(owner), ['', '', '', 'ERR_UNKNOWN_LOG'])
  assert.is(small.relay.counts().subscriptions, 5)
  await guest.stop()
  await owner.stop()
  await small.stop()
  assert.ok(relay.relay.counts().links > 0)
})

test('hold sockets that say nothing or a byte at a time: honest dials come through 10 of 10', async ({ relay, log }) => {
  const { host, port } = hostAndPort(relay.addresses[0] ?? '')
  const sockets = await Promise.all(
    Array.from({ length: 30 }, async (_, at) => {
      const socket = connectSocket({ host, port })
      socket.on('error', () => undefined).resume()
      const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
      await new Promise(resolve => socket.once('connect', resolve))
      const drip = at % 2 === 0 ? undefined : setInterval(() => socket.write(Uint8Array.of(0x13)), 200)
      return { socket, closed: closed.then(() => clearInterval(drip)) }
    })
  )
  const honest = await Promise.all(Array.from({ length: 10 }, () => connect(relay)))
  const codes = await Promise.all(honest.map(async client => codeOf(client.read(log))))
  assert.equal(
    codes,
    honest.map(() => 'ok')
  )
  await within(DEADLINE_MS, 'the silent sockets to be closed', Promise.all(sockets.map(({ closed }) => closed)))
  await Promise.all(honest.map(client => client.stop()))
})

test.run()
