import { median, nowMs, perSecond, round } from './figures.js'
import { PEER, type Job } from './job.js'
import { createPair } from './pair.js'
import { sendPipelined } from './pipeline.js'
import { bytesOnDisk } from './process-figures.js'

const PAGE = 50
const LENGTHS = [PAGE, 10_000, 100_000]
const SOAK_LENGTHS = [...LENGTHS, 1_000_000]
const OPENINGS = 5

/** f: the recipient's daemon started on a long history, until the latest 50 are read. */
export const history: Job = async ({ report, scratch, soak }) => {
  const pair = await createPair(scratch)
  const { ada, bob, chat } = pair
  let held = 0
  let shortest: number | undefined
  for (const length of soak ? SOAK_LENGTHS : LENGTHS) {
    const filledInMs = await sendPipelined(ada, bob, chat, length - held)
    const filled = perSecond(length - held, filledInMs)
    held = length
    const opened: number[] = []
    const read: number[] = []
    for (let turn = 0; turn < OPENINGS; turn++) {
      await bob.stop()
      await bob.start()
      const readyAt = nowMs()
      const { messages } = await bob.api.history({ chat, limit: PAGE })
      if (messages.length !== PAGE) throw new Error(`read ${messages.length} messages of ${PAGE}`)
      read.push(nowMs() - readyAt)
      opened.push(bob.readyMs + nowMs() - readyAt)
    }
    const openedMs = round(median(opened), 1)
    shortest ??= openedMs
    report.add({
      peer: PEER,
      job: 'f',
      what: `spawn → the latest 50 of ${length.toLocaleString('en')} read`,
      figures: {
        n: length,
        fill_msgs_s: filled,
        open_and_latest50_ms: openedMs,
        read50_ms: round(median(read), 1),
        bytes_per_msg: round((await bytesOnDisk(bob.profile)) / length)
      },
      bound: { figure: 'open_and_latest50_ms', limit: shortest, of: 'the same with 50 messages in all' }
    })
  }
  await pair.close()
}
