import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readInvite } from '../../node/identity/invite-link.js'
import { ContactRecord } from '../../node/wire/generated/records.js'
import { rejection } from '../identity/refusal.js'
import { primitives } from '../identity/people.js'
import { befriend, contactOf, createWorld, type SimPerson, type World } from '../sim/people.js'

const own = suite<{ world: World; ada: SimPerson }>('the relays of an account')

own.before.each(async context => {
  context.world = createWorld('own relays')
  context.ada = await context.world.person('Ada')
})
own.after.each(({ world }) => world.close())

own('what was joined is named: in status, on invites, after a restart; what was not is not', async ({ world, ada }) => {
  const [open, closed] = [await world.relay(), await world.relay()]
  closed.token = Uint8Array.of(1, 2, 3)
  assert.equal(await ada.api.relays(), [])
  const added = await ada.api.addRelay({ address: open.address })
  assert.equal([added.relay, added.up, added.standing, added.retentionDays], [open.id, true, 'member', 30])
  await rejection(ada.api.addRelay({ address: closed.address }), 'ERR_NOT_ALLOWED')
  await rejection(ada.api.addRelay({ address: closed.address, token: 'no base64url!' }), 'ERR_INVALID_ARGUMENT')
  await rejection(ada.api.addRelay({ address: '/ip4/192.0.2.9/tcp/1' }), 'ERR_INVALID_ARGUMENT')
  await ada.api.addRelay({ address: closed.address, token: 'AQID' })
  await ada.restart()
  await world.time.pass(1_000)
  const { relays } = await ada.api.status()
  assert.equal(
    relays.map(({ address, up, standing }) => [address, up, standing]),
    [
      [open.address, true, 'member'],
      [closed.address, true, 'member']
    ]
  )
  const { uri } = await ada.api.createInvite({})
  assert.equal((await readInvite(primitives, uri)).relays, [open.address, closed.address])
  assert.ok((await ada.api.peers()).some(({ device, name }) => device === open.id && name === 'relay'))
})

own('three at most; one is known by the end of its id; one that is gone is said to be', async ({ world, ada }) => {
  const relays = [await world.relay(), await world.relay(), await world.relay(), await world.relay()]
  const [first, , , fourth] = relays
  for (const { address } of relays.slice(0, 3)) await ada.api.addRelay({ address })
  await rejection(ada.api.addRelay({ address: fourth?.address ?? '' }), 'ERR_QUOTA')
  await rejection(ada.api.removeRelay({ relay: 'nothing' }), 'ERR_NOT_FOUND')
  await rejection(ada.api.removeRelay({ relay: '' }), 'ERR_INVALID_ARGUMENT')
  await ada.api.removeRelay({ relay: first?.id.slice(-8) ?? '' })
  assert.equal(
    (await ada.api.relays()).map(({ relay }) => relay),
    [relays[1]?.id, relays[2]?.id]
  )
  await relays[1]?.leave()
  await world.time.pass(1_000)
  const checks = await ada.api.doctor()
  assert.equal(
    checks.filter(({ name }) => name.startsWith('relay')).map(({ ok }) => ok),
    [false, true]
  )
})

own('contacts learn of a change, whether they are there or not', async ({ world, ada }) => {
  const bob = await world.person('Bob')
  await befriend(world, bob, ada)
  const relay = await world.relay()
  await ada.api.addRelay({ address: relay.address })
  await world.settled()
  const heard = async (): Promise<[string, boolean][]> => {
    const { account } = (await contactOf(bob, ada)) ?? {}
    const bytes = account && (await bob.store.get(bob.store.keys.contact(account)))
    return ContactRecord.decode(bytes ?? new Uint8Array()).relays.map(({ address, leftAtMs }) => [address, leftAtMs > 0n])
  }
  assert.equal(await heard(), [[relay.address, false]])
  await bob.stop()
  await ada.api.removeRelay({ relay: relay.id })
  await world.time.pass(5_000)
  await ada.stop()
  await bob.start()
  await world.time.pass(5_000)
  assert.equal(await heard(), [[relay.address, true]], 'from the relay itself')
})

own.run()
