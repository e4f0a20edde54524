import type { Clock } from '../base/clock.js'
import type { DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { Links } from '../network/links.js'

/** When there was last a link to a device; kept for as long as the node runs, and by nobody else. */
export interface LastSeen {
  /** Of several devices the newest; undefined where there was none to any of them, or is one now. */
  of(devices: readonly DeviceId[]): number | undefined
  readonly stop: Stop
}

export function createLastSeen(links: Pick<Links, 'on' | 'paths'>, clock: Clock): LastSeen {
  const leftAtMs = new Map<DeviceId, number>()
  const stop = links.on('link:down', ({ device }) => leftAtMs.set(device, clock.now()))
  return {
    stop,
    of(devices) {
      const isHere = links.paths().some(({ device }) => devices.includes(device))
      const seen = isHere ? [] : devices.flatMap(device => leftAtMs.get(device) ?? [])
      return seen.length === 0 ? undefined : Math.max(...seen)
    }
  }
}
