import { concat, equals, fromBase64url, toBase64url } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { Primitives } from '../base/primitives.js'
import { type Card, MAX_CARD_BYTES, readCard } from './card.js'

const VERSION = 1
const CHECKSUM_BYTES = 4
const LEAST_BYTES = 1 + CHECKSUM_BYTES
/** Base64url of the largest card with room for a page's address and line breaks. */
const MAX_TEXT_CHARACTERS = 16_384

/** A `parley:` URI, or the link of any page that ends in the same payload; a mail program's `<…>` or quotes may stand around it. */
const INVITE = /^[<"'`“‘(]?(?:parley:|https?:\/\/[^#]+#\/i\/)([A-Za-z0-9_-]*)[>"'`”’).,]?$/iu
const INVISIBLE = /[\s\p{Default_Ignorable_Code_Point}]/gu

/** A card that lets its reader knock. */
export type InviteCard = Card & { readonly token: Uint8Array }

/** `parley:` and base64url of: version (1 byte) ‖ card ‖ the first 4 bytes of SHA-256 of both. */
export async function inviteUri(primitives: Pick<Primitives, 'sha256'>, card: Uint8Array): Promise<string> {
  const body = concat([Uint8Array.of(VERSION), card])
  return `parley:${toBase64url(concat([body, await checksum(primitives, body)]))}`
}

/** The same invite as a link to a page that serves Parley. What follows the `#` never leaves the reader's browser. */
export function invitePageLink(pageOrigin: string, uri: string): string {
  return `${pageOrigin.replace(/\/+$/u, '')}/#/i/${uri.slice('parley:'.length)}`
}

/**
 * Reads an invite as it was pasted: with white space around it, broken into lines by a terminal, as a URI or as a page's link.
 * @throws ERR_CARD that tells apart what is no invite, what is incomplete, what is newer, and what is forged
 */
export async function readInvite(primitives: Pick<Primitives, 'sha256' | 'verify'>, text: string): Promise<InviteCard> {
  const payload = payloadOf(text)
  const body = payload.subarray(0, -CHECKSUM_BYTES)
  if (payload.length < LEAST_BYTES || !equals(payload.subarray(-CHECKSUM_BYTES), await checksum(primitives, body))) throw damaged()
  if (body[0] !== VERSION) throw new ChatError('ERR_CARD', 'a newer Parley made this invite: update yours to use it')
  const card = await readCard(primitives, body.subarray(1))
  if (card.token === undefined) throw new ChatError('ERR_CARD', 'this card has no token, so it invites nobody: ask for an invite')
  return { ...card, token: card.token }
}

function payloadOf(text: string): Uint8Array {
  if (text.length > MAX_TEXT_CHARACTERS) throw new ChatError('ERR_CARD', 'this is too long for an invite')
  const [, payload] = INVITE.exec(text.replace(INVISIBLE, '')) ?? []
  if (payload === undefined) throw new ChatError('ERR_CARD', 'this is no invite: one begins with parley: or is a link with #/i/ in it')
  if (payload.length > Math.ceil(((MAX_CARD_BYTES + LEAST_BYTES) * 4) / 3))
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
  new ChatError('ERR_CARD', 'the invite is incomplete or damaged: copy all of it, from its beginning to its end', { cause })
