import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { equals, fromHex } from '../../node/base/bytes.js'
import { accountKeyOf } from '../../node/identity/account-id.js'
import { KNOCK_LOG_ENVELOPES, MAX_SHELVED } from '../../node/network/relay-protocol.js'
import { Knock, Taken } from '../../node/wire/generated/introduction.js'
import {
  RelayClear,
  RelayInvites,
  RelayKnock,
  RelayKnockBox,
  RelayKnocks,
  RelayShelf,
  RelayShelve,
  RelayTake
} from '../../node/wire/generated/relay.js'
import { connect, connectMember, newLog, primitives, type Client, type TestLog } from './client.js'
import { startRelay, type TestRelay } from './relays.js'

interface Scene {
  relay: TestRelay
  ada: Client
  bob: Client
}

const test = suite<Scene>('first contact at a relay')

test.before.each(async scene => {
  scene.relay = await startRelay()
  scene.ada = await connectMember(scene.relay)
  scene.bob = await connect(scene.relay)
})
test.after.each(async ({ relay, ada, bob }) => {
  assert.equal((await relay.relay.recount()).faults, [])
  await ada.stop()
  await bob.stop()
  await relay.stop()
})

interface TestInvite {
  readonly token: Uint8Array
  readonly uses?: number
  readonly expiresAtMs?: number
}

const newInvite = (over: Partial<TestInvite> = {}): TestInvite => ({ token: primitives.randomBytes(16), ...over })

async function tell(client: Client, ...invites: TestInvite[]): Promise<string> {
  const told = await Promise.all(invites.map(async ({ token, ...rest }) => ({ tokenHash: await primitives.sha256(token), ...rest })))
  return client.asked('invites', RelayInvites.encode({ invites: told }))
}

async function knockFor(to: Client, { token }: TestInvite, log: TestLog): Promise<Uint8Array> {
  const { bytes: welcome } = await log.envelope('welcome')
  const sealed = [{ keyPackageRef: new Uint8Array(32), sealed: new Uint8Array(500) }]
  return RelayKnock.encode({ account: accountKeyOf(to.account), knock: Knock.encode({ token, sealed, welcome }) })
}

const boxOf = async (client: Client, after = 0): Promise<RelayKnockBox> =>
  RelayKnockBox.decode(await client.ask('knocks', RelayKnocks.encode({ after })))

test('a knock opens its log with the Welcome in it, tells the owner, and waits in the box', async ({ ada, bob }) => {
  const invite = newInvite()
  assert.is(await tell(ada, invite), 'ok')
  const log = await newLog()
  const body = await knockFor(ada, invite, log)
  assert.is(await bob.asked('knock', body), 'ok')
  await ada.hears(1)
  assert.equal(ada.pushed[0], { log: '0'.repeat(64), bytes: new Uint8Array(0), place: 1 })
  const { knocks, more } = await boxOf(ada)
  assert.equal([knocks.length, knocks[0]?.id, more], [1, 1, false])
  assert.ok(equals(knocks[0]?.knock ?? new Uint8Array(0), RelayKnock.decode(body).knock))
  const page = await bob.read(log)
  assert.is(page.newest, 1)
  assert.ok(equals(page.entries[0]?.envelope ?? new Uint8Array(0), Knock.decode(RelayKnock.decode(body).knock).welcome))
  assert.is((await ada.hello()).limits?.logsUsed, 1, 'charged to whom it is for')
})

test('the same knock again is answered as before, whatever became of it but refused', async ({ ada, bob }) => {
  const invite = newInvite({ uses: 1 })
  await tell(ada, invite)
  const body = await knockFor(ada, invite, await newLog())
  assert.equal([await bob.asked('knock', body), await bob.asked('knock', body)], ['ok', 'ok'])
  assert.is((await boxOf(ada)).knocks.length, 1)
  await ada.ask('clear', RelayClear.encode({ id: 1, accepted: true }))
  assert.is(await bob.asked('knock', body), 'ok')
  assert.is((await boxOf(ada)).knocks.length, 0)
})

test('a log opened by a knock holds 64 until it is accepted, and has no children before', async ({ ada, bob }) => {
  const invite = newInvite()
  await tell(ada, invite)
  const [log, child] = [await newLog(), await newLog()]
  await bob.asked('knock', await knockFor(ada, invite, log))
  const envelopes = await Promise.all(Array.from({ length: KNOCK_LOG_ENVELOPES }, (_, at) => log.envelope(`${at}`)))
  const taken = await bob.append(...envelopes)
  assert.is(taken.filter(code => code === 'ok').length, KNOCK_LOG_ENVELOPES - 1)
  assert.is(taken.at(-1), 'ERR_QUOTA')
  assert.is(await bob.child(log, child), 'ERR_QUOTA')
  await ada.ask('clear', RelayClear.encode({ id: 1, accepted: true }))
  assert.equal(await bob.append(envelopes.at(-1) ?? (await log.envelope(''))), ['ok'])
  assert.is(await bob.child(log, child), 'ok')
})

test('opening the log as a member accepts it too', async ({ ada, bob }) => {
  const invite = newInvite()
  await tell(ada, invite)
  const log = await newLog()
  await bob.asked('knock', await knockFor(ada, invite, log))
  assert.is(await ada.open(log), 'ok')
  assert.is(await bob.child(log, await newLog()), 'ok')
})

test('refusing closes the log and keeps nothing of it', async ({ ada, bob, relay }) => {
  const invite = newInvite()
  await tell(ada, invite)
  const log = await newLog()
  const body = await knockFor(ada, invite, log)
  await bob.asked('knock', body)
  assert.is(await ada.asked('clear', RelayClear.encode({ id: 1, accepted: false })), 'ok')
  assert.is(await ada.asked('clear', RelayClear.encode({ id: 1, accepted: false })), 'ok', 'its answer may have been lost')
  assert.equal(await bob.append(await log.envelope('hello?')), ['ERR_LOG_CLOSED'])
  assert.is(await bob.asked('knock', body), 'ERR_KNOCK_REFUSED')
  assert.equal(relay.relay.counts().bytes, 0)
})

test('one invite fills its own slice of the box, and others go on', async ({ ada, bob }) => {
  const [open, other] = [newInvite(), newInvite()]
  await tell(ada, open, other)
  const codes: string[] = []
  for (let at = 0; at < 17; at++) {
    const visitor = at % 8 === 7 ? bob : ada
    codes.push(await visitor.asked('knock', await knockFor(ada, open, await newLog())))
  }
  assert.equal(codes, [...Array.from({ length: 16 }, () => 'ok'), 'ERR_QUOTA'])
  assert.is(await bob.asked('knock', await knockFor(ada, other, await newLog())), 'ok')
  await ada.ask('clear', RelayClear.encode({ id: 3, accepted: true }))
  assert.is(await bob.asked('knock', await knockFor(ada, open, await newLog())), 'ok')
})

test('a box is listed in pages, from any id', async ({ ada, bob }) => {
  const invite = newInvite()
  await tell(ada, invite)
  for (let at = 0; at < 3; at++) {
    const log = await newLog()
    const { bytes: welcome } = await log.envelope('x'.repeat(30_000))
    const knock = Knock.encode({ token: invite.token, sealed: [], welcome })
    assert.is(await bob.asked('knock', RelayKnock.encode({ account: accountKeyOf(ada.account), knock })), 'ok')
  }
  const first = await boxOf(ada)
  assert.equal([first.knocks.map(({ id }) => id), first.more], [[1], true])
  const second = await boxOf(ada, 2)
  assert.equal([second.knocks.map(({ id }) => id), second.more], [[3], false])
})

test('an invite is good for as often and as long as it says, and told anew it goes on counting', async ({ ada, bob }) => {
  const once = newInvite({ uses: 1 })
  const expired = newInvite({ expiresAtMs: Date.now() - 1 })
  await tell(ada, once, expired)
  assert.is(await bob.asked('knock', await knockFor(ada, expired, await newLog())), 'ERR_KNOCK_REFUSED')
  assert.is(await bob.asked('knock', await knockFor(ada, once, await newLog())), 'ok')
  assert.is(await bob.asked('knock', await knockFor(ada, once, await newLog())), 'ERR_KNOCK_REFUSED')
  await tell(ada, once)
  assert.is(await bob.asked('knock', await knockFor(ada, once, await newLog())), 'ERR_KNOCK_REFUSED')
})

test('telling invites replaces those of that device alone', async ({ relay, ada, bob }) => {
  const phone = await connect(relay, { accountKey: ada.accountKey })
  assert.is(await tell(phone, newInvite()), 'ERR_NOT_ALLOWED', 'it is not on the list yet')
  await ada.list(phone)
  const [old, kept] = [newInvite(), newInvite()]
  await tell(ada, old)
  await tell(phone, kept)
  await tell(ada)
  assert.is(await bob.asked('knock', await knockFor(ada, old, await newLog())), 'ERR_KNOCK_REFUSED')
  assert.is(await bob.asked('knock', await knockFor(ada, kept, await newLog())), 'ok')
  await phone.stop()
})

const shelve = async (client: Client, over: Partial<RelayShelve>): Promise<number> =>
  RelayShelf.decode(await client.ask('shelve', RelayShelve.encode({ keyPackages: [], anew: false, ...over }))).left

const taken = async (client: Client, from: Client, { token }: TestInvite): Promise<string> => {
  const answer = await client.ask('take', RelayTake.encode({ account: accountKeyOf(from.account), token }))
  return Taken.decode(answer)
    .keyPackages.map(bytes => new TextDecoder().decode(bytes))
    .join(' ')
}

const named = (text: string): Uint8Array => new TextEncoder().encode(text)

test('key packages go one by one, the oldest first, and the last resort stays', async ({ ada, bob }) => {
  const invite = newInvite()
  await tell(ada, invite)
  const nothing = RelayTake.encode({ account: accountKeyOf(ada.account), token: invite.token })
  assert.is(await bob.asked('take', nothing), 'ERR_NOT_FOUND')
  assert.is(await shelve(ada, { keyPackages: [named('one'), named('two')], lastResort: named('last') }), 2)
  assert.equal([await taken(bob, ada, invite), await taken(bob, ada, invite)], ['one', 'two'])
  assert.equal([await taken(bob, ada, invite), await taken(bob, ada, invite)], ['last', 'last'])
  assert.is(await shelve(ada, { keyPackages: [named('three')] }), 1)
  assert.is(await shelve(ada, { keyPackages: [named('four')], anew: true }), 1)
  assert.equal([await taken(bob, ada, invite)], ['four'])
  assert.is(await bob.asked('take', nothing), 'ERR_NOT_FOUND', 'the last resort of before is gone as well')
})

test('a shelf holds 64 and no key package of more than 8 KiB', async ({ ada }) => {
  const many = Array.from({ length: 40 }, (_, at) => named(String(at)))
  assert.equal([await shelve(ada, { keyPackages: many }), await shelve(ada, { keyPackages: many })], [40, MAX_SHELVED])
  const large = RelayShelve.encode({ keyPackages: [new Uint8Array(8_193)], anew: false })
  assert.is(await ada.asked('shelve', large), 'ERR_TOO_LARGE')
})

const shelf = (name: string): Uint8Array => RelayShelve.encode({ keyPackages: [], lastResort: named(name), anew: false })

test('one key package comes of each device on the list, none of a device that is not', async ({ relay, ada, bob }) => {
  const phone = await connect(relay, { accountKey: ada.accountKey })
  const lost = await connect(relay, { accountKey: ada.accountKey })
  const invite = newInvite()
  await tell(ada, invite)
  await ada.ask('shelve', shelf('ada'))
  assert.is(await phone.asked('shelve', shelf('phone')), 'ERR_NOT_ALLOWED', 'its account has to say so')
  await ada.list(phone)
  await phone.ask('shelve', shelf('phone'))
  assert.is(await lost.asked('shelve', shelf('lost')), 'ERR_NOT_ALLOWED')
  assert.equal((await taken(bob, ada, invite)).split(' ').toSorted(), ['ada', 'phone'])
  await phone.stop()
  await lost.stop()
})

test('who has no token learns nothing and takes nothing, member or not', async ({ ada, bob }) => {
  await tell(ada, newInvite())
  await shelve(ada, { keyPackages: [named('one')] })
  const guess = newInvite()
  const somebody = primitives.randomBytes(32)
  const refusals = [
    await bob.asked('take', RelayTake.encode({ account: accountKeyOf(ada.account), token: guess.token })),
    await bob.asked('take', RelayTake.encode({ account: somebody, token: guess.token })),
    await bob.asked('knock', await knockFor(ada, guess, await newLog())),
    await bob.asked(
      'knock',
      RelayKnock.encode({ account: somebody, knock: Knock.encode({ token: guess.token, sealed: [], welcome: fromHex('00') }) })
    )
  ]
  assert.equal(refusals, ['ERR_KNOCK_REFUSED', 'ERR_KNOCK_REFUSED', 'ERR_KNOCK_REFUSED', 'ERR_KNOCK_REFUSED'])
  assert.is(await shelve(ada, {}), 1)
})

test.run()
