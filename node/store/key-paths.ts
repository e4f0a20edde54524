import { concat } from '../base/bytes.js'
import type { Range } from './store.js'

/** A key of a table: its byte, then the parts one behind the other. */
export function path(table: number, ...parts: Uint8Array[]): Uint8Array {
  return concat([Uint8Array.of(table), ...parts])
}

/** All keys of a table that begin with these parts. */
export function under(table: number, ...parts: Uint8Array[]): Range {
  const gte = path(table, ...parts)
  return { gte, lt: nextSibling(gte) }
}

/** The first key behind all that begin with `prefix`. A table byte is below 0xff, so there is one. */
function nextSibling(prefix: Uint8Array): Uint8Array {
  const end = prefix.findLastIndex(byte => byte < 0xff)
  const sibling = prefix.slice(0, end + 1)
  sibling[end] = (sibling[end] ?? 0) + 1
  return sibling
}
