import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { MAX_KEPT_RELAYS } from '../../node/conversation/relay-logs.js'
import { createCard } from '../../node/identity/card.js'
import { inviteUri } from '../../node/identity/invite-link.js'
import { createDevice } from '../../node/identity/device.js'
import { person as numberedPerson, primitives } from '../identity/people.js'
import { contactOf, createWorld, historyOf, say, textsOf, type RealRelay, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
  bobsRelay: RealRelay
}

const visits = suite<Context>('more relays than links are kept to')

/** The invite of somebody who is never there, with two relays that are never there either. */
async function strangersInvite(number: number): Promise<string> {
  const { device, certificate } = await numberedPerson(100 + number)
  const relays = await Promise.all(
    [0, 1].map(
      async which =>
        `/ip4/203.0.113.${number}/tcp/${4_000 + which}/p2p/${
          (
            await createDevice(
              primitives,
              Uint8Array.from({ length: 32 }, () => number + 100 * which)
            )
          ).id
        }`
    )
  )
  const card = await createCard(primitives, device, {
    name: `Stranger ${number}`,
    certificate,
    devices: [],
    relays,
    token: primitives.randomBytes(16)
  })
  return inviteUri(primitives, card)
}

visits.before.each(async context => {
  const world = createWorld('visits')
  const [ada, bob] = [await world.person('Ada'), await world.person('Bob')]
  const bobsRelay = await world.realRelay()
  Object.assign(context, { world, ada, bob, bobsRelay })
  await bob.api.addRelay({ address: bobsRelay.address })
  await world.settled()
  for (let i = 1; i <= MAX_KEPT_RELAYS / 2; i++) {
    const adding = ada.api.add({ invite: await strangersInvite(i) })
    await world.time.pass(4_000)
    await adding
  }
})
visits.after.each(({ world }) => world.close())

visits('a relay past those is visited: to take, to knock, to append, and it is left each time', async ({ world, ada, bob, bobsRelay }) => {
  const { uri } = await bob.api.createInvite({})
  await world.settled()
  await bob.stop()
  const adding = ada.api.add({ invite: uri, message: 'hello, I am Ada' })
  await world.time.pass(4_000)
  await adding
  await world.time.pass(5_000)
  assert.not(ada.relays.isUp(bobsRelay.id), 'left again')
  const first = await say(ada, bob, 'are you there?')
  await world.time.pass(5_000)
  assert.is((await ada.api.why({ message: first.id })).state, 'stored')
  assert.not(ada.relays.isUp(bobsRelay.id), 'left again')

  await bob.start()
  await world.time.pass(5_000)
  assert.equal(await textsOf(bob, ada), ['hello, I am Ada', 'are you there?'])
  await bob.api.accept({ contact: 'Ada' })
  await world.time.pass(10_000)
  assert.is((await contactOf(ada, bob))?.state, 'accepted')
  await bob.stop()
  const dials = world.relayNetwork.crossings.filter(({ what, to }) => what === 'hello' && to === bobsRelay.id).length
  for (let i = 0; i < 3; i++) await say(ada, bob, `later ${i}`)
  await world.time.pass(60_000)
  const more = world.relayNetwork.crossings.filter(({ what, to }) => what === 'hello' && to === bobsRelay.id).length - dials
  assert.ok(more >= 1 && more <= 6, `${more} visits for three messages`)
  assert.is((await historyOf(ada, bob)).at(-1)?.state, 'stored')
  await bob.start()
  await world.time.pass(5_000)
  assert.is((await textsOf(bob, ada)).length, 5)
})

visits('one that refuses is not asked again and again', async ({ world, ada, bob, bobsRelay }) => {
  const { uri } = await bob.api.createInvite({})
  await world.settled()
  await bob.stop()
  const adding = ada.api.add({ invite: uri, message: 'hello, I am Ada' })
  await world.time.pass(4_000)
  await adding
  await world.time.pass(5_000)
  await bobsRelay.leave()
  await say(ada, bob, 'are you there?')
  const before = world.relayNetwork.crossings.length
  await world.time.pass(10 * 60_000)
  assert.is(world.relayNetwork.crossings.slice(before).filter(({ to }) => to === bobsRelay.id).length, 0)
  bobsRelay.comeBack()
  await world.time.pass(5 * 60_000)
  assert.is((await historyOf(ada, bob)).at(-1)?.state, 'stored')
})

visits.run()
