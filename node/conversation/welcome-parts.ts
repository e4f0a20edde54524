import { concat, equals } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { Primitives } from '../base/primitives.js'

/** A Welcome that says more than this goes in parts: each fits into an envelope of 16 KiB, and a knock with one into a frame. */
const MAX_CONTENT_BYTES = 16_383
/** Of 523 KB in all. With 256 members a Welcome has some 150. */
export const MAX_WELCOME_PARTS = 32

/** Stands where an MLSMessage has its protocol version, of which there is none by this number. */
const MARK = Uint8Array.of(0, 0)
const VERSION = 1
const DIGEST_AT = 5
const DIGEST_BYTES = 32
const HEAD_BYTES = DIGEST_AT + DIGEST_BYTES
const PART_BYTES = MAX_CONTENT_BYTES - HEAD_BYTES

/** A piece of a Welcome that exceeds one envelope. */
export interface WelcomePart {
  /** From 0. */
  readonly index: number
  readonly count: number
  /** SHA-256 of the whole. */
  readonly digest: Uint8Array
  readonly bytes: Uint8Array
}

/**
 * What the envelopes of a letter hold, in order: the Welcome where it fits into one, else parts of it. A part is 0 (2 B) ‖ version 1 (1 B) ‖
 * number of parts (1 B) ‖ its index (1 B) ‖ SHA-256 of the whole (32 B) ‖ its bytes: 16,346 in each but the last. @throws ERR_TOO_LARGE
 */
export async function contentsOf(primitives: Pick<Primitives, 'sha256'>, welcome: Uint8Array): Promise<readonly Uint8Array[]> {
  if (welcome.length <= MAX_CONTENT_BYTES) return [welcome]
  const count = Math.ceil(welcome.length / PART_BYTES)
  if (count > MAX_WELCOME_PARTS)
    throw new ChatError('ERR_TOO_LARGE', `a Welcome of ${welcome.length} bytes can't be sent: let in fewer devices at once`)
  const digest = await primitives.sha256(welcome)
  return Array.from({ length: count }, (_, index) =>
    concat([MARK, Uint8Array.of(VERSION, count, index), digest, welcome.subarray(index * PART_BYTES, (index + 1) * PART_BYTES)])
  )
}

/** Undefined where the content is no part. @throws ERR_MALFORMED */
export function readPart(content: Uint8Array): WelcomePart | undefined {
  if (!equals(content.subarray(0, MARK.length), MARK)) return undefined
  const [, , version, count = 0, index = 0] = content
  const bytes = content.subarray(HEAD_BYTES)
  const isLast = index === count - 1
  const isFit = isLast ? bytes.length > 0 && bytes.length <= PART_BYTES : bytes.length === PART_BYTES
  if (version !== VERSION || count < 2 || count > MAX_WELCOME_PARTS || index >= count || !isFit)
    throw new ChatError('ERR_MALFORMED', 'a part of a Welcome that is none, or of a newer Parley')
  return { index, count, digest: content.subarray(DIGEST_AT, HEAD_BYTES), bytes }
}

/** @throws ERR_MALFORMED where they are not what was cut */
export async function joined(primitives: Pick<Primitives, 'sha256'>, parts: readonly WelcomePart[]): Promise<Uint8Array> {
  const whole = concat(parts.toSorted((a, b) => a.index - b.index).map(({ bytes }) => bytes))
  const [first] = parts
  if (first === undefined || !equals(await primitives.sha256(whole), first.digest))
    throw new ChatError('ERR_MALFORMED', 'the parts of this Welcome make another')
  return whole
}
