import { EMPTY, fromHex, toHex } from '../base/bytes.js'
import { ChatError, toError } from '../base/errors.js'
import type { ConversationId } from '../base/ids.js'
import { deviceIdOf, deviceKeyOf } from '../identity/device-id.js'
import type { MessagePlace } from '../store/keyspace.js'
import { SavedConversation as ConversationFrame, SavedMessages, type SavedMessage } from '../wire/generated/backup.js'
import { Receipt } from '../wire/generated/content.js'
import { HistoryAsk as AskFrame, HistoryGiven as GivenFrame, type HistoryPlace } from '../wire/generated/introduction.js'
import { decodeReceipt } from './content.js'
import { fromConversationFrame, SAVED_CONVERSATION_LIMITS, toConversationFrame, type SavedConversation } from './saved.js'

/** Messages that are looked through for one page. */
export const MAX_PASSED = 512
/** Conversations of one page of the list. */
export const MAX_LISTED = 512
const ID_BYTES = 32
const LIMITS = { conversations: MAX_LISTED }

/** What a device asks another one of its account for. */
export type HistoryAsk =
  | { readonly kind: 'list'; readonly after: ConversationId | undefined }
  | {
      readonly kind: 'page'
      readonly conversation: ConversationId
      readonly before: MessagePlace | undefined
      /** What is here: it is not given. */
      readonly held: Receipt
    }

/** One of the conversations that there are. */
export interface ListedConversation {
  readonly id: ConversationId
  /** Clock value of its newest message. */
  readonly newest: bigint
  readonly messages: number
}

export interface HistoryList {
  readonly conversations: readonly ListedConversation[]
  readonly hasMore: boolean
  /** Who gives it waits for no history any more. */
  readonly isWhole: boolean
}

export interface HistoryPage {
  /** Absent where all that was looked through is here; with the devices that the messages are of. */
  readonly conversation: SavedConversation | undefined
  readonly messages: readonly SavedMessage[]
  readonly passed: number
  /** Undefined: there is no more. */
  readonly next: MessagePlace | undefined
}

export function encodeHistoryAsk(ask: HistoryAsk): Uint8Array {
  if (ask.kind === 'list')
    return AskFrame.encode({ conversation: EMPTY, after: ask.after === undefined ? EMPTY : fromHex(ask.after), receipt: EMPTY })
  const { conversation, before, held } = ask
  return AskFrame.encode({
    conversation: fromHex(conversation),
    after: EMPTY,
    receipt: Receipt.encode(held),
    ...(before === undefined ? {} : { before: toFrame(before) })
  })
}

/** @throws ERR_MALFORMED */
export function decodeHistoryAsk(bytes: Uint8Array): HistoryAsk {
  return decoded(() => {
    const { conversation, after, before, receipt } = AskFrame.decode(bytes)
    if (conversation.length === 0) return { kind: 'list', after: after.length === 0 ? undefined : idOf(after) }
    return { kind: 'page', conversation: idOf(conversation), before: before && fromFrame(before), held: decodeReceipt(receipt) }
  })
}

export function encodeHistoryList({ conversations, hasMore, isWhole }: HistoryList): Uint8Array {
  return GivenFrame.encode({
    ...NOTHING,
    conversations: conversations.map(({ id, newest, messages }) => ({ id: fromHex(id), newest, messages })),
    more: hasMore,
    whole: isWhole
  })
}

/** @throws ERR_MALFORMED */
export function decodeHistoryList(bytes: Uint8Array): HistoryList {
  return decoded(() => {
    const { conversations, more, whole } = GivenFrame.decode(bytes, { limits: LIMITS })
    const listed = conversations.map(({ id, newest, messages }) => ({ id: idOf(id), newest, messages }))
    return { conversations: listed, hasMore: more, isWhole: whole }
  })
}

export function encodeHistoryPage({ conversation, messages, passed, next }: HistoryPage): Uint8Array {
  return GivenFrame.encode({
    ...NOTHING,
    ...(conversation === undefined ? {} : { conversation: ConversationFrame.encode(toConversationFrame(conversation)) }),
    messages: SavedMessages.encode({ messages: [...messages] }),
    passed,
    ...(next === undefined ? {} : { next: toFrame(next) })
  })
}

/** @throws ERR_MALFORMED */
export function decodeHistoryPage(bytes: Uint8Array): HistoryPage {
  return decoded(() => {
    const { conversation, messages, passed, next } = GivenFrame.decode(bytes, { limits: LIMITS })
    const saved = conversation.length === 0 ? undefined : ConversationFrame.decode(conversation, { limits: SAVED_CONVERSATION_LIMITS })
    return {
      conversation: saved && fromConversationFrame(saved),
      messages: SavedMessages.decode(messages, { limits: { messages: MAX_PASSED } }).messages,
      passed,
      next: next && fromFrame(next)
    }
  })
}

const NOTHING = { conversations: [], conversation: EMPTY, messages: EMPTY, passed: 0, more: false, whole: false }

function toFrame({ hlc, device, seq }: MessagePlace): HistoryPlace {
  return { hlc, device: deviceKeyOf(device), seq }
}

function fromFrame({ hlc, device, seq }: HistoryPlace): MessagePlace {
  return { hlc, device: deviceIdOf(device), seq }
}

function idOf(bytes: Uint8Array): ConversationId {
  if (bytes.length !== ID_BYTES) throw new RangeError('an id of another length')
  return toHex(bytes) as ConversationId
}

function decoded<T>(decode: () => T): T {
  try {
    return decode()
  } catch (err) {
    throw new ChatError('ERR_MALFORMED', 'what was asked or given of the history does not decode', { cause: toError(err) })
  }
}
