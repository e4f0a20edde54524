import { join } from 'node:path'
import { inviteThroughTap } from '../e2e/tapped.js'
import { watchArrivals } from './arrivals.js'
import { round } from './figures.js'
import { countFsyncs } from './fsync-count.js'
import { PEER, type Job } from './job.js'
import { becomeContacts, createBenchPerson } from './pair.js'
import { sendPipelined } from './pipeline.js'
import { bytesOnDisk } from './process-figures.js'
import { TEXT_BYTES, text200 } from './texts.js'

const SINGLY = 1_000
const PIPELINED = 10_000

/** cost: what one message of 200 B takes on the wire and on the disk of each side. Through a tap and under strace: nothing here is timed. */
export const cost: Job = async ({ report, scratch }) => {
  const [ada, bob] = [await createBenchPerson('Ada', scratch), await createBenchPerson('Bob', scratch)]
  const { invite, tap } = await inviteThroughTap(ada)
  try {
    const chat = await becomeContacts(ada, bob, invite.uri)

    async function measure(job: string, what: string, count: number, send: () => Promise<void>): Promise<void> {
      const before = { wire: tap.bytes(), sender: await bytesOnDisk(ada.profile), recipient: await bytesOnDisk(bob.profile) }
      const syncs: (number | undefined)[] = []
      syncs[0] = await countFsyncs(ada.pid, join(scratch, `${job}-ada.strace`), async () => {
        syncs[1] = await countFsyncs(bob.pid, join(scratch, `${job}-bob.strace`), send)
      })
      const [sent, received] = syncs
      const each = (total: number): number => round(total / count)
      const wire = tap.bytes() - before.wire
      if (wire < count * TEXT_BYTES) throw new Error(`only ${wire} bytes passed the tap: the two found another way to each other`)
      report.add({
        peer: PEER,
        job,
        what,
        figures: {
          n: count,
          wire_bytes_per_msg: each(wire),
          disk_bytes_per_msg: each((await bytesOnDisk(bob.profile)) - before.recipient),
          sender_disk_bytes_per_msg: each((await bytesOnDisk(ada.profile)) - before.sender),
          ...(received === undefined ? {} : { fsyncs_per_msg: round(received / count, 3) }),
          ...(sent === undefined ? {} : { sender_fsyncs_per_msg: round(sent / count, 3) })
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
