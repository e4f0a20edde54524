import type { MessageId } from '../../node/base/ids.js'
import type { Thread } from '../../node/api/thread.js'
import { rowsAt, type Slice } from './thread-rows.js'

/** Messages that are mounted at once, */
const MOUNTED = 140
/** with the days and gaps before them: with the most happenings, what ends a thread and its edges less than 300 rows. */
const MOST_ROWS = 225
/** Less than are mounted even where each has a day and a gap before it. */
const STEP = 50

/** The first message that is mounted; `newest`: so many from the end, whatever comes. */
export type RowWindow = MessageId | 'newest'

type Read = Pick<Thread, 'messages' | 'gaps'>

/** Which messages are mounted. Messages that come before the first mounted one change nothing about it. */
export function sliceOf(thread: Read, window: RowWindow): Slice {
  const { messages } = thread
  const found = window === 'newest' ? -1 : messages.findIndex(({ id }) => id === window)
  if (found === -1) return { start: newestStart(thread), end: messages.length }
  let end = found
  for (let rows = 0; end < messages.length && end - found < MOUNTED; end++) {
    rows += rowsAt(thread, end)
    if (rows > MOST_ROWS) break
  }
  return { start: found, end }
}

/** From there all to the end is mounted. */
function newestStart(thread: Read): number {
  let start = thread.messages.length
  for (let rows = 0; start > 0 && thread.messages.length - start < MOUNTED; start--) {
    rows += rowsAt(thread, start - 1)
    if (rows > MOST_ROWS) break
  }
  return start
}

const startingAt = ({ messages }: Read, start: number): RowWindow => messages[Math.max(0, start)]?.id ?? 'newest'

export const shiftedUp = (thread: Read, { start }: Slice): RowWindow => startingAt(thread, start - STEP)

export const shiftedDown = (thread: Read, { start }: Slice): RowWindow => startingAt(thread, Math.min(start + STEP, newestStart(thread)))

/** What is mounted now stays so, though newer messages come. */
export const held = (thread: Read, { start }: Slice): RowWindow => startingAt(thread, start)

/** With this message in it, and what stands around it. */
export const around = (thread: Read, index: number): RowWindow =>
  startingAt(thread, Math.min(index - Math.floor(MOUNTED / 3), newestStart(thread)))
