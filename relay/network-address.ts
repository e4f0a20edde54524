import type { Multiaddr } from '@multiformats/multiaddr'

const CIRCUIT = 'a circuit'
/** As a socket for both families tells of an IPv4 peer. */
const MAPPED_IP4 = /^::ffff:([0-9.]+)$/i

/** What limits are counted against: an IPv4 address, the first half of an IPv6 one (a household has that many), all circuits together. */
export function networkAddressOf(address: Multiaddr): string {
  const components = address.getComponents()
  if (components.some(({ name }) => name === 'p2p-circuit')) return CIRCUIT
  const host = components.find(({ name }) => name === 'ip4' || name === 'ip6')
  if (host?.value === undefined) return address.toString()
  if (host.name === 'ip4') return host.value
  return MAPPED_IP4.exec(host.value)?.[1] ?? firstHalf(host.value)
}

function firstHalf(ip6: string): string {
  const [head = '', tail] = ip6.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}
