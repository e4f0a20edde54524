import { readInvitation, type Invitation } from '../../node/api/invitation.js'
import { createWebPrimitives } from '../tab/web-crypto.js'

/** Who invites by this link; undefined where that can't be read: whoever takes it is told what is wrong with it. */
export async function invitationOf(link: string): Promise<Invitation | undefined> {
  return readInvitation(createWebPrimitives(), link).catch(() => undefined)
}
