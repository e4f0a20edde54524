import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isChatError, type ErrorCode } from '../../node/base/errors.js'
import type { ConversationId } from '../../node/base/ids.js'
import type { Message } from '../../node/api/message.js'
import { createRecords } from '../../node/conversation/records.js'
import type { Session } from '../../node/session/session.js'
import type { SealedStore } from '../../node/store/sealed-store.js'
import { befriend, chatWith, createWorld, say, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
  chat: ConversationId
}

const annotations = suite<Context>('replies, reactions, edits and deletes')

annotations.before.each(async context => {
  context.world = createWorld('annotations')
  context.ada = await context.world.person('Ada')
  context.bob = await context.world.person('Bob')
  await befriend(context.world, context.bob, context.ada)
  context.chat = await chatWith(context.ada, context.bob)
})
annotations.after.each(({ world }) => world.close())

async function pass({ time, settled }: World, ms = 10_000): Promise<void> {
  await settled()
  await time.pass(ms)
}

async function newest({ api }: SimPerson, chat: ConversationId): Promise<Message> {
  const message = (await api.history({ chat, limit: 1 })).messages[0]
  if (message === undefined) throw new Error('nothing was said')
  return message
}

const found = async ({ api }: SimPerson, text: string): Promise<readonly string[]> =>
  (await api.search({ text })).hits.map(({ message }) => message)

/** All that was ever said there and is on the disk. */
async function textsIn({ primitives, device }: SimPerson, session: Session, store: SealedStore, chat: ConversationId): Promise<string[]> {
  const records = createRecords({ store, session, primitives, ownDevice: device.id })
  const conversation = await records.loadConversation(chat)
  const texts: string[] = []
  if (conversation === undefined) throw new Error('no conversation')
  for await (const { text, annotation } of records.messagesAfter(conversation, undefined)) texts.push(text, annotation?.text ?? '')
  return texts
}

async function refused(code: ErrorCode, task: () => Promise<unknown>): Promise<void> {
  try {
    await task()
  } catch (err) {
    if (!isChatError(err, code)) throw err
    return
  }
  assert.unreachable(`not refused with ${code}`)
}

annotations('an answer quotes what it answers as it is by now, on both sides and after a restart', async ({ world, ada, bob, chat }) => {
  const first = await say(ada, bob, 'shall we meet at eight?')
  await pass(world)
  await bob.api.send({ chat, text: 'rather at nine', answers: first.id })
  await pass(world)
  assert.equal((await newest(ada, chat)).answers, {
    message: first.id,
    sender: first.sender,
    senderName: 'Ada',
    outgoing: true,
    text: 'shall we meet at eight?'
  })
  await ada.api.edit({ message: first.id, text: 'shall we meet at noon?' })
  await pass(world)
  await bob.restart()
  assert.is((await newest(bob, chat)).answers?.text, 'shall we meet at noon?')
  await ada.api.deleteMessage({ message: first.id })
  await pass(world)
  const { text, deleted } = (await newest(bob, chat)).answers ?? {}
  assert.equal({ text, deleted }, { text: '', deleted: true })
  await refused('ERR_NOT_FOUND', () => bob.api.send({ chat, text: 'x', answers: first.id }))
  await refused('ERR_NOT_FOUND', () => bob.api.send({ chat, text: 'x', answers: '0'.repeat(64) }))
})

annotations(
  'a reaction is told where it belongs, counts as no message, and is replaced or taken back',
  async ({ world, ada, bob, chat }) => {
    const { id } = await say(ada, bob, 'look at this')
    await pass(world)
    await bob.api.markRead({ chat, message: id })
    await bob.api.react({ message: id, emoji: '👍' })
    await ada.api.react({ message: id, emoji: '👍' })
    await pass(world)
    const [adas, bobs] = [await newest(ada, chat), await newest(bob, chat)]
    assert.equal([adas.id, bobs.id], [id, id])
    assert.equal(adas.reactions, [{ emoji: '👍', count: 2, names: ['Bob'], own: true }])
    assert.equal(bobs.reactions, [{ emoji: '👍', count: 2, names: ['Ada'], own: true }])
    const unread = await Promise.all([ada, bob].map(async ({ api }) => (await api.chats())[0]?.unread))
    assert.equal(unread, [1, 0], 'what Bob said first, which Ada has not looked at')
    assert.equal(
      ada.events.flatMap(event => (event.type === 'message:received' ? event.message.text : [])),
      ['hello, I am Bob']
    )
    assert.is(ada.events.filter(event => event.type === 'message:changed').length, 2)
    await bob.api.react({ message: id, emoji: '❤️' })
    await ada.api.react({ message: id })
    await pass(world)
    assert.equal((await newest(ada, chat)).reactions, [{ emoji: '❤️', count: 1, names: ['Bob'] }])
    await refused('ERR_INVALID_ARGUMENT', () => bob.api.react({ message: id, emoji: 'no emoji' }))
  }
)

annotations('only who wrote it edits and deletes; what was said before is on neither disk', async ({ world, ada, bob, chat }) => {
  const { id } = await say(ada, bob, 'a first thought')
  await pass(world)
  await refused('ERR_NOT_ALLOWED', () => bob.api.edit({ message: id, text: 'not mine' }))
  await refused('ERR_NOT_ALLOWED', () => bob.api.deleteMessage({ message: id }))
  for (const text of ['a second', 'a third']) await ada.api.edit({ message: id, text })
  await pass(world)
  const edited = await newest(bob, chat)
  assert.equal([edited.id, edited.text, edited.editedAtMs !== undefined], [id, 'a third', true])
  for (const person of [ada, bob]) assert.equal([await found(person, 'third'), await found(person, 'first')], [[id], []])
  await ada.api.deleteMessage({ message: id })
  await pass(world)
  for (const person of [ada, bob]) assert.equal(await found(person, 'third'), [])
  for (const person of [ada, bob]) {
    const { text, deleted, editedAtMs, reactions } = await newest(person, chat)
    assert.equal({ text, deleted, editedAtMs, reactions }, { text: '', deleted: true, editedAtMs: undefined, reactions: undefined })
    await refused('ERR_NOT_FOUND', () => person.api.react({ message: id, emoji: '👍' }))
    const { session } = person
    await person.stop()
    const said = await person.inStore(store => textsIn(person, session, store, chat))
    assert.equal(
      said.filter(one => one.startsWith('a ')),
      [],
      person.name
    )
  }
})

annotations('edits and deletes that were made while nobody could hear come to the same everywhere', async ({ world, ada, bob, chat }) => {
  const kept = await say(ada, bob, 'kept')
  const gone = await say(ada, bob, 'gone')
  await pass(world)
  world.network.part(ada.device.id, bob.device.id)
  await pass(world)
  await ada.api.edit({ message: kept.id, text: 'kept, edited' })
  await ada.api.edit({ message: gone.id, text: 'gone, edited' })
  await ada.api.deleteMessage({ message: gone.id })
  await bob.api.react({ message: kept.id, emoji: '🙂' })
  await bob.api.react({ message: gone.id, emoji: '🙂' })
  await bob.api.send({ chat, text: 'an answer', answers: gone.id })
  world.network.meet(ada.device.id, bob.device.id)
  await pass(world, 60_000)
  const shown = async ({ api }: SimPerson) =>
    (await api.history({ chat })).messages.map(({ id, text, deleted, reactions, answers }) => [
      id,
      text,
      deleted,
      reactions?.[0]?.emoji,
      answers?.text
    ])
  assert.equal(await shown(ada), await shown(bob))
  assert.equal(
    (await shown(ada)).slice(1).map(([, ...rest]) => rest),
    [
      ['kept, edited', undefined, '🙂', undefined],
      ['', true, undefined, undefined],
      ['an answer', undefined, undefined, '']
    ]
  )
  for (const person of [ada, bob]) assert.is(person.events.filter(({ type }) => type === 'message:conflict').length, 0)
})

annotations('a page holds as many messages as were asked for, however much was done to them', async ({ world, ada, bob, chat }) => {
  for (let i = 0; i < 6; i++) {
    const { id } = await say(ada, bob, `number ${i}`)
    for (const emoji of ['👍', '❤️', '🙂', '🎉']) await ada.api.react({ message: id, emoji })
  }
  await pass(world)
  const texts: string[] = []
  let before: string | undefined
  do {
    const page = await bob.api.history({ chat, limit: 2, ...(before === undefined ? {} : { before }) })
    if (page.before !== undefined) assert.is(page.messages.length, 2)
    texts.unshift(...page.messages.map(({ text }) => text))
    before = page.before
  } while (before !== undefined)
  assert.equal(
    texts.slice(1),
    Array.from({ length: 6 }, (_, i) => `number ${i}`)
  )
  assert.is((await bob.api.chats())[0]?.newest?.text, 'number 5')
})

annotations(
  'in a group, who is called by name is told that it is they, and what a stranger is called by changes nothing',
  async ({ world, ada, bob }) => {
    const { id: garden } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob'] })
    await pass(world)
    await ada.api.send({ chat: garden, text: 'can you, @Bob? Not you, @Carol.' })
    await pass(world)
    const bobs = (await bob.api.identity()).account
    assert.equal((await newest(bob, garden)).mentions, [{ account: bobs, name: 'Bob', own: true }])
    assert.equal((await newest(ada, garden)).mentions, [{ account: bobs, name: 'Bob' }])
  }
)

annotations('what is pinned is listed for both until it is taken off', async ({ world, ada, bob, chat }) => {
  const [one, two] = [await say(ada, bob, 'the address'), await say(ada, bob, 'the time')]
  await pass(world)
  await bob.api.pin({ message: two.id, pinned: true })
  await ada.api.pin({ message: one.id, pinned: true })
  await pass(world)
  assert.equal(
    (await ada.api.pins({ chat })).map(({ text }) => text),
    ['the address', 'the time']
  )
  await ada.api.deleteMessage({ message: one.id })
  await ada.api.pin({ message: two.id, pinned: false })
  await pass(world)
  assert.equal([await ada.api.pins({ chat }), await bob.api.pins({ chat })], [[], []])
})

annotations.run()
