import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ChatError } from '../../node/base/errors.js'
import { firstHostOf } from '../../node/network/reachability.js'
import { ASK_AGAIN_AFTER_REFUSAL_MS, ASK_STANDING_MS } from '../../node/network/relay-session.js'
import { readInvite } from '../../node/identity/invite-link.js'
import { readLink } from '../../node/identity/link-text.js'
import { ContactRecord } from '../../node/wire/generated/records.js'
import { rejection } from '../identity/refusal.js'
import { primitives } from '../identity/people.js'
import { befriend, contactOf, createWorld, say, type SimPerson, type World } from '../sim/people.js'

const own = suite<{ world: World; ada: SimPerson }>('the relays of an account')

own.before.each(async context => {
  context.world = createWorld('own relays')
  context.ada = await context.world.person('Ada')
})
own.after.each(({ world }) => world.close())

async function refusalOf({ api }: SimPerson, address: string, token: string | undefined): Promise<string> {
  const { message } = await rejection(api.addRelay({ address, ...(token === undefined ? {} : { token }) }), 'ERR_NOT_ALLOWED')
  return message
}

own('what was joined is named: in status, on invites, after a restart; what was not is not', async ({ world, ada }) => {
  const [open, closed] = [await world.relay(), await world.relay()]
  closed.token = Uint8Array.of(1, 2, 3)
  assert.equal(await ada.api.relays(), [])
  const added = await ada.api.addRelay({ address: open.address })
  assert.equal([added.relay, added.up, added.standing, added.retentionDays], [open.id, true, 'member', 30])
  const refusals = await Promise.all([undefined, 'AQIE'].map(token => refusalOf(ada, closed.address, token)))
  assert.match(refusals[0] ?? '', /^this relay takes members by invite: .*--token/)
  assert.match(refusals[1] ?? '', 'used or expired')
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
  const { kind, name } = (await ada.api.peers()).find(({ device }) => device === open.id) ?? {}
  assert.equal([kind, name], ['relay', firstHostOf(open.address)])
})

own(
  'one that serves the page leads there from every link, over HTTPS where it is named so, and nobody is led there in the clear',
  async ({ world, ada }) => {
    const { id: chat } = await ada.api.createGroup({ name: 'Garden' })
    const [plain, here, secure] = [
      await world.relay(),
      await world.relay('/ip4/127.0.0.1/tcp/4002/ws'),
      await world.relay('/dns4/chat.example.org/tcp/443/wss')
    ]
    for (const relay of [plain, here]) relay.terms.servesPage = true
    const linked = async () => [await ada.api.createInvite({}), ...(await ada.api.invites()), await ada.api.createGroupLink({ chat })]
    const led = async (origin: string) => {
      for (const { uri, page } of await linked()) {
        assert.is(page, `${origin}/#/i/${uri?.slice('parley:'.length)}`)
        assert.equal(await readLink(primitives, page ?? ''), await readLink(primitives, uri ?? ''))
      }
    }
    for (const { address } of [plain, secure]) await ada.api.addRelay({ address })
    for (const { page } of await linked()) assert.is(page, undefined)
    await ada.api.addRelay({ address: here.address })
    await led('http://localhost:4002')
    secure.terms.servesPage = true
    await world.time.pass(ASK_STANDING_MS)
    await led('https://chat.example.org')
  }
)

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

own('how we stand there is asked again in time, and soon where it refuses; nearly full and banned are told', async ({ world, ada }) => {
  const bob = await world.person('Bob')
  await befriend(world, bob, ada)
  const relay = await world.relay()
  await ada.api.addRelay({ address: relay.address })
  await world.time.pass(5_000)
  const check = async () => (await ada.api.doctor()).find(({ name }) => name.startsWith('relay'))
  assert.ok((await check())?.ok)

  Object.assign(relay.terms, { bytesPerAccount: 1_000, bytesUsed: 950 })
  await world.time.pass(ASK_STANDING_MS)
  assert.match((await check())?.detail ?? '', '95% of our space')
  relay.terms.bytesPerAccount = 0
  await world.time.pass(ASK_STANDING_MS)
  assert.match((await check())?.detail ?? '', 'no space')
  relay.terms.bytesPerAccount = 10_000
  await world.time.pass(ASK_STANDING_MS)
  assert.ok((await check())?.ok)

  const { account } = await ada.api.identity()
  relay.banned.add(account)
  relay.lies.refusal = 'ERR_NOT_ALLOWED'
  await bob.stop()
  await say(ada, bob, 'for later')
  await world.time.pass(ASK_AGAIN_AFTER_REFUSAL_MS)
  assert.is((await ada.api.relays())[0]?.standing, 'banned')
  assert.match((await check())?.detail ?? '', 'serves us no more')
  relay.banned.delete(account)
  relay.lies.refusal = undefined
  await world.time.pass(ASK_STANDING_MS)
  assert.ok((await check())?.ok, 'and that it is over')
})

own('what a relay did wrong stands beside it for a day, and no longer than that where it does so no more', async ({ world, ada }) => {
  const relay = await world.relay()
  await ada.api.addRelay({ address: relay.address })
  await world.time.pass(1_000)
  const fault = async () => (await ada.api.relays())[0]?.fault
  ada.relays.complain(relay.id, new ChatError('ERR_PROTOCOL', 'it lied'))
  await world.time.pass(ASK_STANDING_MS)
  assert.is(await fault(), 'it lied')
  await world.time.sleep(24 * 60 * 60_000)
  await world.time.pass(2 * ASK_STANDING_MS)
  assert.is(await fault(), undefined)
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
