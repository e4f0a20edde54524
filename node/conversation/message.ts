import type { AccountId, ConversationId, DeviceId, MessageId } from '../base/ids.js'
import type { SignedMessage } from './content.js'

/** A message in its conversation, as it is kept. */
export interface StoredMessage extends SignedMessage {
  readonly id: MessageId
  readonly conversation: ConversationId
  readonly account: AccountId
  readonly device: DeviceId
  readonly conflict: boolean
}
