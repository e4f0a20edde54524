import type { Chat } from '../../api/chat.js'

/** Why nothing can be written there. */
export const READ_ONLY: Readonly<Record<NonNullable<Chat['readOnly']>, string>> = {
  waiting: 'A member has to let this device in first.',
  archive: 'This is what another account of yours wrote.',
  revoked: 'This device was revoked from your account.',
  left: 'You have left this group.',
  removed: 'You were removed from this group.'
}
