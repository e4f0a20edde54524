import { EMPTY, fromHex } from '../base/bytes.js'
import { accountIdOf, accountKeyOf } from '../identity/account-id.js'
import { deviceIdOf, deviceKeyOf } from '../identity/device-id.js'
import { MessageIndexRecord, MessageRecord } from '../wire/generated/records.js'
import type { SignedMessage } from './content.js'
import { decodeMessage } from './content.js'
import type { Conversation, ConversationMember } from './conversation.js'
import type { Hlc } from './order.js'
import { settledState, type Shared, type StoredMessage } from './message.js'

/** A message as it is kept, but for its id and its conversation. */
export type KeptMessage = SignedMessage &
  Pick<StoredMessage, 'conflict' | 'isMoved' | 'says' | 'imported' | 'shared' | 'fadesAtMs'> & { readonly sender: ConversationMember }

export function encodeMessageRecord(conversation: Conversation, message: StoredMessage): Uint8Array {
  const { bytes, hlc, isMoved, conflict, says, imported, shared, device, account, fadesAtMs } = message
  return MessageRecord.encode({
    message: bytes,
    device: indexOf(conversation, message),
    conflict,
    says: says ?? '',
    placed: isMoved === true ? hlc : 0n,
    fadesAtMs: fadesAtMs ?? 0,
    ...(imported === undefined ? {} : { imported: { state: imported.state ?? '', received: imported.isReceived } }),
    ...(shared === undefined
      ? {}
      : {
          shared: { by: accountKeyOf(shared.by), name: shared.name, device: deviceKeyOf(device), account: accountKeyOf(account) }
        })
  })
}

/** Undefined where it names no device that there is. */
export function decodeMessageRecord({ devices }: Conversation, encoded: Uint8Array): KeptMessage | undefined {
  const { message, device, conflict, says, placed, imported, shared: told, fadesAtMs } = MessageRecord.decode(encoded)
  const sender: ConversationMember | undefined =
    told === undefined ? devices[device] : { device: deviceIdOf(told.device), account: accountIdOf(told.account), key: told.device }
  if (sender === undefined) return undefined
  const shared: Shared | undefined = told && { by: accountIdOf(told.by), name: told.name }
  return {
    ...decodeMessage(message),
    ...(placed === 0n ? {} : { hlc: placed as Hlc, isMoved: true as const }),
    sender,
    conflict,
    ...(says === '' ? {} : { says }),
    ...(fadesAtMs === 0 ? {} : { fadesAtMs }),
    ...(imported === undefined ? {} : { imported: { state: settledState(imported.state), isReceived: imported.received } }),
    ...(shared === undefined ? {} : { shared })
  }
}

/** By which a message is found by its id. */
export function encodeMessageIndex(conversation: Conversation, message: StoredMessage): Uint8Array {
  const { hlc, seq, shared, device } = message
  return MessageIndexRecord.encode({
    conversation: fromHex(conversation.id),
    hlc,
    device: indexOf(conversation, message),
    seq,
    sharedDevice: shared === undefined ? EMPTY : deviceKeyOf(device)
  })
}

/** Whose a message is that an index finds. */
export function deviceOfIndex(
  { devices }: Conversation,
  { device, sharedDevice }: MessageIndexRecord
): StoredMessage['device'] | undefined {
  return sharedDevice.length > 0 ? deviceIdOf(sharedDevice) : devices[device]?.device
}

/** A shared message may be of a device that never was a member while we were. */
function indexOf({ devices }: Conversation, { device, shared }: StoredMessage): number {
  return shared === undefined ? devices.findIndex(member => member.device === device) : 0
}
