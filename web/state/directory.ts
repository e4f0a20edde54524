import { signal, type ReadonlySignal } from '@preact/signals'
import type { Chat } from '../../node/api/chat.js'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { ChatEvent } from '../../node/api/chat-event.js'
import type { Message } from '../../node/api/message.js'
import type { Contact } from '../../node/api/person.js'
import type { Identity, Status } from '../../node/api/status.js'
import { isSaid } from '../../node/api/thread.js'
import type { AccountId, ConversationId, DeviceId } from '../../node/base/ids.js'

/** Who we are, whom we know, and what there is to talk in: as the node told last. */
export interface Directory {
  readonly me: ReadonlySignal<Identity | undefined>
  /** Those that want an answer first, then the one with the newest message. */
  readonly chats: ReadonlySignal<readonly Chat[]>
  readonly contacts: ReadonlySignal<ReadonlyMap<AccountId, Contact>>
  /** Whom a direct chat is with. */
  readonly contactOf: (chat: Chat) => Contact | undefined
  /** Of who has accepted, and was accepted: before, a link says nothing to the person. */
  readonly isLinked: (contact: Contact | undefined) => boolean
  /** The node is away, and whom it reaches is not known. */
  lost(): void
  /** Devices there is a link to now; no relays. */
  readonly linked: ReadonlySignal<ReadonlySet<DeviceId>>
  readonly status: ReadonlySignal<Status | undefined>
  /** Who is writing to us now, by chat. */
  readonly writing: ReadonlySignal<ReadonlyMap<ConversationId, readonly string[]>>
  /** Reads everything anew. */
  readonly reload: () => Promise<void>
  readonly readStatus: () => Promise<void>
  readonly take: (event: ChatEvent) => void
  readonly keep: (chat: Chat) => void
}

const first = ({ state, pinned }: Chat): number => (state === 'request' ? 2 : pinned === true ? 1 : 0)

const withState = (message: Message, { state, counts }: ChatEvent & { type: 'message:state' }): Message => ({
  ...message,
  state,
  ...(counts === undefined ? {} : { counts })
})

export function createDirectory(api: ChatApi): Directory {
  const me = signal<Identity | undefined>(undefined)
  const chats = signal<readonly Chat[]>([])
  const contacts = signal<ReadonlyMap<AccountId, Contact>>(new Map())
  const linked = signal<ReadonlySet<DeviceId>>(new Set())
  const status = signal<Status | undefined>(undefined)
  const writing = signal<ReadonlyMap<ConversationId, readonly string[]>>(new Map())
  /** When a chat without messages came to be known; those that were here from the start come last. */
  const seenAtMs = new Map<string, number>()

  const age = ({ id, newest }: Chat): number => newest?.sentAtMs ?? seenAtMs.get(id) ?? 0
  function put(all: readonly Chat[]): void {
    chats.value = all.toSorted((a, b) => first(b) - first(a) || age(b) - age(a))
  }

  function keep(chat: Chat): void {
    const others = chats.value.filter(({ id }) => id !== chat.id)
    if (others.length === chats.value.length) seenAtMs.set(chat.id, Date.now())
    put([...others, chat])
  }

  function heard(message: Message, unread: 0 | 1): void {
    const chat = chats.value.find(({ id }) => id === message.chat)
    if (chat === undefined) return void reload()
    const newest = (chat.newest?.sentAtMs ?? 0) > message.sentAtMs ? chat.newest : message
    keep({ ...chat, newest, unread: chat.unread + unread })
  }

  async function readStatus(): Promise<void> {
    status.value = await api.status()
  }

  async function reload(): Promise<void> {
    const [chatList, contactList, paths] = await Promise.all([api.chats(), api.contacts(), api.peers(), readStatus()])
    me.value = status.value?.identity
    writing.value = new Map()
    contacts.value = new Map(contactList.map(contact => [contact.account, contact]))
    linked.value = new Set(paths.flatMap(({ device, kind }) => (kind === 'relay' ? [] : [device])))
    put(chatList)
  }

  function take(event: ChatEvent): void {
    switch (event.type) {
      case 'message:received':
        return heard(event.message, isSaid(event.message) ? 1 : 0)
      case 'message:sent':
      case 'message:conflict':
        return heard(event.message, 0)
      case 'message:changed':
        chats.value = chats.value.map(chat => (chat.newest?.id === event.message.id ? { ...chat, newest: event.message } : chat))
        return
      case 'message:state':
        chats.value = chats.value.map(chat =>
          chat.newest?.id === event.message ? { ...chat, newest: withState(chat.newest, event) } : chat
        )
        return
      case 'chat:changed':
        return keep(event.chat)
      case 'contact:changed':
      case 'contact:renamed':
        contacts.value = new Map([...contacts.value, [event.contact.account, event.contact]])
        return
      case 'identity:changed':
        me.value = event.identity
        return void readStatus().catch(() => undefined) // the standing tells
      case 'link:up':
        linked.value = new Set([...linked.value, event.device])
        return
      case 'link:down':
        linked.value = new Set([...linked.value].filter(device => device !== event.device))
        return
      case 'typing:changed': {
        const others = (writing.value.get(event.chat) ?? []).filter(name => name !== event.name)
        writing.value = new Map([...writing.value, [event.chat, event.typing ? [...others, event.name] : others]])
        return
      }
      case 'device:added':
      case 'gap:changed':
      case 'events:lost':
      case 'group:refused':
      case 'join:ended':
      case 'draft:changed':
      case 'messages:faded':
      case 'history:shared':
      case 'history:forgotten':
      case 'history:changed':
      case 'happening:added':
      case 'happening:removed':
    }
  }

  const contactOf = ({ kind, accounts }: Chat): Contact | undefined =>
    kind === 'group' ? undefined : accounts.map(account => contacts.value.get(account)).find(contact => contact !== undefined)
  const isLinked = (contact: Contact | undefined): boolean =>
    contact?.state === 'accepted' && contact.devices.some(device => linked.value.has(device))

  function lost(): void {
    linked.value = new Set()
    writing.value = new Map()
  }

  return { me, chats, contacts, contactOf, isLinked, linked, lost, status, writing, reload, readStatus, take, keep }
}
