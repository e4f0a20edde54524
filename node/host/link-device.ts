import './shim.js'
import { awaitLinkAt, type LinkableDevice } from '../api/awaiting-link.js'
import type { Comparison } from '../conversation/newcomer.js'
import { startLibp2p } from './libp2p-node.js'
import { profilePlace } from './node-host.js'

export interface NewDevice {
  readonly profileDir: string
  /** As of `NewProfile`: this device's own. */
  readonly passphrase?: string
  /** Multiaddrs of relays to be reached through, where the other device can't dial this one. */
  readonly relays?: readonly string[]
  readonly listen?: readonly string[]
  readonly mdns?: boolean
  /** Shows what both devices show. @returns whether it is the same on both */
  readonly compare: (comparison: Comparison) => Promise<boolean>
}

/** @throws as `awaitLinkAt` */
export function awaitLink({ profileDir, passphrase, relays = [], compare, ...network }: NewDevice): Promise<LinkableDevice> {
  return awaitLinkAt({
    place: profilePlace(profileDir),
    startLibp2p: seed => startLibp2p({ ...network, seed }),
    relays,
    compare: async comparison => ((await compare(comparison)) ? { passphrase } : undefined)
  })
}
