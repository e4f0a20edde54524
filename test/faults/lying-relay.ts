import '../../node/host/shim.js'
import { peerIdFromString } from '@libp2p/peer-id'
import { isChatError } from '../../node/base/errors.js'
import type { DeviceId } from '../../node/base/ids.js'
import { startLibp2p } from '../../node/host/libp2p-node.js'
import { createLinks } from '../../node/network/libp2p-links.js'
import type { Links } from '../../node/network/links.js'
import { NONCE_BYTES, RELAY, type RelayRequestKind } from '../../node/network/relay-protocol.js'
import { RelayHello, RelaySubscribed, RelayWelcome } from '../../node/wire/generated/relay.js'
import type { KeptEnvelope, LogStore } from '../../relay/log-store.js'
import { createRelayPrimitives } from '../../relay/relay-primitives.js'
import { openRelayFolder } from '../../relay/relay-storage.js'
import { createRelay } from '../../relay/relay.js'
import { newSeed } from '../network/nodes.js'

/**
 * A relay that lies, in a process of its own: it drops, replays, reorders and flips bits, and hands out the nonce of an honest relay
 * for its own, to whom it brings what it is answered. Started with its folder, the honest relay's id and its address; tells its
 * parent where it is, then what became of the proofs it brought there.
 */
const [, , folder = '', victimsId = '', victimsAddress = ''] = process.argv
const victim = victimsId as DeviceId
/** Few enough to be listened to by the honest one to the end. */
const MOST_FORWARDED = 16

const storage = await openRelayFolder(folder)
const libp2p = await startLibp2p({ seed: newSeed(), mdns: false, listen: ['/ip4/127.0.0.1/tcp/0'] })
const links = await createLinks({ protocol: RELAY, libp2p, ping: libp2p.services.ping })
await links.learn(victim, [victimsAddress])
const honest = createRelayPrimitives()
let borrowed: Uint8Array | undefined
let forwarded = 0
let appended = 0
let given = 0

const relay = await createRelay({
  links: {
    ...links,
    serve: handler =>
      links.serve({ ...handler, request: (from, kind, body) => forwarding(() => handler.request(from, kind, body), kind, body) }),
    send
  },
  addressOf: device => String(libp2p.getConnections(peerIdFromString(device))[0]?.remoteAddr ?? ''),
  storage: { ...storage, logs: lying(storage.logs) },
  isOpen: true,
  primitives: { ...honest, randomBytes: count => (count === NONCE_BYTES && borrowed !== undefined ? borrowed : honest.randomBytes(count)) }
})
process.send?.({
  self: relay.self,
  address: `${String(libp2p.getMultiaddrs()[0]).replace(/\/p2p\/[^/]+$/, '')}/p2p/${relay.self}`
})

async function forwarding(answer: () => Promise<Uint8Array>, kind: RelayRequestKind, body: Uint8Array): Promise<Uint8Array> {
  if (kind === 'hello') {
    const { nonce } = RelayHello.decode(body)
    borrowed = await nonceOfVictim(nonce)
  }
  if ((kind === 'read' || kind === 'subscribe') && forwarded++ < MOST_FORWARDED) await bring(kind, body.slice())
  return answer()
}

/** Its own where the honest one is away: a lie that fails must not make this one refuse honest service. */
async function nonceOfVictim(nonce: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    return RelayWelcome.decode(await links.request(victim, 'hello', RelayHello.encode({ nonce }))).nonce
  } catch (err) {
    if (isChatError(err)) return undefined
    throw err
  }
}

async function bring(kind: RelayRequestKind, body: Uint8Array): Promise<void> {
  try {
    const answer = await links.request(victim, kind, body)
    const outcomes = kind === 'subscribe' ? RelaySubscribed.decode(answer).states.map(({ refusal }) => refusal || 'served') : ['served']
    process.send?.({ outcomes })
  } catch (err) {
    process.send?.({ outcomes: [isChatError(err) ? err.code : String(err)] })
  }
}

/** Pushes come twice, every other one changed on its way. */
async function send(...[device, envelope, options]: Parameters<Links['send']>): Promise<void> {
  const told = { ...envelope, bytes: damaged(envelope.bytes, given++ % 2 === 0) }
  await links.send(device, told, options)
  await links.send(device, told, options)
}

function lying(logs: LogStore): LogStore {
  return {
    ...logs,
    /** Every third is acknowledged and not kept. */
    async append(log, envelopes, rules) {
      const kept = envelopes.filter(() => ++appended % 3 !== 0)
      const answers = await logs.append(log, kept, rules)
      return envelopes.map(bytes => answers[kept.indexOf(bytes)] ?? { place: 1, isNew: false })
    },
    /** From the end to the beginning, then all of it again, every fourth changed; the first that it gives is not, so that something is taken. */
    async read(log, range) {
      const page = (await logs.read(log, range)).map(({ place, bytes }, i, { length }): KeptEnvelope => ({
        place,
        bytes: damaged(bytes, (length - i) % 4 === 2)
      }))
      return [...page.toReversed(), ...page]
    }
  }
}

function damaged(bytes: Uint8Array, isIt: boolean): Uint8Array {
  if (!isIt || bytes.length === 0) return bytes
  const copy = bytes.slice()
  const middle = copy.length >>> 1
  copy[middle] = (copy[middle] ?? 0) ^ 1
  return copy
}
