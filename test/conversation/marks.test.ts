import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createEmitter } from '../../node/base/events.js'
import type { AccountId, ConversationId, DeviceId, SentAtMs } from '../../node/base/ids.js'
import { isEmoji, type Annotation } from '../../node/conversation/annotation.js'
import { handOver } from '../../node/conversation/batches.js'
import { messageId, signedMessage, type Said } from '../../node/conversation/content.js'
import type { ConversationEvents } from '../../node/conversation/conversation-events.js'
import { newConversation, type Conversation } from '../../node/conversation/conversation.js'
import { decodeMarks, encodeMarks } from '../../node/conversation/marks-codec.js'
import { NO_MARKS, viewOf, withAnnotation, type View } from '../../node/conversation/marks.js'
import type { StoredMessage } from '../../node/conversation/message.js'
import { createNotes } from '../../node/conversation/notes.js'
import type { Hlc } from '../../node/conversation/order.js'
import { createRecords } from '../../node/conversation/records.js'
import { deviceIdOf, deviceKeyOf } from '../../node/identity/device-id.js'
import { createSealedProfile, primitives } from '../store/sealed-profile.js'

const CHAT = '0'.repeat(64) as ConversationId
const account = (digit: number): AccountId => String(digit).repeat(64) as AccountId
const device = (digit: number): DeviceId => deviceIdOf(new Uint8Array(32).fill(digit))
const [ADA, BOB, CLEO] = [account(1), account(2), account(3)]
/** Ada has two. */
const DEVICES = [
  { account: ADA, device: device(1) },
  { account: ADA, device: device(2) },
  { account: BOB, device: device(3) },
  { account: CLEO, device: device(4) }
] as const
const MEMBERS = DEVICES.map(one => ({ ...one, key: deviceKeyOf(one.device) }))

async function message(by: number, seq: number, hlc: number, said: Partial<Said>, isTold = false): Promise<StoredMessage> {
  const sender = DEVICES[by] ?? DEVICES[0]
  const signed = signedMessage({ seq, hlc: BigInt(hlc) as Hlc, sentAtMs: hlc as SentAtMs, parents: [], text: '', ...said })
  const id = await messageId(primitives, CHAT, deviceKeyOf(sender.device), seq)
  return { ...signed, id, conversation: CHAT, ...sender, conflict: false, ...(isTold ? { shared: { by: CLEO, name: '' } } : {}) }
}

const target = message(0, 1, 5, { text: 'first' })

interface Drawn {
  readonly by: number
  readonly hlc: number
  readonly kind: Annotation['kind']
  readonly text: string
  readonly isTold: boolean
}

const drawn: fc.Arbitrary<Drawn> = fc.record(
  {
    by: fc.integer({ min: 0, max: 3 }),
    // Few values, so that clocks are alike and devices have to decide.
    hlc: fc.integer({ min: 6, max: 9 }),
    kind: fc.constantFrom('edit', 'edit', 'edit', 'delete', 'react', 'react', 'pin', 'unpin'),
    text: fc.constantFrom('one', 'two', 'three'),
    isTold: fc.boolean()
  },
  { noNullPrototype: true }
)

async function annotationsOf(all: readonly Drawn[]): Promise<readonly StoredMessage[]> {
  const { id } = await target
  const emoji: Readonly<Record<string, string>> = { one: '👍', two: '❤️', three: '' }
  return Promise.all(
    all.map(({ by, hlc, kind, text, isTold }, i) => {
      const said = kind === 'edit' ? `${text} ${i}` : kind === 'react' ? (emoji[text] ?? '') : ''
      return message(by, i + 2, hlc, { annotation: { target: id, kind, text: said } }, isTold)
    })
  )
}

const isAfter = (a: StoredMessage, b: StoredMessage): boolean =>
  `${a.hlc} ${a.device} ${String(a.seq).padStart(4, '0')}` > `${b.hlc} ${b.device} ${String(b.seq).padStart(4, '0')}`

const choices = (all: readonly (readonly [AccountId, string])[]): readonly string[] => all.map(pair => pair.join(' ')).toSorted()

/** What is to come of it, said once more in other words: of each account the last of each kind, and the author alone edits and deletes. */
function expected(
  of: StoredMessage,
  all: readonly StoredMessage[]
): Pick<View, 'text' | 'isDeleted' | 'isPinned'> & { reactions: unknown } {
  const heard = all.filter(one => one.shared === undefined).toSorted((a, b) => (isAfter(a, b) ? 1 : -1))
  const own = heard.filter(one => one.account === of.account)
  if (own.some(({ annotation }) => annotation?.kind === 'delete')) return { text: '', isDeleted: true, isPinned: false, reactions: [] }
  const chosen = new Map<AccountId, string>()
  for (const { annotation, account: who } of heard) if (annotation?.kind === 'react') chosen.set(who, annotation.text)
  return {
    text: own.findLast(({ annotation }) => annotation?.kind === 'edit')?.annotation?.text ?? of.text,
    isDeleted: false,
    isPinned: heard.findLast(({ annotation }) => annotation?.kind.endsWith('pin'))?.annotation?.kind === 'pin',
    reactions: choices([...chosen].filter(([, emoji]) => emoji !== ''))
  }
}

const seen = ({ text, isDeleted, isPinned, reactions }: View): ReturnType<typeof expected> => ({
  text,
  isDeleted,
  isPinned,
  reactions: choices(reactions.flatMap(({ emoji, accounts }) => accounts.map(who => [who, emoji] as const)))
})

const marks = suite('what is done to a message')

marks('in whatever order it comes and however often, it is seen the same', async () => {
  const of = await target
  await fc.assert(
    fc.asyncProperty(
      fc
        .array(drawn, { maxLength: 12 })
        .chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all.keys(), ...all.keys()], { minLength: all.length }))),
      async ([all, order]) => {
        const annotations = await annotationsOf(all)
        const everyone = [...order, ...all.keys()].flatMap(i => annotations[i] ?? [])
        const folded = everyone.reduce((so, one) => withAnnotation(so, one.annotation as Annotation, one), NO_MARKS)
        assert.equal(seen(viewOf(of, folded)), expected(of, annotations))
        assert.equal(decodeMarks(encodeMarks(folded)), folded)
        assert.equal(viewOf(of, folded, () => true).text, of.text, 'to whom nobody listens nobody does anything')
      }
    )
  )
})

marks('what a member only tells of another changes no message that came from its sender, and one that was told itself', async () => {
  const { id } = await target
  const told = await message(0, 1, 5, { text: 'first' }, true)
  const edit = await message(0, 2, 6, { annotation: { target: id, kind: 'edit', text: 'made up' } }, true)
  const after = withAnnotation(NO_MARKS, edit.annotation as Annotation, edit)
  assert.is(viewOf(await target, after).text, 'first')
  assert.is(viewOf(told, after).text, 'made up')
})

interface Disk {
  readonly conversation: Conversation
  readonly store: (batch: readonly StoredMessage[]) => Promise<void>
  readonly view: () => Promise<View | undefined>
  readonly kept: () => Promise<readonly StoredMessage[]>
  readonly pinned: () => Promise<readonly StoredMessage[]>
}

async function openDisk(): Promise<Disk> {
  const store = await createSealedProfile().open()
  const session = undefined as never
  const records = createRecords({ store, session, primitives, ownDevice: device(9) })
  const events = createEmitter<ConversationEvents>()
  const notes = createNotes({ records, primitives, events }, store)
  const conversation = newConversation({ id: CHAT, kind: 'group', accounts: [ADA, BOB, CLEO], createdAtMs: 0, devices: MEMBERS })
  const { id } = await target
  return {
    conversation,
    async store(batch) {
      const noting = notes.begin(conversation)
      const writes = []
      for (const one of batch) writes.push(...(await noting.store(one)).writes)
      // The next change need not wait until it is on disk.
      void handOver(records, conversation.batches, writes).then(() => noting.tell())
    },
    async view() {
      await conversation.batches.durable
      const found = await records.messageById(conversation, id)
      return found && notes.view(found)
    },
    async kept() {
      const all: StoredMessage[] = []
      for await (const one of records.messagesAfter(conversation, undefined)) all.push(one)
      return all
    },
    pinned: () => notes.pinned(conversation)
  }
}

marks(
  'on disk the same comes of it, before or after its message, in one change or many, and only what is said by now is kept',
  async () => {
    const of = await target
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(drawn, { maxLength: 8 })
          .chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray([-1, ...all.keys()], { minLength: all.length + 1 }))),
        fc.integer({ min: 1, max: 4 }),
        async ([all, order], atOnce) => {
          const annotations = await annotationsOf(all)
          const sequence = order.map(i => annotations[i] ?? of)
          const disk = await openDisk()
          for (let i = 0; i < sequence.length; i += atOnce) await disk.store(sequence.slice(i, i + atOnce))
          const view = await disk.view()
          const wanted = expected(of, annotations)
          assert.equal(view && seen(view), wanted)
          const kept = await disk.kept()
          assert.is(kept.length, sequence.length, 'each has its place')
          const texts = kept.flatMap(({ account: who, text, annotation, shared }) =>
            who === ADA && shared === undefined ? [text, annotation?.kind === 'edit' ? annotation.text : ''] : []
          )
          const edited = wanted.text === '' || wanted.text === of.text ? [] : [wanted.text]
          assert.equal(texts.filter(text => text !== '').toSorted(), (wanted.isDeleted ? [] : [of.text, ...edited]).toSorted())
          assert.is((await disk.pinned()).length, wanted.isPinned ? 1 : 0)
          const here = kept.find(({ id }) => id === of.id)
          assert.is(here?.says ?? here?.text, wanted.text, 'for whoever looks for words')
        }
      ),
      { numRuns: 60 }
    )
  }
)

marks('one emoji is one, whatever it is put together of', () => {
  for (const emoji of ['👍', '👍🏽', '❤️', '👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🇩🇪', '1️⃣', '🏳️‍🌈']) assert.ok(isEmoji(emoji), emoji)
  for (const other of ['', 'a', '1', '👍👍', 'no 👍', '\u202e', `👍${'\u200d👍'.repeat(20)}`]) assert.not.ok(isEmoji(other), other)
})

marks.run()
