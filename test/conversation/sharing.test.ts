import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromHex, toHex } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import type { AccountId, ConversationId, SentAtMs } from '../../node/base/ids.js'
import { decodeMessage, signedMessage } from '../../node/conversation/content.js'
import type { Hlc } from '../../node/conversation/order.js'
import { decodeSharedPage, encodeSharedPage } from '../../node/conversation/shared-frame.js'
import { deviceIdOf } from '../../node/identity/device-id.js'
import { codeOf } from '../contract/links.js'
import { befriend, createWorld, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
  cleo: SimPerson
}

const sharing = suite<Context>('what was said before somebody came')

sharing.before.each(async context => {
  context.world = createWorld('sharing')
  const { world } = context
  context.ada = await world.person('Ada')
  context.bob = await world.person('Bob')
  context.cleo = await world.person('Cleo')
  for (const other of [context.bob, context.cleo]) await befriend(world, context.ada, other)
})
sharing.after.each(({ world }) => world.close())

async function pass({ settled, time }: World, ms = 5_000): Promise<void> {
  await settled()
  await time.pass(ms)
}

/** A group of Ada and Bob in which both have said so much, by turns. */
async function saidBefore({ world, ada, bob }: Context, count: number): Promise<ConversationId> {
  const { id } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob'] })
  await pass(world)
  for (let i = 1; i <= count; i++) {
    await (i % 2 === 0 ? bob : ada).api.send({ chat: id, text: `number ${i}` })
    await pass(world, 100)
  }
  return id
}

async function textsIn(person: SimPerson, chat: ConversationId): Promise<readonly string[]> {
  return (await person.api.history({ chat, limit: 1_000 })).messages.map(({ text }) => text)
}

sharing('nobody reads it who was let in without a word about it', async context => {
  const { world, ada, cleo } = context
  const chat = await saidBefore(context, 4)
  await ada.api.addMember({ chat, contact: 'Cleo' })
  await pass(world)
  await ada.api.send({ chat, text: 'now' })
  await pass(world, 60_000)
  assert.equal(await textsIn(cleo, chat), ['now'])
})

sharing('the newest messages are read as far as they are shared, as shared by whom, and go to nobody else', async context => {
  const { world, ada, bob, cleo } = context
  const chat = await saidBefore(context, 6)
  assert.is(await codeOf(ada.api.addMember({ chat, contact: 'Cleo', shareMessages: 1_001 })), 'ERR_INVALID_ARGUMENT')
  await ada.api.addMember({ chat, contact: 'Cleo', shareMessages: 3 })
  await pass(world)
  await bob.api.send({ chat, text: 'now' })
  await pass(world)
  const { messages, gaps, happenings } = await cleo.api.history({ chat })
  assert.equal(
    messages.map(({ text, senderName, sharedBy }) => [text, senderName, sharedBy?.name]),
    [
      ['number 4', 'Bob', 'Ada'],
      ['number 5', 'Ada', 'Ada'],
      ['number 6', 'Bob', 'Ada'],
      ['now', 'Bob', undefined]
    ]
  )
  assert.equal(gaps, [])
  assert.equal(
    happenings.map(({ text, after }) => [text, after]),
    [['Ada let you in', messages[2]?.id]]
  )
  assert.is((await cleo.api.chats()).find(({ id }) => id === chat)?.unread, 1, 'it is not unread')
  const page = await cleo.api.history({ chat, limit: 2 })
  const before = await cleo.api.history({ chat, limit: 2, before: page.before ?? '' })
  assert.equal(
    [...before.messages, ...page.messages].map(({ id }) => id),
    messages.map(({ id }) => id)
  )
  for (const { id } of messages) await cleo.api.markRead({ chat, message: id })
  assert.is((await cleo.api.chats()).find(({ id }) => id === chat)?.unread, 0)
  await cleo.restart()
  await pass(world)
  assert.equal(await textsIn(cleo, chat), ['number 4', 'number 5', 'number 6', 'now'])
  assert.equal(await textsIn(bob, chat), ['number 1', 'number 2', 'number 3', 'number 4', 'number 5', 'number 6', 'now'])
})

sharing('what is shared by days ends there', async context => {
  const { world, ada, cleo } = context
  const chat = await saidBefore(context, 2)
  await pass(world, 48 * 60 * 60_000)
  await ada.api.send({ chat, text: 'of today' })
  await pass(world)
  await ada.api.addMember({ chat, contact: 'Cleo', shareDays: 1 })
  await pass(world, 60_000)
  assert.equal(await textsIn(cleo, chat), ['of today'])
})

sharing('many pages come on from where a link or a machine broke off, each message once', async context => {
  const { world, ada, cleo } = context
  const { id: chat } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob'] })
  await pass(world)
  const long = 'x'.repeat(2_000)
  for (let i = 0; i < 150; i++) await ada.api.send({ chat, text: `${i} ${long}` })
  await pass(world)
  let pages = 0
  ada.probe.current = async step => {
    if (step !== 'share:given') return
    pages++
    if (pages === 2) world.network.part(ada.device.id, cleo.device.id)
  }
  await ada.api.addMember({ chat, contact: 'Cleo', shareMessages: 140 })
  await pass(world, 60_000)
  const some = await textsIn(cleo, chat)
  assert.ok(some.length > 0 && some.length < 140, `${some.length} so far, the newest first`)
  assert.ok(some.at(-1)?.startsWith('149 '))
  await ada.crash()
  await ada.start()
  world.network.meet(ada.device.id, cleo.device.id)
  await pass(world, 10 * 60_000)
  const all = await textsIn(cleo, chat)
  assert.equal(
    all.map(text => text.split(' ')[0]),
    Array.from({ length: 140 }, (_, i) => String(10 + i))
  )
})

sharing('a plain member can share nothing, and nobody what is said after one has come', async context => {
  const { world, ada, bob, cleo } = context
  const chat = await saidBefore(context, 1)
  await ada.api.addMember({ chat, contact: 'Cleo' })
  await pass(world)
  const account = (await bob.api.identity()).account
  const page = (hlc: bigint): Uint8Array =>
    encodeSharedPage({
      conversation: chat,
      messages: [
        {
          message: signedMessage({ seq: 900, hlc: hlc as Hlc, sentAtMs: 1 as SentAtMs, parents: [], text: 'made up' }),
          device: bob.device.id,
          account,
          name: 'Bob'
        }
      ]
    })
  const offer = (from: SimPerson, hlc: bigint): Promise<unknown> => from.links.request(cleo.device.id, 'share', page(hlc))
  await bob.links.learn(cleo.device.id, cleo.links.addresses())
  assert.is(await codeOf(offer(bob, 1n)), 'ERR_NOT_ALLOWED')
  assert.is(await codeOf(offer(ada, (1n << 62n) - 1n)), 'ok')
  assert.equal(await textsIn(cleo, chat), [])
  assert.is(await codeOf(offer(cleo, 1n).catch(() => offer(ada, 1n))), 'ok')
  assert.equal(await textsIn(cleo, chat), ['made up'])
  assert.is((await cleo.api.history({ chat })).messages[0]?.sharedBy?.name, 'Ada', 'on her word')
})

interface Vector {
  readonly conversation: string
  readonly device: string
  readonly account: string
  readonly name: string
  readonly message: string
  readonly page: string
}

sharing('a page is spelled as its vector says, and nothing else is one', () => {
  const vector = JSON.parse(readFileSync('test/vectors/shared-page.json', 'utf8')) as Vector
  const { name } = vector
  const message = decodeMessage(fromHex(vector.message))
  const one = { message, device: deviceIdOf(fromHex(vector.device)), account: vector.account as AccountId, name }
  const page = { conversation: vector.conversation as ConversationId, messages: [one] }
  assert.is(toHex(encodeSharedPage(page)), vector.page)
  assert.equal(decodeSharedPage(fromHex(vector.page)), page)
  for (const bad of ['0a01ab', `${vector.page}0a`, vector.page.slice(0, -2)])
    assert.throws(
      () => decodeSharedPage(fromHex(bad)),
      (err: unknown) => isChatError(err, 'ERR_MALFORMED')
    )
})

sharing.run()
