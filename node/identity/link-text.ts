import { concat, equals, fromBase64url, toBase64url } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { Primitives } from '../base/primitives.js'

const CHECKSUM_BYTES = 4
const LEAST_BYTES = 1 + CHECKSUM_BYTES
const MAX_BODY_BYTES = 4_096
/** Base64url of the largest with room for a page's address and line breaks. */
const MAX_TEXT_CHARACTERS = 16_384

/** A `parley:` URI, or the link of any page that ends in the same payload; a mail program's `<…>` or quotes may stand around it. */
const LINK = /^[<"'`“‘(]?(?:parley:|https?:\/\/[^#]+#\/i\/)([A-Za-z0-9_-]*)[>"'`”’).,]?$/iu
const INVISIBLE = /[\s\p{Default_Ignorable_Code_Point}]/gu

/** What a text leads to: the version of an invite, of a link to a group, or of a device that is to be linked. */
export const LINK_VERSION = { invite: 1, group: 2, device: 3 } as const

/** `parley:` and base64url of: version (1 byte) ‖ body ‖ the first 4 bytes of SHA-256 of both. */
export async function linkUri(primitives: Pick<Primitives, 'sha256'>, version: number, content: Uint8Array): Promise<string> {
  const body = concat([Uint8Array.of(version), content])
  return `parley:${toBase64url(concat([body, await checksum(primitives, body)]))}`
}

/** The same link, to a page that serves Parley at this origin. What follows the `#` never leaves the reader's browser. */
export function pageLink(origin: string, uri: string): string {
  return `${origin.replace(/\/+$/u, '')}/#/i/${uri.slice('parley:'.length)}`
}

/**
 * Reads a link as it was pasted: with white space around it, broken into lines by a terminal, as a URI or as a page's link.
 * @throws ERR_CARD that tells apart what is no link and what is incomplete
 */
export async function readLink(
  primitives: Pick<Primitives, 'sha256'>,
  text: string
): Promise<{ readonly version: number; readonly content: Uint8Array }> {
  const payload = payloadOf(text)
  const body = payload.subarray(0, -CHECKSUM_BYTES)
  const [version] = body
  const isWhole = payload.length >= LEAST_BYTES && equals(payload.subarray(-CHECKSUM_BYTES), await checksum(primitives, body))
  if (!isWhole || version === undefined) throw damaged()
  return { version, content: body.subarray(1) }
}

/** Whether it leads to a group, by what can be seen without checking it. */
export function isGroupLink(text: string): boolean {
  try {
    return payloadOf(text)[0] === LINK_VERSION.group
  } catch {
    // Whoever reads it for what it should be says what is wrong with it.
    return false
  }
}

function payloadOf(text: string): Uint8Array {
  if (text.length > MAX_TEXT_CHARACTERS) throw new ChatError('ERR_CARD', 'this is too long for an invite')
  const [, payload] = LINK.exec(text.replace(INVISIBLE, '')) ?? []
  if (payload === undefined) throw new ChatError('ERR_CARD', 'this is no invite: one begins with parley: or is a link with #/i/ in it')
  if (payload.length > Math.ceil(((MAX_BODY_BYTES + LEAST_BYTES) * 4) / 3))
    throw new ChatError('ERR_CARD', 'this is too long for an invite')
  try {
    return fromBase64url(payload)
  } catch (cause) {
    throw damaged(cause)
  }
}

const checksum = async (primitives: Pick<Primitives, 'sha256'>, body: Uint8Array) =>
  (await primitives.sha256(body)).subarray(0, CHECKSUM_BYTES)

const damaged = (cause?: unknown) =>
  new ChatError('ERR_CARD', 'the link is incomplete or damaged: copy all of it, from its beginning to its end', { cause })
