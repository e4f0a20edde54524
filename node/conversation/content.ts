import { concat, EMPTY, fromHex, toHex, uint32, utf8 } from '../base/bytes.js'
import { ChatError, toError } from '../base/errors.js'
import type { AccountId, ConversationId, MessageId, SentAtMs } from '../base/ids.js'
import type { Awaitable, Primitives } from '../base/primitives.js'
import { accountIdOf, accountKeyOf } from '../identity/account-id.js'
import { MAX_RELAYS } from '../identity/device-list.js'
import { type Admission, Content, type Mention as MentionFrame, Message, Receipt, type Whereabouts } from '../wire/generated/content.js'
import { MAX_ADMISSIONS, MAX_ADMITTED } from './admissions.js'
import { fromAnnotationFrame, toAnnotationFrame, type Annotation } from './annotation.js'
import { MAX_HLC, type Hlc } from './order.js'
import { MAX_RANGES, type SeqRange } from './progress.js'
import { readSticker, type Sticker } from './sticker.js'

/** A text is 1 byte to 32 KiB of UTF-8. */
export const MAX_TEXT_BYTES = 32 * 1024
/** What one envelope may carry: a full 64 KiB bucket less its framing. */
export const MAX_CONTENT_BYTES = 60 * 1024
/** Messages in one envelope. Bounds the work that one envelope can ask of a receiver. */
export const MAX_MESSAGES = 512
export const MAX_PARENTS = 3
/** Tag and length of one message in a content. */
const FIELD_OVERHEAD_BYTES = 4
/** Numbers of ranges: two a range. */
const MAX_RECEIPT_NUMBERS = 2 * MAX_RANGES
const RECEIPT_LIMITS = { devices: 256, devices$: { ranges: MAX_RECEIPT_NUMBERS } }
const LIMITS = {
  messages: MAX_MESSAGES,
  receipt: RECEIPT_LIMITS,
  whereabouts: { relays: MAX_RELAYS },
  admissions: MAX_ADMISSIONS,
  admissions$: { before: MAX_ADMITTED }
}
const LONE_SURROGATE = /\p{Surrogate}/u
const LONE_SURROGATES = /\p{Surrogate}/gu

export const MAX_MENTIONS = 16
const MAX_MENTIONED_CHARACTERS = 64
const HASH_BYTES = 32
const ID_BYTES = 32

/** Somebody who is called. */
export interface Mention {
  readonly account: AccountId
  /** As the text spells it. */
  readonly name: string
}

/** What a message says: one thing, or what only a newer Parley knows. */
export interface Said {
  /** Empty where it says something else. */
  readonly text: string
  /** The message that its text answers. */
  readonly answers?: MessageId
  /** Whom its text calls by their names, each behind an @: never none, 16 at most. */
  readonly mentions?: readonly Mention[]
  /** Its text was said elsewhere before, as its sender has it. */
  readonly forwarded?: true
  /** What is to be shown instead of its text, which says the same. */
  readonly sticker?: Sticker
  /** Its account leaves the group. */
  readonly leaving?: true
  /** What a device of the account tells the others: never empty, 32 KiB at most. */
  readonly state?: Uint8Array
  /** What it does to another message. */
  readonly annotation?: Annotation
  /** It is over, by itself or as an edit: SHA-256 of the message that stood here. */
  readonly erased?: Uint8Array
  /** Its words are to be gone so many seconds after they were read. */
  readonly lifetimeS?: number
  /** In a direct conversation: what is said from then on lives so many seconds; 0: without end. */
  readonly setsLifetimeS?: number
  /** Beside `erased`: its lifetime was over before it had come. It shows nowhere. */
  readonly isFaded?: true
}

/** One message as its sender signed it: `bytes` is the encoding that was signed, kept and hashed. */
export interface SignedMessage extends Said {
  readonly seq: number
  readonly hlc: Hlc
  readonly sentAtMs: SentAtMs
  readonly parents: readonly { readonly id: MessageId; readonly hash: Uint8Array }[]
  /** Nothing of it is known to this Parley. */
  readonly isUnknown?: true
  readonly bytes: Uint8Array
}

export interface OpenedContent {
  readonly messages: readonly SignedMessage[]
  readonly receipt: Receipt | undefined
  readonly whereabouts: Whereabouts | undefined
  readonly admissions: readonly Admission[]
}

/** SHA-256(conversation ‖ device ‖ seq). Whoever knows the three can compute it; nobody else can guess it. */
export function messageId(primitives: Primitives, conversation: ConversationId, deviceKey: Uint8Array, seq: number): Awaitable<MessageId> {
  const digest = primitives.sha256(concat([fromHex(conversation), deviceKey, uint32(seq)]))
  return digest instanceof Promise ? digest.then(bytes => toHex(bytes) as MessageId) : (toHex(digest) as MessageId)
}

export function signedMessage(fields: Omit<SignedMessage, 'bytes' | 'isUnknown'>): SignedMessage {
  const bytes = Message.encode({
    seq: fields.seq,
    hlc: fields.hlc,
    sentAtMs: BigInt(fields.sentAtMs),
    parents: fields.parents.map(parent => ({ id: fromHex(parent.id), hash: parent.hash })),
    text: fields.text,
    leaving: fields.leaving === true,
    state: fields.state ?? EMPTY,
    answers: fields.answers === undefined ? EMPTY : fromHex(fields.answers),
    erased: fields.erased ?? EMPTY,
    mentions: (fields.mentions ?? []).map(({ account, name }) => ({ account: accountKeyOf(account), name })),
    forwarded: fields.forwarded === true,
    ...(fields.sticker === undefined ? {} : { sticker: fields.sticker }),
    lifetimeS: fields.lifetimeS ?? 0,
    faded: fields.isFaded === true,
    ...(fields.setsLifetimeS === undefined ? {} : { lifetime: { seconds: fields.setsLifetimeS } }),
    ...(fields.annotation === undefined ? {} : { annotation: toAnnotationFrame(fields.annotation) })
  })
  return { ...fields, bytes }
}

/** By which a message is known to be the same, also after it was erased. */
export function digestOf(primitives: Primitives, { bytes, erased }: Pick<SignedMessage, 'bytes' | 'erased'>): Awaitable<Uint8Array> {
  return erased ?? primitives.sha256(bytes)
}

interface Accompanying {
  readonly receipt?: Receipt
  readonly whereabouts?: Whereabouts
  readonly admissions?: readonly Admission[]
}

export function encodeContent(messages: readonly SignedMessage[], { admissions = [], ...said }: Accompanying = {}): Uint8Array {
  const content = { messages: messages.map(message => message.bytes), ...said }
  const whole = Content.encode({ ...content, admissions: [...admissions] })
  // A full envelope has no room for them: the next one does.
  return whole.length <= MAX_CONTENT_BYTES ? whole : Content.encode({ ...content, admissions: [] })
}

/** Splits messages, ascending in seq, into runs that fit an envelope each: the seqs of each run. */
export function envelopeLoads(messages: readonly SignedMessage[]): SeqRange[] {
  const loads: SeqRange[] = []
  let room = 0
  let count = 0
  for (const { seq, bytes } of messages) {
    const cost = bytes.length + FIELD_OVERHEAD_BYTES
    const last = loads.at(-1)
    if (last === undefined || cost > room || count === MAX_MESSAGES) {
      loads.push({ first: seq, last: seq })
      room = MAX_CONTENT_BYTES
      count = 0
    } else {
      loads[loads.length - 1] = { first: last.first, last: seq }
    }
    room -= cost
    count++
  }
  return loads
}

/** @throws ERR_MALFORMED: nothing of a content that breaks a bound is taken */
export function decodeContent(bytes: Uint8Array): OpenedContent {
  if (bytes.length > MAX_CONTENT_BYTES) throw malformed('more bytes than an envelope holds')
  const content = decoded(() => Content.decode(bytes, { limits: LIMITS }))
  const messages = content.messages.map(decodeMessage)
  for (const [i, message] of messages.entries()) {
    const previous = messages[i - 1]
    if (previous !== undefined && (message.seq <= previous.seq || message.hlc < previous.hlc)) throw malformed('messages out of order')
  }
  return { messages, receipt: content.receipt, whereabouts: content.whereabouts, admissions: content.admissions }
}

/** @throws ERR_MALFORMED */
export function decodeMessage(bytes: Uint8Array): SignedMessage {
  const message = decoded(() => Message.decode(bytes, { limits: { parents: MAX_PARENTS, mentions: MAX_MENTIONS } }))
  if (message.seq < 1) throw malformed('a message without a number')
  if (message.hlc <= 0n || message.hlc > MAX_HLC) throw malformed('a clock value out of bounds')
  if (message.sentAtMs > BigInt(Number.MAX_SAFE_INTEGER)) throw malformed('a time out of bounds')
  if (LONE_SURROGATE.test(message.text) || LONE_SURROGATE.test(message.annotation?.text ?? ''))
    throw malformed('a text that is not Unicode')
  const parents = message.parents.map(parent => {
    if (parent.id.length !== ID_BYTES || parent.hash.length !== HASH_BYTES) throw malformed('a parent that is not an id and a hash')
    return { id: toHex(parent.id) as MessageId, hash: parent.hash }
  })
  return {
    seq: message.seq,
    hlc: message.hlc as Hlc,
    sentAtMs: Number(message.sentAtMs) as SentAtMs,
    parents,
    ...saidIn(message),
    bytes
  }
}

/** What is known of it. Whatever a newer Parley says beside that is let be. */
function saidIn(message: Message): Said & Pick<SignedMessage, 'isUnknown'> {
  const { text, leaving, state, answers, erased, forwarded, lifetime, lifetimeS, faded } = message
  const isErased = erased.length > 0
  if (isErased && erased.length !== HASH_BYTES) throw malformed('a hash of another length')
  if (answers.length > 0 && answers.length !== ID_BYTES) throw malformed('an answer to what is no id')
  const sizes = [text, message.annotation?.text ?? ''].map(words => utf8(words).length)
  if (Math.max(...sizes, state.length) > MAX_TEXT_BYTES) throw malformed('more than 32 KiB in one message')
  const annotation = message.annotation && fromAnnotationFrame(message.annotation, isErased)
  if (faded && !isErased) throw malformed('something whose time is over and that is not')
  const isEnd = isErased && message.annotation === undefined
  const things = [text !== '', leaving, state.length > 0, message.annotation !== undefined, lifetime !== undefined, isEnd]
  const count = things.filter(Boolean).length
  if (count > 1) throw malformed('several things to say')
  return {
    text,
    ...(leaving ? { leaving: true as const } : {}),
    ...(state.length > 0 ? { state } : {}),
    ...(answers.length > 0 ? { answers: toHex(answers) as MessageId } : {}),
    ...(message.mentions.length > 0 ? { mentions: message.mentions.map(readMention) } : {}),
    ...(forwarded ? { forwarded: true as const } : {}),
    ...(message.sticker === undefined ? {} : { sticker: readSticker(message.sticker) }),
    ...(annotation === undefined ? {} : { annotation }),
    ...(isErased ? { erased } : {}),
    ...(lifetimeS > 0 ? { lifetimeS } : {}),
    ...(lifetime === undefined ? {} : { setsLifetimeS: lifetime.seconds }),
    ...(faded ? { isFaded: true as const } : {}),
    ...(count === 0 || (message.annotation !== undefined && annotation === undefined) ? { isUnknown: true as const } : {})
  }
}

function readMention({ account, name }: MentionFrame): Mention {
  if (name === '' || name.length > MAX_MENTIONED_CHARACTERS || LONE_SURROGATE.test(name)) throw malformed('a mention of no name')
  return { account: accountIdOf(account), name }
}

/** A receipt outside of a content. @throws ERR_MALFORMED */
export function decodeReceipt(bytes: Uint8Array): Receipt {
  return decoded(() => Receipt.decode(bytes, { limits: RECEIPT_LIMITS }))
}

/** Any lone surrogate as U+FFFD: the rest of a text that is to be sent stays as it was typed. */
export function unicode(text: string): string {
  return text.replaceAll(LONE_SURROGATES, '\ufffd')
}

function decoded<T>(decode: () => T): T {
  try {
    return decode()
  } catch (err) {
    throw new ChatError('ERR_MALFORMED', 'a message content that does not decode', { cause: toError(err) })
  }
}

function malformed(what: string): ChatError {
  return new ChatError('ERR_MALFORMED', `a message content with ${what}`)
}
