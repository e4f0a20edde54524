import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Found, Message } from '../../node/api/message.js'
import type { ConversationId, MessageId } from '../../node/base/ids.js'
import { decodeLeaf } from '../../node/store/search-leaf.js'
import { excerptOf } from '../../node/api/excerpt.js'
import { codeOf } from '../contract/links.js'
import { befriend, chatWith, createWorld, say, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
}

const HOUR_MS = 60 * 60_000
/** A few steps of the index, with their pauses. */
const FOLLOWED_MS = 5_000

const searching = suite<Context>('looking messages up')

searching.before.each(async context => {
  context.world = createWorld('searching')
  context.ada = await context.world.person('Ada')
  context.bob = await context.world.person('Bob')
  await befriend(context.world, context.ada, context.bob)
})
searching.after.each(({ world }) => world.close())

const excerptsOf = ({ hits }: Found): readonly string[] => hits.map(({ excerpt }) => excerpt)

async function sayMany({ world, ada, bob }: Context, count: number): Promise<void> {
  const chat = await chatWith(ada, bob)
  await Promise.all(Array.from({ length: count }, (_, i) => ada.api.send({ chat, text: `number${i} of many` })))
  await world.settled()
}

searching('both find what one said, the newest first, before the index follows and after, over restarts and crashes', async context => {
  const { world, ada, bob } = context
  await say(ada, bob, 'The boats are for hire')
  await say(bob, ada, 'Which boat? À bientôt!')
  await world.settled()
  const expectFound = async (): Promise<void> => {
    for (const person of [ada, bob]) {
      assert.equal(excerptsOf(await person.api.search({ text: 'boat' })), ['Which boat? À bientôt!', 'The boats are for hire'])
      assert.equal(excerptsOf(await person.api.search({ text: 'HIRE bo' })), ['The boats are for hire'])
      assert.equal(excerptsOf(await person.api.search({ text: 'a bientot' })), ['Which boat? À bientôt!'])
      assert.equal(await person.api.search({ text: '…!' }), { hits: [] })
    }
  }
  await world.time.pass(FOLLOWED_MS)
  await expectFound()
  await sayMany(context, 600)
  await expectFound()
  await world.time.pass(FOLLOWED_MS)
  await expectFound()
  await ada.restart()
  await bob.crash()
  await bob.start()
  await world.settled()
  await expectFound()
  await world.time.pass(FOLLOWED_MS)
  await expectFound()
  assert.equal(excerptsOf(await bob.api.search({ text: 'number599' })), ['number599 of many'])
  for (const person of [ada, bob]) assert.is(notesLeft(await bytesOf(person)), 0)
})

const SEARCH_NOTE = 0x30

async function bytesOf(person: SimPerson): Promise<ReturnType<SimPerson['disk']['contents']>> {
  await person.stop()
  const contents = person.disk.contents()
  await person.start()
  return contents
}

const notesLeft = (contents: ReturnType<SimPerson['disk']['contents']>): number => contents.filter(([key]) => key[0] === SEARCH_NOTE).length

const idsOf = (page: { readonly messages: readonly Message[] }): readonly string[] => page.messages.map(({ id }) => id)

searching('a page of hits leads on to the next, and a hit to what stands around it', async context => {
  const { ada, bob } = context
  await sayMany(context, 100)
  const chat = await chatWith(bob, ada)
  const found: MessageId[] = []
  let before: string | undefined
  do {
    const page: Found = await bob.api.search({ text: 'many', chat, limit: 30, ...(before === undefined ? {} : { before }) })
    found.push(...page.hits.map(({ message }) => message))
    before = page.before
  } while (before !== undefined)
  const { messages } = await bob.api.history({ chat, limit: 1_000 })
  assert.equal(
    found,
    messages
      .filter(({ text }) => text.endsWith('many'))
      .map(({ id }) => id)
      .toReversed()
  )

  const at = messages.findIndex(({ text }) => text === 'number40 of many')
  const within = (from: number, to: number): readonly string[] => idsOf({ messages: messages.slice(from, to) })
  const around = await bob.api.history({ chat, around: messages[at]?.id as MessageId, limit: 11 })
  assert.equal(idsOf(around), within(at - 5, at + 6))
  const later = await bob.api.history({ chat, after: around.after ?? '', limit: 20 })
  assert.equal(idsOf(later), within(at + 6, at + 26))
  const earlier = await bob.api.history({ chat, before: around.before ?? '', limit: 20 })
  assert.equal(idsOf(earlier), within(at - 25, at - 5))
  const last = await bob.api.history({ chat, after: later.after ?? '', limit: 1_000 })
  assert.equal([idsOf(last), last.after], [within(at + 26, messages.length), undefined])
  const newest = messages.at(-1)?.id as MessageId
  const end = await bob.api.history({ chat, around: newest, limit: 5 })
  assert.equal([idsOf(end), end.after], [within(messages.length - 3, messages.length), undefined])
  const one = await bob.api.history({ chat, around: newest, limit: 1 })
  assert.equal([idsOf(one), one.before === undefined], [[newest], false])

  assert.is(await codeOf(bob.api.search({ text: 'many', before: 'here' })), 'ERR_INVALID_ARGUMENT')
  assert.is(await codeOf(bob.api.search({ text: '' })), 'ERR_INVALID_ARGUMENT')
  assert.is(await codeOf(bob.api.search({ text: 'many', limit: 101 })), 'ERR_INVALID_ARGUMENT')
  assert.is(await codeOf(bob.api.search({ text: 'many', chat: 'nobody' })), 'ERR_NOT_FOUND')
  assert.is(await codeOf(bob.api.history({ chat, around: '0'.repeat(64) as MessageId })), 'ERR_NOT_FOUND')
  assert.is(await codeOf(bob.api.history({ chat, around: newest, fromMs: 0 })), 'ERR_INVALID_ARGUMENT')
})

searching('a history can begin with a day', async ({ world, ada, bob }) => {
  const chat = await chatWith(ada, bob)
  const said: Message[] = []
  for (let day = 0; day < 5; day++) {
    said.push(await say(ada, bob, `day ${day}, morning`), await say(ada, bob, `day ${day}, evening`))
    await world.settled()
    await world.time.pass(24 * HOUR_MS)
  }
  const third = said[4]?.sentAtMs ?? 0
  const page = await ada.api.history({ chat, fromMs: third, limit: 3 })
  assert.equal(
    page.messages.map(({ text }) => text),
    ['day 2, morning', 'day 2, evening', 'day 3, morning']
  )
  assert.ok(page.before !== undefined && page.after !== undefined)
  const first = await ada.api.history({ chat, fromMs: 0, limit: 2 })
  assert.equal([first.messages[0]?.text, first.before], ['hello, I am Ada', undefined])
  const future = await ada.api.history({ chat, fromMs: ada.clock.now() + HOUR_MS, limit: 1 })
  assert.equal([future.messages[0]?.text, future.after], ['day 4, evening', undefined])
})

searching('what was edited or deleted is found as it is now, and its words leave the index soon', async ({ world, ada, bob }) => {
  const chat = await chatWith(ada, bob)
  const { id } = await say(ada, bob, 'purple zeppelin')
  await world.settled()
  for (const person of [ada, bob]) await person.restart()
  await world.settled()
  await world.time.pass(FOLLOWED_MS)
  for (const person of [ada, bob]) assert.ok((await wordsIn(person, chat)).has('zeppelin'))
  await ada.api.edit({ message: id, text: 'green submarine' })
  await world.settled()
  await world.time.pass(FOLLOWED_MS)
  for (const person of [ada, bob]) {
    assert.equal(excerptsOf(await person.api.search({ text: 'submarine' })), ['green submarine'])
    assert.equal(excerptsOf(await person.api.search({ text: 'zeppelin' })), [])
    const words = await wordsIn(person, chat)
    assert.equal([words.has('submarine'), words.has('zeppelin')], [true, false])
  }
  await world.settled()
  await ada.api.deleteMessage({ message: id })
  await world.settled()
  await world.time.pass(FOLLOWED_MS)
  for (const person of [ada, bob]) {
    assert.equal(excerptsOf(await person.api.search({ text: 'submarine' })), [])
    assert.not((await wordsIn(person, chat)).has('submarine'))
  }
})

async function wordsIn(person: SimPerson, chat: ConversationId): Promise<ReadonlySet<string>> {
  const words = new Set<string>()
  await person.stop()
  await person.inStore(async store => {
    for await (const [, leaf] of store.range(store.keys.searchLeaves(store.keys.conversationTag(chat), {})))
      for (const message of decodeLeaf(leaf)) for (const word of message.words) words.add(word)
  })
  await person.start()
  return words
}

searching(
  'what a group forgets is found no more, and no word of it stays; what somebody said whom one blocks is not shown',
  async context => {
    const { world, ada, bob } = context
    const { id } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob'] })
    await world.settled()
    await world.time.pass(FOLLOWED_MS)
    await bob.api.send({ chat: id, text: 'ephemeral tulips' })
    await world.settled()
    assert.is((await ada.api.search({ text: 'tulips' })).hits.length, 1)
    await ada.api.block({ contact: 'Bob' })
    assert.is((await ada.api.search({ text: 'tulips' })).hits.length, 0)
    await ada.api.unblock({ contact: 'Bob' })
    await world.settled()
    await ada.api.setGroupRetention({ chat: id, days: 1 })
    await world.settled()
    await world.time.pass(30 * HOUR_MS)
    for (const person of [ada, bob]) {
      assert.is((await person.api.search({ text: 'tulips' })).hits.length, 0)
      assert.is(notesLeft(await bytesOf(person)), 0)
    }
  }
)

searching('an excerpt shows what was found, also deep in a long text, and marks it', () => {
  const text = `${'so many words before it '.repeat(20)}\n\nthe 𝒷oat-house  ${'and after '.repeat(50)}`
  const { text: excerpt, matches } = excerptOf(text, 'BOAT hous')
  assert.ok(excerpt.length < 170 && excerpt.startsWith('…') && excerpt.endsWith('…'))
  assert.equal(
    matches.map(([from, to]) => excerpt.slice(from, to)),
    ['𝒷oat', 'house']
  )
  assert.equal(excerptOf('a boat', 'bo'), { text: 'a boat', matches: [[2, 6]] })
})

searching.run()
