import { fromHex, toHex } from '../base/bytes.js'
import type { ConversationId, DeviceId, MessageId } from '../base/ids.js'
import { deviceKeyOf } from '../identity/device-id.js'
import type { MessagePlace } from '../store/keyspace.js'
import type { SealedStore } from '../store/sealed-store.js'
import type { Range } from '../store/store.js'
import type { Annotation } from './annotation.js'
import { digestOf, messageId, signedMessage } from './content.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { decodeMarks, encodeMarks } from './marks-codec.js'
import { mayAnnotate, NO_MARKS, viewOf, withAnnotation, withoutWords, type IsHidden, type Marks, type View } from './marks.js'
import type { StoredMessage } from './message.js'
import type { RecordWrite } from './records.js'

/** Stores messages, whichever way they came, together with what they do to each other. */
export interface Notes {
  /** Part of a change of the conversation. */
  begin(conversation: Conversation): Noting
  /** Part of a change: what was done to a message goes with it. */
  forget(conversation: Conversation, message: StoredMessage): readonly RecordWrite[]
  /** Part of a change, all changes before it being on disk: what was done to a message goes with it. `words`: messages that hold some of that. */
  fade(conversation: Conversation, message: StoredMessage): Promise<Gone>
  /** What is left of a message that is over and that somebody has yet to get: that it was there. */
  faded(message: StoredMessage, fadesAtMs: number): Promise<StoredMessage>
  /** How a message that is on disk is to be shown. */
  view(message: StoredMessage, isHidden?: IsHidden): Promise<View>
  /** The newest that are pinned come last. */
  pinned(conversation: Conversation): Promise<readonly StoredMessage[]>
}

export interface Noting {
  /** @returns the message as it is kept, and what is to be written for that, in this order */
  store(message: StoredMessage): Promise<Noted>
  /** Tells what is shown otherwise from now on. To be called once all of it is on disk. */
  tell(): void
}

interface Gone {
  readonly writes: readonly RecordWrite[]
  readonly words: readonly StoredMessage[]
}

interface Noted {
  readonly kept: StoredMessage
  readonly writes: readonly RecordWrite[]
}

type Context = Pick<ConversationContext, 'records' | 'primitives' | 'events'>

export function createNotes({ records, primitives, events }: Context, store: Pick<SealedStore, 'get' | 'range' | 'keys'>): Notes {
  const { keys } = store
  /** Whether anything was ever done to messages that had not come: else nothing is looked for when one comes. */
  const awaiting = new Map<ConversationId, Promise<boolean>>()
  /** Whether anything was ever done to messages there. */
  const marking = new Map<ConversationId, Promise<boolean>>()

  function hasAny(known: Map<ConversationId, Promise<boolean>>, id: ConversationId, range: Range): Promise<boolean> {
    const before = known.get(id)
    if (before !== undefined) return before
    const looking = isAnyIn(range)
    known.set(id, looking)
    looking.catch(() => known.delete(id)) // told to whoever waits; the next one looks again
    return looking
  }

  async function isAnyIn(range: Range): Promise<boolean> {
    for await (const _ of store.range({ ...range, limit: 1 })) return true
    return false
  }

  async function readMarks(key: Uint8Array): Promise<Marks> {
    const bytes = await store.get(key)
    return bytes === undefined ? NO_MARKS : decodeMarks(bytes)
  }

  /** A message with what it says by now; or what is left of it. */
  async function asSeen(message: StoredMessage, { text, isDeleted }: View): Promise<StoredMessage> {
    if (isDeleted) return message.erased === undefined ? erased(message) : message
    return { ...message, says: text === message.text ? undefined : text }
  }

  /** Of what it was, only where it stood and its hash are left. */
  async function erased(message: StoredMessage, said: Pick<StoredMessage, 'isFaded'> = {}): Promise<StoredMessage> {
    const { seq, hlc, sentAtMs, parents, annotation, id, conversation, account, device, conflict, imported, shared } = message
    const { lifetimeS, fadesAtMs } = message
    const isEdit = annotation?.kind === 'edit'
    const over = {
      ...(isEdit ? { annotation: { ...annotation, text: '' } } : {}),
      ...(lifetimeS === undefined ? {} : { lifetimeS }),
      ...said
    }
    const hash = await digestOf(primitives, message)
    const signed = signedMessage({ seq, hlc, sentAtMs, parents, text: '', ...over, erased: hash })
    const kept = { ...signed, id, conversation, account, device, conflict, ...(fadesAtMs === undefined ? {} : { fadesAtMs }) }
    return { ...kept, ...(imported === undefined ? {} : { imported }), ...(shared === undefined ? {} : { shared }) }
  }

  /** Of what was done to a message that has not come, these words are over. */
  async function withoutDeed(conversation: Conversation, by: StoredMessage, target: MessageId): Promise<readonly RecordWrite[]> {
    const key = keys.awaitedMarks(conversation.id, target)
    const before = await readMarks(key)
    const after = withoutWords(before, by)
    return after === before ? [] : [{ key, value: encodeMarks(after) }]
  }

  function begin(conversation: Conversation): Noting {
    /** What this change has stored and changed so far: on no disk yet. */
    const stored = new Map<MessageId, StoredMessage>()
    const marked = new Map<MessageId, Marks>()
    const changed = new Set<MessageId>()

    /** Whatever was handed over before may be of the same messages. */
    async function find(id: MessageId): Promise<StoredMessage | undefined> {
      return stored.get(id) ?? (await records.messageById(conversation, id))
    }

    const idAt = async ({ device, seq }: { readonly device: DeviceId; readonly seq: number }): Promise<MessageId> =>
      messageId(primitives, conversation.id, deviceKeyOf(device), seq)

    function keep(message: StoredMessage): readonly RecordWrite[] {
      stored.set(message.id, message)
      return records.message(conversation, message)
    }

    async function erase(message: StoredMessage | undefined): Promise<readonly RecordWrite[]> {
      return message === undefined || message.erased !== undefined ? [] : keep(await erased(message))
    }

    function keepMarks(id: MessageId, marks: Marks, isHere: boolean): RecordWrite {
      marked.set(id, marks)
      ;(isHere ? marking : awaiting).set(conversation.id, Promise.resolve(true))
      return { key: isHere ? keys.marks(conversation.id, id) : keys.awaitedMarks(conversation.id, id), value: encodeMarks(marks) }
    }

    const keepPin = (id: MessageId, isPinned: boolean): RecordWrite => ({
      key: keys.pin(conversation.id, id),
      value: isPinned ? fromHex(id) : undefined
    })

    async function annotate(message: StoredMessage, annotation: Annotation): Promise<Noted> {
      await conversation.batches.durable
      const { target: id } = annotation
      const target = await find(id)
      const known = marked.get(id)
      const before =
        known ?? (await readMarks(target === undefined ? keys.awaitedMarks(conversation.id, id) : keys.marks(conversation.id, id)))
      const after = target === undefined || mayAnnotate(target, annotation, message) ? withAnnotation(before, annotation, message) : before
      const kept = annotation.kind === 'edit' && !holds(after, message) && message.erased === undefined ? await erased(message) : message
      const writes = [...keep(kept)]
      if (after === before) return { kept, writes }
      // Of all that a message ever said, only what it says now is kept.
      for (const place of editsOf(before)) if (!holds(after, place)) writes.push(...(await erase(await find(await idAt(place)))))
      writes.push(keepMarks(id, after, target !== undefined))
      if (target !== undefined) writes.push(...(await follow(target, before, after)))
      return { kept, writes }
    }

    /** Of a message that is here what was done to it has grown. */
    async function follow(target: StoredMessage, before: Marks, after: Marks): Promise<readonly RecordWrite[]> {
      const [was, is] = [viewOf(target, before), viewOf(target, after)]
      changed.add(target.id)
      const pin = was.isPinned === is.isPinned ? [] : [keepPin(target.id, is.isPinned)]
      return [...pin, ...(is.text === was.text && is.isDeleted === was.isDeleted ? [] : keep(await asSeen(target, is)))]
    }

    /** What was done to a message that comes: before it did, or while it was here on somebody's word. */
    async function marksBefore({ id }: StoredMessage): Promise<Marks> {
      const isAwaited = await hasAny(awaiting, conversation.id, keys.allAwaitedMarks(conversation.id))
      if (!isAwaited && conversation.sharedBytes === 0) return NO_MARKS
      await conversation.batches.durable
      const known = marked.get(id) ?? (await readMarks(keys.awaitedMarks(conversation.id, id)))
      return known.length > 0 || conversation.sharedBytes === 0 ? known : readMarks(keys.marks(conversation.id, id))
    }

    async function arrive(message: StoredMessage, marks: Marks): Promise<Noted> {
      const view = viewOf(message, marks)
      const kept = await asSeen(message, view)
      changed.add(message.id)
      const moved = [{ key: keys.awaitedMarks(conversation.id, message.id), value: undefined }, keepMarks(message.id, marks, true)]
      return { kept, writes: [...keep(kept), ...moved, ...(view.isPinned ? [keepPin(message.id, true)] : [])] }
    }

    return {
      async store(message) {
        if (message.annotation !== undefined) return annotate(message, message.annotation)
        const marks = await marksBefore(message)
        return marks.length === 0 ? { kept: message, writes: keep(message) } : arrive(message, marks)
      },
      tell() {
        for (const message of changed) events.emit('message:changed', { conversation: conversation.id, message })
      }
    }
  }

  return {
    begin,
    forget: (conversation, { id, annotation }) => [
      { key: keys.marks(conversation.id, id), value: undefined },
      { key: keys.pin(conversation.id, id), value: undefined },
      ...(annotation === undefined ? [] : [{ key: keys.awaitedMarks(conversation.id, annotation.target), value: undefined }])
    ],
    async fade(conversation, message) {
      const { id, annotation } = message
      if (annotation !== undefined) return { writes: await withoutDeed(conversation, message, annotation.target), words: [] }
      const key = keys.marks(conversation.id, id)
      const places = (await readMarks(key)).flatMap(({ edit, reaction }) => [edit ?? [], reaction ?? []].flat())
      const words = places.map(async ({ device, seq }) =>
        records.messageById(conversation, await messageId(primitives, conversation.id, deviceKeyOf(device), seq))
      )
      const writes = [
        { key, value: undefined },
        { key: keys.pin(conversation.id, id), value: undefined }
      ]
      return { writes, words: (await Promise.all(words)).filter(word => word !== undefined) }
    },
    faded: async (message, fadesAtMs) => ({ ...(await erased(message, { isFaded: true })), fadesAtMs }),
    async view(message, isHidden) {
      const { conversation, id } = message
      const isMarked = await hasAny(marking, conversation, keys.allMarks(conversation))
      return viewOf(message, isMarked ? await readMarks(keys.marks(conversation, id)) : NO_MARKS, isHidden)
    },
    async pinned(conversation) {
      const messages: StoredMessage[] = []
      for await (const [, id] of store.range(keys.pins(conversation.id))) {
        const message = await records.messageById(conversation, toHex(id) as MessageId)
        if (message !== undefined) messages.push(message)
      }
      return messages.toSorted((a, b) => (a.hlc < b.hlc ? -1 : 1))
    }
  }
}

const editsOf = (marks: Marks): readonly MessagePlace[] => marks.flatMap(({ edit }) => edit ?? [])

/** Whether the edit that stands there is one that counts. */
const holds = (marks: Marks, { device, seq }: Pick<MessagePlace, 'device' | 'seq'>): boolean =>
  editsOf(marks).some(edit => edit.device === device && edit.seq === seq)
