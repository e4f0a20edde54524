import type { RelayId } from '../../node/network/relay-protocol.js'
import type { RelayProcess } from '../e2e/relay-process.js'
import type { ReachableRelay } from '../relay/client.js'

/** The relay of another process, as the clients of the tests take it. */
export function reachable({ id, address }: Pick<RelayProcess, 'id' | 'address'>): ReachableRelay {
  return { relay: { self: id as RelayId }, addresses: [address.replace(`/p2p/${id}`, '')] }
}
