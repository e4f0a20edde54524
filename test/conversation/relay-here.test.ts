import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readInvite } from '../../node/identity/invite-link.js'
import { primitives } from '../identity/people.js'
import { befriend, createWorld, say, type SimPerson, type World, type WorldRelay } from '../sim/people.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
  /** In the process of Ada's node. */
  here: WorldRelay
  community: WorldRelay
}

const test = suite<Context>('a relay in the process of a node')

test.before.each(async context => {
  const world = createWorld('relay here')
  const [ada, bob] = [await world.person('Ada'), await world.person('Bob')]
  Object.assign(context, { world, ada, bob, here: await world.relay(), community: await world.relay() })
  await ada.nameRelayHere(context.here.address)
  await befriend(world, bob, ada)
  await world.time.pass(5_000)
})
test.after.each(({ world }) => world.close())

async function whyOf(person: SimPerson, message: string): Promise<{ readonly state: string | undefined; readonly said: string }> {
  const { state, because } = await person.api.why({ message })
  return { state, said: because.map(({ what }) => what).join('\n') }
}

test('stores nothing for whoever goes when it goes, also after a restart; it does for everybody else', async context => {
  const { world, ada, bob, here, community } = context
  world.network.part(ada.device.id, bob.device.id)
  const fromBob = await say(bob, ada, 'for Ada')
  await world.time.pass(1_000)
  assert.is.not((await whyOf(bob, fromBob.id)).state, 'queued')

  await bob.stop()
  await ada.restart()
  await world.time.pass(5_000)
  const { id } = await say(ada, bob, 'for later')
  await world.time.pass(5_000)
  const { state, said } = await whyOf(ada, id)
  assert.is(state, 'queued')
  assert.match(said, `lies on your own relay ${here.id}`)
  assert.not.match(said, 'stored on')

  await ada.api.addRelay({ address: community.address })
  await world.time.pass(60_000)
  const later = await whyOf(ada, id)
  assert.is(later.state, 'stored')
  assert.match(later.said, `stored on relay ${community.id}`)
})

test('comes after all others that the account names, so that those are what conversations use', async ({ world, ada, here, community }) => {
  const another = await world.relay()
  const order = async (): Promise<readonly string[]> => (await ada.api.relays()).map(({ relay }) => relay)
  await ada.api.addRelay({ address: community.address })
  await ada.api.addRelay({ address: another.address })
  assert.equal(await order(), [community.id, another.id, here.id])
  const { uri } = await ada.api.createInvite({})
  assert.equal((await readInvite(primitives, uri)).relays, [community.address, another.address, here.address])
})

test('that was named before it was known to run here is put last when that is known', async ({ world, bob, community }) => {
  const own = await world.relay()
  await bob.api.addRelay({ address: own.address })
  await bob.api.addRelay({ address: community.address })
  await bob.nameRelayHere(own.address)
  assert.equal(
    (await bob.api.relays()).map(({ relay }) => relay),
    [community.id, own.id]
  )
})

test.run()
