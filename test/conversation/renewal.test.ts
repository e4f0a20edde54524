import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { toHex } from '../../node/base/bytes.js'
import type { EpochId } from '../../node/base/ids.js'
import { ConversationRecord } from '../../node/wire/generated/records.js'
import { befriend, chatWith, createWorld, historyOf, say, textsOf, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const PATIENCE_MS = 31_000
const EPOCH_TABLES = [0x11, 0x12]

const renewal = suite<Context>('weekly renewal of keys')

renewal.before.each(async context => {
  context.world = createWorld('renewal')
  context.ada = await context.world.person('Ada')
  context.bob = await context.world.person('Bob')
  await befriend(context.world, context.bob, context.ada)
})
renewal.after.each(({ world }) => world.close())

/** As it is on disk. */
async function epochsOf(person: SimPerson, other: SimPerson): Promise<{ head: EpochId; kept: EpochId[] }> {
  const record = await person.store.get(person.store.keys.conversation(await chatWith(person, other)))
  const [group] = ConversationRecord.decode(record ?? new Uint8Array()).groups
  if (group === undefined) throw new Error('a conversation without a group')
  return { head: toHex(group.head) as EpochId, kept: group.epochs.map(({ id }) => toHex(id) as EpochId) }
}

async function haveOneHead(ada: SimPerson, bob: SimPerson): Promise<EpochId> {
  const [mine, theirs] = [await epochsOf(ada, bob), await epochsOf(bob, ada)]
  assert.is(mine.head, theirs.head)
  return mine.head
}

async function talk(world: World, ada: SimPerson, bob: SimPerson, about: string): Promise<string[]> {
  const texts = [`Ada: ${about}`, `Bob: ${about}`]
  await Promise.all([say(ada, bob, texts[0] ?? ''), say(bob, ada, texts[1] ?? '')])
  await world.time.pass(PATIENCE_MS)
  return texts
}

async function isAllThere(ada: SimPerson, bob: SimPerson, texts: readonly string[]): Promise<void> {
  for (const [one, other] of [
    [ada, bob],
    [bob, ada]
  ] as const) {
    assert.equal((await textsOf(one, other)).toSorted(), texts.toSorted())
    assert.equal([...new Set((await historyOf(one, other)).filter(({ outgoing }) => outgoing).map(({ state }) => state))], ['delivered'])
  }
}

renewal('nothing is renewed within a week; after it both are, at once, and go on in one epoch', async ({ world, ada, bob }) => {
  const before = await haveOneHead(ada, bob)
  await world.time.sleep(6 * DAY_MS)
  await world.time.pass(PATIENCE_MS)
  assert.is(await haveOneHead(ada, bob), before)
  await world.time.sleep(2 * DAY_MS)
  await world.time.pass(PATIENCE_MS)
  const after = await haveOneHead(ada, bob)
  assert.is.not(after, before)
  assert.is((await epochsOf(ada, bob)).kept.length, 3, 'the old epoch and a child of each')
  const texts = await talk(world, ada, bob, 'new keys')
  await isAllThere(ada, bob, ['hello, I am Bob', ...texts])
  await Promise.all([ada.restart(), bob.restart()])
  await world.time.pass(PATIENCE_MS)
  assert.is(await haveOneHead(ada, bob), after)
  await isAllThere(ada, bob, ['hello, I am Bob', ...texts, ...(await talk(world, ada, bob, 'after a restart'))])
})

renewal('both renew while apart, and write: fork choice picks one, and nothing is lost', async ({ world, ada, bob }) => {
  world.network.part(ada.device.id, bob.device.id)
  const early = [await say(ada, bob, 'Ada, before'), await say(bob, ada, 'Bob, before')].map(({ text }) => text)
  await world.time.sleep(8 * DAY_MS)
  const apart = [await say(ada, bob, 'Ada, apart'), await say(bob, ada, 'Bob, apart')].map(({ text }) => text)
  await Promise.all([ada.restart(), bob.restart()])
  world.network.meet(ada.device.id, bob.device.id)
  await world.time.pass(PATIENCE_MS)
  await haveOneHead(ada, bob)
  const later = await talk(world, ada, bob, 'together')
  await isAllThere(ada, bob, ['hello, I am Bob', ...early, ...apart, ...later])
})

renewal('a power cut at any moment of a renewal leaves one that goes on', async ({ world, ada, bob }) => {
  const texts = ['hello, I am Bob']
  for (const [week, step] of (['epoch:durable', 'send:acknowledged', 'receive:durable', 'encrypt'] as const).entries()) {
    let doomed = true
    const cut = new Promise<void>(resolve => {
      ada.probe.current = async at => {
        if (at !== step || !doomed) return
        doomed = false
        resolve()
        // Held here until the node is gone.
        await new Promise<void>(() => undefined)
      }
    })
    await world.time.sleep(8 * DAY_MS)
    const writing = say(bob, ada, `week ${week}`)
    void say(ada, bob, `Ada, week ${week}`).catch(() => undefined)
    await world.time.pass(1_000)
    await cut
    await writing
    ada.probe.current = () => undefined
    await ada.crash()
    await ada.start()
    await world.time.pass(2 * HOUR_MS)
    await haveOneHead(ada, bob)
    texts.push(`week ${week}`)
    const here = await textsOf(ada, bob)
    assert.ok(
      texts.every(text => here.includes(text)),
      `${step}: ${here.join(', ')}`
    )
    assert.equal(await textsOf(bob, ada), here)
  }
})

renewal(
  'epochs that were left are unreadable 30 days later at the latest, also for who has a copy of the records',
  async ({ world, ada, bob }) => {
    const before = (await epochsOf(ada, bob)).head
    await talk(world, ada, bob, 'secret of the first week')
    const copy = ada.disk.contents().filter(([key]) => EPOCH_TABLES.includes(key[0] ?? 0))
    const key = ada.store.keys.epoch(await chatWith(ada, bob), before)
    assert.ok(copy.some(([path]) => toHex(path) === toHex(key)))
    await world.time.sleep(8 * DAY_MS)
    await world.time.pass(PATIENCE_MS)
    assert.ok((await ada.store.get(key)) !== undefined)
    await world.time.sleep(31 * DAY_MS)
    await world.time.pass(2 * HOUR_MS)
    const { head, kept } = await epochsOf(ada, bob)
    assert.is.not(head, before)
    assert.not(kept.includes(before))
    assert.is(await ada.store.get(key), undefined)
    await ada.stop()
    await ada.rewind([...ada.disk.contents(), ...copy])
    await ada.start()
    assert.is(await ada.store.get(key), undefined, 'its records are back, and its key is not')
    await world.time.pass(PATIENCE_MS)
    await haveOneHead(ada, bob)
    assert.is((await talk(world, ada, bob, 'goes on')).length, 2)
    assert.ok((await textsOf(ada, bob)).includes('Bob: goes on'))
  }
)

renewal('a year of weeks leaves few epochs and one head', async ({ world, ada, bob }) => {
  for (let week = 0; week < 52; week++) {
    await world.time.sleep(8 * DAY_MS)
    if (week % 10 === 0) await say(week % 20 === 0 ? ada : bob, week % 20 === 0 ? bob : ada, `week ${week}`)
    await world.time.pass(HOUR_MS)
  }
  await haveOneHead(ada, bob)
  assert.ok((await epochsOf(ada, bob)).kept.length <= 16, `${(await epochsOf(ada, bob)).kept.length} epochs kept`)
  assert.is((await textsOf(ada, bob)).length, 7)
  assert.equal(await textsOf(ada, bob), await textsOf(bob, ada))
})

renewal.run()
