import { createHash } from 'node:crypto'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Message } from '../../node/api/message.js'
import { createDraw, type Draw } from '../session/seeded.js'
import { befriend, createWorld, historyOf, say, type SimPerson, type World } from '../sim/people.js'

const isSoak = process.env['PARLEY_SOAK'] !== undefined
const SEEDS = isSoak ? 200 : 10
const STEPS = isSoak ? 200 : 40
const DAY_MS = 86_400_000
/** The longest pause of a delivery, and a request that nobody answers. */
const CALM_MS = 6 * 60_000

interface Promised {
  readonly text: string
  readonly sender: SimPerson
  /** What its sender saw before it was written. */
  readonly after: readonly string[]
}

/** What really happened, over all seeds. */
const faults = { lost: 0, repeated: 0, overtaken: 0, crashes: 0, refused: 0 }

function counted(fault: keyof typeof faults, happens: boolean): boolean {
  if (happens) faults[fault]++
  return happens
}

const histories = suite('histories under random faults')

const hashOf = (messages: readonly Message[]): string =>
  createHash('sha256')
    .update(JSON.stringify(messages.map(({ id, device, text }) => [id, device, text])))
    .digest('hex')

/** Without what nobody took in 30 days. */
async function sharedHistory(person: SimPerson, other: SimPerson): Promise<readonly Message[]> {
  return (await historyOf(person, other)).filter(({ state }) => state !== 'failed')
}

async function hasFailed(sender: SimPerson, other: SimPerson, text: string): Promise<boolean> {
  return (await historyOf(sender, other)).some(message => message.text === text && message.state === 'failed')
}

function disturb({ network }: World, draw: Draw): void {
  const worst = draw.below(4) * 2_000
  const [loss, repeats, overtakes] = [draw.below(4), draw.below(3), draw.below(3)]
  network.weather.latencyMs = () => draw.below(worst + 1)
  network.weather.loses = () => counted('lost', draw.below(20) < loss)
  network.weather.repeats = () => counted('repeated', draw.below(10) < repeats)
  network.weather.overtakes = () => counted('overtaken', draw.below(10) < overtakes)
}

function calm({ network }: World): void {
  Object.assign(network.weather, { latencyMs: () => 0, loses: () => false, repeats: () => false, overtakes: () => false })
}

async function write(sender: SimPerson, other: SimPerson, text: string, promised: Promised[]): Promise<void> {
  try {
    const after = (await historyOf(sender, other)).map(message => message.text)
    await say(sender, other, text)
    promised.push({ text, sender, after })
  } catch {
    // Its disk refused, or the power went: nothing was promised.
    faults.refused++
  }
}

const offsetsMs = new WeakMap<SimPerson, number>()

/** By a day at most: of clocks that are more than three days apart each side would place what the other says where it came. */
function setWrong(person: SimPerson, draw: Draw): void {
  const offsetMs = (draw.below(3) - 1) * DAY_MS
  person.clock.jump(offsetMs - (offsetsMs.get(person) ?? 0))
  offsetsMs.set(person, offsetMs)
}

async function oneStep(
  world: World,
  draw: Draw,
  [one, other]: readonly [SimPerson, SimPerson],
  number: number,
  promised: Promised[]
): Promise<void> {
  const { network, time } = world
  switch (draw.below(14)) {
    case 0:
      return network.part(one.device.id, other.device.id)
    case 1:
    case 2:
      // Mostly they learn of each other's new address: by a friend, by a relay.
      if (draw.below(4) > 0) network.tellAddresses(one.device.id, other.device.id)
      return network.meet(one.device.id, other.device.id)
    case 3:
      return one.restart({ elsewhere: draw.below(2) === 0 })
    case 4: {
      const writing = write(one, other, `${one.name} ${number}`, promised)
      faults.crashes++
      await one.crash()
      await writing
      return one.start()
    }
    case 5:
      return disturb(world, draw)
    case 6:
      return setWrong(one, draw)
    case 7: {
      const newest = (await historyOf(one, other)).at(-1)
      return newest && one.api.markRead({ chat: newest.chat, message: newest.id })
    }
    case 8:
      return time.pass(draw.below(40_000))
    case 9:
      // Both refresh their keys after that, at once, and what was on its way is sealed again.
      return time.sleep(8 * DAY_MS)
    default:
      await Promise.all(Array.from({ length: 1 + draw.below(4) }, (_, i) => write(one, other, `${one.name} ${number}.${i}`, promised)))
  }
}

for (let seed = 1; seed <= SEEDS; seed++) {
  histories(`seed ${seed}: everything promised is there once, in one order on both sides, after what its writer had seen`, async () => {
    const world = createWorld(`histories ${seed}`)
    const draw = createDraw(`histories ${seed}`)
    const [ada, bob] = [await world.person('Ada'), await world.person('Bob')]
    for (const person of [ada, bob]) setWrong(person, draw)
    try {
      await befriend(world, bob, ada)
      const promised: Promised[] = []
      for (let number = 0; number < STEPS; number++) {
        const pair = draw.below(2) === 0 ? ([ada, bob] as const) : ([bob, ada] as const)
        await oneStep(world, draw, pair, number, promised)
      }
      calm(world)
      // Where both have moved while apart, neither knows where the other is: one comes back to where it was last heard.
      world.network.tellAddresses(ada.device.id, bob.device.id)
      world.network.part(ada.device.id, bob.device.id)
      world.network.meet(ada.device.id, bob.device.id)
      await world.time.pass(CALM_MS)
      const [mine, theirs] = [await sharedHistory(ada, bob), await sharedHistory(bob, ada)]
      const texts = mine.map(({ text }) => text)
      assert.is(new Set(texts).size, texts.length, 'something is there twice')
      assert.is(hashOf(mine), hashOf(theirs))
      for (const { text, sender, after } of promised) {
        const place = texts.indexOf(text)
        if (place < 0) assert.ok(await hasFailed(sender, sender === ada ? bob : ada, text), `${text} is not there`)
        else
          assert.ok(
            after.every(earlier => texts.indexOf(earlier) < place),
            `${text} stands before what its writer had seen`
          )
      }
      for (const [person, other] of [
        [ada, bob],
        [bob, ada]
      ] as const) {
        const states = (await sharedHistory(person, other)).filter(({ outgoing }) => outgoing).map(({ state }) => state)
        assert.ok(
          states.every(state => state === 'delivered' || state === 'read'),
          `${person.name}: ${states.join()}`
        )
        assert.is((await person.api.status()).queued, 0, person.name)
        const told = person.events.flatMap(event => (event.type === 'message:received' ? [event.message.id] : []))
        assert.is(new Set(told).size, told.length, `${person.name} was told of a message twice`)
      }
    } finally {
      await world.close()
    }
  })
}

histories('the faults really happened', () => {
  for (const [fault, count] of Object.entries(faults)) assert.ok(count >= SEEDS, `${count} ${fault}`)
})

histories.run()
