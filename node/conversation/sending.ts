import { ChatError } from '../base/errors.js'
import type { SentAtMs } from '../base/ids.js'
import { utf8 } from '../base/bytes.js'
import { admissionsOf } from './admissions.js'
import {
  encodeContent,
  MAX_CONTENT_BYTES,
  MAX_MESSAGES,
  MAX_PARENTS,
  MAX_TEXT_BYTES,
  messageId,
  signedMessage,
  unicode,
  type Said,
  type SignedMessage
} from './content.js'
import type { ConversationContext } from './context.js'
import { noteAudience } from './audience.js'
import { memberKey, type Conversation } from './conversation.js'
import { currentGroup } from './current-group.js'
import { headOf } from './group.js'
import type { Conversations } from './conversations.js'
import type { Annotation } from './annotation.js'
import { fadesAt, hearLifetime, lifetimeOf } from './lifetime.js'
import type { StoredMessage } from './message.js'
import type { Notes } from './notes.js'
import { nextHlc } from './order.js'
import type { Outbox } from './outbox.js'
import type { OutboxRow } from './outbox-row.js'
import { sealOnceAllowed } from './sealing.js'
import { MAX_CARRIED_BYTES, type Receipts } from './receipts.js'

/** Texts that wait for the batch under way; beyond it `send` is refused with ERR_BUSY. */
export const MAX_PENDING_TEXTS = 50_000
/** What a message costs in an envelope beside its text: numbers, clock, tags. */
const MESSAGE_OVERHEAD_BYTES = 48
const PARENTS_BYTES = MAX_PARENTS * 72
/** What may stand beside a text: the id of another message, and what is done to that. */
const SPEECH_BYTES = 64
/** Two names of at most 32 characters. */
const STICKER_BYTES = 80
/** A key, and a name of at most 64 characters. */
const MENTION_BYTES = 240

interface Pending {
  readonly said: Said
  readonly mark?: Uint8Array
  readonly bytes: number
  readonly resolve: (message: StoredMessage) => void
  readonly reject: (reason: unknown) => void
}

/** A text, and what belongs to it. */
export type Speech = Pick<Said, 'text' | 'answers' | 'mentions' | 'forwarded' | 'sticker'>

export interface Sending {
  /** Resolves once {message, ratchet, outbox row} is durable. What is asked for while a batch is being written shares the next one. The mark becomes durable with it. */
  send(conversation: Conversation, speech: Speech, mark?: Uint8Array): Promise<StoredMessage>
  /** Does something to another message. Resolves as `send`. */
  annotate(conversation: Conversation, annotation: Annotation, lifetimeS?: number): Promise<StoredMessage>
  /** Says in a direct conversation how many seconds what is said from now on lives; 0: without end. Resolves as `send`. */
  setLifetime(conversation: Conversation, seconds: number): Promise<StoredMessage>
  /** Says to a group that this account leaves it. Resolves as `send`. */
  leave(conversation: Conversation): Promise<StoredMessage>
  /** Tells the account's other devices something, 32 KiB at most. Resolves as `send`. */
  tell(conversation: Conversation, state: Uint8Array): Promise<StoredMessage>
}

export function createSending(
  context: ConversationContext,
  {
    conversations,
    outbox,
    receipts,
    notes
  }: {
    readonly conversations: Conversations
    readonly outbox: Outbox
    readonly receipts: Pick<Receipts, 'carried'>
    readonly notes: Pick<Notes, 'begin'>
  }
): Sending {
  const queues = new Map<Conversation, Pending[]>()

  async function pump(conversation: Conversation, queue: Pending[]): Promise<void> {
    while (queue.length > 0) {
      const batch = takeBatch(queue)
      try {
        const messages = await sendBatch(conversation, batch)
        for (const [i, pending] of batch.entries()) pending.resolve(messages[i] as StoredMessage)
      } catch (err) {
        for (const pending of batch) pending.reject(err)
      }
    }
    queues.delete(conversation)
  }

  async function sendBatch(conversation: Conversation, batch: readonly Pending[]): Promise<StoredMessage[]> {
    const { messages, row, noting } = await conversations.write(conversation, async () => {
      const begun = notes.begin(conversation)
      const composed = await compose(context, conversation, batch)
      const isForOthers = conversation.kind === 'group' && noteAudience(conversation)
      const group = currentGroup(conversation)
      const carried = await receipts.carried(conversation)
      const said = { admissions: admissionsOf(conversation), ...carried?.said }
      const sealed = await sealOnceAllowed(context, conversation, group, encodeContent(composed, said))
      await context.probe('send:sealed')
      const next = advance(conversation, composed)
      const outboxRow: OutboxRow = {
        number: next.row,
        group: group.id,
        epoch: group.head,
        log: headOf(group).log,
        envelope: sealed.envelope,
        first: next.first.seq,
        last: next.last.seq,
        queuedAtMs: context.clock.now(),
        acknowledged: [],
        stored: []
      }
      const noted = await inOrder(composed, message => begun.store(message))
      const writes = [
        ...noted.flatMap(one => one.writes),
        ...batch.flatMap(({ mark }, i) => (mark === undefined ? [] : [context.records.onceMark(conversation, mark, next.first.seq + i)])),
        context.records.outboxRow(conversation, outboxRow),
        context.records.counters(conversation),
        ...(isForOthers ? [context.records.membership(conversation)] : []),
        ...(carried?.writes ?? []),
        ...sealed.writes
      ]
      return { writes, result: { messages: noted.map(({ kept }) => kept), row: outboxRow, noting: begun } }
    })
    await context.probe('send:durable')
    outbox.queued(conversation, row)
    for (const message of messages) context.events.emit('message:sent', message)
    noting.tell()
    return messages
  }

  function enqueue(conversation: Conversation, said: Omit<Pending, 'resolve' | 'reject'>): Promise<StoredMessage> {
    return new Promise((resolve, reject) => {
      const running = queues.get(conversation)
      const queue = running ?? []
      if (queue.length >= MAX_PENDING_TEXTS) {
        reject(new ChatError('ERR_BUSY', `${queue.length} messages wait to be written; try again in a moment`))
        return
      }
      queue.push({ ...said, resolve, reject })
      if (running === undefined) {
        queues.set(conversation, queue)
        void pump(conversation, queue)
      }
    })
  }

  return {
    send(conversation, speech, mark) {
      const text = sayable(speech.text)
      const bytes = utf8(text).length + SPEECH_BYTES + (speech.mentions?.length ?? 0) * MENTION_BYTES
      const beside = speech.sticker === undefined ? 0 : STICKER_BYTES
      return enqueue(conversation, { said: { ...speech, text }, bytes: bytes + beside, ...(mark === undefined ? {} : { mark }) })
    },
    annotate(conversation, annotation, lifetimeS) {
      const text = annotation.kind === 'edit' ? sayable(annotation.text) : annotation.text
      const said = { text: '', annotation: { ...annotation, text }, ...(lifetimeS === undefined ? {} : { lifetimeS }) }
      return enqueue(conversation, { said, bytes: utf8(text).length + SPEECH_BYTES })
    },
    setLifetime: (conversation, seconds) => enqueue(conversation, { said: { text: '', setsLifetimeS: seconds }, bytes: 0 }),
    leave: conversation => enqueue(conversation, { said: { text: '', leaving: true }, bytes: 0 }),
    tell: (conversation, state) => enqueue(conversation, { said: { text: '', state }, bytes: state.length })
  }
}

/** @throws ERR_INVALID_ARGUMENT, ERR_TOO_LARGE */
function sayable(typed: string): string {
  const text = unicode(typed)
  const bytes = utf8(text).length
  if (bytes === 0) throw new ChatError('ERR_INVALID_ARGUMENT', 'a message needs at least one character')
  if (bytes > MAX_TEXT_BYTES) throw new ChatError('ERR_TOO_LARGE', `a message may have 32 KiB of text; this one has ${bytes} bytes`)
  return text
}

async function inOrder<T, R>(all: readonly T[], run: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const one of all) results.push(await run(one))
  return results
}

function takeBatch(queue: Pending[]): Pending[] {
  let room = MAX_CONTENT_BYTES - PARENTS_BYTES - MAX_CARRIED_BYTES
  let count = 0
  for (const pending of queue) {
    room -= pending.bytes + MESSAGE_OVERHEAD_BYTES
    if (count > 0 && (room < 0 || count === MAX_MESSAGES)) break
    count++
  }
  return queue.splice(0, count)
}

async function compose(
  context: ConversationContext,
  conversation: Conversation,
  batch: readonly Pick<Pending, 'said'>[]
): Promise<StoredMessage[]> {
  const { primitives, self, clock } = context
  const sentAtMs: number = clock.now()
  const composed: StoredMessage[] = []
  let hlc = conversation.hlc
  let parents = await unansweredParents(context, conversation)
  for (const [i, { said }] of batch.entries()) {
    hlc = nextHlc(hlc, clock.now())
    const seq = conversation.nextSeq + i
    const lifetimeS = said.text === '' ? 0 : lifetimeOf(conversation)
    const living = lifetimeS === 0 ? said : { ...said, lifetimeS }
    const signed: SignedMessage = signedMessage({ seq, hlc, sentAtMs: sentAtMs as SentAtMs, parents, ...living })
    parents = []
    const digest = messageId(primitives, conversation.id, self.deviceKey, seq)
    const id = digest instanceof Promise ? await digest : digest
    const fadesAtMs = fadesAt(signed, 'ourselves', clock.now())
    const message = { ...signed, id, conversation: conversation.id, account: self.account, device: self.device, conflict: false }
    composed.push(fadesAtMs === undefined ? message : { ...message, fadesAtMs })
    hearLifetime(conversation, message)
  }
  return composed
}

/** The newest message of each other device that we had not answered yet: what a first message of a batch names as parents. */
async function unansweredParents(context: ConversationContext, conversation: Conversation): Promise<SignedMessage['parents']> {
  const newest = [...conversation.unanswered].slice(-MAX_PARENTS)
  return Promise.all(
    newest.map(async ([device, { seq, bytes }]) => ({
      id: await messageId(context.primitives, conversation.id, memberKey(conversation, device), seq),
      hash: await context.primitives.sha256(bytes)
    }))
  )
}

function advance(
  conversation: Conversation,
  composed: readonly StoredMessage[]
): { first: StoredMessage; last: StoredMessage; row: number } {
  const first = composed[0]
  const last = composed.at(-1)
  if (first === undefined || last === undefined) throw new ChatError('ERR_INTERNAL', 'a batch without messages')
  conversation.nextSeq = last.seq + 1
  conversation.hlc = last.hlc
  conversation.unanswered.clear()
  for (const message of composed.slice(-8)) conversation.recent.put(message.id, message.bytes)
  return { first, last, row: conversation.nextRow++ }
}
