import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Gap, Happening, Message } from '../../node/api/message.js'
import { emptyThread, type Thread } from '../../node/api/thread.js'
import type { ConversationId, DeviceId, MessageId, SentAtMs } from '../../node/base/ids.js'
import { around, shiftedDown, shiftedUp, sliceOf, type RowWindow } from '../../web/state/row-window.js'
import { threadRows } from '../../web/state/thread-rows.js'

const DAY_MS = 86_400_000
const MOST = 300
/** The beginning of the thread, and that there is more. */
const EDGES = 2
const CHAT = 'c'.repeat(64) as ConversationId

/** A day, a gap and happenings before each of its messages, and devices at the end of which something is missing. */
function mixed(count: number): Thread {
  const numbers = Array.from({ length: count }, (_, i) => i)
  const device = 'd' as DeviceId
  const messages = numbers.map(
    i => ({ id: `m${i}` as MessageId, chat: CHAT, device, seq: 2 * i + 2, sentAtMs: (i * DAY_MS) as SentAtMs, text: 'x' }) as Message
  )
  const gaps: Gap[] = numbers.flatMap(i => [
    { chat: CHAT, device, from: 2 * i + 1, to: 2 * i + 1 },
    { chat: CHAT, device: `e${i}` as DeviceId, from: 1, to: 1 }
  ])
  const happenings = messages.flatMap(({ id }) => ['a', 'b'].map(one => ({ id: `${one}${id}`, after: id }) as Happening))
  return { ...emptyThread(CHAT), messages, gaps, happenings, divider: messages.at(-3)?.id }
}

const plain = (count: number): Thread => {
  const { messages, ...thread } = mixed(count)
  return { ...thread, messages: messages.map(message => ({ ...message, sentAtMs: 0 as SentAtMs })), gaps: [], happenings: [] }
}

const happening = (id: string, day: number, after?: MessageId) =>
  ({ id, atMs: day * DAY_MS, ...(after === undefined ? {} : { after }) }) as Happening

const rows = suite('what of a thread is mounted')

for (const [kind, thread] of [
  ['of messages alone', plain(1_000)],
  ['of messages, days, gaps and happenings', mixed(1_000)]
] as const)
  rows(`is never more than ${MOST} rows ${kind}, and all of it is reached step by step, up and down`, () => {
    const seen = new Set<number>()
    let window: RowWindow = 'newest'
    function look(): ReturnType<typeof sliceOf> {
      const slice = sliceOf(thread, window)
      const shown = threadRows(thread, slice).length
      assert.ok(shown + EDGES <= MOST, `${shown} rows`)
      for (let i = slice.start; i < slice.end; i++) seen.add(i)
      return slice
    }
    const { length } = thread.messages
    let slice = look()
    assert.is(slice.end, length)
    for (let steps = 0; slice.start > 0 && steps < length; steps++) {
      window = shiftedUp(thread, slice)
      slice = look()
    }
    assert.is(seen.size, length)
    seen.clear()
    slice = look()
    for (let steps = 0; slice.end < length && steps < length; steps++) {
      window = shiftedDown(thread, slice)
      slice = look()
    }
    assert.is(seen.size, length)
    for (const index of [0, 500, 999]) {
      window = around(thread, index)
      slice = look()
      assert.ok(slice.start <= index && index < slice.end)
    }
  })

rows('of a day stand below its name, also what happened before anybody said something on it', () => {
  const [first, second] = plain(2).messages.map((message, day) => ({ ...message, sentAtMs: (day * DAY_MS) as SentAtMs }))
  if (first === undefined || second === undefined) throw new Error('nobody said anything')
  const happenings = [happening('a', 0), happening('b', 0, first.id), happening('c', 1, first.id), happening('d', 2, second.id)]
  const thread = { ...emptyThread(CHAT), messages: [first, second], happenings }
  const shown = threadRows(thread, { start: 0, end: 2 }).map(row => (row.kind === 'day' ? `day ${row.atMs / DAY_MS}` : row.key))
  assert.equal(shown, ['day 0', 'a', 'm0', 'b', 'day 1', 'c', 'm1', 'day 2', 'd'])
})

rows.run()
