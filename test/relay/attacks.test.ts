import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { EMPTY, fromHex } from '../../node/base/bytes.js'
import { accountKeyOf } from '../../node/identity/account-id.js'
import { childStatement, MAX_CHILDREN, openStatement, readStatement, TAIL_ENVELOPES } from '../../node/network/relay-protocol.js'
import { Knock, Taken } from '../../node/wire/generated/introduction.js'
import {
  RelayChild,
  RelayInvites,
  RelayKnock,
  RelayOpen,
  RelayPage,
  RelayRead,
  RelayShelve,
  RelayTake
} from '../../node/wire/generated/relay.js'
import { DEFAULT_LIMITS } from '../../relay/limits.js'
import { within } from '../e2e/deadline.js'
import { connect, connectMember, newLog, primitives, type Client, type TestLog } from './client.js'
import { startRelay, type TestRelay } from './relays.js'

const DEADLINE_MS = 30_000
/** However short the attack is. */
const LEAST_ROUNDS = 10

interface Scene {
  relay: TestRelay
  ada: Client
  bob: Client
  /** In the same network as everybody else. */
  eve: Client
  /** Of Ada and Bob. */
  log: TestLog
  /** Attacks while Ada writes to Bob, who has to hear each word of it in its order, and once. */
  meanwhile: <T>(attack: () => Promise<T>) => Promise<T>
}

const test = suite<Scene>('an attack on a relay, while others talk')

test.before.each(async scene => {
  const relay = await startRelay()
  const [ada, bob, eve] = [await connectMember(relay), await connectMember(relay), await connect(relay, { hello: 'stranger' })]
  const log = await newLog()
  await ada.open(log)
  await bob.subscribe(log)
  Object.assign(scene, { relay, ada, bob, eve, log })
  scene.meanwhile = async attack => {
    const state = { isOver: false }
    const attacking = attack().finally(() => (state.isOver = true))
    const sent: Uint8Array[] = []
    while (!state.isOver || sent.length < LEAST_ROUNDS) {
      const envelope = await log.envelope(`word ${sent.length}`)
      assert.equal(await within(DEADLINE_MS, 'an honest append', ada.append(envelope)), ['ok'])
      sent.push(envelope.bytes)
      await within(DEADLINE_MS, 'an honest push', bob.hears(sent.length))
    }
    const result = await attacking
    assert.equal(
      bob.pushed.map(({ bytes }) => bytes),
      sent
    )
    const { newest, entries } = await bob.read(log, { backwards: true, most: 1 })
    assert.equal([newest, entries[0]?.envelope], [sent.length, sent.at(-1)])
    return result
  }
})

test.after.each(async ({ relay, ada, bob, eve }) => {
  assert.equal((await relay.relay.recount()).faults, [])
  for (const client of [ada, bob, eve]) await client.stop()
  await relay.stop()
})

const times = async <T>(count: number, doing: (at: number) => Promise<T>): Promise<T[]> => {
  const results: T[] = []
  for (let at = 0; at < count; at++) results.push(await doing(at))
  return results
}

const among = (codes: readonly string[]): string => [...new Set(codes)].toSorted().join(' ')

async function invite(client: Client, count: number): Promise<readonly Uint8Array[]> {
  const tokens = Array.from({ length: count }, () => primitives.randomBytes(16))
  const invites = await Promise.all(tokens.map(async token => ({ tokenHash: await primitives.sha256(token) })))
  await client.ask('invites', RelayInvites.encode({ invites }))
  return tokens
}

async function knock(by: Client, to: Client, token: Uint8Array): Promise<string> {
  const { bytes: welcome } = await (await newLog()).envelope('welcome')
  return by.asked('knock', RelayKnock.encode({ account: accountKeyOf(to.account), knock: Knock.encode({ token, sealed: [], welcome }) }))
}

test('a stranger appends: refused, and zero bytes are kept', async ({ relay, ada, eve, log, meanwhile }) => {
  const own = await newLog()
  const flipped = (await log.envelope('forged')).bytes.slice()
  flipped[100] = (flipped[100] ?? 0) ^ 1
  const codes = await meanwhile(() =>
    times(200, async at => (await eve.append(at % 2 === 0 ? await own.envelope(`${at}`) : { log: log.id, bytes: flipped }))[0] ?? '')
  )
  assert.is(among(codes), 'ERR_BUSY ERR_SIGNATURE ERR_UNKNOWN_LOG')
  const { envelopes, logs } = relay.relay.counts()
  const { newest } = await ada.read(log)
  assert.equal([envelopes, logs], [newest, 1])
})

test('a stranger knocks without a token: refused alike for members and others, and an honest knock comes through', async ({
  ada,
  bob,
  eve,
  meanwhile
}) => {
  const [token = EMPTY] = await invite(ada, 1)
  const [codes, honest] = await meanwhile(() =>
    Promise.all([times(30, async at => knock(eve, at % 2 === 0 ? ada : eve, primitives.randomBytes(16))), knock(bob, ada, token)])
  )
  assert.equal([codes[0], codes[1], among(codes), honest], ['ERR_KNOCK_REFUSED', 'ERR_KNOCK_REFUSED', 'ERR_BUSY ERR_KNOCK_REFUSED', 'ok'])
})

test('a stranger drains key packages: 64 an hour by its invite, other invites and the last resort go on', async ({
  relay,
  ada,
  bob,
  eve,
  meanwhile
}) => {
  const [open = EMPTY, friend = EMPTY] = await invite(ada, 2)
  const keyPackages = Array.from({ length: 64 }, (_, at) => Uint8Array.of(at + 1))
  await ada.ask('shelve', RelayShelve.encode({ keyPackages, lastResort: Uint8Array.of(99), anew: false }))
  const take = (token: Uint8Array): Uint8Array => RelayTake.encode({ account: accountKeyOf(ada.account), token })
  const others = await Promise.all([1, 2].map(() => connect(relay)))
  const codes = await meanwhile(async () =>
    (await times(35, () => Promise.all([eve, ...others].map(who => who.asked('take', take(open)))))).flat()
  )
  assert.is(codes.filter(code => code === 'ok').length, 64)
  assert.is(among(codes), 'ERR_BUSY ERR_QUOTA ok')
  assert.equal(Taken.decode(await bob.ask('take', take(friend))).keyPackages, [Uint8Array.of(99)])
  for (const other of others) await other.stop()
})

test('a stranger fills a public invite’s slice: 16 wait, and knocks by other invites come through', async ({
  relay,
  ada,
  bob,
  eve,
  meanwhile
}) => {
  const [open = EMPTY, friend = EMPTY] = await invite(ada, 2)
  const other = await connect(relay, { hello: 'stranger' })
  const codes = await meanwhile(async () => [
    ...(await times(12, () => knock(eve, ada, open))),
    ...(await times(12, () => knock(other, ada, open)))
  ])
  assert.equal([codes.filter(code => code === 'ok').length, codes.at(-1)], [16, 'ERR_QUOTA'])
  assert.is(await knock(bob, ada, friend), 'ok')
  await other.stop()
})

test('a stranger opens children: none without both keys; who was removed 8 and 64 envelopes more, and what follows is untouched', async ({
  relay,
  ada,
  bob,
  eve,
  log,
  meanwhile
}) => {
  const [left, next] = [await newLog(), await newLog()]
  await ada.open(left)
  const outcome = await meanwhile(async () => {
    const own = await newLog()
    const statement = childStatement(relay.relay.self, log.id, own.id)
    const signature = await primitives.sign(own.key, statement)
    const bodies = { parent: fromHex(log.id), child: fromHex(own.id), parentSignature: signature, childSignature: signature }
    const stranger = await eve.asked('child', RelayChild.encode(bodies))
    assert.is(await bob.child(left, next), 'ok', 'the honest one')
    const children = await times(MAX_CHILDREN + 4, async () => eve.child(left, await newLog()))
    const tail = await times(TAIL_ENVELOPES + 4, async at => (await eve.append(await left.envelope(`${at}`)))[0] ?? '')
    return { stranger, children, tail }
  })
  assert.is(outcome.stranger, 'ERR_SIGNATURE')
  assert.is(outcome.children.filter(code => code === 'ok').length, MAX_CHILDREN - 1)
  assert.is(outcome.tail.filter(code => code === 'ok').length, TAIL_ENVELOPES)
  assert.equal([outcome.children.at(-1), outcome.tail.at(-1)], ['ERR_QUOTA', 'ERR_LOG_CLOSED'])
  assert.equal(await bob.append(await next.envelope('in the child')), ['ok'])
  assert.is(await ada.open(await newLog()), 'ok', 'there is room for other conversations')
})

test('a stranger opens children of children without end: stopped by the rate, then by what others may open; its owner goes on', async ({
  meanwhile
}) => {
  const child = { peer: { burst: 8, perMinute: 0 }, address: { burst: 12, perMinute: 0 } }
  const strict = await startRelay({ limits: { childrenPerAccount: 10, rates: { ...DEFAULT_LIMITS.rates, child } } })
  const owner = await connectMember(strict)
  const removed = [await connect(strict), await connectMember(strict)]
  let parent = await newLog()
  await owner.open(parent)
  const codes = await meanwhile(async () => {
    const all: string[] = []
    for (const who of removed)
      for (let at = 0; at < 10; at++) {
        const next = await newLog()
        const code = await who.child(parent, next)
        all.push(code)
        if (code === 'ok') parent = next
      }
    return all
  })
  assert.is(codes.filter(code => code === 'ok').length, 10)
  assert.equal([codes[9], codes[12]], ['ERR_BUSY', 'ERR_QUOTA'])
  assert.equal([await owner.child(parent, await newLog()), await owner.open(await newLog())], ['ok', 'ok'])
  for (const client of [owner, ...removed]) await client.stop()
  await strict.stop()
})

/** Until it takes no more. */
async function fill(by: Client, log: TestLog, characters: number): Promise<string> {
  for (;;) {
    const [code = 'none'] = await by.append(await log.envelope('x'.repeat(characters)))
    if (code !== 'ok') return code
  }
}

test('a contact fills a conversation’s log and all it can open behind it: others of that account take messages, and so does what its owner opens', async () => {
  const strict = await startRelay({ limits: { bytesPerAccount: 2_097_152, sharesPerAccount: 8 } })
  const [owner, contact] = [await connectMember(strict), await connect(strict, { hello: 'stranger' })]
  const [chat, other] = [await newLog(), await newLog()]
  assert.equal([await owner.open(chat), await owner.open(other)], ['ok', 'ok'])
  const children: TestLog[] = []
  let parent = chat
  for (let at = 0; at < 4; at++) {
    const child = await newLog()
    assert.is(await contact.child(parent, child), 'ok')
    children.push(child)
    parent = child
  }
  for (const child of children) assert.is(await fill(contact, child, 15_000), 'ERR_QUOTA')
  const [first] = children
  assert.ok(first)
  assert.ok((await strict.relay.usage(owner.account)).bytes <= 131_072, 'a half of one share')
  assert.is(await owner.open(first, chat), 'ok')
  assert.equal(await contact.append(await first.envelope('the owner took that way')), ['ok'])
  const next = await newLog()
  assert.is(await owner.open(next, await newLog(), first), 'ok')
  for (const log of [first, next, chat]) assert.match(await fill(contact, log, 15_000), /^ERR_(QUOTA|LOG_CLOSED)$/)
  assert.ok((await strict.relay.usage(owner.account)).bytes <= 262_144, 'one share')
  assert.equal(await contact.append(await other.envelope('elsewhere')), ['ok'])
  assert.equal((await strict.relay.recount()).faults, [])
  for (const client of [owner, contact]) await client.stop()
  await strict.stop()
})

test('a stranger replays envelopes, proofs and openings: what was taken stands once, the rest is refused', async ({
  relay,
  ada,
  eve,
  log,
  meanwhile
}) => {
  const self = relay.relay.self
  const quiet = await newLog()
  await ada.open(quiet)
  const once = await quiet.envelope('said once')
  assert.equal(await ada.append(once), ['ok'])
  const proof = await primitives.sign(log.key, readStatement(self, ada.device.id, log.id, ada.nonces))
  const opening = await primitives.sign(log.key, openStatement(self, ada.device.id, log.id))
  const mallory = await connectMember(relay)
  const [appended, read, opened] = await meanwhile(() =>
    Promise.all([
      times(100, async () => (await eve.append(once))[0] ?? ''),
      times(10, () => eve.asked('read', readOf(log, proof))),
      times(10, () => mallory.asked('open', RelayOpen.encode({ log: fromHex(log.id), signature: opening })))
    ])
  )
  assert.equal([among(appended), among(read), among(opened)], ['ok', 'ERR_SIGNATURE', 'ERR_SIGNATURE'])
  assert.equal(
    (await ada.read(quiet)).entries.map(({ place, envelope }) => [place, envelope]),
    [[1, once.bytes]]
  )
  await mallory.stop()
})

const readOf = (log: TestLog, signature: Uint8Array, place = 0, backwards = false): Uint8Array =>
  RelayRead.encode({ log: fromHex(log.id), proof: { log: fromHex(log.id), signature }, place, backwards, most: 0 })

test('a stranger forges cursors: clamped, whatever they name, and others’ places stay theirs', async ({ relay, eve, meanwhile }) => {
  const shared = await newLog()
  const owner = await connectMember(relay)
  await owner.open(shared)
  await owner.append(await shared.envelope('one'), await shared.envelope('two'))
  const storage = (await owner.hello()).storage
  const signature = await primitives.sign(shared.key, readStatement(relay.relay.self, eve.device.id, shared.id, eve.nonces))
  const pages = await meanwhile(() =>
    times(60, async at => {
      const [place = 0, backwards = false] = ([[2 ** 52], [2 ** 52, true], [0, true], [1, true], [2], [1]] as const)[at % 6] ?? []
      const { newest, oldest, entries } = RelayPage.decode(await eve.ask('read', readOf(shared, signature, place, backwards)))
      return [newest, oldest, entries.map(entry => entry.place).join()].join(' ')
    })
  )
  assert.equal(pages.slice(0, 6), ['2 1 ', '2 1 2,1', '2 1 2,1', '2 1 ', '2 1 ', '2 1 2'])
  assert.equal((await owner.hello()).storage, storage, 'no cursor makes the relay believe it was rolled back')
  assert.is((await owner.read(shared)).entries.length, 2)
  await owner.stop()
})

test.run()
