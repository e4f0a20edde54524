import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { checkFolder } from '../../relay/store-copy.js'
import { createDraw, type Draw } from '../session/seeded.js'
import { createProbedRelay, type ProbedRelay } from './relay-process.js'
import { acquaint, until, type TwoPeople } from './two-people.js'

const IS_SOAK = process.env['PARLEY_SOAK'] === '1'
const EACH_WAY = 500
const DEATHS = IS_SOAK ? 24 : 8
/** What the others say at most while one of the three is gone. */
const MEANWHILE = 40
const ROUNDS = IS_SOAK ? 20 : 1
const SEED = Number(process.env['PARLEY_SEED'] ?? (IS_SOAK ? Date.now() % 1_000_000 : 3))
const PACES = IS_SOAK ? [1, 20] : [20]

const kills = suite('two people and the one relay between them, killed at random moments')
let relay: ProbedRelay
let two: TwoPeople

kills.before.each(async () => {
  relay = await createProbedRelay()
  two = await acquaint({ relay: relay.address })
})
kills.after.each(async () => {
  await two.close()
  await relay.close()
})

/** Ascending: after how many messages in all somebody dies. */
function moments(draw: Draw): number[] {
  return Array.from({ length: DEATHS }, () => draw.below(2 * EACH_WAY)).toSorted((a, b) => a - b)
}

/** The relay is the first to die. @returns how often it did */
async function killAtRandom({ ada, bob }: TwoPeople, draw: Draw): Promise<number> {
  const said = (): number => ada.ledger.sent.length + bob.ledger.sent.length
  let deaths = 0
  for (const moment of moments(draw)) {
    const victim = deaths === 0 ? relay : draw.one([relay, ada.person, bob.person])
    await until(async () => said() >= moment, [ada.person, bob.person], `message ${moment} to be said`)
    await victim.kill()
    if (victim === relay) deaths++
    const others = [ada, bob].filter(({ person }) => person !== victim)
    await Promise.all(others.map(writer => writer.sayMany(draw.below(MEANWHILE), 4)))
    await victim.start()
  }
  return deaths
}

for (let round = 0; round < ROUNDS; round++) {
  for (const atOnce of PACES) {
    const seed = SEED + round
    kills(
      `1,000 messages, ${atOnce} at once, are there exactly once and in order after ${DEATHS} deaths (PARLEY_SEED=${seed})`,
      async () => {
        const talk = Promise.all([two.ada.sayMany(EACH_WAY, atOnce), two.bob.sayMany(EACH_WAY, atOnce)])
        const [, relayDeaths] = await Promise.all([talk, killAtRandom(two, createDraw(`${seed} ${atOnce}`))])
        await two.calm()
        assert.equal(await two.findings(), [])
        const [ada, bob] = await Promise.all([two.ada, two.bob].map(({ person }) => person.api.status()))
        assert.equal([ada?.links, bob?.links], [0, 0], 'nothing goes past the relay')
        assert.is(relay.pids.length, 1 + relayDeaths)
        await relay.stop()
        assert.equal((await checkFolder(relay.folder)).faults, [])
      }
    )
  }
}

kills.run()
