import { createTestDevice, type TestDevice } from '../session/test-device.js'
import { admit, childOf, type Standing } from '../session/standing.js'
import { contentsOf } from '../../node/conversation/welcome-parts.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import type { Change } from '../../node/session/session.js'
import { median, nowMs, round } from './figures.js'
import { PEER, type Job } from './job.js'

const SIZES = [10, 100]
/** With the newcomer of each round as many as a group takes. */
const SOAK_SIZES = [...SIZES, 255]
const ROUNDS = 5
/** Let in by one commit. */
const A_COMMIT = 32

/** m: what changes of a group cost by its size, in one process: the commit, who takes it, who comes in by its Welcome, and their bytes. */
export const membership: Job = async ({ report, soak }) => {
  for (const size of soak ? SOAK_SIZES : SIZES) {
    const figures = await measure(size)
    report.add({ peer: PEER, job: 'm', what: `a group of ${size}: milliseconds and bytes of each change`, figures })
  }
}

interface Sample {
  readonly commitMs: number
  readonly takeMs: number
  readonly bytes: number
}

async function measure(size: number): Promise<Record<string, number>> {
  const [by, other] = await groupOf(size)
  const all: { add: Sample[]; update: Sample[]; remove: Sample[]; joinMs: number[]; welcomeBytes: number[]; envelopes: number[] } = {
    add: [],
    update: [],
    remove: [],
    joinMs: [],
    welcomeBytes: [],
    envelopes: []
  }
  for (let turn = 0; turn < ROUNDS; turn++) {
    const newcomer = await createTestDevice()
    const { published, secret } = await newcomer.session.newKeyPackage({ lastResort: false })
    const added = await change(by, other, { add: [published] })
    all.add.push(added.sample)
    const startedAt = nowMs()
    await newcomer.session.join(added.welcome, secret)
    all.joinMs.push(nowMs() - startedAt)
    all.welcomeBytes.push(added.welcome.length)
    all.envelopes.push((await contentsOf(createNodePrimitives(), added.welcome)).length)
    all.update.push((await change(by, other, {})).sample)
    const leaf = by.epoch.members.find(({ device }) => device === newcomer.device)?.leaf ?? 0
    all.remove.push((await change(by, other, { remove: [leaf] })).sample)
  }
  const of = (name: 'add' | 'update' | 'remove'): Record<string, number> => ({
    [`${name}_ms`]: round(median(all[name].map(({ commitMs }) => commitMs)), 1),
    [`${name}_take_ms`]: round(median(all[name].map(({ takeMs }) => takeMs)), 1),
    [`${name}_bytes`]: median(all[name].map(({ bytes }) => bytes))
  })
  const joining = {
    join_ms: round(median(all.joinMs), 1),
    welcome_bytes: median(all.welcomeBytes),
    welcome_envelopes: median(all.envelopes)
  }
  return { members: size, ...of('add'), ...joining, ...of('update'), ...of('remove') }
}

async function change(by: Standing, other: Standing, wanted: Change): Promise<{ sample: Sample; welcome: Uint8Array }> {
  const startedAt = nowMs()
  const { child, envelope, welcome } = await by.party.session.commit(by.epoch, wanted)
  const committedAt = nowMs()
  other.epoch = childOf(await other.party.session.open(other.epoch, envelope))
  const sample = { commitMs: committedAt - startedAt, takeMs: nowMs() - committedAt, bytes: envelope.length }
  by.epoch = child
  return { sample, welcome: welcome ?? new Uint8Array() }
}

/** Two of its members; the others are there by their key packages alone. */
async function groupOf(size: number): Promise<[Standing, Standing]> {
  const [founder, second] = [await createTestDevice(), await createTestDevice()]
  const by: Standing = { party: founder, epoch: await founder.session.create('c0'.repeat(32) as Standing['epoch']['conversation']) }
  const [other] = await admit(by, [second], [], { roles: { owners: [founder.account], admins: [] } })
  if (other === undefined) throw new Error('nobody came in')
  for (let left = size - 2; left > 0; left -= A_COMMIT) {
    const newcomers: TestDevice[] = []
    while (newcomers.length < Math.min(left, A_COMMIT)) newcomers.push(await createTestDevice())
    const packages = await Promise.all(newcomers.map(({ session }) => session.newKeyPackage({ lastResort: false })))
    await change(by, other, { add: packages.map(({ published }) => published) })
  }
  return [by, other]
}
