import type { Message } from '../../node/api/message.js'
import type { MessageId } from '../../node/base/ids.js'

/** Messages that are mounted at once. A day or a gap before each of them would still be less than 300 rows. */
export const MOUNTED = 140
const STEP = 50

/** The first message that is mounted; `newest`: so many from the end, whatever comes. */
export type RowWindow = MessageId | 'newest'

export interface Slice {
  readonly start: number
  readonly end: number
}

/** Which messages are mounted. Messages that come before the first mounted one change nothing about it. */
export function sliceOf(messages: readonly Message[], window: RowWindow): Slice {
  const last = Math.max(0, messages.length - MOUNTED)
  const found = window === 'newest' ? last : messages.findIndex(({ id }) => id === window)
  const start = found === -1 ? last : found
  return { start, end: Math.min(messages.length, start + MOUNTED) }
}

const startingAt = (messages: readonly Message[], start: number): RowWindow => messages[Math.max(0, start)]?.id ?? 'newest'

export const shiftedUp = (messages: readonly Message[], { start }: Slice): RowWindow => startingAt(messages, start - STEP)

export const shiftedDown = (messages: readonly Message[], { start }: Slice): RowWindow =>
  startingAt(messages, Math.min(start + STEP, messages.length - MOUNTED))

/** What is mounted now stays so, though newer messages come. */
export const held = (messages: readonly Message[], { start }: Slice): RowWindow => startingAt(messages, start)

/** With this message in it, and what stands around it. */
export function around(messages: readonly Message[], index: number): RowWindow {
  return startingAt(messages, Math.min(index - Math.floor(MOUNTED / 3), messages.length - MOUNTED))
}
