import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { say } from '../sim/people.js'
import { twoFriends, type TwoFriends } from './two-friends.js'

/** A receipt, a redial, and what a group decides have had their time. */
const PATIENCE_MS = 31_000

const bars = suite<TwoFriends>('no link to who is blocked')

bars.before.each(async context => void Object.assign(context, await twoFriends('bars')))
bars.after.each(({ world }) => world.close())

bars(
  'to who is blocked this device is not there, by no link that stood and by none that they dial, until the block is lifted',
  async ({ world, ada, bob }) => {
    const isLinked = (): readonly boolean[] => [ada.links.isUp(bob.device.id), bob.links.isUp(ada.device.id)]
    assert.equal(isLinked(), [true, true])
    await ada.api.block({ contact: 'Bob' })
    await world.settled()
    assert.equal(isLinked(), [false, false])
    await say(bob, ada, 'are you there?')
    await world.time.pass(PATIENCE_MS)
    assert.equal(isLinked(), [false, false])
    await ada.restart()
    await world.time.pass(PATIENCE_MS)
    assert.equal(isLinked(), [false, false])
    await ada.api.unblock({ contact: 'Bob' })
    await world.time.pass(PATIENCE_MS)
    assert.equal(isLinked(), [true, true])
  }
)

bars('links stay where who is blocked is in a group with us', async ({ world, ada, bob }) => {
  const { id: group } = await bob.api.createGroup({ name: 'garden', contacts: ['Ada'] })
  await world.time.pass(PATIENCE_MS)
  await ada.api.block({ contact: 'Bob' })
  await world.time.pass(PATIENCE_MS)
  assert.ok(bob.links.isUp(ada.device.id))
  await ada.api.leaveGroup({ chat: group })
  await world.time.pass(PATIENCE_MS)
  assert.not(bob.links.isUp(ada.device.id))
})

bars.run()
