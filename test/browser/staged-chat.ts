import { createHash } from 'node:crypto'
import type { Chat, Draft } from '../../node/api/chat.js'
import type { GroupRequest } from '../../node/api/group.js'
import type { Because, DeliveryState, Gap, Happening, Message, Waits } from '../../node/api/message.js'
import type { Contact, Member } from '../../node/api/person.js'
import type { RelayState } from '../../node/api/status.js'
import { ChatError } from '../../node/base/errors.js'
import type { AccountId, ConversationId, DeviceId, MessageId, SentAtMs } from '../../node/base/ids.js'
import { isSticker, STICKER_PACK, STICKERS, stickerText } from '../../node/conversation/sticker.js'
import { foundIn, pageOf } from '../cli/fake-history.js'
import { createFakeChat, type FakeChat } from '../cli/fake-chat.js'

/** The moment that the page believes in. */
export const STAGE_NOW_MS = Date.UTC(2030, 4, 14, 15, 32)
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** As long as an invite with three addresses is. */
const INVITE = `parley:${'AQqBm3xYhT9kLrW2vZpN5cJ7dQfE8sGu'.repeat(8)}`

const RELAY: RelayState = {
  relay: '12D3KooWRelayRelayRelayRelayRelayRelayRelayRelay1' as DeviceId,
  address: '/dns4/relay.example.org/tcp/443/wss/p2p/12D3KooWRelayRelayRelayRelayRelayRelayRelayRelay1',
  up: true,
  standing: 'member',
  retentionDays: 30,
  bytesUsed: 41_200_000,
  bytesLimit: 1_073_741_824,
  page: 'https://relay.example.org'
}
/** Of the other one the node says something that the page has no words for. */
const KEEPERS = [RELAY.relay, 'relay.example.net']

const id = (text: string): string => createHash('sha256').update(text).digest('hex')

const account = (name: string): AccountId => id(`${name} account`) as AccountId
const deviceOf = (name: string): DeviceId => `12D3KooW${id(name).slice(0, 44)}` as DeviceId

export interface StagedPerson {
  readonly name: string
  readonly state?: Contact['state']
  readonly verified?: boolean
  readonly linked?: boolean
}

/** One message: who says it (nobody: we do), how many minutes ago, what, and what became of it. */
export type StagedLine = readonly [from: string | undefined, minutesAgo: number, text: string, more?: Partial<Message>]

export interface StagedTalk {
  readonly with: StagedPerson
  readonly group?: { readonly people: readonly StagedPerson[]; readonly asking?: readonly string[] }
  readonly unread?: number
  readonly muted?: true
  readonly readOnly?: NonNullable<Chat['readOnly']>
  /** Behind which line it stands (nothing: before the first), how many minutes ago, and what it says. */
  readonly happenings?: readonly (readonly [after: number | undefined, minutesAgo: number, text: string])[]
  readonly gaps?: readonly (readonly [from: number, to: number, lost?: true])[]
  readonly lines: readonly StagedLine[]
}

const plain = ({ account: of, name, devices, state, verified }: Contact): Contact => ({ account: of, name, devices, state, verified })

/** What it waits for, line by line. */
function linesOf({ people: waiting, relays, untilMs }: Waits, atMs: number): readonly Because[] {
  const kept = KEEPERS.slice(0, relays).map(relay => ({
    ...(relay === RELAY.relay ? { code: 'stored' as const, where: { relay } } : {}),
    what: `stored on relay ${relay}`,
    atMs: atMs + 400,
    untilMs
  }))
  const awaited = waiting.map(({ name }) => ({
    code: 'unreachable' as const,
    where: { person: name, device: 'quiet-heron-12' },
    what: `waits for ${name}’s device quiet-heron-12: not reachable now`,
    untilMs
  }))
  return [...kept, ...awaited]
}

/** A chat with what the stage says in it, on top of a fake that does the rest. */
export function createStagedChat(talks: readonly StagedTalk[], me = 'Ada Lovelace'): FakeChat {
  const fake = createFakeChat(me)
  const people = new Map<string, Contact & { readonly linked: boolean }>()
  for (const talk of talks)
    for (const person of [...(talk.group === undefined ? [talk.with] : []), ...(talk.group?.people ?? [])]) know(person)
  let names = me

  function know({ name, state = 'accepted', verified = false, linked = false }: StagedPerson): void {
    if (people.has(name)) return
    people.set(name, { account: id(`${name} account`) as AccountId, name, devices: [deviceOf(name)], state, verified, linked })
  }

  const own = { account: account('me, myself'), device: deviceOf('this one') }
  const staged = talks.map((talk, index) => {
    const chat = id(`${talk.with.name} chat ${index}`) as ConversationId
    const messages = talk.lines.map(([from, minutesAgo, text, more], line): Message => {
      const state: DeliveryState = 'read'
      return {
        id: id(`${chat} ${line}`) as MessageId,
        chat,
        sender: from === undefined ? own.account : account(from),
        senderName: from ?? names,
        device: from === undefined ? own.device : deviceOf(from),
        seq: line + 1,
        text,
        sentAtMs: (STAGE_NOW_MS - minutesAgo * MINUTE_MS) as SentAtMs,
        outgoing: from === undefined,
        ...(from === undefined ? { state } : {}),
        ...more
      }
    })
    const gaps = (talk.gaps ?? []).map(([from, to, lost]): Gap => {
      const device = talk.group === undefined ? deviceOf(talk.with.name) : deviceOf(talk.group.people[0]?.name ?? '')
      return { chat, device, from, to, ...(lost === undefined ? {} : { lost }) }
    })
    const happenings = (talk.happenings ?? []).map(([after, minutesAgo, text], at): Happening => ({
      id: id(`${chat} happening ${at}`),
      chat,
      atMs: STAGE_NOW_MS - minutesAgo * MINUTE_MS,
      what: 'added',
      text,
      ...(after === undefined || messages[after] === undefined ? {} : { after: messages[after].id })
    }))
    return {
      talk,
      chat,
      messages,
      gaps,
      happenings,
      unread: talk.unread ?? 0,
      muted: talk.muted,
      pinned: undefined as true | undefined,
      lifetimeS: 0,
      draft: undefined as Draft | undefined
    }
  })

  function chatOf({ talk, chat, messages, unread, muted, pinned, lifetimeS, draft }: (typeof staged)[number]): Chat {
    const group = talk.group
    return {
      id: chat,
      kind: group === undefined ? 'direct' : 'group',
      title: talk.with.name,
      accounts:
        group === undefined ? [own.account, account(talk.with.name)] : [own.account, ...group.people.map(({ name }) => account(name))],
      state: group === undefined ? (people.get(talk.with.name)?.state ?? 'accepted') : 'accepted',
      unread,
      ...(muted === undefined ? {} : { muted }),
      ...(pinned === undefined ? {} : { pinned }),
      ...(lifetimeS === 0 ? {} : { lifetimeS }),
      ...(draft === undefined ? {} : { draft }),
      ...(talk.readOnly === undefined ? {} : { readOnly: talk.readOnly }),
      ...(group?.asking === undefined ? {} : { asking: group.asking.length }),
      newest: messages.at(-1)
    }
  }
  const find = (reference: string): (typeof staged)[number] | undefined => staged.find(({ chat }) => chat === reference)

  function say(chat: string, text: string, more: Partial<Message> = {}): Message {
    const to = find(chat)
    const last = to?.messages.at(-1)
    const message: Message = {
      id: id(`${chat} said ${to?.messages.length}`) as MessageId,
      chat: chat as ConversationId,
      sender: own.account,
      senderName: names,
      device: own.device,
      seq: (last?.seq ?? 0) + 1,
      text,
      sentAtMs: STAGE_NOW_MS as SentAtMs,
      outgoing: true,
      state: 'queued',
      ...more
    }
    to?.messages.push(message)
    fake.append({ type: 'message:sent', message })
    return message
  }

  return {
    ...fake,
    async status() {
      const { identity, ...rest } = await fake.status()
      return {
        ...rest,
        version: '0.1.0',
        identity: { ...identity, ...own, name: names },
        reach: 'this-network',
        relays: [RELAY],
        chats: staged.length,
        queued: staged.flatMap(({ messages }) => messages).filter(({ state }) => state === 'queued').length
      }
    },
    rename: async ({ name }) => {
      names = name
      return { ...(await fake.identity()), name }
    },
    contacts: async () => [...people.values()].map(plain),
    chats: async () => staged.map(chatOf),
    relays: async () => [RELAY],
    createInvite: async args => ({
      ...(await fake.createInvite(args)),
      uri: INVITE,
      page: `https://relay.example.org/#/i/${INVITE.slice('parley:'.length)}`,
      createdAtMs: STAGE_NOW_MS
    }),
    async history({ chat, ...asked }) {
      const { messages, gaps, happenings } = find(chat) ?? { messages: [], gaps: [], happenings: [] }
      return { ...pageOf(messages, asked, happenings), gaps }
    },
    search: async asked =>
      foundIn(
        staged.flatMap(({ chat, messages }) => (asked.chat === undefined || asked.chat === chat ? messages : [])),
        asked
      ),
    async send({ chat, text }) {
      const lifetimeS = find(chat)?.lifetimeS ?? 0
      return say(chat, text, lifetimeS === 0 ? {} : { lifetimeS, fadesAtMs: STAGE_NOW_MS + lifetimeS * 1_000 })
    },
    async sendSticker({ chat, sticker }) {
      if (!isSticker(sticker)) throw new Error(`no sticker is called ${sticker}`)
      return say(chat, stickerText(sticker), { sticker: { pack: STICKER_PACK, name: sticker, emoji: STICKERS[sticker] } })
    },
    pins: async ({ chat }) => (find(chat)?.messages ?? []).filter(({ pinned }) => pinned === true),
    async pin({ message: reference, pinned }) {
      const messages = staged.find(one => one.messages.some(({ id: of }) => of === reference))?.messages ?? []
      const at = messages.findIndex(({ id: of }) => of === reference)
      const { pinned: _, ...before } = messages[at] as Message
      const message: Message = { ...before, ...(pinned ? { pinned } : {}) }
      messages[at] = message
      fake.append({ type: 'message:changed', message })
      return message
    },
    forward: async ({ message, chats }) => {
      const said = staged.flatMap(({ messages }) => messages).find(one => one.id === message)
      return chats.map(chat => say(chat, said?.text ?? '', { forwarded: true }))
    },
    hear(chat, text) {
      const to = staged.find(({ talk }) => talk.with.name === chat)
      if (to === undefined) throw new Error(`nobody staged is called ${chat}`)
      const from = to.talk.group?.people[0]?.name ?? chat
      const message: Message = {
        id: id(`${to.chat} heard ${to.messages.length}`) as MessageId,
        chat: to.chat,
        sender: account(from),
        senderName: from,
        device: deviceOf(from),
        seq: (to.messages.at(-1)?.seq ?? 0) + 1,
        text,
        sentAtMs: STAGE_NOW_MS as SentAtMs,
        outgoing: false
      }
      to.messages.push(message)
      to.unread++
      fake.append({ type: 'message:received', message })
      return message
    },
    async deleteMessage({ message }) {
      const messages = staged.find(({ messages: all }) => all.some(({ id: one }) => one === message))?.messages ?? []
      const at = messages.findIndex(({ id: one }) => one === message)
      const said = messages[at]
      if (said === undefined) throw new Error(`nobody staged has said ${message}`)
      const deleted: Message = { ...said, text: '', deleted: true }
      messages[at] = deleted
      fake.append({ type: 'message:changed', message: deleted })
      return deleted
    },
    async markRead({ chat, message }) {
      const read = find(chat)
      if (read === undefined) return
      const behind = read.messages.slice(read.messages.findIndex(one => one.id === message) + 1)
      read.unread = Math.min(read.unread, behind.filter(({ outgoing }) => !outgoing).length)
      fake.append({ type: 'chat:changed', chat: chatOf(read) })
    },
    async mute({ chat, muted }) {
      const one = find(chat)
      if (one === undefined) return fake.mute({ chat, muted })
      one.muted = muted ? true : undefined
      return chatOf(one)
    },
    async pinChat({ chat, pinned }) {
      const one = find(chat)
      if (one === undefined) return fake.pinChat({ chat, pinned })
      one.pinned = pinned ? true : undefined
      return chatOf(one)
    },
    async setDraft({ chat, text, answers }) {
      const one = find(chat)
      if (one === undefined) return fake.setDraft({ chat })
      one.draft = text === undefined ? undefined : { text, ...(answers === undefined ? {} : { answers: answers as MessageId }) }
      fake.append({ type: 'draft:changed', chat: one.chat, ...(one.draft === undefined ? {} : { draft: one.draft }) })
      return chatOf(one)
    },
    async setLifetime({ chat, seconds }) {
      const one = find(chat)
      if (one === undefined) return fake.setLifetime({ chat, seconds })
      one.lifetimeS = seconds
      say(chat, '', { setsLifetimeS: seconds })
      return chatOf(one)
    },
    async why({ message }) {
      const said = staged.flatMap(({ messages }) => messages).find(one => one.id === message)
      const atMs = said?.sentAtMs ?? STAGE_NOW_MS
      const waits = said === undefined || said.state === 'read' ? undefined : waitsOf(said)
      return {
        id: message as MessageId,
        chat: said?.chat ?? ('' as ConversationId),
        ...(said?.state === undefined ? {} : { state: said.state }),
        because: [{ code: 'written', what: 'written to this device’s disk', atMs }, ...(waits === undefined ? [] : linesOf(waits, atMs))],
        ...(waits === undefined ? {} : { waits })
      }
    },
    async safetyNumber({ contact }) {
      const known = [...people.values()].find(one => one.account === contact)
      const number = Array.from({ length: 12 }, (_, i) => String(((i + 3) * 7_919) % 100_000).padStart(5, '0')).join(' ')
      return { account: contact as AccountId, number, verified: known?.verified ?? false }
    },
    async verify({ contact, verified }) {
      const known = [...people.values()].find(one => one.account === contact)
      if (known !== undefined) people.set(known.name, { ...known, verified })
      return this.safetyNumber({ contact })
    },
    async accept({ contact }) {
      return decide(contact, 'accepted')
    },
    async block({ contact }) {
      return decide(contact, 'blocked')
    },
    async unblock({ contact }) {
      return decide(contact, 'accepted')
    },
    async members({ chat }) {
      const group = find(chat)?.talk.group
      const others = (group?.people ?? []).map(({ name }, index): Member => ({
        account: account(name),
        name,
        devices: [deviceOf(name)],
        role: index === 0 ? 'admin' : 'member'
      }))
      return [{ account: own.account, name: names, devices: [own.device], role: 'owner', self: true }, ...others]
    },
    async groupRequests({ chat }) {
      const { group, readOnly } = find(chat)?.talk ?? {}
      if (readOnly !== undefined) throw new ChatError('ERR_NOT_ALLOWED', 'only owners and admins of a group let others in by links')
      return (group?.asking ?? []).map((name): GroupRequest => ({ account: account(name), name, askedAtMs: STAGE_NOW_MS }))
    },
    groupRetention: async () => ({ days: 0 }),
    groupLinks: async () => [],
    groupRelays: async () => [RELAY.address],
    peers: async () => [
      ...[...people.values()]
        .filter(({ linked }) => linked)
        .map(({ name, devices }, index) => ({
          device: devices[0] ?? own.device,
          kind: 'device' as const,
          name,
          via: index === 1 ? ('circuit' as const) : ('direct' as const),
          transport: (['tcp', 'ws'] as const)[index] ?? ('webrtc' as const),
          address: index === 1 ? `${RELAY.address}/p2p-circuit` : '/ip4/192.168.1.23/tcp/41877',
          roundTripMs: 2.4 + index * 37,
          sinceMs: STAGE_NOW_MS - (index + 1) * 17 * MINUTE_MS
        })),
      {
        device: RELAY.relay,
        kind: 'relay',
        name: 'relay.example.org',
        via: 'direct',
        transport: 'ws',
        address: RELAY.address,
        roundTripMs: 31,
        sinceMs: STAGE_NOW_MS - DAY_MS
      }
    ]
  }

  function waitsOf({ chat, state }: Message): Waits {
    const { talk } = find(chat) ?? {}
    const awaited = talk?.group === undefined ? [talk?.with.name ?? ''] : talk.group.people.slice(1).map(({ name }) => name)
    const waiting = awaited.map(name => ({ account: account(name), name, seenAtMs: STAGE_NOW_MS - 124 * MINUTE_MS }))
    return { people: waiting, relays: state === 'queued' ? 0 : KEEPERS.length, untilMs: STAGE_NOW_MS + 3 * DAY_MS }
  }

  function decide(contact: string, state: Contact['state']): Contact {
    const known = [...people.values()].find(one => one.account === contact)
    if (known === undefined) throw new Error(`nobody staged has the account ${contact}`)
    const changed = { ...known, state }
    people.set(known.name, changed)
    return plain(changed)
  }
}
