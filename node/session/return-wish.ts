import type { ConversationId } from '../base/ids.js'
import { isReturnLifetime, type Lifetime, type Purpose } from './lifetime.js'
import type { KeyPackageOptions } from './session.js'

/** KeyPackage extension type, from the range for private use (RFC 9420 section 17.3): the 32 bytes of a group's id. */
export const RETURN_WISH_EXTENSION_TYPE = 0xf054

/** That a device asks to be let in again to a group that it is in: said by its own key package, and signed with that. */
export interface ReturnWish {
  readonly group: ConversationId
  /** Of the key package. */
  readonly lifetime: Lifetime
}

/**
 * Whether by this wish a commit of that time may put a new leaf of the device in the place of its old one, whoever commits. The time is the
 * commit's own word: members who open it sooner or later have to agree.
 */
export function isWishedAt(wish: ReturnWish | undefined, group: ConversationId, atMs: number | undefined): boolean {
  return wish !== undefined && atMs !== undefined && wish.group === group && isReturnLifetime(wish.lifetime, atMs)
}

export function purposeOf({ lastResort, returningTo }: KeyPackageOptions): Purpose {
  if (lastResort) return 'last resort'
  return returningTo === undefined ? 'one join' : 'return'
}
