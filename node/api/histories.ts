import type { Clock } from '../base/clock.js'
import { ChatError } from '../base/errors.js'
import type { MessageId } from '../base/ids.js'
import type { Contacts } from '../conversation/contacts.js'
import type { Self } from '../conversation/context.js'
import type { Conversation } from '../conversation/conversation.js'
import { gapsOf } from '../conversation/gaps.js'
import { isOver, isSeen, type StoredMessage } from '../conversation/message.js'
import { isHidden } from '../conversation/reading.js'
import { COUNTER_BITS } from '../conversation/order.js'
import type { Records } from '../conversation/records.js'
import { createSeenPages } from '../conversation/seen-pages.js'
import type { MessagePlace } from '../store/keyspace.js'
import type { Happening, History, Message } from './message.js'
import { messageBefore, presentHappening } from './happenings.js'
import { decodeCursor, encodeCursor, presentGap } from './presentation.js'
import type { Presenting } from './presenting.js'

const DEFAULT_PAGE = 50
const MAX_PAGE = 1_000
/** Messages that are looked through for one that is shown. */
const MAX_PASSED = 64

interface Parts {
  readonly self: Pick<Self, 'account' | 'device'>
  readonly records: Pick<Records, 'messagesBefore' | 'messagesBehind' | 'messageById' | 'happenings'>
  readonly contacts: Contacts
  readonly clock: Pick<Clock, 'now'>
  readonly presenting: Presenting
}

/** Which part of a history: the newest, or what one of these names. */
export interface AskedPage {
  readonly limit?: number
  readonly before?: string
  readonly after?: string
  readonly around?: MessageId
  readonly fromMs?: number
}

/** What was read of a conversation, and whether there is more on either side. */
interface Read {
  readonly messages: readonly StoredMessage[]
  readonly hasEarlier: boolean
  readonly hasLater: boolean
  /** Clock values between which its happenings are, where these don't follow from the messages: the first exclusive. */
  readonly behind?: bigint
  readonly upTo?: bigint
}

/** What was said in a conversation, without what was said by whom the person has blocked. */
export interface Histories {
  /** @throws ERR_INVALID_ARGUMENT, ERR_NOT_FOUND for a message that is not in this conversation */
  page(conversation: Conversation, asked: AskedPage): Promise<History>
  newest(conversation: Conversation): Promise<Message | undefined>
}

export function createHistories({ self, records, contacts, clock, presenting }: Parts): Histories {
  const pages = createSeenPages(records)

  const isShown = (conversation: Conversation, message: StoredMessage): boolean =>
    isSeen(message) && !isOver(message, clock.now()) && !isHidden(contacts, conversation, message)

  function shownOf(conversation: Conversation, messages: readonly StoredMessage[]): Promise<readonly Message[]> {
    const shown = messages.filter(message => isShown(conversation, message))
    return Promise.all(shown.map(message => presenting.message(conversation, message)))
  }

  /** Those behind the first message of a page, where it is not the first of all, up to its last one, where that is not the last. */
  async function happeningsOf(
    conversation: Conversation,
    { messages, hasEarlier, hasLater, behind, upTo }: Read
  ): Promise<readonly Happening[]> {
    if (conversation.kind !== 'group') return []
    const from = behind ?? (hasEarlier ? messages[0]?.hlc : undefined)
    const to = upTo ?? (hasLater ? messages.at(-1)?.hlc : undefined)
    const between = { ...(from === undefined ? {} : { after: from }), ...(to === undefined ? {} : { upTo: to }) }
    const shown = messages.filter(message => isShown(conversation, message))
    return (await records.happenings(conversation, between)).flatMap(happening => {
      const after = messageBefore(happening, shown)
      const presented = presentHappening(self, contacts, conversation, happening)
      return presented.map(one => (after === undefined ? one : { ...one, after }))
    })
  }

  async function readBefore(conversation: Conversation, place: MessagePlace | undefined, limit: number): Promise<Read> {
    const page = await pages.before(conversation, place, limit)
    return { ...page, hasLater: place !== undefined, ...(place === undefined ? {} : { upTo: place.hlc }) }
  }

  async function readBehind(conversation: Conversation, place: MessagePlace, limit: number): Promise<Read> {
    return { ...(await pages.behind(conversation, place, limit)), hasEarlier: true, behind: place.hlc }
  }

  async function readAround(conversation: Conversation, id: MessageId, limit: number): Promise<Read> {
    const message = await records.messageById(conversation, id)
    if (message === undefined || !isSeen(message) || isOver(message, clock.now()))
      throw new ChatError('ERR_NOT_FOUND', `no message ${id} in this conversation`)
    const earlier = Math.floor((limit - 1) / 2)
    const before = await pages.before(conversation, message, Math.max(1, earlier))
    const behind = await pages.behind(conversation, message, Math.max(1, limit - 1 - earlier))
    const [first, last] = [earlier === 0 ? [] : before.messages, limit === 1 ? [] : behind.messages]
    return {
      messages: [...first, message, ...last],
      hasEarlier: before.hasEarlier || first.length < before.messages.length,
      hasLater: behind.hasLater || last.length < behind.messages.length
    }
  }

  /** The first that was said then or later; where nothing was, the newest. */
  async function readFrom(conversation: Conversation, fromMs: number, limit: number): Promise<Read> {
    const hlc = (BigInt(fromMs) << COUNTER_BITS) - 1n
    const place = { hlc: hlc < 0n ? 0n : hlc, device: self.device, seq: 0xffff_ffff }
    const behind = await pages.behind(conversation, place, limit)
    const [first] = behind.messages
    if (first === undefined) return readBefore(conversation, undefined, limit)
    const before = await pages.before(conversation, first, 1)
    return { ...behind, hasEarlier: before.messages.length > 0 }
  }

  function read(conversation: Conversation, { limit = DEFAULT_PAGE, before, after, around, fromMs }: AskedPage): Promise<Read> {
    if (after !== undefined) return readBehind(conversation, decodeCursor(conversation, after), limit)
    if (around !== undefined) return readAround(conversation, around, limit)
    if (fromMs !== undefined) return readFrom(conversation, fromMs, limit)
    return readBefore(conversation, before === undefined ? undefined : decodeCursor(conversation, before), limit)
  }

  return {
    async page(conversation, asked) {
      const { limit = DEFAULT_PAGE, before, after, around, fromMs } = asked
      if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE)
        throw new ChatError('ERR_INVALID_ARGUMENT', `a page has 1 to ${MAX_PAGE} messages`)
      if ([before, after, around, fromMs].filter(one => one !== undefined).length > 1)
        throw new ChatError('ERR_INVALID_ARGUMENT', 'a page is asked for by one of before, after, around and fromMs')
      const page = await read(conversation, asked)
      const { messages, hasEarlier, hasLater } = page
      const [first, last] = [messages[0], messages.at(-1)]
      return {
        messages: await shownOf(conversation, messages),
        happenings: await happeningsOf(conversation, page),
        gaps: gapsOf(conversation).map(gap => presentGap(conversation, gap)),
        ...(first !== undefined && hasEarlier ? { before: encodeCursor(conversation, first) } : {}),
        ...(last !== undefined && hasLater ? { after: encodeCursor(conversation, last) } : {})
      }
    },
    async newest(conversation) {
      const isFound = (message: StoredMessage): boolean => isShown(conversation, message)
      const last = (await pages.before(conversation, undefined, 1)).messages.find(isFound)
      const newest = last ?? (await pages.before(conversation, undefined, MAX_PASSED)).messages.findLast(isFound)
      return newest && presenting.message(conversation, newest)
    }
  }
}
