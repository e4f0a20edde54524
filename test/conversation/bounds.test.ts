import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { toHex } from '../../node/base/bytes.js'
import { readInvite } from '../../node/identity/invite-link.js'
import { Announcement, Take, Taken } from '../../node/wire/generated/introduction.js'
import { rejection } from '../identity/refusal.js'
import { createSeededPrimitives } from '../session/seeded.js'
import { befriend, createWorld, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
}

const bounds = suite<Context>('what others may take')

bounds.before.each(async context => {
  context.world = createWorld('bounds')
  context.ada = await context.world.person('Ada')
  context.bob = await context.world.person('Bob')
})
bounds.after.each(({ world }) => world.close())

bounds(
  '256 key packages are given out that nobody has used yet; after them everybody gets the one of last resort',
  async ({ ada, bob }) => {
    await bob.links.learn(ada.device.id, ada.links.addresses())
    const primitives = createSeededPrimitives('takes')
    const taken: string[] = []
    for (let invite = 0; invite < 5; invite++) {
      const { token } = await readInvite(primitives, (await ada.api.createInvite({})).uri)
      for (let take = 0; take < 52; take++) {
        const { keyPackages } = Taken.decode(await bob.links.request(ada.device.id, 'take', Take.encode({ token })))
        taken.push(...keyPackages.map(toHex))
      }
    }
    assert.is(taken.length, 260)
    assert.is(new Set(taken.slice(0, 256)).size, 256)
    assert.is(new Set(taken.slice(256)).size, 1)
    assert.is(new Set(taken).size, 257)
    let kept = 0
    for await (const _ of ada.store.range(ada.store.keys.keyPackages())) kept++
    assert.is(kept, 257)
  }
)

bounds('a device may say 32 times a minute where it is, and is asked to wait after that', async ({ world, ada, bob }) => {
  await befriend(world, bob, ada)
  await world.time.pass(61_000)
  const announce = (port: number): Promise<unknown> =>
    bob.links.request(ada.device.id, 'devices', Announcement.encode({ addresses: [`/ip4/192.0.2.77/tcp/${port}`], name: '' }))
  for (let port = 1; port <= 32; port++) await announce(port)
  await rejection(announce(33), 'ERR_BUSY')
  await world.time.pass(60_000)
  await announce(34)
})

bounds.run()
