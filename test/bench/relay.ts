import { join } from 'node:path'
import type { RelayId } from '../../node/network/relay-protocol.js'
import { createRelayProcess } from '../e2e/relay-process.js'
import { connect, newLog } from '../relay/client.js'
import { nowMs, perSecond } from './figures.js'
import { PEER, type Job } from './job.js'

const ENVELOPES = 10_000
const ROUNDS = 3
const ANSWERED_AT_ONCE = 1_000

/** r: envelopes of one log appended over one link to the shipped relay, until the last is acknowledged as durable. */
export const relay: Job = async ({ report, limits, scratch }) => {
  const { syncBatched } = await limits.disk()
  const running = await createRelayProcess(join(scratch, 'relay'))
  const id = running.id as RelayId
  const client = await connect({ relay: { self: id }, addresses: [running.address.replace(`/p2p/${id}`, '')] })
  try {
    await client.join()
    for (let roundNumber = 0; roundNumber < ROUNDS; roundNumber++) {
      const log = await newLog()
      await client.open(log)
      const envelopes = await Promise.all(Array.from({ length: ENVELOPES }, (_, at) => log.envelope(`envelope ${at}`)))
      const startedAt = nowMs()
      for (let at = 0; at < ENVELOPES; at += ANSWERED_AT_ONCE)
        await requireAll(client.append(...envelopes.slice(at, at + ANSWERED_AT_ONCE)))
      report.add({
        peer: PEER,
        job: 'r',
        what: `${ENVELOPES.toLocaleString('en')} envelopes of 1,149 B appended at a relay, acknowledged once durable`,
        figures: { n: ENVELOPES, appends_s: perSecond(ENVELOPES, nowMs() - startedAt) },
        bound: { figure: 'appends_s', limit: syncBatched, of: 'durable LevelDB batches of 64' }
      })
    }
  } finally {
    await client.stop()
    await running.stop()
  }
}

async function requireAll(answers: Promise<readonly string[]>): Promise<void> {
  const refused = (await answers).find(answer => answer !== 'ok')
  if (refused !== undefined) throw new Error(`the relay refused with ${refused}`)
}
