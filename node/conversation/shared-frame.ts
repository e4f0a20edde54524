import { fromHex, toHex } from '../base/bytes.js'
import { ChatError, toError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId } from '../base/ids.js'
import { accountIdOf, accountKeyOf } from '../identity/account-id.js'
import { deviceIdOf, deviceKeyOf } from '../identity/device-id.js'
import { SharedPage as PageFrame } from '../wire/generated/introduction.js'
import { decodeMessage, type SignedMessage } from './content.js'

/** Messages of one page. */
export const MAX_SHARED_AT_ONCE = 512
const ID_BYTES = 32

/** What somebody else had said, on the word of who shares it. */
export interface SharedMessage {
  readonly message: SignedMessage
  readonly device: DeviceId
  readonly account: AccountId
  /** As who shares it knows them. */
  readonly name: string
}

export interface SharedPage {
  readonly conversation: ConversationId
  readonly messages: readonly SharedMessage[]
}

export function encodeSharedPage({ conversation, messages }: SharedPage): Uint8Array {
  return PageFrame.encode({
    conversation: fromHex(conversation),
    messages: messages.map(({ message, device, account, name }) => ({
      message: message.bytes,
      device: deviceKeyOf(device),
      account: accountKeyOf(account),
      name
    }))
  })
}

/** @throws ERR_MALFORMED */
export function decodeSharedPage(bytes: Uint8Array): SharedPage {
  try {
    const { conversation, messages } = PageFrame.decode(bytes, { limits: { messages: MAX_SHARED_AT_ONCE } })
    if (conversation.length !== ID_BYTES) throw new RangeError('an id of another length')
    return {
      conversation: toHex(conversation) as ConversationId,
      messages: messages.map(({ message, device, account, name }) => ({
        message: decodeMessage(message),
        device: deviceIdOf(device),
        account: accountIdOf(account),
        name
      }))
    }
  } catch (err) {
    throw new ChatError('ERR_MALFORMED', 'what was shared of a group does not decode', { cause: toError(err) })
  }
}
