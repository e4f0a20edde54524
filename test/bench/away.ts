import { setTimeout as delay } from 'node:timers/promises'
import { join } from 'node:path'
import { within } from '../e2e/deadline.js'
import type { RelayStatus } from '../../relay/control.js'
import { createRelayProcess } from '../e2e/relay-process.js'
import { relayOn, said } from '../relay/relay-process.js'
import { nowMs, perSecond, round } from './figures.js'
import { PEER, type Job } from './job.js'
import { createPair } from './pair.js'
import { text200 } from './texts.js'

const MESSAGES = 10_000
const IN_FLIGHT = 512
const LOOK_EVERY_MS = 10
const DEADLINE_MS = 300_000

/**
 * d: the recipient is away, and a relay keeps what is sent; then the sender is away, and the recipient comes back. All three are the
 * shipped processes. `queue`: from the first request until every message is durable on the sender's disk; `stored`: until the relay
 * has them all, in so many `envelopes`; `drain`: from the recipient's daemon being ready until all of them can be read from its disk.
 */
export const away: Job = async ({ report, limits, scratch }) => {
  const [{ libp2pBatched }, { syncBatched }] = [await limits.wire(), await limits.disk()]
  const relay = await createRelayProcess(join(scratch, 'relay'))
  const pair = await createPair(scratch)
  const { ada, bob, chat } = pair
  try {
    for (const person of [ada, bob]) await person.api.addRelay({ address: relay.address })
    await bob.stop()
    const name = `away ${nowMs()}`
    const startedAt = nowMs()
    let next = 0
    const lane = async (): Promise<void> => {
      while (next < MESSAGES) await ada.api.send({ chat, text: text200(name, next++) })
    }
    await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
    const queuedMs = nowMs() - startedAt
    const newest = async (): Promise<{ text: string; state?: string } | undefined> =>
      (await ada.api.history({ chat, limit: 1 })).messages[0]
    await until('the relay to have all', async () => (await newest())?.state === 'stored')
    const storedMs = nowMs() - startedAt
    const { envelopes } = await said<RelayStatus>(relayOn(relay.folder).run(['status', '--json']))
    await ada.stop()
    await bob.start()
    const readyAt = nowMs()
    await until('all to be here', async () => {
      const { messages, gaps } = await bob.api.history({ chat, limit: 1 })
      return messages[0]?.text === text200(name, MESSAGES - 1) && gaps.length === 0
    })
    const drainMs = nowMs() - readyAt
    report.add({
      peer: PEER,
      job: 'd',
      what: `${MESSAGES.toLocaleString('en')} × 200 B for somebody away, kept by a relay, fetched once they are back`,
      figures: {
        n: MESSAGES,
        envelopes,
        queue_s: round(queuedMs / 1_000, 2),
        stored_s: round(storedMs / 1_000, 2),
        drain_s: round(drainMs / 1_000, 2),
        drained_s: perSecond(MESSAGES, drainMs),
        start_s: round(bob.readyMs / 1_000, 2)
      },
      bound: {
        figure: 'drained_s',
        limit: Math.min(libp2pBatched, syncBatched),
        of: 'durable LevelDB batches of 64, or libp2p frames in 64s'
      },
      goal: '1.5 s each; Prosody took 1.9–2.6 s, Hypercore 2.1–3.2 s'
    })
  } finally {
    await pair.close()
    await relay.stop()
  }
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const looking = async (): Promise<void> => {
    while (!(await holds())) await delay(LOOK_EVERY_MS)
  }
  await within(DEADLINE_MS, what, looking(), () => '')
}
