import { networkInterfaces } from 'node:os'
import type { Check } from '../api/status.js'
import { type MappedAddress, mappedAddresses } from './stun.js'

export interface NetworkSettings {
  readonly mdns: boolean
  readonly stunServers: readonly string[]
}

/** What only Node can tell of how others reach it: the router before it, this network, and whether WebRTC is there. */
export async function hostNetworkChecks({ mdns, stunServers }: NetworkSettings): Promise<readonly Check[]> {
  return [
    { name: 'nat', ...(await natCheck(stunServers)) },
    { name: 'mdns', ok: true, detail: mdns ? 'looks for others on this network' : 'off: others on this network are not looked for' },
    { name: 'webrtc', ...(await webRTCCheck()) }
  ]
}

async function natCheck(stunServers: readonly string[]): Promise<Omit<Check, 'name'>> {
  if (stunServers.length === 0) return { ok: true, detail: 'not measured: no STUN server is known' }
  const seen = await mappedAddresses(stunServers)
  const [first] = seen
  if (first === undefined)
    return {
      ok: false,
      detail: 'no STUN server answers: UDP may be blocked here',
      advice: 'direct links will be few; relays carry messages'
    }
  if (isOurs(first)) return { ok: true, detail: `none: others see this machine as ${first.host}` }
  if (seen.some(({ host, port }) => host !== first.host || port !== first.port))
    return {
      ok: false,
      detail: `a router that gives every peer another port, as ${first.host}`,
      advice: 'direct links to others behind such a router fail: forward a port, or use a relay'
    }
  const told = seen.length > 1 ? 'keeps its ports' : 'may keep its ports: one STUN server alone can’t tell'
  return { ok: true, detail: `a router that others see as ${first.host}; it ${told}` }
}

const isOurs = ({ host }: MappedAddress): boolean =>
  Object.values(networkInterfaces()).some(addresses => addresses?.some(({ address }) => address === host))

async function webRTCCheck(): Promise<Omit<Check, 'name'>> {
  try {
    await import('@libp2p/webrtc')
    return { ok: true, detail: 'available' }
  } catch (err) {
    const why = err instanceof Error ? err.message : String(err)
    return { ok: false, detail: `does not load: ${why}`, advice: 'install again for this platform: npm ci' }
  }
}
