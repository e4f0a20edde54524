import type { Chat } from '../../node/api/chat.js'
import type { ChatEvent } from '../../node/api/chat-event.js'
import type { DeliveryState, Gap, Happening, History, Message } from '../../node/api/message.js'
import type { Contact, Member } from '../../node/api/person.js'
import type { Identity } from '../../node/api/status.js'
import type { AccountId, ConversationId, DeviceId, MessageId, SentAtMs } from '../../node/base/ids.js'
import type { Effect, Input } from '../../node/cli/tui/input.js'
import type { Key } from '../../node/cli/tui/keys.js'
import { emptyState, type Size, type State } from '../../node/cli/tui/state.js'
import { step } from '../../node/cli/tui/step.js'

export const NOW_MS = Date.UTC(2030, 2, 14, 15, 30)
export const USUAL: Size = { columns: 80, rows: 24 }
const MINUTE_MS = 60_000

const hex = (text: string): string => Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64)
const accountOf = (name: string): AccountId => hex(name) as AccountId
export const chatOf = (name: string): ConversationId => hex(`chat ${name}`) as ConversationId
export const deviceOf = (name: string): DeviceId => `12D3KooW${name}` as DeviceId

const ME: Identity = {
  account: accountOf('ada'),
  name: 'ada',
  device: deviceOf('ada'),
  deviceName: 'brave-otter-41',
  createdAtMs: 0,
  hasAccountKey: true
}

export interface Said {
  readonly from?: string
  readonly text: string
  /** Before now. */
  readonly minutesAgo: number
  readonly state?: DeliveryState
  readonly counts?: Message['counts']
  readonly seq?: number
  readonly conflict?: true
  readonly sharedBy?: string
}

/** A message of the chat with `name`: theirs, or ours where it has a state. */
export function message(
  name: string,
  { text, minutesAgo, state, counts, seq = 1_000 - minutesAgo, from = name, conflict, sharedBy }: Said
): Message {
  const outgoing = state !== undefined
  return {
    id: hex(`${name} ${outgoing ? 'out' : 'in'} ${seq}`) as MessageId,
    chat: chatOf(name),
    sender: outgoing ? ME.account : accountOf(from),
    senderName: outgoing ? ME.name : from,
    device: outgoing ? ME.device : deviceOf(from),
    seq,
    text,
    sentAtMs: (NOW_MS - minutesAgo * MINUTE_MS) as SentAtMs,
    outgoing,
    ...(state === undefined ? {} : { state }),
    ...(counts === undefined ? {} : { counts }),
    ...(sharedBy === undefined ? {} : { sharedBy: { account: accountOf(sharedBy), name: sharedBy } }),
    ...(conflict === undefined ? {} : { conflict })
  }
}

export interface Friend {
  readonly name: string
  readonly state?: Contact['state']
  readonly unreached?: true
  readonly said?: readonly Said[]
  readonly unread?: number
  readonly muted?: true
  /** It is a group of these and ourselves. */
  readonly group?: readonly string[]
  readonly readOnly?: Chat['readOnly']
  readonly verified?: boolean
  readonly online?: boolean
}

/** Who is in a group, ourselves last. */
export function membersOf(names: readonly string[], admins: readonly string[] = []): readonly Member[] {
  const others = names.map((name): Member => ({
    account: accountOf(name),
    name,
    role: admins.includes(name) ? 'admin' : 'member',
    devices: [deviceOf(name)]
  }))
  return [...others, { account: ME.account, name: ME.name, role: 'owner', devices: [ME.device], self: true }]
}

/** What happened in a group, behind a message. */
export function happened(name: string, text: string, minutesAgo: number, after?: Message): Happening {
  const atMs = NOW_MS - minutesAgo * MINUTE_MS
  return { id: text, chat: chatOf(name), atMs, what: 'added', text, ...(after === undefined ? {} : { after: after.id }) }
}

export const contact = ({ name, state = 'accepted', verified = false }: Friend): Contact => ({
  account: accountOf(name),
  name,
  devices: [deviceOf(name)],
  state,
  verified
})

export function chat({ name, state = 'accepted', unreached, said = [], unread = 0, muted, readOnly, group }: Friend): Chat {
  const newest = said.at(-1)
  return {
    id: chatOf(name),
    kind: group === undefined ? 'direct' : 'group',
    title: name,
    accounts: [...(group ?? [name]).map(accountOf), ME.account],
    state,
    ...(unreached === undefined ? {} : { unreached }),
    unread,
    ...(muted === undefined ? {} : { muted }),
    ...(readOnly === undefined ? {} : { readOnly }),
    newest: newest && message(name, newest)
  }
}

/** The screen of somebody with these friends, before anything is pressed. */
export function world(friends: readonly Friend[], size = USUAL): State {
  const snapshot = {
    me: ME,
    chats: friends.map(chat),
    contacts: friends.filter(({ group }) => group === undefined).map(contact),
    joining: [],
    linked: friends.filter(({ online }) => online).map(({ name }) => deviceOf(name))
  }
  return step(emptyState(NOW_MS), { type: 'connected', snapshot }, size)[0]
}

export const key = (name: string): Key => ({ type: 'key', name })
export const typed = (text: string): Key => ({ type: 'text', text })
export const told = <E extends ChatEvent>(event: Omit<E, 'id'>): Input => ({
  type: 'event',
  event: { ...event, id: 1 } as unknown as ChatEvent
})

/** The state after all of these, and every effect on the way. */
export function play(state: State, inputs: readonly Input[], size = USUAL): { state: State; effects: readonly Effect[] } {
  const effects: Effect[] = []
  let now = state
  for (const input of inputs) {
    const [next, more] = step(now, input, size)
    now = next
    effects.push(...more)
  }
  return { state: now, effects }
}

/** As if the node had answered the opening of this friend's chat. */
export function openedPage(
  { name, said = [], unread = 0 }: Friend,
  extra: { happenings?: readonly Happening[]; gaps?: readonly Gap[]; before?: string } = {}
): Input {
  const history: History = {
    messages: said.map(one => message(name, one)),
    happenings: extra.happenings ?? [],
    gaps: extra.gaps ?? [],
    ...(extra.before === undefined ? {} : { before: extra.before })
  }
  return { type: 'opened', chat: chatOf(name), unread, history }
}

/** The chat with the first friend open, read as far as the screen shows. */
export function inChat(friends: readonly Friend[], extra: Parameters<typeof openedPage>[1] = {}, size = USUAL): State {
  const [first] = friends
  if (first === undefined) throw new Error('whose chat?')
  return play(world(friends, size), [{ type: 'chosen', chat: chatOf(first.name) }, openedPage(first, extra)], size).state
}
