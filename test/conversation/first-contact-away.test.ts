import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readInvite } from '../../node/identity/invite-link.js'
import { primitives } from '../identity/people.js'
import { rejection } from '../identity/refusal.js'
import { contactOf, createWorld, historyOf, textsOf, type RealRelay, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  relay: RealRelay
  ada: SimPerson
  bob: SimPerson
}

const away = suite<Context>('first contact with nobody online together')

away.before.each(async context => {
  context.world = createWorld('first contact away')
  context.relay = await context.world.realRelay()
  context.ada = await context.world.person('Ada')
  context.bob = await context.world.person('Bob')
  await context.ada.api.addRelay({ address: context.relay.address })
  await context.world.settled()
})
away.after.each(({ world }) => world.close())

async function standing(one: SimPerson, other: SimPerson): Promise<string | undefined> {
  return (await contactOf(one, other))?.state
}

async function unreached({ api }: SimPerson): Promise<readonly (true | undefined)[]> {
  return (await api.chats()).map(chat => chat.unreached)
}

/** `add` while its maker is away: what it can do now is done when this resolves. */
async function addAway(world: World, asking: SimPerson, uri: string, message: string): Promise<void> {
  const adding = asking.api.add({ invite: uri, message })
  await world.time.pass(4_000)
  await adding
  await world.settled()
}

async function rejectAway(world: World, asking: SimPerson, uri: string): Promise<void> {
  const refused = rejection(asking.api.add({ invite: uri }), 'ERR_KNOCK_REFUSED')
  await world.time.pass(4_000)
  await refused
}

away('an invite whose maker is away is used, and the maker finds the request and what was written with it', async ({ world, ada, bob }) => {
  const { uri } = await ada.api.createInvite({})
  await world.settled()
  await ada.stop()
  await addAway(world, bob, uri, 'hello from Bob')
  assert.is(await standing(bob, ada), 'invited')
  await bob.stop()

  await ada.start()
  await world.time.pass(2_000)
  assert.is(await standing(ada, bob), 'request')
  assert.equal(await textsOf(ada, bob), ['hello from Bob'])
  await ada.api.accept({ contact: 'Bob' })
  await world.settled()
  await ada.api.send({ chat: 'Bob', text: 'welcome' })
  await world.time.pass(3_000)
  await ada.stop()

  await bob.start()
  await world.time.pass(4_000)
  assert.is(await standing(bob, ada), 'accepted')
  assert.equal(await textsOf(bob, ada), ['hello from Bob', 'welcome'])
  assert.is((await historyOf(bob, ada))[0]?.state, 'delivered')
})

away('a request that neither its receiver nor a relay of theirs has got is said to be here alone, until one has', async context => {
  const { world, relay, ada, bob } = context
  const { uri } = await ada.api.createInvite({})
  await world.settled()
  await ada.stop()
  await relay.leave()
  await addAway(world, bob, uri, 'hello from Bob')
  assert.equal(await unreached(bob), [true])

  relay.comeBack()
  await world.time.pass(120_000)
  assert.is(await standing(bob, ada), 'invited')
  assert.equal(await unreached(bob), [undefined])
})

away('of two relays on a card, one that hands out junk, or keys of others, keeps nobody from the honest one', async context => {
  const { world, relay: liar, ada, bob } = context
  const [honest, cem, dan] = [await world.realRelay(), await world.person('Cem'), await world.person('Dan')]
  await ada.api.addRelay({ address: honest.address })
  await dan.api.addRelay({ address: honest.address })
  const [{ uri }, ofDan] = [await ada.api.createInvite({}), await readInvite(primitives, (await dan.api.createInvite({})).uri)]
  await world.settled()
  await ada.stop()
  await bob.relays.visit({ id: honest.id, address: honest.address }, async () => {
    const others = await bob.relays.take(honest.id, ofDan.account, ofDan.token ?? new Uint8Array())
    const lies: [SimPerson, readonly Uint8Array[]][] = [
      [bob, [Uint8Array.of(1, 2, 3)]],
      [cem, others]
    ]
    for (const [person, packages] of lies) {
      const take = person.relays.take.bind(person.relays)
      Object.assign(person.relays, {
        take: (...asked: Parameters<typeof take>) => (asked[0] === liar.id ? Promise.resolve(packages) : take(...asked))
      })
    }
  })
  for (const asking of [bob, cem]) await addAway(world, asking, uri, `from ${asking.name}`)
  await bob.stop()
  await cem.stop()
  await ada.start()
  await world.time.pass(5_000)
  assert.equal([await textsOf(ada, bob), await textsOf(ada, cem)], [['from Bob'], ['from Cem']])
})

away('an invite that was revoked opens nothing at the relay either', async ({ world, ada, bob }) => {
  const { uri, id } = await ada.api.createInvite({})
  await world.settled()
  await ada.api.revokeInvite({ id })
  await world.settled()
  await ada.stop()
  await rejectAway(world, bob, uri)
})

away(
  'an invite that the relay had not heard of when it was used gets through by itself once it has',
  async ({ world, relay, ada, bob }) => {
    world.network.part(ada.device.id, bob.device.id)
    world.relayNetwork.part(ada.device.id, relay.id)
    const { uri } = await ada.api.createInvite({})
    await world.settled()
    await rejectAway(world, bob, uri)
    world.relayNetwork.meet(ada.device.id, relay.id)
    await world.time.pass(30_000)
    assert.is(await standing(ada, bob), 'request')
  }
)

away('two who use each other’s invites, never online together, end in one conversation', async ({ world, relay, ada, bob }) => {
  await bob.api.addRelay({ address: relay.address })
  const invites = [await ada.api.createInvite({}), await bob.api.createInvite({})]
  await world.settled()
  await ada.stop()
  await addAway(world, bob, invites[0]?.uri ?? '', 'from Bob')
  await bob.stop()
  await ada.start()
  // What she was left is taken at once: she answers it by using his invite.
  await addAway(world, ada, invites[1]?.uri ?? '', 'from Ada')
  await world.time.pass(3_000)
  await ada.stop()
  await bob.start()
  await world.time.pass(5_000)
  assert.equal((await textsOf(bob, ada)).toSorted(), ['from Ada', 'from Bob'])
  await bob.api.send({ chat: 'Ada', text: 'at last' })
  await world.time.pass(3_000)
  await bob.stop()
  await ada.start()
  await world.time.pass(5_000)
  assert.equal([await standing(ada, bob), (await ada.api.chats()).length], ['accepted', 1])
  assert.equal((await textsOf(ada, bob)).toSorted(), ['at last', 'from Ada', 'from Bob'])
})

away('an invite for one is used by one, also where both knock at the relay', async ({ world, ada, bob }) => {
  const eve = await world.person('Eve')
  const { uri } = await ada.api.createInvite({ uses: 1 })
  await world.settled()
  await ada.stop()
  await addAway(world, bob, uri, 'from Bob')
  await rejectAway(world, eve, uri)
  await ada.start()
  await world.time.pass(2_000)
  assert.equal([await standing(ada, bob), await standing(ada, eve)], ['request', undefined])
})

away('who is blocked instead of accepted leaves nothing at the relay', async ({ world, relay, ada, bob }) => {
  const { uri } = await ada.api.createInvite({})
  await world.settled()
  await ada.stop()
  await addAway(world, bob, uri, 'from Bob')
  await ada.start()
  await world.time.pass(2_000)
  assert.ok(relay.relay.counts().envelopes > 0)
  await ada.api.block({ contact: 'Bob' })
  await world.time.pass(2_000)
  assert.is(relay.relay.counts().envelopes, 0)
  assert.equal(await ada.relays.knocks(relay.id), [])
})

away(
  'each who begins takes a key package of their own, and the shelf is filled again when its owner is back',
  async ({ world, relay, ada }) => {
    const { uri } = await ada.api.createInvite({})
    await world.settled()
    await ada.stop()
    const people = []
    for (const name of ['Bob', 'Cem', 'Dan', 'Eve', 'Fay', 'Gil', 'Hal', 'Ida', 'Jon'].map(known => `${known} of nine`)) {
      const person = await world.person(name)
      people.push(person)
      await addAway(world, person, uri, `from ${name}`)
    }
    await ada.start()
    await world.time.pass(3_000)
    assert.is((await ada.api.contacts()).filter(({ state }) => state === 'request').length, 9)
    assert.is(await ada.relays.shelve(relay.id, { keyPackages: [] }), 16)
  }
)

away.run()
