import type { ConnectionGater, PeerId } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { Standing } from '../node/network/relay-protocol.js'
import { networkAddressOf } from './network-address.js'

/** Circuits: a peer that nobody can dial holds a reservation, and others reach it through the relay for a while. */
export interface CircuitLimits {
  /** Reservations of all; strangers may have a quarter of them. */
  readonly reservations: number
  /** Of strangers behind one network address. */
  readonly reservationsPerAddress: number
  /** Of one circuit. */
  readonly durationMs: number
  /** Both ways together, of one circuit. */
  readonly bytes: number
}

export const DEFAULT_CIRCUIT_LIMITS: CircuitLimits = {
  reservations: 1_024,
  reservationsPerAddress: 8,
  durationMs: 30 * 60_000,
  bytes: 16 * 1024 * 1024
}

const STRANGERS_SHARE = 1 / 4

interface Reservations extends Iterable<[PeerId, { readonly addr: Multiaddr }]> {
  has(peer: PeerId): boolean
}

interface CircuitInit {
  readonly limits: CircuitLimits
  /** How a device that has said hello stands; undefined for any other, which is then a stranger here. */
  readonly standing: (peer: PeerId) => Standing | undefined
  readonly addressOf: (peer: PeerId) => Multiaddr | undefined
  readonly reservations: () => Reservations
}

type CircuitGater = Required<Pick<ConnectionGater, 'denyInboundRelayReservation' | 'denyOutboundRelayedConnection'>>

/**
 * Members first: strangers get reservations while they have less than their share, and few of one address. One end of a circuit is
 * a member, so that the relay is nobody's free proxy.
 */
export function circuitRules({ limits, standing, addressOf, reservations }: CircuitInit): CircuitGater {
  const isMember = (peer: PeerId): boolean => standing(peer) === 'member'

  return {
    denyInboundRelayReservation(source) {
      if (standing(source) === 'banned') return true
      const held = reservations()
      if (isMember(source) || held.has(source)) return false
      const address = addressOf(source)
      if (address === undefined) return true
      const strangers = [...held].filter(([peer]) => !isMember(peer))
      const neighbours = strangers.filter(([, { addr }]) => networkAddressOf(addr) === networkAddressOf(address))
      return strangers.length >= limits.reservations * STRANGERS_SHARE || neighbours.length >= limits.reservationsPerAddress
    },
    denyOutboundRelayedConnection: (source, destination) =>
      (!isMember(source) && !isMember(destination)) || standing(source) === 'banned' || standing(destination) === 'banned'
  }
}
