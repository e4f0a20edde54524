import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { FetchedAccount } from '../../node/api/restoring.js'
import { newPhrase, type Phrase } from '../../node/identity/phrase.js'
import { createSeededPrimitives } from '../session/seeded.js'
import { contactOf, createWorld, historyOf, textsOf, type RealRelay, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  relay: RealRelay
  phrase: Phrase
  lost: SimPerson
  bob: SimPerson
}

const MINUTE_MS = 60_000
const restore = suite<Context>('an account begins again on an empty machine')

restore.before.each(async context => {
  context.world = createWorld('restore')
  context.relay = await context.world.realRelay()
  context.phrase = newPhrase(createSeededPrimitives('the words of Ada'))
  context.lost = await context.world.person('Ada', { identity: { phrase: context.phrase } })
  context.bob = await context.world.person('Bob')
  for (const person of [context.lost, context.bob]) await person.api.addRelay({ address: context.relay.address })
  const { uri } = await context.lost.api.createInvite({})
  await context.bob.api.add({ invite: uri, message: 'hello from Bob' })
  await context.world.settled()
  await context.lost.api.accept({ contact: 'Bob' })
  await context.world.settled()
  await context.lost.api.send({ chat: 'Bob', text: 'welcome' })
  await context.world.time.pass(MINUTE_MS)
})
restore.after.each(({ world }) => world.close())

async function restored({ world, relay, phrase }: Context, fetched: FetchedAccount, lost: readonly SimPerson[]): Promise<SimPerson> {
  const revoke = lost.map(({ device }) => device.id)
  return world.person('Ada anew', { identity: { phrase }, restore: { fetched, revoke, relays: [relay.address] } })
}

restore('its relay has its devices and its index', async ({ world, relay, phrase, lost }) => {
  const fetched = await world.fetch(phrase, relay)
  assert.is(fetched.deviceLists.length, 1)
  assert.is(fetched.index.length, 1)
  await lost.stop()
})

restore('it is let in by who is online, without being asked', async context => {
  const { world, relay, phrase, lost, bob } = context
  await lost.stop()
  const ada = await restored(context, await world.fetch(phrase, relay), [lost])
  await world.time.pass(MINUTE_MS)
  assert.is((await contactOf(bob, ada))?.state, 'accepted')
  await bob.api.send({ chat: 'Ada', text: 'is it you?' })
  await ada.api.send({ chat: 'Bob', text: 'it is' })
  await world.time.pass(MINUTE_MS)
  assert.equal(await textsOf(ada, bob), ['is it you?', 'it is'])
  assert.equal(await textsOf(bob, ada), ['hello from Bob', 'welcome', 'is it you?', 'it is'])
  assert.equal(
    (await historyOf(bob, ada)).map(({ state }) => state),
    ['delivered', undefined, 'delivered', undefined]
  )
  assert.equal((await ada.api.history({ chat: 'Bob' })).gaps, [])
})

restore.run()
