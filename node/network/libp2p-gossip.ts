import { TopicValidatorResult, type GossipsubMessage, type MeshPeer, type Message, type SubscriptionChangeData } from '@libp2p/gossipsub'
import type { PeerId } from '@libp2p/interface'
import { ChatError } from '../base/errors.js'
import { createEmitter } from '../base/events.js'
import type { DeviceId, LogId } from '../base/ids.js'
import { createLifecycle } from '../base/lifecycle.js'
import type { Primitives } from '../base/primitives.js'
import { decodeEnvelope, isSignedByLog, type Envelope as Decoded } from '../wire/envelope.js'
import type { Gossip, GossipEvents } from './gossip.js'
import { createGossipLogs, MAX_HEARD_LOGS } from './gossip-logs.js'
import type { GossipService } from './gossip-service.js'

export interface GossipInit {
  readonly service: GossipService
  readonly primitives: Pick<Primitives, 'verify'>
  /** Logs; no more than the default. */
  readonly mostHeard?: number
}

/** Gossip over libp2p's gossipsub. Starts and stops nothing of libp2p itself; to be closed while that still runs. */
export function createGossip({ service, primitives, mostHeard = MAX_HEARD_LOGS }: GossipInit): Gossip {
  const { pubsub, gate, standing } = service
  const emitter = createEmitter<GossipEvents>()
  const lifecycle = createLifecycle()
  const logs = createGossipLogs({ mostHeard, hear, ignore, mesh, emitter })
  let closed = false

  /** gossipsub leaves those in its mesh that hear the log no more, or whose stream broke. */
  function mesh(log: LogId): number {
    const hearing = new Set(pubsub.getSubscribers(log).map(String))
    return pubsub.getMeshPeers(log).filter(peer => hearing.has(peer) && gate.isOpen(peer)).length
  }

  function hear(log: LogId): void {
    pubsub.topicValidators.set(log, judge)
    pubsub.subscribe(log)
  }

  function ignore(log: LogId): void {
    pubsub.unsubscribe(log)
    pubsub.topicValidators.delete(log)
  }

  async function judge(peer: PeerId, { topic, data }: Message): Promise<TopicValidatorResult> {
    const from = peer.toString()
    if (standing.isShunned(from)) return TopicValidatorResult.Ignore
    const envelope = readEnvelope(data)
    if (envelope?.log === topic && (await isSignedByLog(primitives, envelope))) return TopicValidatorResult.Accept
    standing.offended(from)
    return TopicValidatorResult.Reject
  }

  function onMessage({ detail: { propagationSource, msg } }: CustomEvent<GossipsubMessage>): void {
    const log = msg.topic as LogId
    const from = propagationSource.toString() as DeviceId
    // Whatever is done with it comes after gossipsub has passed it on.
    for (const take of logs.takes(log)) queueMicrotask(() => take(from, { log, bytes: msg.data, isSigned: true }))
  }

  function onSubscriptions({ detail: { subscriptions } }: CustomEvent<SubscriptionChangeData>): void {
    for (const { topic } of subscriptions) logs.look(topic as LogId)
  }

  function onMesh({ detail: { topic } }: CustomEvent<MeshPeer>): void {
    logs.look(topic as LogId)
  }

  function onHeartbeat(): void {
    gate.mend()
    logs.look()
  }

  function requireOpen(): void {
    if (closed) throw new ChatError('ERR_CLOSED', 'the network is closed')
  }

  pubsub.addEventListener('gossipsub:message', onMessage)
  pubsub.addEventListener('subscription-change', onSubscriptions)
  pubsub.addEventListener('gossipsub:graft', onMesh)
  pubsub.addEventListener('gossipsub:prune', onMesh)
  pubsub.addEventListener('gossipsub:heartbeat', onHeartbeat)
  lifecycle.add(() => {
    pubsub.removeEventListener('gossipsub:message', onMessage)
    pubsub.removeEventListener('subscription-change', onSubscriptions)
    pubsub.removeEventListener('gossipsub:graft', onMesh)
    pubsub.removeEventListener('gossipsub:prune', onMesh)
    pubsub.removeEventListener('gossipsub:heartbeat', onHeartbeat)
    logs.close()
  })

  return {
    admit: device => gate.admit(device),
    join(log, take) {
      requireOpen()
      return logs.join(log, take)
    },
    async publish({ log, bytes }) {
      requireOpen()
      if (decodeEnvelope(bytes).log !== log) throw new ChatError('ERR_INVALID_ARGUMENT', 'this envelope belongs to another log')
      await gate.ready()
      requireOpen()
      const { recipients } = await pubsub.publish(log, bytes)
      return recipients.length
    },
    hearers: log => pubsub.getSubscribers(log).filter(peer => gate.isOpen(peer.toString())).length,
    mesh,
    on: (name, listener) => emitter.on(name, listener),
    close() {
      closed = true
      return lifecycle.stop()
    }
  }
}

function readEnvelope(bytes: Uint8Array): Decoded | undefined {
  try {
    return decodeEnvelope(bytes)
  } catch {
    return undefined // no envelope, which is all there is to know of it
  }
}
