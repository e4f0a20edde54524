import type { Libp2pEvents, TypedEventTarget } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import { systemClock, type Clock } from '../base/clock.js'
import type { Stop } from '../base/lifecycle.js'

/** How soon an address that an interface was given later is told to others. */
const CHECK_MS = 30_000

interface OwnAddressesComponents {
  readonly addressManager: { confirmObservedAddr(address: Multiaddr, options: { type: 'transport' }): void }
  readonly transportManager: { getAddrs(): Multiaddr[] }
  readonly events: TypedEventTarget<Libp2pEvents>
}

/**
 * libp2p tells nobody a public address before somebody confirmed that it can be dialled. But one that an interface of this
 * machine has needs no witness: without it a machine on the public network would seem to be reachable from itself alone.
 */
export function ownAddresses(clock: Clock = systemClock) {
  return ({ addressManager, transportManager, events }: OwnAddressesComponents) => {
    let stopTimer: Stop | undefined
    const confirm = (): void => {
      for (const address of transportManager.getAddrs()) addressManager.confirmObservedAddr(address, { type: 'transport' })
    }
    function check(): void {
      confirm()
      stopTimer = clock.after(CHECK_MS, check)
    }
    return {
      [Symbol.toStringTag]: '@parley/own-addresses',
      start(): void {
        events.addEventListener('transport:listening', confirm)
        check()
      },
      stop(): void {
        events.removeEventListener('transport:listening', confirm)
        stopTimer?.()
      }
    }
  }
}
