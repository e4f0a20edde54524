import { createEmitter } from '../base/events.js'
import type { DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { LinkEvents, LinkHandler, Links } from './links.js'

/** A node's links, and one more to whom lives in the same process: it is no path to anybody, and counts as none. */
export interface LinksWithCompanion {
  readonly links: Links
  /** From now on this device is reached by that end; not up yet. */
  take(device: DeviceId, end: Links): Stop
}

export function withCompanion(real: Links): LinksWithCompanion {
  const events = createEmitter<LinkEvents>()
  let companion: { readonly device: DeviceId; readonly end: Links } | undefined
  let handler: LinkHandler | undefined
  const to = (device: DeviceId): Links => (companion?.device === device ? companion.end : real)
  return {
    links: {
      ...real,
      addresses: () => real.addresses(),
      serve(served) {
        handler = served
        companion?.end.serve(served)
        return real.serve(served)
      },
      learn: (device, addresses) => to(device).learn(device, addresses),
      keep: device => to(device).keep(device),
      release: device => to(device).release(device),
      bar: device => to(device).bar(device),
      isUp: device => to(device).isUp(device),
      send: (device, envelope, options) => to(device).send(device, envelope, options),
      request: (device, kind, body, options) => to(device).request(device, kind, body, options),
      ping: (device, options) => to(device).ping(device, options),
      on(name, listener) {
        const stops = [real.on(name, listener), events.on(name, listener)]
        return () => stops.forEach(stop => stop())
      }
    },
    take(device, end) {
      companion = { device, end }
      if (handler !== undefined) end.serve(handler)
      const stops = [
        end.on('link:up', event => events.emit('link:up', event)),
        end.on('link:down', event => events.emit('link:down', event))
      ]
      return () => {
        for (const stop of stops) stop()
        if (companion?.end === end) companion = undefined
      }
    }
  }
}
