import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { toHex, utf8 } from '../../node/base/bytes.js'
import type { DeviceId, LogId } from '../../node/base/ids.js'
import type { SigningKey } from '../../node/base/primitives.js'
import type { Gossip, SignedEnvelope } from '../../node/network/gossip.js'
import type { Envelope } from '../../node/network/links.js'
import { MAX_ENVELOPE_BYTES, openEnvelope, decodeEnvelope, sealEnvelope } from '../../node/wire/envelope.js'
import { within } from '../e2e/deadline.js'
import { primitives } from '../identity/people.js'
import { codeOf } from './links.js'

export interface GossipingDevice {
  readonly device: DeviceId
  readonly gossip: Gossip
}

/** Devices none of which has a connection to another or has admitted it. */
export interface GossipWorld {
  readonly devices: readonly GossipingDevice[]
  connect(a: DeviceId, b: DeviceId): Promise<void>
  disconnect(a: DeviceId, b: DeviceId): Promise<void>
  close(): Promise<void>
}

/** Logs that each of them hears at most. */
export const MOST_HEARD = 3
const DEADLINE_MS = 30_000
const WRAP_KEY = new Uint8Array(16).fill(9)

export interface TestLog {
  readonly id: LogId
  seal(text: string): Promise<Envelope>
  /** As somebody would who is no member: it has the right form, and a signature by another key. */
  forge(text: string): Promise<Envelope>
}

export async function testLog(number: number): Promise<TestLog> {
  const [key, other] = [await keyOf(number), await keyOf(255)]
  const id = toHex(key.publicKey) as LogId
  const sealWith = async (signer: SigningKey, text: string): Promise<Envelope> => ({
    log: id,
    bytes: await sealEnvelope(primitives, signer, WRAP_KEY, utf8(text))
  })
  return {
    id,
    seal: text => sealWith(key, text),
    forge: text => sealWith({ publicKey: key.publicKey, handle: other.handle }, text)
  }
}

const keyOf = async (number: number): Promise<SigningKey> => primitives.signingKey(new Uint8Array(32).fill(number))

export interface Ear {
  readonly texts: readonly string[]
  readonly froms: readonly DeviceId[]
  /** Once this has been heard. */
  hears(text: string): Promise<void>
  stop(): void
}

/** Listens to a log, and reads what comes. */
export function listen({ gossip }: { readonly gossip: Gossip }, log: TestLog): Ear {
  const texts: string[] = []
  const froms: DeviceId[] = []
  const bell = new EventTarget()
  const stop = gossip.join(log.id, (from, envelope) => void read(from, envelope))
  async function read(from: DeviceId, { log: of, bytes, isSigned }: SignedEnvelope): Promise<void> {
    assert.is(of, log.id)
    assert.is(isSigned, true)
    froms.push(from)
    texts.push(new TextDecoder().decode(await openEnvelope(primitives, WRAP_KEY, decodeEnvelope(bytes))))
    bell.dispatchEvent(new Event('heard'))
  }
  async function until(text: string): Promise<void> {
    while (!texts.includes(text)) await new Promise(resolve => bell.addEventListener('heard', resolve, { once: true }))
  }
  return { texts, froms, hears: text => within(DEADLINE_MS, `“${text}”, having heard ${texts.length}`, until(text)), stop }
}

/** Once so many devices are in its mesh. */
export async function meshOf({ gossip }: { readonly gossip: Gossip }, { id }: TestLog, wanted: number): Promise<void> {
  const bell = new EventTarget()
  const stop = gossip.on('mesh:changed', () => bell.dispatchEvent(new Event('changed')))
  const formed = async (): Promise<void> => {
    while (gossip.mesh(id) !== wanted) await new Promise(resolve => bell.addEventListener('changed', resolve, { once: true }))
  }
  await within(DEADLINE_MS, `a mesh of ${wanted}`, formed(), () => `, it has ${gossip.mesh(id)}`).finally(stop)
}

/** What every `Gossip` promises. */
export function gossipContract(name: string, create: (devices: number) => Promise<GossipWorld>): void {
  const contract = suite<{ world: GossipWorld; log: TestLog; other: TestLog }>(name)

  contract.before.each(async context => {
    Object.assign(context, { log: await testLog(1), other: await testLog(2) })
  })
  contract.after.each(context => context.world.close())

  /** So many devices, of which these admit each other and are connected. */
  async function devices(
    context: { world: GossipWorld },
    count: number,
    pairs: readonly (readonly [number, number])[]
  ): Promise<readonly GossipingDevice[]> {
    context.world = await create(count)
    const all = context.world.devices
    for (const [a, b] of pairs) await befriend(context.world, at(all, a), at(all, b))
    return all
  }

  async function befriend(world: GossipWorld, a: GossipingDevice, b: GossipingDevice): Promise<void> {
    a.gossip.admit(b.device)
    b.gossip.admit(a.device)
    await world.connect(a.device, b.device)
  }

  contract('what one publishes reaches all that joined and have a path to it, each once, and never itself', async context => {
    const { log } = context
    const ring = [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 0],
      [3, 4]
    ] as const
    const all = await devices(context, 5, ring)
    const ears = all.map(each => listen(each, log))
    await Promise.all([2, 2, 2, 3, 1].map((peers, i) => meshOf(at(all, i), log, peers)))
    assert.ok((await at(all, 0).gossip.publish(await log.seal('one'))) >= 1)
    await Promise.all(ears.slice(1).map(ear => ear.hears('one')))
    await at(all, 4).gossip.publish(await log.seal('two'))
    await Promise.all(ears.slice(0, 4).map(ear => ear.hears('two')))
    // Sent last and passed on by all: whatever came twice came before.
    await at(all, 2).gossip.publish(await log.seal('three'))
    await Promise.all([0, 1, 3, 4].map(i => at(ears, i).hears('three')))
    assert.equal(
      ears.map(ear => ear.texts.toSorted()),
      [
        ['three', 'two'],
        ['one', 'three', 'two'],
        ['one', 'two'],
        ['one', 'three', 'two'],
        ['one', 'three']
      ]
    )
    assert.equal(new Set(at(ears, 4).froms), new Set([at(all, 3).device]))
  })

  contract('what no member signed is heard by nobody and passed on by nobody, and the log goes on', async context => {
    const { log } = context
    const [a, b, c] = await three(context)
    const [near, far] = [listen(b, log), listen(c, log)]
    listen(a, log)
    await Promise.all([meshOf(a, log, 1), meshOf(b, log, 2), meshOf(c, log, 1)])
    await a.gossip.publish(await log.forge('forged'))
    await a.gossip.publish(await log.seal('signed'))
    await Promise.all([near.hears('signed'), far.hears('signed')])
    assert.equal([near.texts, far.texts], [['signed'], ['signed']])
  })

  contract('an envelope reaches those that hear its log, whoever hears others', async context => {
    const { log, other } = context
    const [a, b, c] = await three(context)
    const [ear, otherEar] = [listen(b, log), listen(c, other)]
    listen(a, log)
    listen(b, other)
    await Promise.all([meshOf(a, log, 1), meshOf(b, other, 1), meshOf(c, other, 1)])
    await a.gossip.publish(await log.seal('of one log'))
    await ear.hears('of one log')
    // Into a log it doesn't hear itself.
    assert.equal([a.gossip.mesh(other.id), a.gossip.hearers(other.id)], [0, 1])
    assert.is(await a.gossip.publish(await other.seal('of the other')), 1)
    await otherEar.hears('of the other')
    assert.equal([ear.texts, otherEar.texts], [['of one log'], ['of the other']])
  })

  contract('who stops hears no more, and who joined beside it goes on', async context => {
    const { log } = context
    const [a, b] = await three(context)
    listen(a, log)
    const [ear, beside] = [listen(b, log), listen(b, log)]
    await meshOf(a, log, 1)
    await a.gossip.publish(await log.seal('one'))
    await Promise.all([ear.hears('one'), beside.hears('one')])
    ear.stop()
    ear.stop()
    await a.gossip.publish(await log.seal('two'))
    await beside.hears('two')
    assert.equal([ear.texts, beside.texts], [['one'], ['one', 'two']])
    beside.stop()
    await meshOf(a, log, 0)
    assert.is(b.gossip.mesh(log.id), 0)
    assert.is(await a.gossip.publish(await log.seal('three')), 0)
  })

  contract('a device that one of two has not admitted neither hears nor is heard', async context => {
    const { log } = context
    const [a, b, c] = await three(context)
    const stranger = at(context.world.devices, 3)
    const ears = [a, b, c].map(each => listen(each, log))
    const strangerEar = listen(stranger, log)
    stranger.gossip.admit(a.device)
    await context.world.connect(stranger.device, a.device)
    await Promise.all([meshOf(a, log, 1), meshOf(b, log, 2)])
    assert.is(await stranger.gossip.publish(await log.seal('unasked')), 0)
    assert.is(await a.gossip.publish(await log.seal('among us')), 1)
    await at(ears, 2).hears('among us')
    assert.equal([strangerEar.texts, at(ears, 2).texts], [[], ['among us']])
    const dismiss = a.gossip.admit(stranger.device)
    await Promise.all([meshOf(a, log, 2), meshOf(stranger, log, 1)])
    await stranger.gossip.publish(await log.seal('invited'))
    await at(ears, 2).hears('invited')
    dismiss()
    await meshOf(stranger, log, 0)
    assert.is(a.gossip.mesh(log.id), 1)
  })

  contract('where nobody is, it is handed to nobody; what is no envelope of its log is refused', async context => {
    const { log, other } = context
    const [{ gossip }] = (await devices(context, 1, [])) as [GossipingDevice]
    const envelope = await log.seal('alone')
    assert.is(await gossip.publish(envelope), 0)
    assert.is(gossip.hearers(log.id), 0)
    gossip.join(log.id, () => undefined)
    assert.is(await gossip.publish(await log.seal('alone')), 0)
    assert.is(await codeOf(gossip.publish({ log: log.id, bytes: new Uint8Array(MAX_ENVELOPE_BYTES + 1) })), 'ERR_TOO_LARGE')
    assert.is(await codeOf(gossip.publish({ log: log.id, bytes: new Uint8Array(100) })), 'ERR_MALFORMED')
    assert.is(await codeOf(gossip.publish({ ...envelope, log: other.id })), 'ERR_INVALID_ARGUMENT')
    await gossip.close()
    assert.is(await codeOf(gossip.publish(envelope)), 'ERR_CLOSED')
  })

  contract('while parted the mesh is empty, and what is published after they met again arrives', async context => {
    const { log } = context
    const [a, b, c] = await three(context)
    const ears = [a, b, c].map(each => listen(each, log))
    await Promise.all([meshOf(a, log, 1), meshOf(c, log, 1)])
    await context.world.disconnect(a.device, b.device)
    await Promise.all([meshOf(a, log, 0), meshOf(b, log, 1)])
    assert.is(await a.gossip.publish(await log.seal('into the void')), 0)
    await context.world.connect(b.device, a.device)
    await Promise.all([meshOf(a, log, 1), meshOf(b, log, 2)])
    await a.gossip.publish(await log.seal('again'))
    await c.gossip.publish(await log.seal('and back'))
    await Promise.all([at(ears, 2).hears('again'), at(ears, 0).hears('and back')])
    assert.equal(at(ears, 2).texts, ['again'])
  })

  contract('of more logs than can be heard the last that were joined are, and it says which are not', async context => {
    const [a, b] = await three(context)
    const logs = await Promise.all([11, 12, 13, 14].map(testLog))
    assert.is(logs.length, MOST_HEARD + 1)
    const [first, second] = [at(logs, 0), at(logs, 1)]
    const told: (readonly LogId[])[] = []
    b.gossip.on('gossip:limited', ({ unheard }) => told.push(unheard))
    const ears = logs.map(each => listen(b, each))
    assert.equal(told, [[first.id]])
    a.gossip.join(first.id, () => undefined)
    a.gossip.join(second.id, () => undefined)
    await Promise.all([meshOf(a, second, 1), meshOf(b, second, 1)])
    assert.is(b.gossip.mesh(first.id), 0)
    assert.is(await a.gossip.publish(await first.seal('unheard')), 0)
    listen(b, first) // joined again it is the last
    assert.equal(told, [[first.id], [second.id]])
    await meshOf(a, first, 1)
    await a.gossip.publish(await first.seal('heard'))
    await at(ears, 0).hears('heard')
    at(ears, 3).stop() // which makes room
    assert.equal(told, [[first.id], [second.id], []])
    await meshOf(b, second, 1)
  })

  /** A line of three, and a fourth apart. */
  async function three(context: { world: GossipWorld }): Promise<[GossipingDevice, GossipingDevice, GossipingDevice]> {
    const all = await devices(context, 4, [
      [0, 1],
      [1, 2]
    ])
    return [at(all, 0), at(all, 1), at(all, 2)]
  }

  contract.run()
}

function at<T>(all: readonly T[], index: number): T {
  const one = all[index]
  if (one === undefined) throw new Error(`there is no number ${index}`)
  return one
}
