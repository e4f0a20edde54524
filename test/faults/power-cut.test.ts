import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { toHex } from '../../node/base/bytes.js'
import type { Envelope } from '../../node/network/links.js'
import { openRelayFolder } from '../../relay/relay-storage.js'
import { isKept } from '../contract/log-store.js'
import { connectMember, newLog, type TestLog } from '../relay/client.js'
import { signal } from '../relay/relays.js'
import { createDraw, type Draw } from '../session/seeded.js'
import { createCuttableDisk, whyNoPowerCut, type CuttableDisk } from './cuttable-disk.js'
import type { Orders } from './orders.js'
import { createProbedRelay, type ProbedRelay } from './relay-process.js'

const IS_SOAK = process.env['PARLEY_SOAK'] === '1'
const CUTS = IS_SOAK ? 25 : 3
const LOGS = 3
/** In each log. */
const AT_ONCE = 5
const FEWEST = 200
const MOST = 2_000
const SEED = Number(process.env['PARLEY_SEED'] ?? (IS_SOAK ? Date.now() % 1_000_000 : 5))

const test = suite('the power of a relay’s machine goes')
const whyNot = whyNoPowerCut()
if (whyNot !== undefined) console.log(`no power can be cut here: ${whyNot}`)
const testWherePowerCanGo = (title: string, run: () => Promise<void>): void =>
  whyNot === undefined ? test(title, run) : test.skip(title, run)

/** Everybody and everything that a cut needs. */
interface Machine {
  readonly disk: CuttableDisk
  readonly relay: ProbedRelay
  readonly draw: Draw
}

interface Aftermath {
  readonly acknowledged: number
  /** Of these. */
  readonly lost: number
  /** What the relay finds wrong with its own counters. */
  readonly faults: readonly string[]
  /** The id of the storage, in hex: before and after. */
  readonly storage: readonly [string, string]
}

/** Whoever writes gets `enough` acknowledgements, and then some while the end comes. @returns all that was acknowledged */
async function writeUntilTheEnd({ relay }: Machine, orders: Orders, enough: number, end: () => Promise<void>) {
  const client = await connectMember(relay)
  const storage = toHex((await client.hello()).storage)
  const logs = await Promise.all(Array.from({ length: LOGS }, newLog))
  for (const log of logs) assert.is(await client.open(log), 'ok')
  await relay.order(orders)
  const acknowledged: Envelope[] = []
  const hasEnough = signal()
  async function write(log: TestLog): Promise<void> {
    for (let at = 0; ; at++) {
      const envelope = await log.envelope(String(at))
      const [code] = await client.append(envelope)
      if (code !== 'ok') return
      acknowledged.push(envelope)
      if (acknowledged.length >= enough) hasEnough.fire()
    }
  }
  const writing = Promise.all(logs.flatMap(log => Array.from({ length: AT_ONCE }, () => write(log))))
  await Promise.race([hasEnough.fired, writing])
  await end()
  await client.stop()
  await writing
  assert.ok(acknowledged.length >= enough, `${acknowledged.length} were acknowledged`)
  return { acknowledged, storage }
}

/** The relay dies at once, with the power of its machine or by itself; the machine boots, and it is looked at what is there. */
async function liveThrough(machine: Machine, { orders = {}, isCut }: { orders?: Orders; isCut: boolean }): Promise<Aftermath> {
  const { disk, relay, draw } = machine
  const enough = FEWEST + draw.below(MOST - FEWEST)
  const { acknowledged, storage } = await writeUntilTheEnd(machine, orders, enough, async () => {
    if (isCut) {
      process.kill(relay.pids.at(-1) ?? 0, 'SIGSTOP')
      disk.cut()
    }
    await relay.kill()
  })
  disk.remount()
  const { logs, close } = await openRelayFolder(relay.folder)
  try {
    let lost = 0
    for (const { log, bytes } of acknowledged) if (!(await isKept(logs, log, bytes))) lost++
    const { faults } = await logs.recount()
    return { acknowledged: acknowledged.length, lost, faults, storage: [storage, toHex(logs.storage)] }
  } finally {
    await close()
    await relay.start()
  }
}

testWherePowerCanGo('nothing that was acknowledged is lost; where nothing is synced it is, and not without a cut', async () => {
  console.log(`PARLEY_SEED=${SEED}`)
  const disk = createCuttableDisk()
  let relay: ProbedRelay | undefined
  try {
    relay = await createProbedRelay({ folder: join(disk.folder, 'relay') })
    const machine: Machine = { disk, relay, draw: createDraw(`${SEED}`) }
    for (let cut = 0; cut < CUTS; cut++) {
      const { lost, faults, storage } = await liveThrough(machine, { isCut: true })
      assert.is(lost, 0, `after cut ${cut}`)
      assert.equal(faults, [])
      assert.is(storage[1], storage[0], 'it is the storage that it was')
    }
    const control = await liveThrough(machine, { isCut: false })
    assert.is(control.lost, 0, 'it is the cut that is shown here, not the death')

    const orders: Orders = { disk: { kind: 'unsynced' } }
    const spared = await liveThrough(machine, { orders, isCut: false })
    assert.is(spared.lost, 0, 'what is not synced outlives the process')
    const negative = await liveThrough(machine, { orders, isCut: true })
    assert.ok(negative.lost > 0, 'a cut after which even what was never synced is there proves nothing')
    console.log(`where nothing was synced ${negative.lost} of ${negative.acknowledged} acknowledged were lost`)
  } finally {
    await relay?.close()
    disk.remove()
  }
})

test.run()
