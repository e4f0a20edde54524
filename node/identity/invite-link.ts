import { ChatError } from '../base/errors.js'
import type { Primitives } from '../base/primitives.js'
import { type Card, readCard } from './card.js'
import { LINK_VERSION, linkUri, readLink } from './link-text.js'

/** A card that lets its reader knock. */
export type InviteCard = Card & { readonly token: Uint8Array }

/** A card with a token, as a link. */
export function inviteUri(primitives: Pick<Primitives, 'sha256'>, card: Uint8Array): Promise<string> {
  return linkUri(primitives, LINK_VERSION.invite, card)
}

/** @throws ERR_CARD that tells apart what is no invite, what is incomplete, what is newer, what leads to a group, and what is forged */
export async function readInvite(primitives: Pick<Primitives, 'sha256' | 'verify'>, text: string): Promise<InviteCard> {
  const { version, content } = await readLink(primitives, text)
  if (version === LINK_VERSION.group)
    throw new ChatError('ERR_CARD', 'this leads to a group, not to a person: parley group join asks to be let in')
  if (version !== LINK_VERSION.invite) throw new ChatError('ERR_CARD', 'a newer Parley made this invite: update yours to use it')
  const card = await readCard(primitives, content)
  if (card.token === undefined) throw new ChatError('ERR_CARD', 'this card has no token, so it invites nobody: ask for an invite')
  return { ...card, token: card.token }
}
