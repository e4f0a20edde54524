import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { encodeContent } from '../../node/conversation/content.js'
import { findings, type InvariantName } from './invariants.js'
import { createLedger, type Actor } from './ledger.js'
import { apart, beginQuarrel, commitByHand, DAY_MS, give, isMember, leafOf, MINUTE_MS, placeOf, together, type Quarrel } from './quarrel.js'
import { standingOf, type Standing } from './standings.js'

const WHILE_OUT: InvariantName = 'nobody reads what was said while they were out'

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

invariants('finds what is shown as on its way and is not', async context => {
  const { world, ada, dora, chat } = context
  await dora.person.stop()
  await ada.person.api.send({ chat, text: 'anybody?' })
  await world.time.pass(MINUTE_MS)
  await dora.person.start()
  const told = 'what is shown as on its way is on its way — anybody? of Ada'
  const standing = await placeOf(ada, chat)
  assert.not.ok((await foundAmong([], context, [standing])).includes(told))
  assert.ok((await foundAmong([], context, [{ ...standing, rows: [] }])).includes(told))
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

invariants('finds who reads what was said once they were out, sealed where they still were in', async context => {
  const { world, ada, cleo, dora, chat } = context
  const { head } = await placeOf(cleo, chat)
  for (const other of [ada, context.bob, cleo]) apart(world, dora, [other])
  world.relayNetwork.part(dora.person.device.id, context.relay.id)
  await ada.person.api.removeMember({ chat, member: 'Dora' })
  await world.time.pass(MINUTE_MS)
  await cleo.person.api.send({ chat, text: 'without Dora' })
  await world.time.pass(MINUTE_MS)
  const place = await placeOf(cleo, chat)
  assert.not.ok(isMember(place, dora))
  together(world, [cleo, dora])
  const { envelope } = await cleo.person.session.seal(head, encodeContent(place.messages))
  await cleo.person.links.send(dora.person.device.id, { log: head.log, bytes: envelope })
  await world.time.pass(MINUTE_MS)
  const found = await foundAmong([], context)
  assert.ok(found.includes(`${WHILE_OUT} — without Dora: with Dora`), found.join())
})

invariants('finds nothing where the branch lost that put somebody out, and they read what was said there, sealed again', async context => {
  const { world, ada, bob, cleo, dora, chat } = context
  // Nothing reaches the other side by a relay: also one that was left is written to no more.
  await ada.person.api.setGroupRelays({ chat, relays: [] })
  await world.time.pass(MINUTE_MS)
  await world.time.sleep(8 * DAY_MS)
  await world.time.pass(10 * MINUTE_MS)
  for (const other of [bob, cleo]) apart(world, other, [ada, dora])
  await bob.person.api.removeMember({ chat, member: 'Dora' })
  await ada.person.api.removeMember({ chat, member: 'Bob' })
  await world.time.pass(2 * MINUTE_MS)
  await cleo.person.api.send({ chat, text: 'without Dora' })
  await world.time.pass(MINUTE_MS)
  // Ada has yet to get it as Cleo hears that her branch won.
  together(world, [cleo, dora])
  await world.time.pass(5 * MINUTE_MS)
  together(world, [ada, cleo])
  await world.time.pass(5 * MINUTE_MS)
  const { messages } = await placeOf(dora, chat)
  assert.equal(
    messages.map(({ text }) => text),
    ['without Dora']
  )
  await ada.person.api.removeMember({ chat, member: 'Dora' })
  await world.time.pass(5 * MINUTE_MS)
  const found = await foundAmong([], context)
  assert.equal(
    found.filter(one => one.startsWith(WHILE_OUT)),
    []
  )
})

async function foundAmong(
  others: readonly Actor[],
  { ada, bob, cleo, dora, chat }: Quarrel,
  known?: readonly Standing[]
): Promise<readonly string[]> {
  const founding = [ada, bob, cleo, dora]
  const actors = [...founding, ...others]
  const standings = known ?? (await Promise.all(actors.map(actor => standingOf(actor, chat)))).filter(one => one !== undefined)
  return findings({
    actors,
    founder: ada,
    founding,
    standings,
    ledger: createLedger(),
    calmSinceMs: 0,
    keptByRelays: () => [],
    relayFaults: [],
    grownAtRest: []
  }).all
}

invariants.run()
