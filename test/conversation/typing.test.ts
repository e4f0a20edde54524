import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { concat, fromHex } from '../../node/base/bytes.js'
import { codeOf } from '../contract/links.js'
import { befriend, type SimPerson } from '../sim/people.js'
import { twoFriends, type TwoFriends } from './two-friends.js'

const typing = suite<TwoFriends>('who is writing')

typing.before.each(async context => {
  Object.assign(context, await twoFriends('typing'))
})
typing.after.each(({ world }) => world.close())

const heardBy = ({ events }: SimPerson): readonly string[] =>
  events.flatMap(event => (event.type === 'typing:changed' ? [`${event.name} ${event.typing ? 'writes' : 'rests'}`] : []))

typing('is told while it is so, is over by itself, and with what is said', async ({ world, ada, bob, chat }) => {
  await ada.api.typing({ chat, typing: true })
  await world.settled()
  assert.equal(heardBy(bob), ['Ada writes'])
  await world.time.pass(5_000)
  await ada.api.typing({ chat, typing: true })
  await world.time.pass(8_000)
  assert.equal(heardBy(bob), ['Ada writes'], 'it was said again')
  await world.time.pass(3_000)
  assert.equal(heardBy(bob), ['Ada writes', 'Ada rests'])
  await ada.api.typing({ chat, typing: true })
  await world.settled()
  await ada.api.send({ chat, text: 'what I wrote' })
  await world.settled()
  assert.equal(heardBy(bob).slice(2), ['Ada writes', 'Ada rests'])
  await ada.api.typing({ chat, typing: true })
  await ada.api.typing({ chat, typing: false })
  await world.settled()
  assert.equal(heardBy(bob).slice(4), ['Ada writes', 'Ada rests'])
  assert.equal(heardBy(ada), [], 'nobody is told of themself')
})

typing('leaves nothing on any disk', async ({ world, ada, bob, chat }) => {
  await world.time.pass(60_000)
  const kept = [ada, bob].map(({ disk }) => JSON.stringify(disk.contents()))
  await ada.api.typing({ chat, typing: true })
  await world.settled()
  await ada.api.typing({ chat, typing: false })
  await world.settled()
  assert.is(heardBy(bob).length, 2)
  assert.ok([ada, bob].every(({ disk }, i) => JSON.stringify(disk.contents()) === kept[i]))
})

typing('is neither told nor heard where it is off, also after a restart', async ({ world, ada, bob, chat }) => {
  assert.is((await bob.api.status()).tellsTyping, true)
  assert.equal(await bob.api.setTypingTold({ told: false }), { told: false })
  await bob.restart()
  await world.settled()
  assert.is((await bob.api.status()).tellsTyping, false)
  for (const { api } of [ada, bob]) await api.typing({ chat, typing: true })
  await world.settled()
  assert.equal([heardBy(ada), heardBy(bob)], [[], []])
})

typing('is inert from whoever has no place there, says too much, or nonsense', async ({ world, ada, bob, chat }) => {
  const eve = await world.person('Eve')
  await befriend(world, bob, eve)
  const said = (on: number, where = chat): Uint8Array => concat([fromHex(where), Uint8Array.of(on)])
  assert.equal(await eve.links.request(bob.device.id, 'typing', said(1)), new Uint8Array(0))
  assert.equal(heardBy(bob), [])
  const fay = await world.person('Fay')
  await fay.api.add({ invite: (await bob.api.createInvite({})).uri, message: 'it is me' })
  await world.settled()
  const [asked] = (await bob.api.chats()).filter(({ state }) => state === 'request')
  assert.equal(await fay.links.request(bob.device.id, 'typing', said(1, asked?.id)), new Uint8Array(0))
  assert.equal(heardBy(bob), [], 'nobody hears who asks before they have answered')
  for (const nonsense of [new Uint8Array(0), said(2), concat([said(1), said(1)])])
    assert.is(await codeOf(ada.links.request(bob.device.id, 'typing', nonsense)), 'ERR_MALFORMED')
  for (let i = 0; i < 200; i++) await ada.links.request(bob.device.id, 'typing', said(i % 2))
  assert.ok(heardBy(bob).length <= 60)
  await bob.api.block({ contact: 'Ada' })
  await world.time.pass(2 * 60_000)
  const before = heardBy(bob).length
  await ada.api.typing({ chat, typing: true })
  await world.settled()
  assert.is(heardBy(bob).length, before, 'nothing is heard of the blocked')
})

typing.run()
