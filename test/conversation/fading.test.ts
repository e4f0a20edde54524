import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Message } from '../../node/api/message.js'
import type { ConversationId } from '../../node/base/ids.js'
import { codeOf } from '../contract/links.js'
import { befriend, type SimPerson } from '../sim/people.js'
import { twoFriends, type TwoFriends } from './two-friends.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const fading = suite<TwoFriends>('messages that disappear')

fading.before.each(async context => {
  Object.assign(context, await twoFriends('fading'))
})
fading.after.each(({ world }) => world.close())

async function shownTo(person: SimPerson, chat: ConversationId): Promise<readonly Message[]> {
  const { messages } = await person.api.history({ chat })
  return messages.filter(({ setsLifetimeS, text }) => setsLifetimeS === undefined && !text.startsWith('hello, I am'))
}

const textsOf = async (person: SimPerson, chat: ConversationId): Promise<readonly string[]> =>
  (await shownTo(person, chat)).map(({ text }) => text)

/** How many of the records on the disk are about messages that are to be gone. */
function rowsOf({ disk }: SimPerson, table: number): number {
  return disk.contents().filter(([key]) => key[0] === table).length
}

async function agree({ world, ada, chat }: TwoFriends, seconds: number): Promise<void> {
  await ada.api.setLifetime({ chat, seconds })
  await world.settled()
}

async function read({ world }: TwoFriends, person: SimPerson, chat: ConversationId): Promise<void> {
  const last = (await shownTo(person, chat)).findLast(({ outgoing }) => !outgoing)
  if (last !== undefined) await person.api.markRead({ chat, message: last.id })
  await world.settled()
}

fading('what is said goes so long after it was sent where it was written, and after it was read elsewhere', async context => {
  const { world, ada, bob, chat } = context
  await ada.api.send({ chat, text: 'said before' })
  await agree(context, 300)
  assert.equal([(await ada.api.chats())[0]?.lifetimeS, (await bob.api.chats())[0]?.lifetimeS], [300, 300])
  const said = await ada.api.send({ chat, text: 'a secret walnut' })
  await world.settled()
  assert.is(said.fadesAtMs, said.sentAtMs + 300_000)
  await world.time.pass(10 * MINUTE_MS)
  assert.equal(await textsOf(ada, chat), ['said before'], 'her own time is over')
  assert.equal(await textsOf(bob, chat), ['said before', 'a secret walnut'], 'nobody loses what they have not read')
  await read(context, bob, chat)
  assert.is((await shownTo(bob, chat)).at(-1)?.fadesAtMs, world.time.nowMs + 300_000)
  await world.time.pass(4 * MINUTE_MS)
  assert.is((await bob.api.search({ text: 'walnut' })).hits.length, 1)
  await world.time.pass(2 * MINUTE_MS)
  for (const person of [ada, bob]) {
    assert.equal(await textsOf(person, chat), ['said before'], person.name)
    assert.equal((await person.api.search({ text: 'walnut' })).hits, [])
    assert.equal((await person.api.history({ chat })).gaps, [], 'it is not missed')
    assert.is(await codeOf(person.api.react({ message: said.id, emoji: '👍' })), 'ERR_NOT_FOUND')
    assert.ok(person.events.some(event => event.type === 'messages:faded' && event.messages.includes(said.id)))
    assert.equal([rowsOf(person, 0x35), rowsOf(person, 0x36)], [0, 0])
  }
  assert.is((await bob.api.chats())[0]?.unread, 0)
})

fading('the line that says what was chosen waits for nobody to read it', async context => {
  const { world, ada, bob, chat } = context
  const unread = async (): Promise<number | undefined> => (await bob.api.chats())[0]?.unread
  await read(context, bob, chat)
  const before = await unread()
  await agree(context, 300)
  assert.is(await unread(), before)
  const said = await ada.api.send({ chat, text: 'one' })
  await agree(context, 600)
  await ada.api.send({ chat, text: 'two' })
  await world.settled()
  await bob.api.markRead({ chat, message: said.id })
  assert.is(await unread(), 1)
})

fading('two who choose at once come to the same, and so does a device that was away', async context => {
  const { world, ada, bob, chat } = context
  await bob.stop()
  await ada.api.setLifetime({ chat, seconds: 60 })
  await ada.stop()
  await bob.start()
  await world.time.pass(1_000)
  await bob.api.setLifetime({ chat, seconds: 3_600 })
  await ada.start()
  await world.settled()
  await world.time.pass(30_000)
  const chosen = await Promise.all([ada, bob].map(async ({ api }) => (await api.chats())[0]?.lifetimeS))
  assert.equal(chosen, [3_600, 3_600])
  for (const person of [ada, bob]) {
    await person.restart()
    await world.settled()
    assert.is((await person.api.chats())[0]?.lifetimeS, 3_600)
  }
  const lines = (await ada.api.history({ chat })).messages.flatMap(({ setsLifetimeS }) => setsLifetimeS ?? [])
  assert.equal(lines, [60, 3_600])
  await bob.api.setLifetime({ chat, seconds: 0 })
  await world.settled()
  assert.is((await ada.api.chats())[0]?.lifetimeS, undefined)
  assert.is((await ada.api.send({ chat, text: 'stays' })).lifetimeS, undefined)
})

fading('what ran out while a device was off is never shown, and goes when it runs again', async context => {
  const { world, ada, bob, chat } = context
  await agree(context, 300)
  await ada.api.send({ chat, text: 'short' })
  await world.settled()
  await read(context, bob, chat)
  const seen = bob.events.length
  await bob.stop()
  await world.time.pass(HOUR_MS)
  await bob.start()
  assert.equal(await textsOf(bob, chat), [])
  assert.is((await bob.api.chats())[0]?.newest?.setsLifetimeS, 300)
  await world.time.pass(MINUTE_MS)
  assert.is(rowsOf(bob, 0x35), 0)
  assert.ok(!bob.events.slice(seen).some(event => 'message' in event && JSON.stringify(event).includes('short')))
})

fading('what was done to a message, and what quotes it, says nothing of it afterwards', async context => {
  const { world, ada, bob, chat } = context
  await agree(context, 300)
  const { id } = await ada.api.send({ chat, text: 'first wording' })
  await world.settled()
  await ada.api.edit({ message: id, text: 'second wording' })
  await bob.api.react({ message: id, emoji: '👍' })
  await bob.api.pin({ message: id, pinned: true })
  await world.settled()
  await read(context, bob, chat)
  await agree(context, 3_600)
  const answer = await bob.api.send({ chat, text: 'an answer', answers: id })
  assert.is(answer.answers?.text, 'second wording')
  await world.settled()
  await world.time.pass(6 * MINUTE_MS)
  for (const person of [ada, bob]) {
    const [left, ...others] = await shownTo(person, chat)
    assert.equal([left?.text, left?.answers, others.length], ['an answer', { message: id }, 0], person.name)
    assert.equal(await person.api.pins({ chat }), [])
    assert.equal(
      [0x32, 0x33, 0x34].map(table => rowsOf(person, table)),
      [0, 0, 0],
      'nothing that was done to it is kept'
    )
    assert.is(rowsOf(person, 0x35) + rowsOf(person, 0x36), 1, 'the answer alone is waited for')
  }
})

fading('what somebody has yet to get comes to them though its sender has let go of it', async context => {
  const { world, ada, bob, chat } = context
  await agree(context, 60)
  await bob.stop()
  const { id } = await ada.api.send({ chat, text: 'for later' })
  await world.time.pass(10 * MINUTE_MS)
  assert.equal(await textsOf(ada, chat), [])
  assert.is(await codeOf(ada.api.why({ message: id })), 'ERR_NOT_FOUND')
  await bob.start()
  await world.settled()
  await world.time.pass(MINUTE_MS)
  assert.equal(await textsOf(bob, chat), ['for later'])
  await read(context, bob, chat)
  await world.time.pass(2 * HOUR_MS)
  assert.equal(await textsOf(bob, chat), [])
  assert.equal([rowsOf(ada, 0x35), rowsOf(bob, 0x35)], [0, 0])
})

fading('nothing that is to disappear is put into a backup', async context => {
  const { world, ada, chat } = context
  await ada.api.send({ chat, text: 'to be kept' })
  await agree(context, 3_600)
  await ada.api.send({ chat, text: 'not to be kept' })
  await world.settled()
  const chunks: Uint8Array[] = []
  for await (const { bytes } of ada.api.exportBackup({ passphrase: 'of a backup' })) chunks.push(bytes)
  const other = await world.person('Ada')
  const brought = await other.api.importBackup({ passphrase: 'of a backup', chunks: asStream(chunks) })
  assert.is(brought.messages, 3, 'with what made them friends, and the line that tells of the setting')
})

async function* asStream(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}

fading('a setting is refused that is too short, too long or of a group in which one has no role', async ({ world, ada, bob, chat }) => {
  for (const seconds of [1, 29, 31_449_601, 1.5, -30])
    assert.is(await codeOf(ada.api.setLifetime({ chat, seconds })), 'ERR_INVALID_ARGUMENT')
  const { id } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob'] })
  await world.settled()
  await world.time.pass(5_000)
  assert.is(await codeOf(bob.api.setLifetime({ chat: id, seconds: 60 })), 'ERR_NOT_ALLOWED')
})

fading('an owner chooses for a group, whose line says so, and who comes in later finds it', async ({ world, ada, bob }) => {
  const cleo = await world.person('Cleo')
  await befriend(world, ada, cleo)
  const { id: chat } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob'] })
  await world.settled()
  await world.time.pass(5_000)
  await ada.api.setLifetime({ chat, seconds: 600 })
  await world.settled()
  await world.time.pass(5_000)
  assert.ok(
    (await bob.api.history({ chat })).happenings.some(({ text }) => text === 'Ada set messages to disappear 10 minutes after they are read')
  )
  await ada.api.addMember({ chat, contact: 'Cleo' })
  await world.settled()
  await world.time.pass(10_000)
  const all = [ada, bob, cleo]
  for (const { api } of all) assert.is((await api.chats()).find(({ id }) => id === chat)?.lifetimeS, 600)
  await cleo.api.send({ chat, text: 'hello to all' })
  await world.settled()
  for (const person of [ada, bob]) {
    const last = (await shownTo(person, chat)).at(-1)
    assert.is(last?.text, 'hello to all')
    if (last !== undefined) await person.api.markRead({ chat, message: last.id })
  }
  await world.settled()
  await world.time.pass(11 * MINUTE_MS)
  for (const person of all) {
    assert.equal(await textsOf(person, chat), [], person.name)
    assert.is(rowsOf(person, 0x2a) > 0 && rowsOf(person, 0x35) > 0, false, 'nor is it kept for others')
  }
})

fading.run()
