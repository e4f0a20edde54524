import type { KadDHTComponents } from '@libp2p/kad-dht'

type Registrar = KadDHTComponents['registrar']

/** For a service that starts after libp2p has: it hears of those who are connected by then as of all others. */
export function forLatecomer<C extends Pick<KadDHTComponents, 'registrar' | 'connectionManager' | 'peerStore'>>(components: C): C {
  const { registrar, connectionManager, peerStore } = components
  const register: Registrar['register'] = async (protocol, topology, options) => {
    const id = await registrar.register(protocol, topology, options)
    for (const connection of connectionManager.getConnections()) {
      const peer = await peerStore.get(connection.remotePeer).catch(() => undefined) // not identified yet: it is heard of then
      if (peer?.protocols.includes(protocol) === true) await topology.onConnect?.(connection.remotePeer, connection)
    }
    return id
  }
  // Each inherits the rest, which for `components` libp2p looks up by name.
  const late = Object.create(registrar, { register: { value: register } }) as Registrar
  return Object.create(components, { registrar: { value: late } }) as C
}
