import { perSecond } from './figures.js'
import { PEER, type Job } from './job.js'
import { createPair } from './pair.js'
import { sendPipelined } from './pipeline.js'

const MESSAGES = 20_000
const WARM_UP = 2_000
const ROUNDS = 3

/** b: as many as go, from the first request until the last is on the recipient's disk. */
export const throughput: Job = async ({ report, limits, scratch }) => {
  const [{ libp2pBatched }, { syncBatched }] = [await limits.wire(), await limits.disk()]
  const pair = await createPair(scratch)
  try {
    await sendPipelined(pair.ada, pair.bob, pair.chat, WARM_UP)
    for (let round = 0; round < ROUNDS; round++) {
      const elapsedMs = await sendPipelined(pair.ada, pair.bob, pair.chat, MESSAGES)
      report.add({
        peer: PEER,
        job: 'b',
        what: `${MESSAGES.toLocaleString('en')} × 200 B pipelined → on the recipient’s disk`,
        figures: { n: MESSAGES, msgs_s: perSecond(MESSAGES, elapsedMs) },
        bound: {
          figure: 'msgs_s',
          limit: Math.min(libp2pBatched, syncBatched),
          of: 'durable LevelDB batches of 64, or libp2p frames in 64s'
        }
      })
    }
  } finally {
    await pair.close()
  }
}
