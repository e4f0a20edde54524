import { multiaddr } from '@multiformats/multiaddr'
import { ChatError } from '../base/errors.js'

/** The binary form of a multiaddr. @throws ERR_INVALID_ARGUMENT */
export function requireAddress(address: string): Uint8Array {
  try {
    const { bytes } = multiaddr(address)
    if (bytes.length > 0) return bytes
  } catch (cause) {
    throw new ChatError('ERR_INVALID_ARGUMENT', `${address} is no multiaddr, such as /ip4/192.0.2.7/tcp/4001`, { cause })
  }
  throw new ChatError('ERR_INVALID_ARGUMENT', 'an address is empty')
}

/** Whether somebody could dial this: text that reads as a multiaddr. */
export function isAddress(address: string): boolean {
  try {
    return multiaddr(address).bytes.length > 0
  } catch {
    return false
  }
}

/** The binary forms of those that are multiaddrs. */
export function encodeReadable(addresses: readonly string[]): Uint8Array[] {
  return addresses.flatMap(address => {
    try {
      return [requireAddress(address)]
    } catch {
      // Somebody announced it; nobody can dial it.
      return []
    }
  })
}

/** The multiaddrs among them, as text. What a newer Parley writes and this one can't read is of no use to it and left out. */
export function readableAddresses(encoded: readonly Uint8Array[]): readonly string[] {
  return encoded.map(textOrEmpty).filter(text => text !== '')
}

function textOrEmpty(encoded: Uint8Array): string {
  try {
    return encoded.length === 0 ? '' : multiaddr(encoded).toString()
  } catch {
    // Not an error of the whole: the other addresses may still lead there.
    return ''
  }
}
