import { start, stop, type Startable } from '@libp2p/interface'
import type { GossipSubComponents } from '@libp2p/gossipsub'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Stop } from '../../node/base/lifecycle.js'
import type { Primitives } from '../../node/base/primitives.js'
import type { Gossip } from '../../node/network/gossip.js'
import type { GossipService } from '../../node/network/gossip-service.js'

/** What is to be asked of gossip once it is there, and ended. */
interface Wish {
  readonly make: (gossip: Gossip) => Stop
  stop: Stop | undefined
}

export interface LazyGossip {
  readonly gossip: Gossip
}

/**
 * Gossip, which groups alone have a use for, and which is loaded for the first of them. Until then nobody hears what is published, and it
 * goes over links and relays.
 */
export function lazyGossip(primitives: Pick<Primitives, 'verify'>) {
  return (components: GossipSubComponents): LazyGossip & Startable => {
    const wishes = new Set<Wish>()
    let service: GossipService | undefined
    let loaded: Gossip | undefined
    let loading: Promise<void> | undefined
    let closed = false

    async function load(): Promise<void> {
      const [{ gossipService }, { createGossip }] = await Promise.all([
        import('../../node/network/gossip-service.js'),
        import('../../node/network/libp2p-gossip.js')
      ])
      if (closed) return
      service = gossipService({ sha256 })(components)
      await start(service)
      loaded = createGossip({ service, primitives })
      for (const wish of wishes) wish.stop = wish.make(loaded)
    }

    function wished(make: Wish['make']): Stop {
      const wish: Wish = { make, stop: loaded && make(loaded) }
      wishes.add(wish)
      return () => {
        wishes.delete(wish)
        wish.stop?.()
      }
    }

    function needed(make: Wish['make']): Stop {
      loading ??= load().catch(() => (loading = undefined)) // offline, and not in the cache: the next one who needs it tries again
      return wished(make)
    }

    return {
      gossip: {
        admit: device => needed(gossip => gossip.admit(device)),
        join: (log, take) => needed(gossip => gossip.join(log, take)),
        publish: async envelope => loaded?.publish(envelope) ?? 0,
        hearers: log => loaded?.hearers(log) ?? 0,
        mesh: log => loaded?.mesh(log) ?? 0,
        on: (name, listener) => wished(gossip => gossip.on(name, listener)),
        async close() {
          closed = true
          await loading
          await loaded?.close()
        }
      },
      start(): void {
        // It begins with the first group.
      },
      async stop(): Promise<void> {
        closed = true
        await loading
        await stop(service)
      }
    }
  }
}
