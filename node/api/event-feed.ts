import { isChatError } from '../base/errors.js'
import type { ConversationId, MessageId } from '../base/ids.js'
import { createSerial } from '../base/serial.js'
import { createLifecycle, type AsyncStop, type Stop } from '../base/lifecycle.js'
import { messageId } from '../conversation/content.js'
import type { ConversationContext } from '../conversation/context.js'
import type { Conversation } from '../conversation/conversation.js'
import { isOver, isSeen, type StoredMessage } from '../conversation/message.js'
import type { Messenger } from '../conversation/messenger.js'
import { merged, type SeqRange } from '../conversation/progress.js'
import { isCommit, type OutboxEntry } from '../conversation/outbox-row.js'
import { isGone, isHidden, stateOf } from '../conversation/reading.js'
import type { Chat } from './chat.js'
import type { EventLog, NewEvent } from './events.js'
import { happeningIds, presentHappening } from './happenings.js'
import { memberName, presentContact, presentCounts, presentTransfer } from './presentation.js'
import type { Presenting } from './presenting.js'

/** Of one receipt that covers more, only this many of the newest messages are told one by one. */
const MAX_STATES_AT_ONCE = 1_024
/** In groups, where each member answers, states are told once in this time for all that answered. */
const GROUP_STATES_MS = 200

/** Turns what happens in the room into the events of the API. */
export function feedEvents(
  context: ConversationContext,
  messenger: Messenger,
  log: EventLog,
  { presentChat, presenting }: { readonly presentChat: (conversation: Conversation) => Promise<Chat>; readonly presenting: Presenting }
): AsyncStop {
  const { events, links, self, primitives, clock, records } = context
  const { contacts, conversations, outbox } = messenger
  const knowing = { self, outbox }
  /** Messages are told in the order in which they came, however long it takes to read what belongs to them. */
  const inTurn = createSerial()

  async function tellStates(conversation: Conversation, ranges: readonly SeqRange[]): Promise<void> {
    if (!isShown(conversation.id)) return
    for (const { first, last } of ranges) {
      for (let seq = Math.max(first, last - MAX_STATES_AT_ONCE + 1); seq <= last; seq++) {
        const id: MessageId = await messageId(primitives, conversation.id, self.deviceKey, seq)
        const counts = presentCounts(knowing, conversation, { seq })
        log.append({ type: 'message:state', chat: conversation.id, message: id, state: stateOf(conversation, { seq }), ...counts })
      }
    }
  }

  const due = new Map<ConversationId, { ranges: readonly SeqRange[]; readonly stop: Stop }>()

  function tellStatesSoon(id: ConversationId, ranges: readonly SeqRange[]): void {
    const conversation = conversations.get(id)
    if (conversation.kind !== 'group') return void tellStates(conversation, ranges).catch(untold)
    const waiting = due.get(id)
    if (waiting !== undefined) return void (waiting.ranges = merged([...waiting.ranges, ...ranges]))
    const stop = clock.after(GROUP_STATES_MS, () => {
      const told = due.get(id)?.ranges ?? []
      due.delete(id)
      tellStates(conversation, told).catch(untold)
    })
    due.set(id, { ranges, stop })
  }

  /** Who is in each group, as it was last seen. */
  const rounds = new Map<ConversationId, string>()

  /** What waits may wait for nobody now, or for somebody again. */
  function isOtherRound(conversation: Conversation): boolean {
    if (conversation.kind !== 'group') return false
    const before = rounds.get(conversation.id)
    const now = conversation.accounts.filter(account => !isGone(conversation, account)).join()
    rounds.set(conversation.id, now)
    return before !== now
  }

  async function tellChat(conversation: Conversation): Promise<void> {
    if (!isShown(conversation.id)) return
    log.append({ type: 'chat:changed', chat: await presentChat(conversation) })
  }

  function tellMessage(type: 'message:received' | 'message:sent' | 'message:conflict', message: StoredMessage): void {
    if (!isShown(message.conversation)) return
    inTurn(() => appendMessage(type, conversations.get(message.conversation), message)).catch(untold)
  }

  async function appendMessage(
    type: NewEvent['type'] & `message:${string}`,
    conversation: Conversation,
    message: StoredMessage
  ): Promise<void> {
    if (!isSeen(message) || isOver(message, clock.now()) || isHidden(contacts, conversation, message)) return
    log.append({ type, message: await presenting.message(conversation, message) } as NewEvent)
  }

  /** What can't be read now can't be told: whoever listens is told to read anew. */
  function untold(err: unknown): void {
    if (!isChatError(err) || err.code === 'ERR_INTERNAL') throw err
    if (err.code !== 'ERR_CLOSED') log.append({ type: 'events:lost' })
  }

  /** What the account's devices tell each other is for no person. */
  const isShown = (id: ConversationId): boolean => conversations.get(id).kind !== 'own'

  const lifecycle = createLifecycle()
  const stops = [
    events.on('message:received', message => tellMessage('message:received', message)),
    events.on('message:sent', message => tellMessage('message:sent', message)),
    events.on('message:conflict', message => tellMessage('message:conflict', message)),
    events.on('message:changed', ({ conversation: id, message: changed }) => {
      if (!isShown(id)) return
      inTurn(async () => {
        const conversation = conversations.get(id)
        const message = await records.messageById(conversation, changed)
        if (message !== undefined) await appendMessage('message:changed', conversation, message)
        const chat = await presentChat(conversation)
        if (chat.newest?.id === changed) log.append({ type: 'chat:changed', chat })
      }).catch(untold)
    }),
    events.on('receipt:changed', ({ conversation, ranges }) => tellStatesSoon(conversation, ranges)),
    events.on('stored:changed', ({ conversation, ranges }) => tellStatesSoon(conversation, ranges)),
    events.on('message:failed', ({ conversation, first, last }) => {
      tellStates(conversations.get(conversation), [{ first, last }]).catch(untold)
    }),
    events.on('epochs:changed', ({ conversation: id }) => {
      const conversation = conversations.find(id)
      if (conversation !== undefined && isOtherRound(conversation))
        tellStatesSoon(id, outbox.outstanding(conversation).filter(isOfMessages))
    }),
    events.on('conversation:changed', ({ conversation }) => {
      tellChat(conversations.get(conversation)).catch(untold)
    }),
    events.on('conversation:mended', ({ conversation }) => {
      tellChat(conversations.get(conversation)).catch(untold)
    }),
    events.on('contact:changed', ({ account }) => {
      log.append({ type: 'contact:changed', contact: presentContact(self, contacts.get(account)) })
      const conversation = conversations.withAccount(account)
      if (conversation !== undefined) tellChat(conversation).catch(untold)
    }),
    events.on('contact:renamed', ({ account, before }) => {
      log.append({ type: 'contact:renamed', contact: presentContact(self, contacts.get(account)), before })
    }),
    events.on('device:added', ({ account, device }) => log.append({ type: 'device:added', account, device })),
    events.on('gap:changed', ({ conversation, device, gaps }) => {
      if (!isShown(conversation)) return
      for (const { first, last } of gaps) log.append({ type: 'gap:changed', gap: { chat: conversation, device, from: first, to: last } })
    }),
    events.on('presence:changed', ({ conversation }) => {
      tellChat(conversations.get(conversation)).catch(untold)
    }),
    events.on('history:shared', ({ conversation, by, messages }) => {
      log.append({ type: 'history:shared', chat: conversation, by, messages })
    }),
    events.on('wish:refused', ({ conversation, ...why }) => log.append({ type: 'group:refused', chat: conversation, ...why })),
    events.on('join:ended', ({ conversation, ...ended }) => log.append({ type: 'join:ended', chat: conversation, ...ended })),
    events.on('messages:forgotten', ({ conversation, upToMs }) => {
      log.append({ type: 'history:forgotten', chat: conversation, upToMs })
      tellChat(conversations.get(conversation)).catch(untold)
    }),
    events.on('typing:changed', ({ conversation: chat, account, isTyping }) => {
      const name = memberName(contacts, conversations.get(chat), account)
      log.append({ type: 'typing:changed', chat, account, name, typing: isTyping })
    }),
    events.on('draft:changed', ({ conversation: chat }) => {
      const draft = messenger.drafts.of(chat)
      log.append({ type: 'draft:changed', chat, ...(draft === undefined ? {} : { draft }) })
    }),
    events.on('messages:faded', ({ conversation: id, messages }) => {
      const conversation = conversations.get(id)
      if (conversation.kind === 'own') return
      inTurn(async () => {
        log.forget(new Set(messages))
        log.append({ type: 'messages:faded', chat: id, messages })
        await tellChat(conversation)
      }).catch(untold)
    }),
    events.on('happening:changed', ({ conversation, told, untold: gone }) => {
      const removed = gone.flatMap(happeningIds)
      for (const happening of removed) log.append({ type: 'happening:removed', chat: conversation, happening })
      const added = told.flatMap(one => presentHappening(self, contacts, conversations.get(conversation), one))
      for (const happening of added) log.append({ type: 'happening:added', happening })
    }),
    events.on('history:changed', () => {
      const history = presentTransfer(messenger.history.transfer())
      if (history !== undefined) log.append({ type: 'history:changed', history })
    }),
    links.on('link:up', ({ device }) => log.append({ type: 'link:up', device })),
    links.on('link:down', ({ device }) => log.append({ type: 'link:down', device }))
  ]
  for (const stop of stops) lifecycle.add(stop)
  lifecycle.add(() => {
    for (const { stop } of due.values()) stop()
  })
  return lifecycle.stop
}

const isOfMessages = (entry: OutboxEntry): boolean => !isCommit(entry)
