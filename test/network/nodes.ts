import '../../node/host/shim.js'
import { startLibp2p, type RunningLibp2p } from '../../node/host/libp2p-node.js'
import type { Clock } from '../../node/base/clock.js'
import { systemClock } from '../../node/base/clock.js'
import { createLinks, type WakingLinks } from '../../node/network/libp2p-links.js'
import { relayAddress } from '../../node/network/relay-address.js'
import { DIRECT, type RequestKind } from '../../node/network/links.js'

export interface TestNode {
  readonly libp2p: RunningLibp2p
  readonly links: WakingLinks<RequestKind>
  /** Ends without a word to anybody's links: connections go first. */
  crash(): Promise<void>
  stop(): Promise<void>
}

let seeds = 0

export interface TestNodeOptions {
  readonly seed?: Uint8Array
  readonly clock?: Clock
  readonly port?: number
  /** Listens nowhere. */
  readonly hidden?: boolean
  /** Multiaddrs of relays to hold a circuit reservation at, each with its peer id. */
  readonly relays?: readonly string[]
}

/** A node as it ships, on loopback TCP. */
export async function startNode({
  seed = newSeed(),
  clock,
  port = 0,
  hidden = false,
  relays = []
}: TestNodeOptions = {}): Promise<TestNode> {
  const libp2p = await startLibp2p({ seed, mdns: false, listen: hidden ? [] : [`/ip4/127.0.0.1/tcp/${port}`] })
  for (const relay of relays) libp2p.services.circuits.keep(relayAddress(relay))
  const links = await createLinks({ protocol: DIRECT, libp2p, ping: libp2p.services.ping, ...(clock === undefined ? {} : { clock }) })
  return {
    libp2p,
    links,
    async crash() {
      for (const connection of libp2p.getConnections()) connection.abort(new Error('crash'))
      await links.close()
      await libp2p.stop()
    },
    async stop() {
      await links.close()
      await libp2p.stop()
    }
  }
}

export function newSeed(): Uint8Array {
  const seed = new Uint8Array(32)
  new DataView(seed.buffer).setUint32(0, ++seeds)
  return seed
}

/** Timers run out `times` sooner, so that a deadline of half a minute is tested in a second. */
export function fastClock(times: number): Clock {
  return { now: () => systemClock.now(), after: (delayMs, run) => systemClock.after(delayMs / times, run) }
}
