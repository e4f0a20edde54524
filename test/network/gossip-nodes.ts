import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import type { DeviceId } from '../../node/base/ids.js'
import type { Gossip } from '../../node/network/gossip.js'
import { createGossip } from '../../node/network/libp2p-gossip.js'
import { MOST_HEARD, type GossipWorld } from '../contract/gossip.js'
import { primitives } from '../identity/people.js'
import { startNode, type TestNode } from './nodes.js'

export interface GossipNode extends TestNode {
  readonly device: DeviceId
  readonly gossip: Gossip
}

export async function startGossipNode(mostHeard?: number): Promise<GossipNode> {
  const node = await startNode()
  const gossip = createGossip({
    service: node.libp2p.services.gossip,
    primitives,
    ...(mostHeard === undefined ? {} : { mostHeard })
  })
  return {
    ...node,
    device: node.links.self,
    gossip,
    async stop() {
      await gossip.close()
      await node.stop()
    }
  }
}

export async function dial(from: GossipNode, to: GossipNode): Promise<void> {
  await from.libp2p.dial(multiaddr(`${to.links.addresses()[0]}/p2p/${to.device}`))
}

/** Nodes as they ship, on loopback. */
export async function gossipWorld(count: number): Promise<GossipWorld> {
  const nodes = await Promise.all(Array.from({ length: count }, () => startGossipNode(MOST_HEARD)))
  const nodeOf = (device: DeviceId): GossipNode => {
    const node = nodes.find(each => each.device === device)
    if (node === undefined) throw new Error('no device of this world')
    return node
  }
  return {
    devices: nodes,
    connect: (a, b) => dial(nodeOf(a), nodeOf(b)),
    async disconnect(a, b) {
      await nodeOf(a).libp2p.hangUp(peerIdFromString(b))
    },
    async close() {
      await Promise.all(nodes.map(node => node.stop()))
    }
  }
}
