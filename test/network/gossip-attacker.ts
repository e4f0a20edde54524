import { identify } from '@libp2p/identify'
import { RPC } from '@libp2p/gossipsub/message'
import type { Stream } from '@libp2p/interface'
import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { concat } from '../../node/base/bytes.js'
import type { DeviceId } from '../../node/base/ids.js'
import type { GossipNode } from './gossip-nodes.js'

const MESHSUB = '/meshsub/1.2.0'

export interface GossipAttacker {
  readonly device: DeviceId
  /** Opens its stream to the victim, on a connection of its own. */
  begin(): Promise<void>
  say(rpc: Partial<RPC>): void
  /** Any bytes. */
  shout(bytes: Uint8Array): void
  /** Bytes that came from the victim. */
  readonly heardBytes: number
  stop(): Promise<void>
}

/** A peer that speaks gossipsub's frames and keeps none of its rules. With `isDeaf` it never reads what it is sent. */
export async function startGossipAttacker(victim: GossipNode, { isDeaf = false } = {}): Promise<GossipAttacker> {
  const node = await createLibp2p({
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: { identify: identify() }
  })
  let stream: Stream | undefined
  let heardBytes = 0
  await node.handle(MESHSUB, inbound => {
    if (isDeaf) inbound.pause()
    else inbound.addEventListener('message', ({ data }) => void (heardBytes += data.byteLength))
  })
  const shout = (bytes: Uint8Array): void => {
    if (stream === undefined) throw new Error('an attacker begins first')
    stream.send(bytes)
  }
  return {
    device: node.peerId.toString() as DeviceId,
    async begin() {
      stream = await node.dialProtocol(multiaddr(`${victim.links.addresses()[0]}/p2p/${victim.device}`), MESHSUB)
    },
    say: rpc => shout(prefixed(RPC.encode({ subscriptions: [], messages: [], ...rpc }))),
    shout,
    get heardBytes() {
      return heardBytes
    },
    stop: async () => node.stop()
  }
}

export const NO_CONTROL: RPC.ControlMessage = { ihave: [], iwant: [], graft: [], prune: [], idontwant: [] }

/** Behind its length as an unsigned varint. */
function prefixed(payload: Uint8Array): Uint8Array {
  const length: number[] = []
  let left = payload.length
  for (; left > 0x7f; left >>>= 7) length.push((left & 0x7f) | 0x80)
  return concat([Uint8Array.of(...length, left), payload])
}
