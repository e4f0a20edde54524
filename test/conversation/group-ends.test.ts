import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId } from '../../node/base/ids.js'
import { befriend, createWorld, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
  cleo: SimPerson
}

const ends = suite<Context>('what one may not in a group, and what is left when one goes')

ends.before.each(async context => {
  const world = (context.world = createWorld('group ends'))
  context.ada = await world.person('Ada')
  context.bob = await world.person('Bob')
  context.cleo = await world.person('Cleo')
  for (const other of [context.bob, context.cleo]) await befriend(world, context.ada, other)
})
ends.after.each(({ world }) => world.close())

async function found(world: World, founder: SimPerson): Promise<ConversationId> {
  const { id } = await founder.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo'] })
  await world.settled()
  await world.time.pass(5_000)
  return id
}

ends('a relay goes with who named it, unless it is the last one', async ({ world, ada, bob, cleo }) => {
  const [own, shared] = [await world.realRelay(), await world.realRelay()]
  await ada.api.addRelay({ address: own.address })
  for (const person of [bob, cleo]) await person.api.addRelay({ address: shared.address })
  await world.settled()
  const chat = await found(world, ada)
  await ada.api.setRole({ chat, member: 'Bob', role: 'owner' })
  await world.time.pass(60_000)
  await bob.api.setGroupRelays({ chat, relays: [own.address, shared.address] })
  await world.time.pass(60_000)
  await ada.api.leaveGroup({ chat })
  await world.time.pass(3 * 60_000)
  for (const person of [bob, cleo]) assert.equal(await person.api.groupRelays({ chat }), [shared.address])
  await bob.api.setRole({ chat, member: 'Cleo', role: 'owner' })
  await world.time.pass(60_000)
  await bob.api.leaveGroup({ chat })
  await world.time.pass(3 * 60_000)
  assert.equal((await cleo.api.members({ chat })).length, 1)
  assert.equal(await cleo.api.groupRelays({ chat }), [shared.address])
})

ends('a relay that another owner uses too stays when who named it goes', async ({ world, ada, bob }) => {
  const [own, both, bobs] = [await world.realRelay(), await world.realRelay(), await world.realRelay()]
  for (const { address } of [own, both]) await ada.api.addRelay({ address })
  for (const { address } of [both, bobs]) await bob.api.addRelay({ address })
  await world.settled()
  const chat = await found(world, ada)
  await ada.api.setRole({ chat, member: 'Bob', role: 'owner' })
  await world.time.pass(60_000)
  await bob.api.setGroupRelays({ chat, relays: [own.address, both.address, bobs.address] })
  await world.time.pass(60_000)
  await ada.api.leaveGroup({ chat })
  await world.time.pass(3 * 60_000)
  assert.equal(await bob.api.groupRelays({ chat }), [both.address, bobs.address])
})

ends('who may not appoint or dismiss is told why', async ({ world, ada, bob }) => {
  const chat = await found(world, ada)
  const why = async (person: SimPerson, member: string, role: 'owner' | 'admin' | 'member'): Promise<string> =>
    person.api.setRole({ chat, member, role }).then(
      () => 'nothing',
      (err: Error) => err.message
    )
  assert.match(await why(bob, 'Cleo', 'admin'), /only owners/)
  assert.match(await why(ada, 'Ada', 'member'), /keeps one owner/)
  assert.is(await why(ada, 'Bob', 'owner'), 'nothing')
  await world.settled()
  await world.time.pass(5_000)
  assert.match(await why(bob, 'Ada', 'member'), /for longer/)
})

ends('one whom the person has blocked brings them into no group, and they can leave any at once', async ({ world, ada, bob, cleo }) => {
  await cleo.api.block({ contact: 'Ada' })
  await world.settled()
  const { id: chat } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo'] })
  await world.settled()
  await world.time.pass(60_000)
  assert.equal(
    (await cleo.api.chats()).filter(({ kind }) => kind === 'group'),
    []
  )
  await bob.api.leaveGroup({ chat })
  await world.settled()
  await world.time.pass(5_000)
  assert.is((await bob.api.chats()).find(({ id }) => id === chat)?.readOnly, 'left')
})

ends.run()
