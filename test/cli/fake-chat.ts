import type { Chat } from '../../node/api/chat.js'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { DeliveryState, Message } from '../../node/api/message.js'
import type { Contact, Invite } from '../../node/api/person.js'
import type { Identity, RelayState, Status } from '../../node/api/status.js'
import { createEventLog, type NewEvent } from '../../node/api/events.js'
import { fromUtf8, utf8 } from '../../node/base/bytes.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { openBackup, sealBackup } from '../../node/store/backup-seal.js'
import { isSticker, STICKER_PACK, STICKERS, stickerText } from '../../node/conversation/sticker.js'
import { ChatError } from '../../node/base/errors.js'
import { createFakeAnnotations } from './fake-annotations.js'
import { createFakeDevices } from './fake-devices.js'
import { foundIn, pageOf } from './fake-history.js'
import { createFakeGroup } from './fake-group.js'
import { relayAddress } from '../../node/network/relay-address.js'
import type { AccountId, ConversationId, DeviceId, MessageId, SentAtMs } from '../../node/base/ids.js'

const STARTED_AT_MS = Date.UTC(2030, 0, 1)
const PHRASE = Array.from({ length: 24 }, () => 'abandon').join(' ')
const INVITE = 'parley:fake-invite'
/** An export under it begins and comes to no end. */
export const ENDLESS_PASSPHRASE = 'endless horse'
/** Opens the phrase of every fake that keeps one. */
export const FAKE_PASSPHRASE = 'correct horse'

/** Whoever is told this calls themself so from then on. */
export const NEW_NAME = 'call yourself '

const hex = (digit: string): string => digit.repeat(64)

interface Person {
  contact: Contact
  readonly chat: ConversationId
  readonly messages: Message[]
  /** What becomes of what we send to them. */
  readonly fate: readonly DeliveryState[]
  readUpTo: number
  muted?: boolean
  lifetimeS?: number
  pinned?: boolean
  draft?: string | undefined
}

export interface FakeChat extends ChatApi {
  /** As if this person had written to us. */
  hear(contact: string, text: string): Message
  append(event: NewEvent): void
  close(): void
}

/**
 * The interface, kept in memory: bob answers the door and reads at once, carol has asked and waits, dave never comes online, echo says
 * everything back.
 * What is sent to bob is delivered and read in the next turns of the event loop.
 */
export function createFakeChat(ownName = 'ada'): FakeChat {
  const log = createEventLog(STARTED_AT_MS)
  const invites: Invite[] = []
  const relays: RelayState[] = []
  let seq = 0
  let identity: Identity = {
    account: hex('a') as AccountId,
    name: ownName,
    device: '12D3KooWDfWBQBHbqVaWS52NSG91zmojYgn6fJKraYcGTTcyuh2M' as DeviceId,
    deviceName: 'brave-otter-41',
    createdAtMs: STARTED_AT_MS,
    hasAccountKey: ownName !== 'keyless'
  }
  const people = [
    person('bob', 'b', 'accepted', ['delivered', 'read']),
    person('carol', 'c', 'request', []),
    person('dave', 'd', 'accepted', []),
    person('echo', '9', 'accepted', ['delivered']),
    person('mallory\u001b[2J\u202e', 'e', 'accepted', ['failed'])
  ]

  function find(reference: string): Person {
    const found = people.find(
      ({ contact, chat }) =>
        contact.name === reference || (reference.length >= 8 && (contact.account.startsWith(reference) || chat.startsWith(reference)))
    )
    if (found === undefined)
      throw new ChatError('ERR_NOT_FOUND', `there is no contact or chat ${JSON.stringify(reference)}; see parley contacts`)
    return found
  }

  function add(to: Person, text: string, outgoing: boolean, more: Pick<Message, 'answers' | 'forwarded' | 'sticker'> = {}): Message {
    const sender = outgoing ? identity : to.contact
    const message: Message = {
      id: (++seq).toString(16).padStart(8, '0').repeat(8) as MessageId,
      chat: to.chat,
      sender: sender.account,
      senderName: sender.name,
      device: outgoing ? identity.device : (to.contact.devices[0] ?? identity.device),
      seq,
      text,
      sentAtMs: (STARTED_AT_MS + seq * 60_000) as SentAtMs,
      outgoing,
      ...more,
      ...(outgoing ? { state: 'queued' as const } : {})
    }
    to.messages.push(message)
    return message
  }

  function hear(contact: string, text: string): Message {
    const message = add(find(contact), text, false)
    log.append({ type: 'message:received', message })
    return message
  }

  function settle(to: Person, message: Message, fate: readonly DeliveryState[]): void {
    const [state, ...later] = fate
    if (state === undefined) return
    setImmediate(() => {
      to.messages[to.messages.findIndex(({ id }) => id === message.id)] = { ...message, state }
      log.append({ type: 'message:state', chat: message.chat, message: message.id, state })
      settle(to, message, later)
    })
  }

  function change(reference: string, changes: Partial<Contact>): Contact {
    const found = find(reference)
    found.contact = { ...found.contact, ...changes }
    log.append({ type: 'contact:changed', contact: found.contact })
    log.append({ type: 'chat:changed', chat: chatOf(found) })
    return found.contact
  }

  function rename(to: Person, name: string): void {
    const before = to.contact.name
    to.contact = { ...to.contact, name }
    log.append({ type: 'contact:renamed', contact: to.contact, before })
  }

  function send(to: Person, text: string, more: Pick<Message, 'answers' | 'forwarded' | 'sticker'>): Message {
    if (to.contact.state !== 'accepted')
      throw new ChatError('ERR_NOT_ALLOWED', `${to.contact.name} is not accepted; parley accept ${to.contact.name}`)
    const message = add(to, text, true, more)
    log.append({ type: 'message:sent', message })
    settle(to, message, to.fate)
    return message
  }

  const everyMessage = (): readonly (readonly [Person, Message])[] =>
    people.flatMap(to => to.messages.map(message => [to, message] as const))

  let tellsTyping = true

  return {
    async status(): Promise<Status> {
      return {
        version: '0.0.0-fake',
        identity,
        addresses: ['/ip4/127.0.0.1/tcp/4001'],
        reach: 'this-machine',
        links: 1,
        relays: await this.relays(),
        chats: people.length,
        unread: people.reduce((sum, one) => sum + chatOf(one).unread, 0),
        queued: everyMessage().filter(([, { state }]) => state === 'queued').length,
        startedAtMs: STARTED_AT_MS,
        protectedByPassphrase: false,
        tellsTyping
      }
    },
    identity: async () => identity,
    async rename(args) {
      identity = { ...identity, name: args.name }
      return identity
    },
    async phrase({ passphrase }) {
      if (!identity.hasAccountKey) throw new ChatError('ERR_NOT_ALLOWED', 'this device does not keep the account key')
      if (passphrase !== FAKE_PASSPHRASE)
        throw new ChatError('ERR_PASSPHRASE', 'the recovery phrase is sealed; give the passphrase of this profile')
      return { words: PHRASE }
    },
    async setPassphrase({ current }) {
      if (identity.hasAccountKey && current !== FAKE_PASSPHRASE)
        throw new ChatError('ERR_PASSPHRASE', 'wrong passphrase; nothing was changed')
      return identity
    },
    async removePassphrase({ current }) {
      if (current !== FAKE_PASSPHRASE) throw new ChatError('ERR_PASSPHRASE', 'wrong passphrase; nothing was changed')
      return identity
    },
    async createInvite({ label = '', uses, expiresInMs }) {
      const invite: Invite = {
        uri: INVITE,
        id: (invites.length + 1).toString(16).padStart(8, '0'),
        label,
        createdAtMs: STARTED_AT_MS,
        used: 0,
        revoked: false,
        ...(uses === undefined ? {} : { usesLeft: uses }),
        ...(expiresInMs === undefined ? {} : { expiresAtMs: STARTED_AT_MS + expiresInMs })
      }
      invites.push(invite)
      return invite
    },
    invites: async () => invites,
    async revokeInvite({ id }) {
      const at = invites.findIndex(invite => invite.id === id)
      const invite = invites[at]
      if (invite === undefined) throw new ChatError('ERR_NOT_FOUND', `there is no invite ${id}`)
      invites[at] = { ...invite, revoked: true }
    },
    async add({ invite }) {
      if (invite !== INVITE) throw new ChatError('ERR_CARD', 'this is no invite that Parley can read')
      const erin = person('erin', 'f', 'invited', [])
      people.push(erin)
      log.append({ type: 'contact:changed', contact: erin.contact })
      setImmediate(() => change('erin', { state: 'accepted' }))
      return erin.contact
    },
    async addEcho({ name = 'Echo', greeting }) {
      const known = people.find(({ contact }) => contact.livesHere)
      if (known !== undefined) return known.contact
      const echo = person(name, '8', 'accepted', ['delivered', 'read'])
      echo.contact = { ...echo.contact, livesHere: true }
      people.push(echo)
      log.append({ type: 'contact:changed', contact: echo.contact })
      if (greeting !== undefined) setImmediate(() => hear(echo.contact.account, greeting))
      return echo.contact
    },
    async removeEcho() {
      const at = people.findIndex(({ contact }) => contact.livesHere)
      if (at < 0) throw new ChatError('ERR_NOT_FOUND', 'Echo is not here; parley add echo brings it')
      people.splice(at, 1)
      log.append({ type: 'events:lost' })
    },
    relays: async () => relays,
    async addRelay({ address }) {
      const state: RelayState = { relay: relayAddress(address).id, address, up: true, standing: 'member', retentionDays: 30 }
      relays.push(state)
      return state
    },
    async removeRelay({ relay }) {
      const at = relays.findIndex(one => one.relay.endsWith(relay))
      if (at < 0) throw new ChatError('ERR_NOT_FOUND', `there is no relay ${relay}`)
      relays.splice(at, 1)
    },
    contacts: async () => people.map(({ contact }) => contact),
    async mute({ chat, muted }) {
      const found = find(chat)
      found.muted = muted
      return chatOf(found)
    },
    typing: async () => undefined,
    async setTypingTold({ told }) {
      tellsTyping = told
      return { told }
    },
    async setDraft({ chat, text }) {
      const found = find(chat)
      found.draft = text
      const { draft } = chatOf(found)
      log.append({ type: 'draft:changed', chat: found.chat, ...(draft === undefined ? {} : { draft }) })
      return chatOf(found)
    },
    async pinChat({ chat, pinned }) {
      const found = find(chat)
      found.pinned = pinned
      return chatOf(found)
    },
    async setLifetime({ chat, seconds }) {
      const found = find(chat)
      found.lifetimeS = seconds
      return chatOf(found)
    },
    accept: async ({ contact }) => change(contact, { state: 'accepted' }),
    block: async ({ contact }) => change(contact, { state: 'blocked' }),
    unblock: async ({ contact }) => change(contact, { state: 'accepted' }),
    async safetyNumber({ contact }) {
      const { account, verified } = find(contact).contact
      return { account, verified, number: Array.from({ length: 12 }, (_, i) => String(11111 + i)).join(' ') }
    },
    async verify({ contact, verified }) {
      change(contact, { verified })
      return this.safetyNumber({ contact })
    },
    chats: async () => people.map(chatOf),
    ...createFakeDevices(() => identity, FAKE_PASSPHRASE),
    ...createFakeGroup(
      () => identity,
      reference => find(reference).contact
    ),
    ...createFakeAnnotations({ log, messagesOf: chat => find(chat).messages, lists: () => people.map(({ messages }) => messages) }),
    async send({ chat, text, answers }) {
      const to = find(chat)
      const quoted = to.messages.find(({ id }) => id === answers)
      const message = send(
        to,
        text,
        quoted === undefined ? {} : { answers: { message: quoted.id, senderName: quoted.senderName, text: quoted.text } }
      )
      if (text.startsWith(NEW_NAME)) rename(to, text.slice(NEW_NAME.length))
      if (to.contact.name === 'echo') setImmediate(() => hear('echo', text))
      return message
    },
    async sendSticker({ chat, sticker }) {
      if (!isSticker(sticker)) throw new ChatError('ERR_INVALID_ARGUMENT', `no sticker is called ${sticker}`)
      return send(find(chat), stickerText(sticker), { sticker: { pack: STICKER_PACK, name: sticker, emoji: STICKERS[sticker] } })
    },
    async forward({ message, chats }) {
      const said = everyMessage().find(([, { id }]) => id === message)?.[1]
      if (said === undefined) throw new ChatError('ERR_NOT_FOUND', `no message ${message} here`)
      return [...new Set(chats.map(find))].map(to => send(to, said.text, { forwarded: true }))
    },
    history: async ({ chat, ...asked }) => pageOf(find(chat).messages, asked),
    search: async asked =>
      foundIn(
        everyMessage().flatMap(([of, message]) => (asked.chat === undefined || of === find(asked.chat) ? message : [])),
        asked
      ),
    async markRead({ chat, message }) {
      const of = find(chat)
      of.readUpTo = Math.max(of.readUpTo, of.messages.findIndex(({ id }) => id === message) + 1)
      log.append({ type: 'chat:changed', chat: chatOf(of) })
    },
    async why({ message }) {
      const found = everyMessage().find(([, { id, outgoing }]) => outgoing && message.length >= 8 && id.startsWith(message))
      if (found === undefined) throw new ChatError('ERR_NOT_FOUND', `there is no message ${message}`)
      const [{ chat }, { id, sentAtMs, state = 'queued' }] = found
      return { id, chat, state, because: [{ what: 'written to this disk', atMs: sentAtMs }, { what: 'waits for dave to come online' }] }
    },
    peers: async () => [
      {
        device: '12D3KooWFakeb' as DeviceId,
        kind: 'device',
        name: 'bob',
        via: 'direct',
        transport: 'tcp',
        address: '/ip4/127.0.0.1/tcp/4002',
        roundTripMs: 1.25,
        sinceMs: STARTED_AT_MS
      }
    ],
    async ping({ contact }) {
      const { name, devices } = find(contact).contact
      if (name !== 'bob') throw new ChatError('ERR_UNREACHABLE', `no device of ${name} is online now`)
      return devices.map(device => ({ device, roundTripMs: 1.25 }))
    },
    doctor: async () => [
      { name: 'store', ok: true, detail: 'opens and writes' },
      ...(identity.hasAccountKey ? [] : [{ name: 'passphrase', ok: false, chosen: true, detail: 'keys lie open on this disk' } as const])
    ],
    netcheck: async () => [{ name: 'reach', ok: false, detail: 'this machine only', advice: 'listen where others are' }],
    async *exportBackup({ passphrase }) {
      const held = everyMessage()
      let messages = 0
      async function* texts(): AsyncGenerator<Uint8Array> {
        for (const [, { text }] of held) {
          yield utf8(`${text}\0`)
          messages++
        }
        if (passphrase === ENDLESS_PASSPHRASE) await new Promise(() => undefined)
      }
      for await (const bytes of sealBackup(createNodePrimitives(), passphrase, texts())) yield { bytes, messages, of: held.length }
    },
    async importBackup({ passphrase, chunks }) {
      let text = ''
      for await (const chunk of openBackup(createNodePrimitives(), passphrase, chunks)) text += fromUtf8(chunk)
      const known = text.split('\0').length - 1
      return { account: identity.account, name: identity.name, createdAtMs: STARTED_AT_MS, contacts: 0, chats: 0, messages: 0, known }
    },
    events: ({ since }, options) => log.read(since, options?.signal),

    hear,
    append: event => void log.append(event),
    close: log.close
  }
}

function person(name: string, digit: string, state: Contact['state'], fate: readonly DeliveryState[]): Person {
  const contact: Contact = {
    account: hex(digit) as AccountId,
    name,
    devices: [`12D3KooWFake${digit}` as DeviceId],
    state,
    verified: false
  }
  return { contact, chat: hex(digit === 'b' ? '1' : digit) as ConversationId, messages: [], fate, readUpTo: 0 }
}

function chatOf({ contact, chat, messages, readUpTo, muted, lifetimeS = 0, draft, pinned }: Person): Chat {
  const unread = messages.filter((message, i) => i >= readUpTo && !message.outgoing).length
  return {
    id: chat,
    kind: 'direct',
    title: contact.name,
    accounts: [contact.account],
    state: contact.state,
    unread,
    ...(muted === true ? { muted } : {}),
    ...(pinned === true ? { pinned } : {}),
    ...(lifetimeS === 0 ? {} : { lifetimeS }),
    ...(draft === undefined ? {} : { draft: { text: draft } }),
    newest: messages.at(-1)
  }
}
