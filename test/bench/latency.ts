import { durations, nowMs, round, timeEach } from './figures.js'
import { PEER, type Job } from './job.js'
import { createPair } from './pair.js'
import { watchArrivals } from './arrivals.js'
import { text200 } from './texts.js'

const SAMPLES = 1_000
const WARM_UP = 300

/** a: one message at a time, from writing the request until the recipient tells of it, which it does after its durable batch. */
export const latency: Job = async ({ report, limits, scratch }) => {
  const [{ tcpRoundTrip }, { syncOne }] = [await limits.wire(), await limits.disk()]
  const pair = await createPair(scratch)
  const arrivals = watchArrivals(pair.bob.api)
  try {
    const hop = await timeEach(SAMPLES, WARM_UP, async () => void (await pair.bob.api.identity()))
    report.add({ peer: PEER, job: 'rpc', what: 'an empty call over the JSON-RPC socket, there and back', figures: { ...hop } })
    const taken: number[] = []
    for (let index = 0; index < WARM_UP + SAMPLES; index++) {
      const text = text200('a', index)
      const arrived = arrivals.of(text)
      const startedAt = nowMs()
      const sent = pair.ada.api.send({ chat: pair.chat, text })
      const arrivedAt = await arrived
      await sent
      if (index >= WARM_UP) taken.push(arrivedAt - startedAt)
    }
    report.add({
      peer: PEER,
      job: 'a',
      what: 'send → on the recipient’s disk, one at a time, a hop over each socket included',
      figures: { ...durations(taken) },
      bound: {
        figure: 'p50',
        limit: round(1.5 * tcpRoundTrip.p50 + 2 * syncOne.p50, 3),
        of: 'three ways over TCP: socket, wire, socket; two durable LevelDB batches'
      }
    })
  } finally {
    arrivals.close()
    await pair.close()
  }
}
