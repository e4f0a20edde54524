import { concat, fromHex, toHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { SealedStore } from '../store/sealed-store.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { currentGroup } from './current-group.js'
import { headOf } from './group.js'
import type { Conversations } from './conversations.js'
import { passing } from './on-link.js'
import type { Standing } from './standing.js'

/** What is said is said again after so long, while it is so, */
const AGAIN_MS = 4_000
/** and is over where nobody has said it again for so long. */
const OVER_MS = 10_000
/** Of one device, in a minute: whatever it says beyond is not heard. */
const MAX_HEARD = 60
const HEARD_MS = 60_000
/** Devices that are told; in a large group that is few. */
const MAX_TOLD = 16
const ID_BYTES = 32
const SETTING = 'typing untold'
const ON = Uint8Array.of(1)

/** That somebody is writing: said over links that are there, to nobody else, and kept nowhere. */
export interface Typing {
  load(): Promise<void>
  /** Whether the person says it and sees it of others: neither without the other. */
  readonly isTold: boolean
  setTold(isTold: boolean): Promise<void>
  /** The person writes there, or no more. Never fails: nobody waits for it. */
  tell(conversation: Conversation, isTyping: boolean): void
  /** Answers a `typing` request; whoever has no place there is answered as all others are. @throws ERR_MALFORMED */
  heard(from: DeviceId, body: Uint8Array): void
  start(): Stop
}

interface Parts {
  readonly conversations: Pick<Conversations, 'find'>
  readonly contacts: Pick<Contacts, 'find'>
  readonly standing: Pick<Standing, 'mayTell'>
}

interface Writer {
  readonly conversation: ConversationId
  readonly account: AccountId
  readonly stop: Stop
}

const writerKey = (conversation: ConversationId, device: DeviceId): string => `${conversation} ${device}`

export function createTyping(
  { links, clock, events, self, records }: Pick<ConversationContext, 'links' | 'clock' | 'events' | 'self' | 'records'>,
  store: Pick<SealedStore, 'get' | 'keys'>,
  { conversations, contacts, standing }: Parts
): Typing {
  const told = new Map<ConversationId, number>()
  const writing = new Map<string, Writer>()
  const counts = new Map<DeviceId, number>()
  const path = store.keys.setting(SETTING)
  let isTold = true

  /** Other people's devices in the head that a link reaches now. */
  function listeners(conversation: Conversation): readonly DeviceId[] {
    if (!isTold || conversation.groups.length === 0 || !standing.mayTell(conversation)) return []
    const others = headOf(currentGroup(conversation)).members.filter(({ account }) => account !== self.account && !isBlocked(account))
    return others.flatMap(({ device }) => (links.isUp(device) ? device : [])).slice(0, MAX_TOLD)
  }

  const isBlocked = (account: AccountId): boolean => contacts.find(account)?.state === 'blocked'

  function over(key: string): void {
    const writer = writing.get(key)
    if (writer === undefined) return
    writer.stop()
    writing.delete(key)
    const { conversation, account } = writer
    const isElsewhere = [...writing.values()].some(other => other.conversation === conversation && other.account === account)
    if (!isElsewhere) events.emit('typing:changed', { conversation, account, isTyping: false })
  }

  function overAll(isOver: (writer: Writer) => boolean): void {
    for (const [key, writer] of writing) if (isOver(writer)) over(key)
  }

  /** Where this device stands in the conversation, if its word is for us. */
  function accountOf(conversation: Conversation | undefined, from: DeviceId): AccountId | undefined {
    if (conversation === undefined || conversation.kind === 'own' || conversation.groups.length === 0) return undefined
    const account = headOf(currentGroup(conversation)).members.find(({ device }) => device === from)?.account
    const isOthers = account !== undefined && account !== self.account && !isBlocked(account) && !conversation.revoked.has(from)
    return isOthers && isTold && standing.mayTell(conversation) ? account : undefined
  }

  function isTooOften(from: DeviceId): boolean {
    const count = (counts.get(from) ?? 0) + 1
    if (count > MAX_HEARD) return true
    if (count === 1) clock.after(HEARD_MS, () => counts.delete(from))
    counts.set(from, count)
    return false
  }

  return {
    async load() {
      isTold = (await store.get(path)) === undefined
    },
    get isTold() {
      return isTold
    },
    async setTold(wanted) {
      await records.commit([{ key: path, value: wanted ? undefined : ON }])
      isTold = wanted
      if (!wanted) overAll(() => true)
    },
    tell(conversation, isTyping) {
      const now = clock.now()
      const lastMs = told.get(conversation.id)
      const isNews = isTyping ? lastMs === undefined || Math.abs(now - lastMs) >= AGAIN_MS : lastMs !== undefined
      if (!isNews) return
      if (isTyping) told.set(conversation.id, now)
      else told.delete(conversation.id)
      const body = concat([fromHex(conversation.id), Uint8Array.of(isTyping ? 1 : 0)])
      for (const device of listeners(conversation)) links.request(device, 'typing', body).catch(passing)
    },
    heard(from, body) {
      const said = body[ID_BYTES]
      if (body.length !== ID_BYTES + 1 || said === undefined || said > 1)
        throw new ChatError('ERR_MALFORMED', 'this does not say who is writing where')
      const conversation = conversations.find(toHex(body.subarray(0, ID_BYTES)) as ConversationId)
      const account = accountOf(conversation, from)
      if (conversation === undefined || account === undefined || isTooOften(from)) return
      const key = writerKey(conversation.id, from)
      if (said === 0) return over(key)
      const isKnown = [...writing.values()].some(other => other.conversation === conversation.id && other.account === account)
      writing.get(key)?.stop()
      writing.set(key, { conversation: conversation.id, account, stop: clock.after(OVER_MS, () => over(key)) })
      if (!isKnown) events.emit('typing:changed', { conversation: conversation.id, account, isTyping: true })
    },
    start() {
      const stops = [
        // Whoever has said it writes it no more.
        events.on('message:received', ({ conversation, account }) =>
          overAll(writer => writer.conversation === conversation && writer.account === account)
        ),
        events.on('message:sent', ({ conversation }) => void told.delete(conversation)),
        links.on('link:down', ({ device }) => {
          for (const key of writing.keys()) if (key.endsWith(` ${device}`)) over(key)
        })
      ]
      return () => {
        for (const stop of [...stops, ...[...writing.values()].map(writer => writer.stop)]) stop()
      }
    }
  }
}
