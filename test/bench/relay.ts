import { join } from 'node:path'
import { createRelayProcess } from '../e2e/relay-process.js'
import { connectMember, newLog, type Client, type TestLog } from '../relay/client.js'
import { openRawLevel } from './disk-limits.js'
import { median, nowMs, perSecond } from './figures.js'
import { PEER, type Job } from './job.js'
import { reachable } from './reachable.js'

const ENVELOPES = 10_000
/** The smallest there is. */
const ENVELOPE_BYTES = 1_149
const LIMIT = 'LevelDB, durable batches of 64 values of 1,149 B, in turn with the rest'
const ROUNDS = 5
const AT_ONCE = 1_000

/**
 * r: envelopes of one log appended over one link to the shipped relay, until the last is acknowledged as durable: by a device that
 * is subscribed to the log, as those of its members are, and by one of which the relay knows nothing.
 */
export const relay: Job = async ({ report, scratch }) => {
  const level = await openRawLevel(scratch)
  const running = await createRelayProcess(join(scratch, 'relay'))
  const client = await connectMember(reachable(running))
  try {
    const rates: Record<'level' | 'r' | 'r_unproven', number[]> = { level: [], r: [], r_unproven: [] }
    for (let round = 0; round < ROUNDS; round++) {
      rates.level.push(await level.batched(ENVELOPE_BYTES))
      rates.r_unproven.push(await appendsPerSecond(client, await openedLog(client)))
      const log = await openedLog(client)
      await client.subscribe(log)
      rates.r.push(await appendsPerSecond(client, log))
    }
    const limit = median(rates.level)
    report.add({ peer: 'limit', job: 'level_envelopes', what: LIMIT, figures: { msgs_s: limit } })
    const add = (job: 'r' | 'r_unproven', by: string): void =>
      report.add({
        peer: PEER,
        job,
        what: `${ENVELOPES.toLocaleString('en')} envelopes of 1,149 B appended at a relay by ${by}, acknowledged once durable`,
        figures: { n: ENVELOPES, appends_s: median(rates[job]) },
        bound: { figure: 'appends_s', limit, of: LIMIT },
        goal: 'half of that'
      })
    add('r', 'a subscriber')
    add('r_unproven', 'somebody who has proven nothing')
  } finally {
    await client.stop()
    await running.stop()
    await level.close()
  }
}

async function openedLog(client: Client): Promise<TestLog> {
  const log = await newLog()
  await client.open(log)
  return log
}

async function appendsPerSecond(client: Client, log: TestLog): Promise<number> {
  const envelopes = await Promise.all(Array.from({ length: ENVELOPES }, (_, at) => log.envelope(`envelope ${at}`)))
  async function lane(): Promise<void> {
    for (let envelope = envelopes.pop(); envelope !== undefined; envelope = envelopes.pop()) {
      const [answer] = await client.append(envelope)
      if (answer !== 'ok') throw new Error(`the relay refused with ${answer}`)
    }
  }
  const startedAt = nowMs()
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return perSecond(ENVELOPES, nowMs() - startedAt)
}
