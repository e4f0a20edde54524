import { gossipsub, type GossipSub, type GossipSubComponents, type Message } from '@libp2p/gossipsub'
import type { RPC } from '@libp2p/gossipsub/message'
import type { Startable } from '@libp2p/interface'
import { concat, utf8 } from '../base/bytes.js'
import { systemClock, type Clock } from '../base/clock.js'
import { createGossipGate, type GossipGate } from './gossip-gate.js'
import { MAX_HEARD_LOGS } from './gossip-logs.js'
import { createStanding, THRESHOLDS, type Standing } from './gossip-standing.js'

const PROTOCOL = '/meshsub/1.2.0'

/** What a topic of 64 characters counts in gossipsub's books. */
const TOPIC_BYTES = 1_024 + 64
/** Second preimages of this much SHA-256 take 2^128 tries; who could make one would keep another's message from being seen. */
const MESSAGE_ID_BYTES = 16

export interface GossipServiceInit {
  /** SHA-256, at once: gossipsub asks before anything else is done with a message. */
  readonly sha256: (data: Uint8Array) => Uint8Array
  readonly clock?: Clock
}

/** gossipsub among admitted devices, for `createGossip` to use. */
export interface GossipService {
  readonly pubsub: Pubsub
  readonly gate: GossipGate
  readonly standing: Standing
}

/** Public in the library's class, and missing in its interface. */
export type Pubsub = GossipSub & { getMeshPeers(topic: string): string[]; readonly streamsOutbound: ReadonlyMap<string, unknown> }

export function gossipService({ sha256, clock = systemClock }: GossipServiceInit) {
  return (components: GossipSubComponents): GossipService & Startable => {
    const { privateKey, peerId, peerStore, connectionManager, logger } = components
    const gate = createGossipGate(PROTOCOL, components, { clock, believesOpen: device => pubsub.streamsOutbound.has(device) })
    const standing = createStanding(clock)
    const ids = createMessageIds(sha256)
    const pubsub: Pubsub & Startable = gossipsub({
      // The envelope carries a signature of its own; one by the device would tell who made it, and cost as much again.
      globalSignaturePolicy: 'StrictNoSign',
      allowPublishToZeroTopicPeers: true,
      ignoreDuplicatePublishError: true,
      fallbackToFloodsub: false,
      // libp2p is not to hold on to a peer for a log's sake: links say whom to keep.
      tagMeshPeers: false,
      // To all neighbours that hear the log, whether in the mesh or not: in a small group nobody waits for a second hop.
      floodPublish: true,
      // One encoding for all of them; control messages go by themselves.
      batchPublish: true,
      // 256 devices are 3 hops apart. More than 8 would cost each neighbour a duplicate of everything.
      D: 6,
      Dlo: 4,
      Dhi: 8,
      Dscore: 4,
      Dout: 2,
      // Smaller than this the notice would cost what the duplicate costs.
      idontwantMinDataSize: 4_096,
      fastMsgIdFn: message => ids.fast(message),
      msgIdFn: message => ids.of(message),
      msgIdToStrFn: textOf,
      dataTransform: {
        // Messages of topics that are not heard would be kept, each for two minutes: the option for it takes a list that never changes.
        inboundTransform(topic, data) {
          if (!pubsub.topicValidators.has(topic)) throw new Error('not heard')
          return data
        },
        outboundTransform: (_topic, data) => data
      },
      scoreParams: {
        // A whole office, or a test, has one address.
        IPColocationFactorWeight: 0,
        appSpecificScore: peer => standing.points(peer),
        appSpecificWeight: 1,
        // Grafting too early, not sending what was offered: a slow honest peer does so now and then, and is forgiven 6 in about 10 s.
        behaviourPenaltyThreshold: 6,
        behaviourPenaltyDecay: 0.9,
        // gossipsub's own books of who left: what counts is in `standing`.
        retainScore: 10 * 60_000
      },
      scoreThresholds: THRESHOLDS,
      maxTopicBytesPerPeer: MAX_HEARD_LOGS * TOPIC_BYTES,
      // One that is used and one that replaces it.
      maxInboundStreams: 2,
      maxOutboundStreams: 2,
      // Bytes of one RPC: an answer to what was asked for holds several messages.
      maxInboundDataLength: 4 * 1024 * 1024,
      decodeRpcLimits: {
        maxSubscriptions: 2 * MAX_HEARD_LOGS,
        maxControlMessages: 2 * MAX_HEARD_LOGS,
        maxMessages: 1_024,
        maxIhaveMessageIDs: 5_000,
        maxIwantMessageIDs: 5_000,
        maxIdontwantMessageIDs: 512,
        maxPeerInfos: 0
      }
    })({ privateKey, peerId, peerStore, connectionManager, logger, registrar: gate.registrar }) as Pubsub & Startable
    pubsub.protocols = [PROTOCOL]
    return {
      pubsub,
      gate,
      standing,
      start: () => pubsub.start(),
      stop: () => pubsub.stop()
    }
  }
}

/** Of topic and data: what is invalid in one topic must not be taken for seen in another. */
function createMessageIds(sha256: GossipServiceInit['sha256']) {
  const made = new WeakMap<Uint8Array, Uint8Array>()

  function make(topic: string, data: Uint8Array): Uint8Array {
    const id = sha256(concat([utf8(topic), data])).slice(0, MESSAGE_ID_BYTES)
    made.set(data, id)
    return id
  }

  return {
    of: ({ topic, data }: Message): Uint8Array => made.get(data) ?? make(topic, data),
    /** The same: a cheaper one of which an attacker can make two would keep messages from being seen. */
    fast({ topic, data = new Uint8Array(), from }: RPC.Message): string {
      // StrictNoSign refuses the other fields and passes this one on, with anything in it.
      if (from !== undefined) throw new Error('names a sender')
      return textOf(make(topic, data))
    }
  }
}

function textOf(id: Uint8Array): string {
  return String.fromCharCode(...id)
}
