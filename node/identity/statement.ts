import { concat, uint32, utf8 } from '../base/bytes.js'

/**
 * What a key signs: the domain, then each part after its length (4 bytes, big-endian). Two statements with different domains
 * or parts never share their bytes, so a signature given for one is worthless for any other.
 */
export function statement(domain: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return concat([utf8(domain), ...parts.flatMap(part => [uint32(part.length), part])])
}
