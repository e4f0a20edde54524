import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { befriend, contactOf, createWorld, say, textsOf, type World } from '../sim/people.js'

interface Context {
  world: World
}

const contact = suite<Context>('first contact')

contact.before.each(context => {
  context.world = createWorld('first contact')
})
contact.after.each(({ world }) => world.close())

contact('who is accepted can write and be written to', async ({ world }) => {
  const [ada, bob] = [await world.person('Ada'), await world.person('Bob')]
  await befriend(world, bob, ada)
  await say(ada, bob, 'welcome')
  await world.settled()
  const all = ['hello, I am Bob', 'welcome']
  assert.equal(await textsOf(ada, bob), all)
  assert.equal(await textsOf(bob, ada), all)
  assert.is((await contactOf(bob, ada))?.state, 'accepted')
})

contact.run()
