import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { befriend, chatWith, createWorld, say, textsOf, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
}

const once = suite<Context>('sent under a name')

once.before.each(async context => {
  context.world = createWorld('once')
  context.ada = await context.world.person('Ada')
  context.bob = await context.world.person('Bob')
  await befriend(context.world, context.bob, context.ada)
})
once.after.each(({ world }) => world.close())

once('a message that is sent again under its name is the one there is, also at the same time', async ({ world, ada, bob }) => {
  const chat = await chatWith(ada, bob)
  const send = () => ada.api.send({ chat, text: 'are you there?', once: 'x' })
  const [first, second] = await Promise.all([send(), send()])
  const third = await send()
  assert.equal([second.id, third.id], [first.id, first.id])
  const other = await ada.api.send({ chat, text: 'are you there?', once: 'y' })
  assert.is.not(other.id, first.id)
  await world.time.pass(10_000)
  assert.equal((await textsOf(bob, ada)).slice(-2), ['are you there?', 'are you there?'])
})

once(
  'whose answer was lost with the node is known after its next start, and what was lost with it is sent',
  async ({ world, ada, bob }) => {
    const chat = await chatWith(ada, bob)
    const { id } = await ada.api.send({ chat, text: 'durable', once: 'x' })
    await ada.crash()
    await ada.start()
    assert.is((await ada.api.send({ chat, text: 'durable', once: 'x' })).id, id)
    ada.disk.hold()
    const unanswered = ada.api.send({ chat, text: 'never written', once: 'z' }).catch(() => undefined)
    await world.settled()
    await ada.crash()
    ada.disk.letGo()
    await unanswered
    await ada.start()
    await ada.api.send({ chat, text: 'never written', once: 'z' })
    await world.time.pass(40_000)
    assert.equal((await textsOf(bob, ada)).slice(-2), ['durable', 'never written'])
  }
)

once('names are remembered for the newest 256 messages of a chat', async ({ ada, bob }) => {
  const chat = await chatWith(ada, bob)
  const { id } = await ada.api.send({ chat, text: 'first', once: 'x' })
  for (let i = 0; i < 255; i++) await say(ada, bob, String(i))
  await ada.restart()
  assert.is((await ada.api.send({ chat, text: 'first', once: 'x' })).id, id)
  await ada.api.send({ chat, text: 'the 257th', once: 'y' })
  await ada.restart()
  assert.is.not((await ada.api.send({ chat, text: 'first', once: 'x' })).id, id)
})

once.run()
