import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import type { NowMs } from '../base/ids.js'
import type { Link } from './link.js'
import type { Path } from './links.js'

/** How far away somebody may be and still dial one of these addresses. */
export type Reach = 'none' | 'this-machine' | 'this-network' | 'internet'

type Component = ReturnType<Multiaddr['getComponents']>[number]

const LOOPBACK = /^(?:127\.|::1$|localhost$)/
const UNSPECIFIED = /^(?:0\.0\.0\.0|::)$/
const PRIVATE =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/i
const HOSTS = new Set(['ip4', 'ip6', 'dns', 'dns4', 'dns6', 'dnsaddr'])

export function pathOf(link: Link, sinceMs: NowMs): Path {
  const components = link.connection.remoteAddr.getComponents()
  return {
    device: link.device,
    via: isCircuit(components) ? 'circuit' : 'direct',
    transport: transportOf(components),
    address: link.connection.remoteAddr.toString(),
    roundTripMs: link.roundTripMs,
    sinceMs
  }
}

/** A relayed connection that has not become a direct one. */
export function isCircuit(components: readonly Component[]): boolean {
  return has(components, 'p2p-circuit') && !has(components, 'webrtc')
}

/** Multiaddrs somebody else can dial, without our peer id at the end; those that only this machine can dial come last. */
export function dialable(listening: readonly Multiaddr[], self: string): readonly string[] {
  const texts = listening
    .filter(address => !UNSPECIFIED.test(hostOf(address.getComponents())))
    .map(address => address.toString().replace(new RegExp(`/p2p/${self}$`), ''))
  const ranked = [...new Set(texts)].map(text => ({ text, rank: RANKS.indexOf(reachOf(multiaddr(text).getComponents())) }))
  return ranked.toSorted((a, b) => b.rank - a.rank).map(({ text }) => text)
}

const RANKS: readonly Reach[] = ['none', 'this-machine', 'this-network', 'internet']

/** More would make an invite too long for a QR code that a terminal can show. */
const MAX_CARD_ADDRESSES = 4

/** Those worth putting on a card, the best first: where others can dial us at all, none that only this machine can. */
export function addressesForOthers(addresses: readonly string[], most = MAX_CARD_ADDRESSES): readonly string[] {
  const own = addresses.filter(address => !address.includes('/p2p-circuit')) // the card names the relays
  const beyond = own.filter(address => reachOfText(address) !== 'this-machine')
  return (beyond.length > 0 ? beyond : own).slice(0, most)
}

/** Those of these addresses that are the farthest away. */
export function farthest(addresses: readonly string[]): readonly string[] {
  const best = reach(addresses)
  return addresses.filter(address => reachOfText(address) === best)
}

/**
 * Which address is dialled first: the lowest. The farther one comes before the nearer, which may be of somebody else's network; a
 * circuit, which stands at once, before the WebRTC that can follow upon it.
 */
export function dialRank(address: Multiaddr): number {
  const components = address.getComponents()
  const way = has(components, 'webrtc') ? 2 : isCircuit(components) ? 1 : 0
  return -RANKS.indexOf(reachOf(components)) * 3 + way
}

/** The farthest that any of these addresses can be dialled from. Addresses that do not parse count for nothing. */
export function reach(addresses: readonly string[]): Reach {
  const ranks = addresses.map(address => RANKS.indexOf(reachOfText(address)))
  return RANKS[Math.max(0, ...ranks)] ?? 'none'
}

function reachOfText(address: string): Reach {
  try {
    return reachOf(multiaddr(address).getComponents())
  } catch {
    return 'none' // not a multiaddr: nobody can dial it
  }
}

function reachOf(components: readonly Component[]): Reach {
  const host = hostOf(components)
  if (host === '' || UNSPECIFIED.test(host)) return 'none'
  if (LOOPBACK.test(host)) return 'this-machine'
  return PRIVATE.test(host) || host.endsWith('.local') ? 'this-network' : 'internet'
}

function transportOf(components: readonly Component[]): Path['transport'] {
  if (has(components, 'webrtc') || has(components, 'webrtc-direct')) return 'webrtc'
  if (has(components, 'ws') || has(components, 'wss')) return 'ws'
  return has(components, 'tcp') ? 'tcp' : 'other'
}

/** The host that is dialled first to get there: a name or an IP address; empty where there is none. */
export const firstHostOf = (address: string): string => hostOf(multiaddr(address).getComponents())

function hostOf(components: readonly Component[]): string {
  return components.find(({ name }) => HOSTS.has(name))?.value ?? ''
}

function has(components: readonly Component[], name: string): boolean {
  return components.some(component => component.name === name)
}
