import { contentRoutingSymbol, peerRoutingSymbol } from '@libp2p/interface'
import { kadDHT, passthroughMapper, type KadDHTComponents } from '@libp2p/kad-dht'
import { systemClock } from '../base/clock.js'
import type { Primitives } from '../base/primitives.js'
import { directoryRules, type DirectoryService } from './directory.js'

const DHT_PROTOCOL = '/parley/kad/1.0.0'

/**
 * The DHT for records alone. Left to itself libp2p would ask it, in clear, for every device without an address that is dialled.
 * @param serves whether it keeps records for others; undefined: once a public address is known
 */
export function directoryDHT(
  primitives: Pick<Primitives, 'verify'>,
  serves: boolean | undefined
): (components: KadDHTComponents) => DirectoryService {
  const create = kadDHT({
    protocol: DHT_PROTOCOL,
    // Private networks count: the default drops their addresses and leaves the routing table empty.
    peerInfoMapper: passthroughMapper,
    // An empty table answers at once instead of holding up a dial.
    allowQueryWithZeroPeers: true,
    ...(serves === undefined ? {} : { clientMode: !serves }),
    ...directoryRules(primitives, systemClock)
  })
  return components =>
    Object.defineProperties(create(components) as unknown as DirectoryService, {
      [peerRoutingSymbol]: { value: undefined },
      [contentRoutingSymbol]: { value: undefined }
    })
}
