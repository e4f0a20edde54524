import type { Primitives } from '../base/primitives.js'
import { readGroupLink } from '../identity/group-link.js'
import { readInvite } from '../identity/invite-link.js'
import { isGroupLink } from '../identity/link-text.js'

/** What a link says that it leads to: signed by whom it names, who calls themself what they like. */
export interface Invitation {
  readonly kind: 'person' | 'group'
  /** Cleaned, as all names are; never empty. */
  readonly name: string
}

/** Looks at a link, and does nothing with it. @throws ERR_CARD */
export async function readInvitation(primitives: Pick<Primitives, 'sha256' | 'verify'>, link: string): Promise<Invitation> {
  if (isGroupLink(link)) return { kind: 'group', name: (await readGroupLink(primitives, link)).name }
  return { kind: 'person', name: (await readInvite(primitives, link)).name }
}
