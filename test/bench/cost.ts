import { inviteThroughTap } from '../e2e/tapped.js'
import { watchArrivals } from './arrivals.js'
import { round } from './figures.js'
import { PEER, type Job } from './job.js'
import { becomeContacts, createBenchPerson } from './pair.js'
import { sendPipelined } from './pipeline.js'
import { bytesOnDisk } from './process-figures.js'
import { createSyncCounter } from './store-syncs.js'
import { TEXT_BYTES, text200 } from './texts.js'

const SINGLY = 1_000
const PIPELINED = 10_000

/** cost: what one message of 200 B takes on the wire and on the disk of each side. Through a tap: nothing here is timed. */
export const cost: Job = async ({ report, scratch }) => {
  const [ada, bob] = [await createBenchPerson('Ada', scratch), await createBenchPerson('Bob', scratch)]
  const { invite, tap } = await inviteThroughTap(ada)
  try {
    const chat = await becomeContacts(ada, bob, invite.uri)

    const [sentSyncs, receivedSyncs] = [await createSyncCounter(ada), await createSyncCounter(bob)]
    const totals = async () => ({
      wire: tap.bytes(),
      received: { disk: await bytesOnDisk(bob.profile), syncs: await receivedSyncs() },
      sent: { disk: await bytesOnDisk(ada.profile), syncs: await sentSyncs() }
    })

    async function measure(job: string, what: string, count: number, send: () => Promise<void>): Promise<void> {
      const before = await totals()
      await send()
      const after = await totals()
      const wire = after.wire - before.wire
      if (wire < count * TEXT_BYTES) throw new Error(`only ${wire} bytes passed the tap: the two found another way to each other`)
      report.add({
        peer: PEER,
        job,
        what,
        figures: {
          n: count,
          wire_bytes_per_msg: round(wire / count),
          disk_bytes_per_msg: round((after.received.disk - before.received.disk) / count),
          sender_disk_bytes_per_msg: round((after.sent.disk - before.sent.disk) / count),
          fsyncs_per_msg: round((after.received.syncs - before.received.syncs) / count, 3),
          sender_fsyncs_per_msg: round((after.sent.syncs - before.sent.syncs) / count, 3)
        }
      })
    }

    const arrivals = watchArrivals(bob.api)
    await measure('cost_single', 'bytes and syncs a message, one at a time', SINGLY, async () => {
      for (let index = 0; index < SINGLY; index++) {
        const arrived = arrivals.of(text200('cost', index))
        await ada.api.send({ chat, text: text200('cost', index) })
        await arrived
      }
    })
    arrivals.close()
    await measure('cost_pipelined', 'the same, pipelined', PIPELINED, async () => void (await sendPipelined(ada, bob, chat, PIPELINED)))
  } finally {
    await Promise.all([ada.stop(), bob.stop()])
    await tap.close()
  }
}
