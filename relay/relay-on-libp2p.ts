import type { Connection, Libp2p } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import type { Ping } from '@libp2p/ping'
import { createLinks } from '../node/network/libp2p-links.js'
import { RELAY } from '../node/network/relay-protocol.js'
import { networkAddressOf } from './network-address.js'
import { createRelay, type Relay, type RelayInit } from './relay.js'

export interface Libp2pRelayInit extends Omit<RelayInit, 'links' | 'addressOf'> {
  readonly libp2p: Libp2p
  readonly ping: Pick<Ping, 'ping'>
}

/** A relay on a libp2p node, which stays whoever's it was. */
export async function createRelayOnLibp2p({ libp2p, ping, ...init }: Libp2pRelayInit): Promise<Relay> {
  const links = await createLinks({ protocol: RELAY, libp2p, ping, ...(init.clock === undefined ? {} : { clock: init.clock }) })
  return createRelay({
    ...init,
    links,
    addressOf(device) {
      const [connection]: (Connection | undefined)[] = libp2p.getConnections(peerIdFromString(device))
      return connection === undefined ? '' : networkAddressOf(connection.remoteAddr)
    }
  })
}
