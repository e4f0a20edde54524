import type { AccountId, DeviceId } from '../base/ids.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { currentGroup } from './current-group.js'
import type { StoredMessage } from './message.js'
import type { Outbox } from './outbox.js'
import { EXPIRY_MS } from './outbox-row.js'
import { stateOf } from './reading.js'

/** For whom a message of ours is on its way, and who keeps it meanwhile. */
export interface MessageWaits {
  /** Ourselves left out. */
  readonly accounts: readonly AccountId[]
  /** Others than the one that runs beside this node. */
  readonly relays: number
  /** When the first of them lets go of it, or this device gives it up. */
  readonly untilMs: number
}

/** @returns undefined where it waits for nobody: it has arrived, has failed, or another device knows */
export function waitsOf(
  { self }: Pick<ConversationContext, 'self'>,
  { contacts, outbox }: { readonly contacts: Contacts; readonly outbox: Outbox },
  conversation: Conversation,
  message: StoredMessage
): MessageWaits | undefined {
  if (message.device !== self.device || message.shared !== undefined || message.imported !== undefined) return undefined
  const state = stateOf(conversation, message)
  if (state !== 'queued' && state !== 'stored') return undefined
  const other = contacts.otherOf(conversation)
  if (other !== undefined && contacts.get(other).state === 'blocked') return undefined
  const waiting = outbox.waiting(conversation, message.seq)
  const awaited = (waiting?.targets ?? []).flatMap(({ target }) => (target.kind === 'device' ? accountsWith(target.id) : []))
  const accounts = awaited.length === 0 && other !== undefined ? [other] : [...new Set(awaited)]
  if (accounts.length === 0) return undefined
  const kept = (waiting?.row.stored ?? []).filter(({ relay }) => relay !== self.relayHere())
  const introducedAt = conversation.groups.length === 0 ? [] : (currentGroup(conversation).knock?.leftAt ?? [])
  return {
    accounts,
    relays: new Set([...kept.map(({ relay }) => relay), ...introducedAt]).size,
    untilMs: Math.min(message.sentAtMs + EXPIRY_MS, ...kept.map(({ untilMs }) => untilMs))
  }

  function accountsWith(device: DeviceId): readonly AccountId[] {
    const account = conversation.devices.find(member => member.device === device)?.account
    return account === undefined || account === self.account ? [] : [account]
  }
}
