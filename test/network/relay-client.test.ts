import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { toHex } from '../../node/base/bytes.js'
import { ChatError } from '../../node/base/errors.js'
import type { LogId } from '../../node/base/ids.js'
import type { SigningKey } from '../../node/base/primitives.js'
import type { Stop } from '../../node/base/lifecycle.js'
import { encodeCertificate } from '../../node/identity/certificate.js'
import type { Envelope } from '../../node/network/links.js'
import { createRelayClient } from '../../node/network/relay-client.js'
import { CHECK_MS } from '../../node/network/relay-following.js'
import type { RelayRequestKind } from '../../node/network/relay-protocol.js'
import type { Cursor, LogFollower, LogPage, LogSigner, RelayAddress, Relays } from '../../node/network/relays.js'
import { sealEnvelope } from '../../node/wire/envelope.js'
import { numberedDevice, person, primitives } from '../identity/people.js'
import { rejection } from '../identity/refusal.js'
import { createSimTime, type SimTime } from '../sim/clock.js'
import { watchIdleness } from '../sim/idle.js'
import { createSimNetwork, FAIR, type SimNetwork } from '../sim/links.js'
import { createSimRelay, type SimRelay } from '../sim/relay.js'

interface Context {
  time: SimTime
  network: SimNetwork<RelayRequestKind>
  relay: SimRelay
  address: RelayAddress
  ada: Relays
  bob: Relays
  log: TestLog
}

interface TestLog extends LogSigner {
  readonly key: SigningKey
  envelope(): Promise<Envelope>
}

const { settled } = watchIdleness()
const WRAP_KEY = new Uint8Array(16)
const client = suite<Context>('the client side of a relay')

async function newLog(): Promise<TestLog> {
  const key = await primitives.signingKey(primitives.randomBytes(32))
  const log = toHex(key.publicKey) as LogId
  return {
    key,
    log,
    sign: async statement => primitives.sign(key, statement),
    envelope: async () => ({ log, bytes: await sealEnvelope(primitives, key, WRAP_KEY, primitives.randomBytes(20)) })
  }
}

async function clientOf(network: SimNetwork<RelayRequestKind>, time: SimTime, number: number): Promise<Relays> {
  const { device, certificate } = await person(number)
  return createRelayClient({
    links: network.join(device.id, time.clock(), []),
    primitives,
    clock: time.clock(),
    certificate: encodeCertificate(certificate)
  })
}

client.before.each(async context => {
  context.time = createSimTime(1_760_000_000_000, settled)
  context.network = createSimNetwork<RelayRequestKind>(() => context.time.nowMs, { ...FAIR })
  const { id } = await numberedDevice(90)
  const at = '/ip4/198.51.100.1/tcp/4002'
  context.relay = createSimRelay(context.network.join(id, context.time.clock(), [at]))
  context.address = { id, address: `${at}/p2p/${id}` }
  context.ada = await clientOf(context.network, context.time, 1)
  context.bob = await clientOf(context.network, context.time, 2)
  context.log = await newLog()
  context.ada.keep(context.address)
  context.bob.keep(context.address)
  await settled()
  await context.ada.join(id)
  await context.ada.open(id, context.log, [])
})
client.after.each(async ({ ada, bob, relay }) => {
  await ada.close()
  await bob.close()
  await relay.close()
})

interface Reader extends LogFollower {
  readonly places: number[]
  readonly runs: number[]
  readonly refusals: string[]
  cursor: Cursor | undefined
  gate: (run: LogPage['entries']) => Promise<void>
}

function reader(from?: Cursor): Reader {
  const made: Reader = {
    from,
    places: [],
    runs: [],
    refusals: [],
    cursor: from,
    gate: () => Promise.resolve(),
    async take(run, upTo) {
      await made.gate(run)
      made.places.push(...run.map(({ place }) => place))
      made.runs.push(run.length)
      made.cursor = upTo
    },
    refused: error => void made.refusals.push(error.code)
  }
  return made
}

async function fill({ ada, relay, log }: Context, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await ada.append(relay.id, await log.envelope())
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)

client('says hello with its certificate, and is told what it is there', async ({ ada, bob, relay }) => {
  assert.equal([ada.info(relay.id)?.standing, bob.info(relay.id)?.standing], ['member', 'guest'])
  assert.ok(ada.isUp(relay.id) && ada.paths()[0]?.device === relay.id)
})

client('a relay that asks for a token is joined with it alone', async ({ bob, relay }) => {
  relay.token = Uint8Array.of(1, 2, 3)
  await rejection(bob.join(relay.id), 'ERR_NOT_ALLOWED')
  await bob.join(relay.id, Uint8Array.of(1, 2, 3))
  assert.is(bob.info(relay.id)?.standing, 'member')
})

client('what nobody opened is neither appended to nor opened by a guest; whoever has parent and child opens the child', async context => {
  const { bob, relay, log } = context
  const child = await newLog()
  await rejection(bob.append(relay.id, await child.envelope()), 'ERR_UNKNOWN_LOG')
  await rejection(bob.open(relay.id, child, []), 'ERR_NOT_ALLOWED')
  await rejection(bob.openChild(relay.id, await newLog(), child), 'ERR_UNKNOWN_LOG')
  await bob.openChild(relay.id, log, child)
  await bob.append(relay.id, await child.envelope())
  assert.is(relay.held().get(child.log), 1)
})

client('follows from the beginning, page by page, then as it comes', async context => {
  const { bob, relay, log } = context
  await fill(context, 150)
  const following = reader()
  bob.follow(relay.id, log, following)
  await settled()
  assert.equal(following.places, upTo(150))
  assert.ok(following.runs.length > 1, 'several pages')
  await fill(context, 3)
  await settled()
  assert.equal(following.places, upTo(153))
})

client('follows on from where it was, after a new link too', async context => {
  const { bob, relay, log, network, time } = context
  await fill(context, 5)
  const first = reader()
  const stop = bob.follow(relay.id, log, first)
  await settled()
  stop()
  await fill(context, 2)
  const second = reader(first.cursor)
  bob.follow(relay.id, log, second)
  await settled()
  assert.equal(second.places, [6, 7])
  const { device } = await person(2)
  network.part(device.id, relay.id)
  await fill(context, 2)
  await settled()
  assert.equal(second.places, [6, 7])
  network.meet(device.id, relay.id)
  await time.pass(2_000)
  assert.equal(second.places, [6, 7, 8, 9])
})

client('reads one page ahead of what is being taken, and no further', async context => {
  const { bob, relay, log, network } = context
  await fill(context, 250)
  const following = reader()
  let letGo: Stop | undefined
  following.gate = () => new Promise<void>(resolve => (letGo = resolve))
  bob.follow(relay.id, log, following)
  await settled()
  const reads = (): number => network.crossings.filter(({ what }) => what === 'read').length
  assert.is(reads(), 2)
  letGo?.()
  await settled()
  assert.equal(following.places, upTo(following.places.length), 'the first page')
  assert.is(reads(), 3)
})

client('what could not be taken comes again', async context => {
  const { bob, relay, log, time } = context
  const following = reader()
  let refusals = 2
  following.gate = () => (refusals-- > 0 ? Promise.reject(new ChatError('ERR_STORE', 'the disk is full')) : Promise.resolve())
  bob.follow(relay.id, log, following)
  await fill(context, 3)
  await settled()
  assert.equal(following.places, [])
  await fill(context, 1)
  await time.pass(20_000)
  assert.equal(following.places, upTo(4))
})

client('a relay that pushes nothing is found out within five minutes', async context => {
  const { bob, relay, log, time } = context
  const following = reader()
  bob.follow(relay.id, log, following)
  await settled()
  relay.lies.isSilent = true
  await fill(context, 3)
  await settled()
  assert.equal(following.places, [])
  await time.pass(CHECK_MS)
  assert.equal(following.places, [1, 2, 3])
})

client('whatever order a relay tells things in, each is taken once, in order of its place, and memory stays bounded', async context => {
  const { bob, relay, log, time } = context
  let odd = false
  relay.lies.muddles = () => (odd = !odd)
  const following = reader()
  bob.follow(relay.id, log, following)
  await fill(context, 30)
  await time.pass(2 * CHECK_MS)
  assert.equal(
    following.places,
    [...new Set(following.places)].toSorted((a, b) => a - b)
  )
  relay.lies.muddles = () => false
  await time.pass(CHECK_MS)
  assert.is(following.cursor?.place, 30)
})

client('a relay that was wiped, or put back to an old backup, is read from the beginning, whether it says so or not', async context => {
  const { bob, relay, log, network, time } = context
  const wiped: string[] = []
  bob.on('relay:wiped', ({ relay: of }) => wiped.push(of))
  await fill(context, 3)
  const restore = relay.backup()
  await fill(context, 3)
  const following = reader()
  bob.follow(relay.id, log, following)
  await settled()
  assert.is(following.cursor?.place, 6)
  const devices = await Promise.all([1, 2].map(async number => (await person(number)).device.id))
  const relink = async (): Promise<void> => {
    for (const device of devices) network.part(device, relay.id)
    for (const device of devices) network.meet(device, relay.id)
    await time.pass(2_000)
  }
  for (const secretly of [true, false]) {
    following.places.length = 0
    restore({ secretly })
    await relink()
    assert.equal(following.places, [1, 2, 3])
  }
  assert.equal(wiped, [relay.id])
  relay.wipe()
  await relink()
  assert.equal(following.refusals, ['ERR_UNKNOWN_LOG'])
  await context.ada.open(relay.id, log, [])
  following.places.length = 0
  await fill(context, 2)
  await time.pass(CHECK_MS)
  assert.equal(following.places, [1, 2])
})

client('a log that comes to be is followed as soon as somebody here has opened it', async ({ ada, relay }) => {
  const log = await newLog()
  const following = reader()
  ada.follow(relay.id, log, following)
  await settled()
  assert.equal(following.refusals, ['ERR_UNKNOWN_LOG'])
  await ada.open(relay.id, log, [])
  await ada.append(relay.id, await log.envelope())
  await settled()
  assert.equal(following.places, [1])
})

client('a relay that says it holds what it does not give is told of, and asked no more before the next look', async context => {
  const { bob, relay, log, network, time } = context
  await fill(context, 2)
  const told: string[] = []
  bob.on('relay:refused', ({ error }) => told.push(error.code))
  relay.lies.withholds = true
  const following = reader()
  bob.follow(relay.id, log, following)
  await settled()
  assert.equal([told, following.places], [['ERR_PROTOCOL'], []])
  assert.is(network.crossings.filter(({ what }) => what === 'read').length, 1)
  relay.lies.withholds = false
  await time.pass(CHECK_MS)
  assert.equal(following.places, [1, 2])
})

for (const refusal of ['ERR_QUOTA', 'ERR_BUSY'] as const) {
  client(
    `what a relay does not push (${refusal}) is read, less and less often while there is nothing, and pushed once it does`,
    async context => {
      const { bob, relay, log, network, time } = context
      await fill(context, 3)
      relay.lies.unpushed = refusal
      const following = reader()
      bob.follow(relay.id, log, following)
      await settled()
      assert.equal([following.places, following.refusals], [[1, 2, 3], []])
      await fill(context, 2)
      await settled()
      assert.equal(following.places, upTo(3))
      await time.pass(20_000)
      assert.equal(following.places, upTo(5))
      const reads = (): number => network.crossings.filter(({ what }) => what === 'read').length
      const before = reads()
      await time.pass(4 * CHECK_MS)
      assert.ok(reads() - before < 20, `${reads() - before} reads in 20 minutes`)
      relay.lies.unpushed = undefined
      await time.pass(CHECK_MS)
      await fill(context, 1)
      await settled()
      assert.equal(following.places, upTo(6))
    }
  )
}

client('a relay that nobody keeps is visited: what is asked is answered, the link ends with it, and nobody is told', async context => {
  const { network, time, relay, address, log } = context
  const carol = await clientOf(network, time, 3)
  const told: string[] = []
  for (const name of ['relay:up', 'relay:down'] as const) carol.on(name, () => told.push(name))
  await rejection(carol.read(relay.id, log, { place: 0 }), 'ERR_UNREACHABLE')
  await fill(context, 1)
  const places = await carol.visit(address, async () => {
    const [page] = await Promise.all([1, 2, 3].map(() => carol.visit(address, () => carol.read(relay.id, log, { place: 0 }))))
    assert.ok(carol.isUp(relay.id), 'as long as one is there')
    return page?.entries.map(({ place }) => place)
  })
  assert.equal([places, carol.isUp(relay.id), told], [[1], false, []])
  await carol.visit(address, async () => {
    await carol.read(relay.id, log, { place: 0 })
    const stop = carol.keep(address)
    await settled()
    assert.equal(told, ['relay:up'])
    stop()
    assert.ok(carol.isUp(relay.id))
    carol.keep(address)
  })
  assert.ok(carol.isUp(relay.id), 'somebody keeps it')
  await carol.close()
})

client.run()
