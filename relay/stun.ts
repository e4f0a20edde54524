import { multiaddr } from '@multiformats/multiaddr'
import { concat } from '../node/base/bytes.js'

// STUN, RFC 8489: as much of it as tells somebody behind a NAT which address the world sees. Pure.

const HEADER_BYTES = 20
const MAGIC_COOKIE = 0x2112a442
const BINDING_REQUEST = 0x0001
const BINDING_SUCCESS = 0x0101
const XOR_MAPPED_ADDRESS = 0x0020
/** Attributes below this number must be understood by whoever answers. */
const FIRST_OPTIONAL_ATTRIBUTE = 0x8000
const ATTRIBUTE_HEADER_BYTES = 4
const FAMILY = { ip4: 0x01, ip6: 0x02 } as const

/** Where a datagram came from, as the system tells it. */
export interface Sender {
  readonly address: string
  readonly family: 'ip4' | 'ip6'
  readonly port: number
}

/**
 * The answer to a binding request (section 12), 32 bytes over IPv4 and 44 over IPv6. Undefined for anything else: indications,
 * answers, requests that ask for credentials or for more than the address, what is no STUN at all, and what comes from port 0, to which
 * nothing can be sent, are left without a word.
 */
export function answerStun(request: Uint8Array, sender: Sender): Uint8Array | undefined {
  if (sender.port === 0 || !isBindingRequest(request)) return undefined
  const cookieAndTransaction = request.subarray(4, HEADER_BYTES)
  const mapped = xorMappedAddress(sender, cookieAndTransaction)
  return concat([words(BINDING_SUCCESS, mapped.length), cookieAndTransaction, mapped])
}

function isBindingRequest(message: Uint8Array): boolean {
  if (message.length < HEADER_BYTES || message.length % 4 !== 0) return false
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength)
  const isRequest = view.getUint16(0) === BINDING_REQUEST && view.getUint32(4) === MAGIC_COOKIE
  return isRequest && view.getUint16(2) === message.length - HEADER_BYTES && needsNoMore(view)
}

/** All attributes end where they say, and none of them has to be understood. */
function needsNoMore(view: DataView): boolean {
  let at = HEADER_BYTES
  while (at < view.byteLength) {
    if (view.getUint16(at) < FIRST_OPTIONAL_ATTRIBUTE) return false
    at += ATTRIBUTE_HEADER_BYTES + Math.ceil(view.getUint16(at + 2) / 4) * 4
  }
  return at === view.byteLength
}

/** Section 14.2: port and address, each XORed with the cookie, and an IPv6 address with the transaction id too. */
function xorMappedAddress({ address, family, port }: Sender, cookieAndTransaction: Uint8Array): Uint8Array {
  const [withoutZone = ''] = address.split('%')
  // A multiaddr is its protocol's number, one byte for these two, and the address.
  const plain = multiaddr(`/${family}/${withoutZone}`).bytes.subarray(1)
  const hidden = plain.map((byte, i) => byte ^ (cookieAndTransaction[i] ?? 0))
  return concat([words(XOR_MAPPED_ADDRESS, hidden.length + 4), words(FAMILY[family], port ^ (MAGIC_COOKIE >>> 16)), hidden])
}

/** Two numbers of 16 bits. */
function words(first: number, second: number): Uint8Array {
  return Uint8Array.of(first >> 8, first & 0xff, second >> 8, second & 0xff)
}
