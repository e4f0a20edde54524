import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { findings } from './invariants.js'
import { createLedger, type Actor } from './ledger.js'
import { beginQuarrel, commitByHand, give, leafOf, MINUTE_MS, placeOf, type Quarrel } from './quarrel.js'
import { standingOf } from './standings.js'

const invariants = suite<Quarrel>('what is held against a group')

invariants.before.each(async context => {
  Object.assign(context, await beginQuarrel('invariants'))
})
invariants.after.each(({ world }) => world.close())

invariants('finds nothing where all is well', async context => {
  assert.equal(await foundAmong([], context), [])
})

invariants('finds a member who never came in, and so has nothing of the group', async context => {
  const { world, ada, bob, cleo, dora, chat } = context
  const person = await world.person('Eve')
  const eve: Actor = { person, account: (await person.api.identity()).account }
  const { published } = await person.session.newKeyPackage({ lastResort: false })
  const added = await commitByHand(bob, (await placeOf(bob, chat)).head, { add: [published] })
  for (const other of [ada, cleo, dora]) await give(bob, other, added)
  await world.time.pass(MINUTE_MS)
  assert.ok((await foundAmong([eve], context)).includes('every member has come in — Eve never did'))
})

invariants('finds who is let in anew again and again', async context => {
  const { world, ada, bob, cleo, dora, chat } = context
  let { head } = await placeOf(bob, chat)
  const told = 'nobody is let in anew again and again — Dora was 2 times, though in all along'
  for (const isFound of [false, true]) {
    const { published } = await dora.person.session.newKeyPackage({ lastResort: false })
    const anew = await commitByHand(bob, head, { add: [published], remove: [leafOf(head, dora)] })
    for (const other of [ada, cleo]) await give(bob, other, anew)
    await world.time.pass(1_000)
    head = anew.child
    assert.is((await foundAmong([], context)).includes(told), isFound)
  }
})

async function foundAmong(others: readonly Actor[], { ada, bob, cleo, dora, chat }: Quarrel): Promise<readonly string[]> {
  const founding = [ada, bob, cleo, dora]
  const actors = [...founding, ...others]
  const standings = (await Promise.all(actors.map(actor => standingOf(actor, chat)))).filter(one => one !== undefined)
  return findings({
    actors,
    founder: ada,
    founding,
    standings,
    ledger: createLedger(),
    calmSinceMs: 0,
    keptByRelays: () => [],
    relayFaults: []
  }).all
}

invariants.run()
