import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { befriend, createWorld, type SimPerson, type World } from '../sim/people.js'
import { found, textsIn } from './garden.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
  dora: SimPerson
}

const again = suite<Context>('coming into a group again')

again.before.each(async context => {
  context.world = createWorld('coming again')
  const { world } = context
  context.ada = await world.person('Ada')
  context.bob = await world.person('Bob')
  context.dora = await world.person('Dora')
  for (const other of [context.bob, context.dora]) await befriend(world, context.ada, other)
})
again.after.each(({ world }) => world.close())

again('what was said while somebody was out is no gap to them once they are in again', async ({ world, ada, bob, dora }) => {
  const chat = await found(world, ada, [bob, dora])
  for (const person of [ada, bob]) await person.api.send({ chat, text: `${person.name}, all three` })
  await world.settled()
  for (const round of ['once', 'twice']) {
    await ada.api.removeMember({ chat, member: 'Dora' })
    await world.time.pass(5_000)
    for (const person of [ada, bob])
      for (const text of ['one', 'two']) await person.api.send({ chat, text: `${person.name}, ${round} ${text}` })
    await world.settled()
    await ada.api.addMember({ chat, contact: 'Dora' })
    await world.time.pass(60_000)
    await ada.api.send({ chat, text: `back ${round}` })
    await world.time.pass(60_000)
    assert.equal((await dora.api.history({ chat })).gaps, [], round)
  }
  assert.equal(await textsIn(dora, chat), ['Ada, all three', 'Bob, all three', 'back once', 'back twice'])
  await bob.api.send({ chat, text: 'Bob, all three again' })
  await world.time.pass(60_000)
  assert.equal((await dora.api.history({ chat })).gaps, [])
  await dora.stop()
  await dora.start()
  await world.time.pass(60_000)
  assert.equal((await dora.api.history({ chat })).gaps, [])
})

again(
  'what is said while nobody else is in is simply there: it waits for nobody, never fails, and nobody gets it later',
  async ({ world, ada, bob }) => {
    const chat = await found(world, ada, [bob])
    await ada.api.removeMember({ chat, member: 'Bob' })
    await world.time.pass(60_000)
    const { id, state, counts } = await ada.api.send({ chat, text: 'a note to myself' })
    assert.equal([state, counts], ['delivered', { of: 0, delivered: 0, read: 0 }])
    const { because, ...told } = await ada.api.why({ message: id })
    assert.equal([told.state, told.waits, because.map(({ code }) => code)], ['delivered', undefined, ['written', 'alone']])
    await world.settled()
    await ada.restart()
    await ada.api.addMember({ chat, contact: 'Bob' })
    await world.time.pass(60_000)
    await ada.api.send({ chat, text: 'welcome back' })
    await world.time.pass(60_000)
    assert.equal(await textsIn(bob, chat), ['welcome back'])
    assert.equal((await bob.api.history({ chat })).gaps, [])
    assert.equal(
      (await ada.api.history({ chat })).messages.map(message => message.state),
      ['delivered', 'delivered']
    )
    assert.is((await ada.api.status()).queued, 0)
  }
)

again.run()
