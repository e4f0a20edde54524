import { spawnSync } from 'node:child_process'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DiskFault } from './faulty-disk.js'
import { acquaint, type TwoPeople, type Writer } from './two-people.js'

const EACH_WAY = 60
const AT_ONCE = 3

const disks = suite('a disk that refuses for a while')
let two: TwoPeople

disks.before(async () => {
  two = await acquaint()
})
disks.after(async () => {
  await two.close()
})

/** While both write, the disk of one of them fails. */
async function talkOnFaultyDisk(victim: Writer, other: Writer, disk: DiskFault & { readonly times: number }): Promise<void> {
  const from = victim.ledger.sent.length
  await victim.person.order({ disk })
  await Promise.all([victim.sayMany(EACH_WAY, AT_ONCE), other.sayMany(EACH_WAY, AT_ONCE)])
  assert.is(await victim.person.order({}), disk.times)
  const codes = victim.ledger.sent.slice(from).flatMap(({ code }) => code ?? [])
  assert.ok(codes.every(code => code === 'ERR_STORE'))
  if (disk.times > 1) assert.ok(codes.length > 0, 'send said that the disk refused')
}

for (const who of ['ada', 'bob'] as const) {
  for (const [title, disk] of [
    ['refuses one batch', { kind: 'refuse', after: 5, times: 1 }],
    ['refuses ten batches', { kind: 'refuse', after: 5, times: 10 }],
    ['writes three batches and calls them failed', { kind: 'lose sight', after: 5, times: 3 }]
  ] as const) {
    disks(`${who}'s ${title}: send says so, and nothing else is noticed by anybody`, async () => {
      const [victim, other] = who === 'ada' ? [two.ada, two.bob] : [two.bob, two.ada]
      await talkOnFaultyDisk(victim, other, disk)
      await two.calm()
      assert.equal(await two.findings(), [])
    })
  }

  disks(`${who} is killed while the disk refuses: nothing was acknowledged that is not there afterwards`, async () => {
    const [victim, other] = who === 'ada' ? [two.ada, two.bob] : [two.bob, two.ada]
    const from = victim.ledger.sent.length
    await victim.person.order({ disk: { kind: 'refuse', after: 5 } })
    const talk = other.sayMany(EACH_WAY, AT_ONCE)
    await victim.sayMany(20, 1)
    assert.ok(victim.ledger.sent.slice(from).some(({ code }) => code === 'ERR_STORE'))
    await victim.person.kill()
    await victim.person.start()
    await talk
    await two.calm()
    assert.equal(await two.findings(), [])
  })
}

/** To LevelDB a file that can't grow is a disk that is full. The file that notes the encryptions stays below. */
const FULL_BYTES = 200 * 1024

disks('a full disk, by the kernel’s own word: what was promised is there, and all goes on by itself once there is room', async () => {
  const { ada, bob } = two
  const pid = String(ada.person.pids.at(-1))
  const from = ada.ledger.sent.length
  limitFiles(pid, String(FULL_BYTES))
  const long = 'x'.repeat(8_000)
  await Promise.all([ada.sayMany(100, AT_ONCE, long), bob.sayMany(100, AT_ONCE, long)])
  limitFiles(pid, 'unlimited')
  const codes = ada.ledger.sent.slice(from).flatMap(({ code }) => code ?? [])
  assert.ok(codes.length > 0 && codes.every(code => code === 'ERR_STORE'), `refused with ${codes.join(' ')}`)
  await two.calm()
  await Promise.all([ada.sayMany(10, 1), bob.sayMany(10, 1)])
  await two.calm()
  assert.equal(await two.findings(), [])
})

function limitFiles(pid: string, bytes: string): void {
  const { status, stderr } = spawnSync('prlimit', ['--pid', pid, `--fsize=${bytes}:`], { encoding: 'utf8' })
  assert.is(status, 0, stderr)
}

disks.run()
