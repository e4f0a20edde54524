import { farthest, firstHostOf } from './reachability.js'
import type { Relays } from './relays.js'

/** `stun:` URLs of the relays that are linked now: those farthest away, since one on our own network sees no public address. */
export function stunServers(relays: Pick<Relays, 'paths' | 'info'>): readonly string[] {
  const served = relays.paths().flatMap(({ device, address }) => {
    const port = relays.info(device)?.stunPort ?? 0
    return port === 0 ? [] : [{ address, port }]
  })
  const best = farthest(served.map(({ address }) => address))
  return served.filter(({ address }) => best.includes(address)).map(({ address, port }) => `stun:${urlHostOf(address)}:${port}`)
}

function urlHostOf(address: string): string {
  const host = firstHostOf(address)
  return host.includes(':') ? `[${host}]` : host
}
