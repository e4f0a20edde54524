import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Chat } from '../../node/api/chat.js'
import { ChatError } from '../../node/base/errors.js'
import { befriend, createWorld, type SimPerson, type World } from '../sim/people.js'
import { found, textsIn } from './garden.js'
import { codeOf } from '../contract/links.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
  cleo: SimPerson
  dora: SimPerson
}

const groups = suite<Context>('groups')

groups.before.each(async context => {
  context.world = createWorld('groups')
  const { world } = context
  context.ada = await world.person('Ada')
  context.bob = await world.person('Bob')
  context.cleo = await world.person('Cleo')
  context.dora = await world.person('Dora')
  for (const other of [context.bob, context.cleo, context.dora]) await befriend(world, context.ada, other)
  await befriend(world, context.bob, context.cleo)
})
groups.after.each(({ world }) => world.close())

async function groupOf(person: SimPerson): Promise<Chat> {
  const group = (await person.api.chats()).find(({ kind }) => kind === 'group')
  if (group === undefined) throw new Error(`${person.name} is in no group`)
  return group
}

groups('whoever is let in reads what is said from then on, and is read by all', async ({ world, ada, bob, cleo }) => {
  const chat = await found(world, ada, [bob, cleo])
  for (const person of [ada, bob, cleo]) {
    assert.is((await groupOf(person)).title, 'Garden')
    assert.equal(
      (await person.api.members({ chat })).map(({ role, coming }) => [role, coming]),
      [
        ['owner', undefined],
        ['member', undefined],
        ['member', undefined]
      ]
    )
  }
  for (const person of [ada, bob, cleo]) await person.api.send({ chat, text: `from ${person.name}` })
  await world.settled()
  for (const person of [ada, bob, cleo]) assert.equal(await textsIn(person, chat), ['from Ada', 'from Bob', 'from Cleo'])
})

groups('whoever comes in later reads nothing of before, and whoever is put out nothing of after', async ({ world, ada, bob, cleo }) => {
  const chat = await found(world, ada, [bob])
  await ada.api.send({ chat, text: 'before' })
  await world.settled()
  await ada.api.addMember({ chat, contact: 'Cleo' })
  await world.settled()
  await world.time.pass(5_000)
  await bob.api.send({ chat, text: 'together' })
  await world.settled()
  assert.equal(await textsIn(cleo, chat), ['together'])
  assert.is(await codeOf(ada.api.removeMember({ chat, member: 'Ada' })), 'ERR_INVALID_ARGUMENT')
  await ada.api.removeMember({ chat, member: 'Bob' })
  await world.settled()
  await world.time.pass(5_000)
  assert.is((await groupOf(bob)).readOnly, 'removed')
  assert.equal(
    (await bob.api.members({ chat })).map(({ name }) => name),
    ['Ada', 'Cleo'],
    'those who were there, without Bob'
  )
  await ada.api.send({ chat, text: 'without Bob' })
  await world.settled()
  assert.equal(await textsIn(cleo, chat), ['together', 'without Bob'])
  assert.equal(await textsIn(bob, chat), ['before', 'together'])
  assert.is(await codeOf(bob.api.send({ chat, text: 'still here?' })), 'ERR_NOT_ALLOWED')
})

for (const [what, lost] of [
  ['key packages', 'take'],
  ['the letter', 'knock']
] as const) {
  groups(`whoever does not answer for ${what} holds up nobody else, and comes in later`, async ({ world, ada, bob, cleo, dora }) => {
    world.network.weather.loses = (one, _from, to) => one === lost && to === bob.device.id
    const { id: chat } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo', 'Dora'] })
    await world.settled()
    await world.time.pass(8_000)
    for (const person of [cleo, dora]) assert.is((await groupOf(person)).title, 'Garden')
    assert.is((await bob.api.chats()).filter(({ kind }) => kind === 'group').length, 0)
    world.network.weather.loses = () => false
    world.network.part(ada.device.id, bob.device.id)
    await world.settled()
    world.network.meet(ada.device.id, bob.device.id)
    await world.time.pass(3 * 60_000)
    await bob.api.send({ chat, text: 'here I am' })
    await world.settled()
    assert.equal(await textsIn(cleo, chat), ['here I am'])
  })
}

groups('a group is renamed and its roles change for all, by whom that may', async ({ world, ada, bob, cleo }) => {
  const chat = await found(world, ada, [bob, cleo])
  assert.is(await codeOf(bob.api.renameGroup({ chat, name: 'Mine' })), 'ERR_NOT_ALLOWED')
  assert.is(await codeOf(bob.api.addMember({ chat, contact: 'Cleo' })), 'ERR_INVALID_ARGUMENT', 'Cleo is in already')
  await ada.api.setRole({ chat, member: 'Bob', role: 'admin' })
  await world.settled()
  await world.time.pass(5_000)
  await bob.api.renameGroup({ chat, name: 'Orchard' })
  await world.settled()
  await world.time.pass(5_000)
  for (const person of [ada, bob, cleo]) {
    assert.is((await groupOf(person)).title, 'Orchard')
    assert.equal(
      (await person.api.members({ chat })).map(({ role }) => role),
      ['owner', 'admin', 'member']
    )
  }
  assert.is(await codeOf(ada.api.setRole({ chat, member: 'Ada', role: 'member' })), 'ERR_NOT_ALLOWED')
  assert.is(await codeOf(bob.api.removeMember({ chat, member: 'Ada' })), 'ERR_NOT_ALLOWED')
})

groups('a state counts those whom a message was for', async ({ world, ada, bob, cleo }) => {
  const chat = await found(world, ada, [bob, cleo])
  await cleo.stop()
  const { id } = await ada.api.send({ chat, text: 'who has it?' })
  await world.settled()
  await world.time.pass(5_000)
  const newest = async () => (await ada.api.history({ chat })).messages.find(message => message.id === id)
  assert.equal([(await newest())?.state, (await newest())?.counts], ['queued', { of: 2, delivered: 1, read: 0 }])
  await cleo.start()
  await world.settled()
  await world.time.pass(5_000)
  assert.equal([(await newest())?.state, (await newest())?.counts], ['delivered', { of: 2, delivered: 2, read: 0 }])
})

groups('a group is kept where its admins say, and is muted for whom wants that', async ({ world, ada, bob, cleo }) => {
  const [before, after] = [await world.realRelay(), await world.realRelay()]
  for (const person of [ada, bob, cleo]) await person.api.addRelay({ address: before.address })
  await world.time.pass(5_000)
  const chat = await found(world, ada, [bob, cleo])
  assert.is(await codeOf(bob.api.setGroupRelays({ chat, relays: [] })), 'ERR_NOT_ALLOWED')
  assert.is(await codeOf(ada.api.setGroupRelays({ chat, relays: ['nowhere'] })), 'ERR_INVALID_ARGUMENT')
  assert.is(await codeOf(ada.api.setGroupRelays({ chat, relays: [after.address] })), 'ERR_INVALID_ARGUMENT', 'none of hers')
  await ada.api.addRelay({ address: after.address })
  await ada.api.setGroupRelays({ chat, relays: [after.address] })
  await world.time.pass(60_000)
  for (const person of [ada, bob, cleo]) assert.equal(await person.api.groupRelays({ chat }), [after.address])
  await before.leave()
  await cleo.stop()
  await bob.api.send({ chat, text: 'kept elsewhere' })
  await world.time.pass(30_000)
  await bob.stop()
  await ada.stop()
  await cleo.start()
  await world.time.pass(30_000)
  assert.equal(await textsIn(cleo, chat), ['kept elsewhere'])
  assert.ok((await cleo.api.mute({ chat, muted: true })).muted)
  await cleo.restart()
  assert.equal([(await groupOf(cleo)).muted, (await groupOf(cleo)).unread, (await cleo.api.status()).unread], [true, 1, 2])
})

groups('a relay that is gone and was left holds up no change while somebody is away', async ({ world, ada, bob, cleo }) => {
  const [before, after] = [await world.realRelay(), await world.realRelay()]
  for (const person of [ada, bob, cleo]) for (const { address } of [before, after]) await person.api.addRelay({ address })
  await world.time.pass(5_000)
  const chat = await found(world, ada, [bob, cleo])
  await ada.api.setGroupRelays({ chat, relays: [before.address] })
  await world.time.pass(60_000)
  await before.leave()
  await ada.api.setGroupRelays({ chat, relays: [after.address] })
  await world.time.pass(60_000)
  await cleo.stop()
  await ada.api.renameGroup({ chat, name: 'Orchard' })
  await world.time.pass(60_000)
  assert.is((await groupOf(ada)).title, 'Orchard', 'she writes behind it')
  await ada.stop()
  await bob.stop()
  await cleo.start()
  await world.time.pass(60_000)
  assert.is((await groupOf(cleo)).title, 'Orchard', 'who was away finds it where it is kept now')
})

groups('a message was for those who were in when it was said, whoever came in since', async ({ world, ada, bob }) => {
  const chat = await found(world, ada, [bob])
  const { id } = await ada.api.send({ chat, text: 'before Cleo' })
  await world.settled()
  await ada.api.addMember({ chat, contact: 'Cleo' })
  await world.settled()
  await world.time.pass(5_000)
  assert.is((await ada.api.members({ chat })).length, 3)
  const said = (await ada.api.history({ chat })).messages.find(message => message.id === id)
  assert.equal([said?.state, said?.counts], ['delivered', { of: 1, delivered: 1, read: 0 }])
})

groups('whoever was put out and let in again while away is in, whichever they hear of first', async ({ world, ada, bob, cleo }) => {
  const chat = await found(world, ada, [bob, cleo])
  await cleo.stop()
  await ada.api.removeMember({ chat, member: 'Cleo' })
  await world.time.pass(5_000)
  // What a Welcome tells of the way begins anew wherever roles change.
  await ada.api.setRole({ chat, member: 'Bob', role: 'admin' })
  await world.time.pass(5_000)
  world.network.weather.loses = (what, _, to) => what === 'envelope' && to === cleo.device.id
  await cleo.start()
  await ada.api.addMember({ chat, contact: 'Cleo' })
  await world.time.pass(40_000)
  world.network.weather.loses = () => false
  await world.time.pass(10 * 60_000)
  const still = (await ada.api.members({ chat })).filter(({ coming }) => coming === true)
  assert.equal(still, [], 'they have shown that they are in, before they say anything')
  await cleo.api.send({ chat, text: 'here again' })
  await world.settled()
  for (const person of [ada, bob, cleo]) {
    assert.is((await person.api.members({ chat })).length, 3)
    assert.equal(await textsIn(person, chat), ['here again'])
  }
})

groups('a group goes on where its members start again', async ({ world, ada, bob, cleo }) => {
  const chat = await found(world, ada, [bob, cleo])
  await ada.api.send({ chat, text: 'one' })
  await world.settled()
  for (const person of [ada, bob, cleo]) await person.restart()
  await world.settled()
  await world.time.pass(5_000)
  await bob.api.send({ chat, text: 'two' })
  await world.settled()
  await world.time.pass(5_000)
  for (const person of [ada, bob, cleo]) {
    assert.equal(await textsIn(person, chat), ['one', 'two'])
    assert.equal((await person.api.members({ chat })).length, 3)
  }
})

groups('two who change a group at once, parted, end in one group with both changes', async ({ world, ada, bob, cleo, dora }) => {
  const chat = await found(world, ada, [bob, cleo])
  await ada.api.setRole({ chat, member: 'Bob', role: 'admin' })
  await world.settled()
  await world.time.pass(5_000)
  await befriend(world, bob, dora)
  for (const [one, other] of [
    [ada, bob],
    [ada, cleo]
  ] as const)
    world.network.part(one.device.id, other.device.id)
  await world.settled()
  await bob.api.addMember({ chat, contact: 'Dora' })
  await ada.api.renameGroup({ chat, name: 'Hedge' })
  await world.settled()
  await world.time.pass(60_000)
  for (const person of [ada, bob, cleo]) await person.api.send({ chat, text: `${person.name} apart` })
  await world.settled()
  for (const [one, other] of [
    [ada, bob],
    [ada, cleo]
  ] as const)
    world.network.meet(one.device.id, other.device.id)
  await world.settled()
  await world.time.pass(10 * 60_000)
  for (const person of [ada, bob, cleo, dora]) {
    assert.is((await groupOf(person)).title, 'Hedge')
    assert.equal((await person.api.members({ chat })).length, 4)
  }
  for (const person of [ada, bob, cleo]) assert.equal((await textsIn(person, chat)).toSorted(), ['Ada apart', 'Bob apart', 'Cleo apart'])
})

groups('whoever leaves is out for all, and the last owner names another first', async ({ world, ada, bob, cleo }) => {
  const chat = await found(world, ada, [bob, cleo])
  assert.is(await codeOf(ada.api.leaveGroup({ chat })), 'ERR_NOT_ALLOWED')
  await bob.api.leaveGroup({ chat })
  await world.settled()
  await world.time.pass(5_000)
  assert.is((await groupOf(bob)).readOnly, 'left')
  for (const person of [ada, cleo]) assert.equal((await person.api.members({ chat })).map(({ name }) => name).toSorted(), ['Ada', 'Cleo'])
  await ada.api.setRole({ chat, member: 'Cleo', role: 'owner' })
  await world.settled()
  await world.time.pass(5_000)
  await ada.api.leaveGroup({ chat })
  await world.settled()
  await world.time.pass(5_000)
  assert.equal(
    (await cleo.api.members({ chat })).map(({ name, role }) => [name, role]),
    [['Cleo', 'owner']]
  )
  assert.is(await codeOf(ada.api.send({ chat, text: 'gone' })), 'ERR_NOT_ALLOWED')
})

groups('through relays alone, a group goes on for whoever is away: Welcome, messages and commits', async ({ world, ada, bob, cleo }) => {
  const relay = await world.realRelay()
  for (const person of [ada, bob, cleo]) await person.api.addRelay({ address: relay.address })
  await world.settled()
  await world.time.pass(5_000)
  await bob.stop()
  await cleo.stop()
  await ada.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo'] })
  const chat = (await groupOf(ada)).id
  await world.settled()
  await world.time.pass(30_000)
  await ada.api.send({ chat, text: 'while you were away' })
  await world.settled()
  await world.time.pass(30_000)
  await ada.stop()
  await bob.start()
  await world.settled()
  await world.time.pass(30_000)
  assert.equal(await textsIn(bob, chat), ['while you were away'])
  await bob.api.send({ chat, text: 'and you' })
  await world.settled()
  await world.time.pass(30_000)
  await bob.stop()
  await cleo.start()
  await world.settled()
  await world.time.pass(30_000)
  assert.equal(await textsIn(cleo, chat), ['while you were away', 'and you'])
})

groups('what can not be committed holds up nothing that was wished for behind it', async ({ world, ada, bob, cleo }) => {
  const chat = await found(world, ada, [bob])
  const session = ada.session as { commit: SimPerson['session']['commit'] }
  const commit = ada.session.commit.bind(ada.session)
  session.commit = async (parent, change) => {
    if (change.profile !== undefined) throw new ChatError('ERR_INVALID_ARGUMENT', 'no name for a group')
    return commit(parent, change)
  }
  await ada.api.renameGroup({ chat, name: 'Orchard' })
  await ada.api.addMember({ chat, contact: 'Cleo' })
  await world.settled()
  await world.time.pass(5_000)
  assert.equal([(await groupOf(ada)).title, (await groupOf(cleo)).title], ['Garden', 'Garden'])
  const told = ada.events.flatMap(event => (event.type === 'group:refused' ? [[event.chat, event.code, event.reason]] : []))
  assert.equal(told, [[chat, 'failed', 'no name for a group']])
  session.commit = commit
  await ada.api.renameGroup({ chat, name: 'Meadow' })
  await world.settled()
  await world.time.pass(5_000)
  assert.is((await groupOf(cleo)).title, 'Meadow')
})

groups.run()
