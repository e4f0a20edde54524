import { multiaddr } from '@multiformats/multiaddr'
import { ChatError } from '../base/errors.js'
import { deviceKeyOf } from '../identity/device-id.js'
import type { RelayId } from './relay-protocol.js'
import type { RelayAddress } from './relays.js'

export const MAX_RELAY_ADDRESS_CHARACTERS = 256
const CIRCUIT = '/p2p-circuit'

/** @throws ERR_INVALID_ARGUMENT for what is no multiaddr of a relay: it ends in `/p2p/` and the relay's peer id */
export function relayAddress(address: string): RelayAddress {
  const found = readRelayAddress(address)
  if (found !== undefined) return found
  throw new ChatError('ERR_INVALID_ARGUMENT', `${address} is no address of a relay, such as /ip4/192.0.2.7/tcp/4001/p2p/12D3KooW…`)
}

/** What others name as their relays, as far as it can be read. */
export function readRelayAddresses(addresses: readonly string[]): readonly RelayAddress[] {
  return addresses.flatMap(address => readRelayAddress(address) ?? [])
}

/** Where somebody is reached who named these relays: each device holds a reservation there. */
export function circuitsAt(relays: readonly RelayAddress[]): readonly string[] {
  return relays.map(({ address }) => `${address}${CIRCUIT}`)
}

/** The relays of those of these addresses that are circuits. */
export function relaysOfCircuits(addresses: readonly string[]): readonly RelayAddress[] {
  return readRelayAddresses(addresses.flatMap(address => (address.endsWith(CIRCUIT) ? address.slice(0, -CIRCUIT.length) : [])))
}

/**
 * Where the page of a relay opens that serves it where it listens for WebSockets. Undefined where a browser would not run it: it keeps keys
 * for pages over HTTPS alone, and for those of its own machine.
 */
export function pageOriginAt(address: string): string | undefined {
  const parts = multiaddr(address).getComponents()
  const [host, tcp] = parts
  const has = (wanted: string): boolean => parts.some(({ name }) => name === wanted)
  if (host?.value === undefined || tcp?.name !== 'tcp') return undefined
  const isSecure = has('wss') || (has('ws') && has('tls'))
  if (isSecure) return new URL(`https://${host.name === 'ip6' ? `[${host.value}]` : host.value}:${tcp.value}`).origin
  return has('ws') && (host.value === '127.0.0.1' || host.value === 'localhost') ? `http://localhost:${tcp.value}` : undefined
}

function readRelayAddress(address: string): RelayAddress | undefined {
  if (address.length > MAX_RELAY_ADDRESS_CHARACTERS) return undefined
  try {
    const parsed = multiaddr(address)
    const last = parsed.getComponents().at(-1)
    if (last?.name !== 'p2p' || last.value === undefined) return undefined
    deviceKeyOf(last.value as RelayId)
    return { id: last.value as RelayId, address: parsed.toString() }
  } catch {
    return undefined // not a multiaddr, or not the id of an Ed25519 key: nobody can be dialled there
  }
}
