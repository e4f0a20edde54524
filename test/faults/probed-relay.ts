import type { Limits } from '../../relay/limits.js'
import { startRelayHost } from '../../relay/relay-host.js'
import { obeyOrders, type Orders } from './orders.js'

/**
 * The shipped relay with a probe, open to all. It makes no circuits, so that what passes between two who listen nowhere is what it
 * keeps for them. Orders come by IPC.
 */
export interface ProbedRelayOptions {
  readonly folder: string
  readonly port: number
  readonly limits?: Partial<Limits>
  readonly orders: Orders
}

export interface ProbedRelayReady {
  readonly id: string
  /** Multiaddr, with its peer id. */
  readonly address: string
}

const { port, orders, ...options } = JSON.parse(process.argv[2] ?? '') as ProbedRelayOptions

await obeyOrders<ProbedRelayReady>(orders, async reins => {
  const listen = [`/ip4/127.0.0.1/tcp/${port}`]
  const relay = await startRelayHost({ ...options, ...reins, listen, isOpen: true, circuits: { reservations: 0 } })
  const [address = ''] = relay.addresses()
  return { ready: { id: relay.id, address }, close: relay.close }
})
