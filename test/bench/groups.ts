import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ConversationId } from '../../node/base/ids.js'
import type { Person } from '../e2e/person.js'
import { within } from '../e2e/deadline.js'
import { durations, nowMs, perSecond, round } from './figures.js'
import type { Awaited, FarMembers, Heard } from './group-far-end.js'
import { PEER, type Job } from './job.js'
import { createBenchPerson } from './pair.js'
import { cpuMs } from './process-figures.js'
import { text200 } from './texts.js'

const WARM_UP = 30
const SINGLE = 150
const PIPELINED = 2_000
const IN_FLIGHT = 512
/** Meshes form, and what was said of the founding comes to rest. */
const REST_MS = 10_000
const DEADLINE_MS = 300_000

interface Scale {
  readonly job: string
  readonly receivers: number
  readonly aProcess: number
  /** What others take. */
  readonly goal: string
}

/** c10: the shipped daemon writes to a group of ten others, a process each, in which all are contacts of the writer alone. */
export const groupOf10 = groupJob({ job: 'c10', receivers: 10, aProcess: 1, goal: 'Hypercore 6.4–7.9 ms and 580/s, without MLS' })
/** c50: the same with 50, five a process. */
export const groupOf50 = groupJob({ job: 'c50', receivers: 50, aProcess: 5, goal: 'Hypercore 22 ms and 115/s, without MLS' })

function groupJob(scale: Scale): Job {
  return async ({ report, scratch }) => {
    const ada = await createBenchPerson('Ada', scratch)
    const far = await startFar(ada, scale, scratch)
    try {
      const chat = await found(ada, scale.receivers)
      await delay(REST_MS)
      const taken: number[] = []
      for (let index = 0; index < WARM_UP + SINGLE; index++) {
        const run = `single${index}`
        const heard = far.heard({ run, count: 1 })
        const startedAt = nowMs()
        await ada.api.send({ chat, text: text200(run, 0) })
        const atMs = await heard
        if (index >= WARM_UP) taken.push(atMs - startedAt)
      }
      report.add({
        peer: PEER,
        job: scale.job,
        what: `send → on the disk of the last of ${scale.receivers} receivers, one at a time`,
        figures: { ...durations(taken) },
        goal: scale.goal
      })
      const [senderCpu, receiverCpu] = [cpuMs(ada.pid), far.cpuMs()]
      const startedAt = nowMs()
      const heard = far.heard({ run: 'many', count: PIPELINED })
      await sendMany(ada, chat)
      const elapsedMs = (await heard) - startedAt
      const each = (ms: number): number => round((ms * 1_000) / PIPELINED)
      report.add({
        peer: PEER,
        job: scale.job,
        what: `${PIPELINED.toLocaleString('en')} × 200 B pipelined → on the disks of all ${scale.receivers}; CPU of the sender, and of each receiver, for a message`,
        figures: {
          n: PIPELINED,
          msgs_s: perSecond(PIPELINED, elapsedMs),
          sender_cpu_us: each(cpuMs(ada.pid) - senderCpu),
          receiver_cpu_us: each((far.cpuMs() - receiverCpu) / scale.receivers)
        },
        goal: scale.goal
      })
    } finally {
      far.stop()
      await ada.stop()
    }
  }
}

async function found(ada: Person, receivers: number): Promise<ConversationId> {
  const contacts = await ada.api.contacts()
  const group = await ada.api.createGroup({ name: 'Bench', contacts: contacts.map(({ account }) => account) })
  const isComplete = async (): Promise<boolean> => {
    const members = await ada.api.members({ chat: group.id })
    return members.length === receivers + 1 && members.every(({ coming }) => coming !== true)
  }
  await within(
    DEADLINE_MS,
    'all members to be in',
    (async () => {
      while (!(await isComplete())) await delay(200)
    })()
  )
  return group.id
}

async function sendMany(ada: Person, chat: ConversationId): Promise<void> {
  let next = 0
  async function lane(): Promise<void> {
    while (next < PIPELINED) await ada.api.send({ chat, text: text200('many', next++) })
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
}

interface Far {
  /** Resolves with when the last of all members had told of them. */
  heard(awaited: Awaited): Promise<number>
  cpuMs(): number
  stop(): void
}

/** Starts the members; all are contacts of Ada when this resolves. */
async function startFar(ada: Person, { receivers, aProcess }: Scale, scratch: string): Promise<Far> {
  const program = fileURLToPath(new URL('group-far-end.js', import.meta.url))
  const children: ChildProcess[] = []
  try {
    for (let first = 0; first < receivers; first += aProcess) {
      const { uri } = await ada.api.createInvite({ uses: aProcess })
      const child = fork(program)
      children.push(child)
      const names = Array.from({ length: Math.min(aProcess, receivers - first) }, (_, i) => `member${first + i}`)
      const orders: FarMembers = { members: names.map(name => ({ name, profileDir: join(scratch, name) })), invite: uri }
      const begun = once(child, 'message')
      child.send(orders)
      await within(DEADLINE_MS, 'members to begin', begun)
      for (const contact of await ada.api.contacts()) if (contact.state === 'request') await ada.api.accept({ contact: contact.account })
    }
    await delay(1_000)
    for (const contact of await ada.api.contacts()) if (contact.state === 'request') await ada.api.accept({ contact: contact.account })
  } catch (err) {
    for (const child of children) child.kill()
    throw err
  }
  return {
    async heard(awaited) {
      const told = children.map(async child => {
        const [{ atMs }] = (await once(child, 'message')) as [Heard]
        return atMs
      })
      for (const child of children) child.send(awaited)
      return Math.max(...(await within(DEADLINE_MS, `${awaited.count} of ${awaited.run}`, Promise.all(told))))
    },
    cpuMs: () => children.reduce((sum, { pid = 0 }) => sum + cpuMs(pid), 0),
    stop: () => {
      for (const child of children) child.kill()
    }
  }
}
