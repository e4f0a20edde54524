import type { Connection, DialTransportOptions, Transport } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** A transport that gives up on an address after `limitMs`, upgrade included: libp2p has one limit for all transports. */
export function dialWithin<Components>(
  limitMs: number,
  create: (components: Components) => Transport
): (components: Components) => Transport {
  return components => {
    const transport = create(components)
    const dial = transport.dial.bind(transport)
    transport.dial = async (address: Multiaddr, options: DialTransportOptions): Promise<Connection> => {
      const limit = limited(options.signal, limitMs)
      try {
        return await dial(address, { ...options, signal: limit.signal })
      } finally {
        limit.clear()
      }
    }
    return transport
  }
}

export interface LimitedSignal {
  readonly signal: AbortSignal
  /** Leaves nothing behind at the signal it began with. */
  clear(): void
}

/** Fires with the given signal, or after `limitMs`. */
export function limited(signal: AbortSignal, limitMs: number): LimitedSignal {
  const controller = new AbortController()
  const follow = (): void => controller.abort(signal.reason)
  const timer = setTimeout(() => controller.abort(new DOMException(`not done in ${limitMs} ms`, 'TimeoutError')), limitMs)
  signal.addEventListener('abort', follow, { once: true })
  if (signal.aborted) follow()
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer)
      signal.removeEventListener('abort', follow)
    }
  }
}
