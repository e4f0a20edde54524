import { compare } from 'uint8arrays/compare'
import { equals } from 'uint8arrays/equals'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { ChatError } from './errors.js'

export { compare, equals }

export const EMPTY = new Uint8Array(0)

const encoder = new TextEncoder()

export const utf8 = (text: string): Uint8Array => encoder.encode(text)
export const fromUtf8 = (bytes: Uint8Array): string => toString(bytes, 'utf8')

/** In memory of its own: what is kept of it keeps nothing else. @param length of all together, where it is known */
export function concat(parts: readonly Uint8Array[], length = lengthOf(parts)): Uint8Array {
  const all = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function lengthOf(parts: readonly Uint8Array[]): number {
  let length = 0
  for (const part of parts) length += part.length
  return length
}

const HEX_OF_BYTE = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function toHex(bytes: Uint8Array): string {
  let hex = ''
  for (let i = 0; i < bytes.length; i++) hex += HEX_OF_BYTE[bytes[i] ?? 0]
  return hex
}

export const toBase64url = (bytes: Uint8Array): string => toString(bytes, 'base64url')
export const toBase58 = (bytes: Uint8Array): string => toString(bytes, 'base58btc')
/** @throws whatever the decoder throws, for anything that is no base58btc */
export const fromBase58 = (text: string): Uint8Array => fromString(text, 'base58btc')

/** @throws ERR_MALFORMED for anything but pairs of lower-case hex digits. */
export function fromHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length >>> 1)
  let isHex = hex.length % 2 === 0
  for (let i = 0; i < bytes.length; i++) {
    const [high, low] = [hexDigit(hex.charCodeAt(2 * i)), hexDigit(hex.charCodeAt(2 * i + 1))]
    isHex &&= high >= 0 && low >= 0
    bytes[i] = (high << 4) | low
  }
  if (!isHex) throw new ChatError('ERR_MALFORMED', 'expected lower-case hexadecimal digits')
  return bytes
}

/** The value of a digit, by its character code; -1 for any other character. */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1
}

const BASE64URL = /^[A-Za-z0-9_-]*$/

/** @throws ERR_MALFORMED for anything but unpadded base64url whose unused last bits are zero. */
export function fromBase64url(text: string): Uint8Array {
  try {
    if (BASE64URL.test(text)) return fromString(text, 'base64url')
  } catch (cause) {
    throw new ChatError('ERR_MALFORMED', 'this base64url does not end as it should', { cause })
  }
  throw new ChatError('ERR_MALFORMED', 'expected base64url')
}

/** Big-endian, so that the order of bytes is the order of numbers. */
export function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
}

/** Big-endian, so that the order of bytes is the order of numbers. */
export function uint64(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, value)
  return bytes
}

/** Compares without telling by its duration where the difference is. Lengths are not secret. */
export function equalsConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return difference === 0
}
