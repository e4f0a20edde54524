import { setTimeout as delay } from 'node:timers/promises'
import type { ConversationId } from '../../node/base/ids.js'
import { within } from '../e2e/deadline.js'
import type { Person } from '../e2e/person.js'
import { nowMs } from './figures.js'
import { text200 } from './texts.js'

/** Requests that the bench has under way on one socket. */
const IN_FLIGHT = 512
/** How closely the end is seen: 0.3 % of what 20,000 messages take at the goal's rate. */
const LOOK_EVERY_MS = 10
const ARRIVED_DEADLINE_MS = 600_000

/**
 * Sends `count` texts of 200 B without waiting for one before the next, and looks until the last can be read from the recipient's
 * disk and none before it is missing. @returns milliseconds from the first request
 */
export async function sendPipelined(from: Person, to: Person, chat: ConversationId, count: number): Promise<number> {
  const name = `run ${nowMs()}`
  let next = 0
  async function lane(): Promise<void> {
    while (next < count) await from.api.send({ chat, text: text200(name, next++) })
  }
  async function arrival(text: string): Promise<void> {
    for (;;) {
      const { messages, gaps } = await to.api.history({ chat, limit: 1 })
      if (messages[0]?.text === text && gaps.length === 0) return
      await delay(LOOK_EVERY_MS)
    }
  }
  const startedAt = nowMs()
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
  await within(ARRIVED_DEADLINE_MS, `message ${count} to arrive`, arrival(text200(name, count - 1)), () => from.output() + to.output())
  return nowMs() - startedAt
}
