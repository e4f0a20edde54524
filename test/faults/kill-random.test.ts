import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createDraw, type Draw } from '../session/seeded.js'
import { acquaint, until, type TwoPeople } from './two-people.js'

const IS_SOAK = process.env['PARLEY_SOAK'] === '1'
const EACH_WAY = 1_000
const DEATHS = 5
const ROUNDS = IS_SOAK ? 40 : 1
const SEED = Number(process.env['PARLEY_SEED'] ?? Date.now() % 1_000_000)

const kills = suite('a node killed at random moments')
let two: TwoPeople | undefined

kills.after.each(async () => {
  await two?.close()
})

/** Ascending: after how many messages in all somebody dies. */
function moments(draw: Draw): number[] {
  return Array.from({ length: DEATHS }, () => draw.below(2 * EACH_WAY)).toSorted((a, b) => a - b)
}

/** Ada comes back where she was, Bob somewhere else: one of them must be findable while nobody else knows where they are. */
async function killAtRandom({ ada, bob }: TwoPeople, draw: Draw): Promise<void> {
  const said = (): number => ada.ledger.sent.length + bob.ledger.sent.length
  const before = said()
  for (const moment of moments(draw)) {
    const victim = draw.one([ada.person, bob.person])
    await until(async () => said() - before >= moment, [ada.person, bob.person], `message ${moment} to be said`)
    const { port } = victim
    await victim.kill()
    await victim.start(victim === ada.person ? { port } : {})
  }
}

for (let round = 0; round < ROUNDS; round++) {
  for (const [how, atOnce] of [
    ['one by one', 1],
    ['many at once', 50]
  ] as const) {
    const seed = SEED + round
    kills(`1,000 messages each way, ${how}, are there exactly once and in order after ${DEATHS} deaths (PARLEY_SEED=${seed})`, async () => {
      console.log(`PARLEY_SEED=${seed}`)
      two = await acquaint()
      const talk = Promise.all([two.ada.sayMany(EACH_WAY, atOnce), two.bob.sayMany(EACH_WAY, atOnce)])
      await Promise.all([talk, killAtRandom(two, createDraw(`${seed} ${how}`))])
      await two.calm()
      assert.equal(await two.findings(), [])
      const resolved = [two.ada, two.bob].flatMap(({ ledger }) => ledger.sent).filter(({ outcome }) => outcome === 'resolved')
      assert.ok(resolved.length > EACH_WAY, 'most of it was promised')
      assert.is(two.ada.person.pids.length + two.bob.person.pids.length, 2 + DEATHS)
    })
  }
}

kills.run()
