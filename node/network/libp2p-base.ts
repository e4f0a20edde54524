import { privateKeyFromRaw } from '@libp2p/crypto/keys'
import type { PrivateKey } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { yamux } from '@libp2p/yamux'
import type { Libp2pOptions } from 'libp2p'
import { concat } from '../base/bytes.js'
import { systemClock } from '../base/clock.js'
import type { Primitives } from '../base/primitives.js'
import { createBoundedDatastore } from './bounded-datastore.js'
import { noiseInOneWrite } from './noise-in-one-write.js'
import { dialRank } from './reachability.js'

const WEEK_MS = 7 * 24 * 3_600_000
const MAX_BUFFER_BYTES = 4 * 1024 * 1024

export interface BaseOptions {
  readonly primitives: Pick<Primitives, 'signingKey'>
  /** 32 bytes: the Ed25519 seed of the key that is the peer id. */
  readonly seed: Uint8Array
  readonly maxConnections: number
  /** Of one address. */
  readonly longestDialMs: number
}

type Base = Required<
  Pick<
    Libp2pOptions,
    'privateKey' | 'datastore' | 'connectionEncrypters' | 'streamMuxers' | 'connectionManager' | 'connectionMonitor' | 'peerStore'
  >
>

/** What every libp2p node of Parley has in common: its key, its encryption, and the limits that keep strangers from locking honest peers out. */
export async function libp2pBase({ primitives, seed, maxConnections, longestDialMs }: BaseOptions): Promise<Base> {
  const privateKey = await privateKeyOf(primitives, seed)
  return {
    privateKey,
    datastore: createBoundedDatastore(peerIdFromPrivateKey(privateKey).toMultihash().bytes, systemClock),
    connectionEncrypters: [noiseInOneWrite()],
    streamMuxers: [yamux({ maxInboundStreams: 64, streamOptions: { maxWriteBufferLength: MAX_BUFFER_BYTES } })],
    connectionManager: {
      maxConnections,
      // Silent sockets hold a place each until the upgrade times out: many places, short time. No allow list: it would bypass every limit.
      maxIncomingPendingConnections: 500,
      inboundUpgradeTimeout: 2_000,
      // Per address and second: a handshake costs 20 ms of CPU, so this is one core's worth, and a whole office may share an address.
      inboundConnectionThreshold: 48,
      inboundStreamProtocolNegotiationTimeout: 2_000,
      outboundStreamProtocolNegotiationTimeout: 5_000,
      addressDialTimeout: longestDialMs,
      addressSorter: (a, b) => Math.sign(dialRank(a.multiaddr) - dialRank(b.multiaddr)) as -1 | 0 | 1
    },
    // Links find out by themselves within 15 s; this is for connections without one.
    connectionMonitor: { pingInterval: 30_000 },
    // The default forgets in an hour where a peer was, which is shorter than a night.
    peerStore: { maxAddressAge: WEEK_MS, maxPeerAge: WEEK_MS }
  }
}

/** libp2p would derive the public half in JavaScript, which takes 70 ms of every start; OpenSSL takes none that counts. */
async function privateKeyOf(primitives: BaseOptions['primitives'], seed: Uint8Array): Promise<PrivateKey> {
  const { publicKey } = await primitives.signingKey(seed)
  return privateKeyFromRaw(concat([seed, publicKey]))
}
