import { toHex } from '../base/bytes.js'
import type { ConversationId } from '../base/ids.js'
import type { Epoch } from '../session/session.js'
import type { ConversationContext } from './context.js'

const GROUP_ID_BYTES = 32

/** The first epoch of a new MLS group, with nobody else in it yet. */
export function createAlone({ session, primitives }: Pick<ConversationContext, 'session' | 'primitives'>): Promise<Epoch> {
  return session.create(toHex(primitives.randomBytes(GROUP_ID_BYTES)) as ConversationId)
}
