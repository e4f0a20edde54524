import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Message } from '../../node/api/message.js'
import { isChatError, type ErrorCode } from '../../node/base/errors.js'
import type { ConversationId } from '../../node/base/ids.js'
import { befriend, chatWith, createWorld, say, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
  cleo: SimPerson
  /** Of Ada's. */
  bobs: ConversationId
  cleos: ConversationId
  garden: ConversationId
}

const forwarding = suite<Context>('forwarding')

forwarding.before.each(async context => {
  const world = createWorld('forwarding')
  const [ada, bob, cleo] = [await world.person('Ada'), await world.person('Bob'), await world.person('Cleo')]
  await befriend(world, bob, ada)
  await befriend(world, cleo, ada)
  const { id: garden } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo'] })
  Object.assign(context, { world, ada, bob, cleo, garden, bobs: await chatWith(ada, bob), cleos: await chatWith(ada, cleo) })
  await pass(world)
})
forwarding.after.each(({ world }) => world.close())

async function pass({ time, settled }: World): Promise<void> {
  await settled()
  await time.pass(40_000)
}

async function newest({ api }: SimPerson, chat: ConversationId): Promise<Message | undefined> {
  return (await api.history({ chat, limit: 1 })).messages[0]
}

const countIn = async ({ api }: SimPerson, chat: ConversationId): Promise<number> => (await api.history({ chat })).messages.length

async function refused(code: ErrorCode, task: () => Promise<unknown>): Promise<void> {
  try {
    await task()
  } catch (err) {
    if (!isChatError(err, code)) throw err
    return
  }
  assert.unreachable(`not refused with ${code}`)
}

forwarding(
  'what a message says by now is said in each of the chats, marked, without who said it and whom it called',
  async ({ world, ada, bob, cleo, bobs, cleos, garden }) => {
    const { id } = await bob.api.send({ chat: garden, text: '@Cleo at eight?' })
    await bob.api.edit({ message: id, text: '@Cleo at nine?' })
    await pass(world)
    const said = await ada.api.forward({ message: id, chats: ['Cleo', bobs, cleos] })
    assert.equal(
      said.map(({ chat, text, forwarded }) => ({ chat, text, forwarded })),
      [cleos, bobs].map(chat => ({ chat, text: '@Cleo at nine?', forwarded: true })),
      'once in a chat that was named twice'
    )
    await pass(world)
    const came = await newest(cleo, await chatWith(cleo, ada))
    const { senderName, text, forwarded, mentions, answers, editedAtMs } = came ?? {}
    assert.equal(
      { senderName, text, forwarded, mentions, answers, editedAtMs },
      { senderName: 'Ada', text: '@Cleo at nine?', forwarded: true, mentions: undefined, answers: undefined, editedAtMs: undefined }
    )
    assert.is((await newest(bob, garden))?.forwarded, undefined)
    await cleo.restart()
    assert.is((await newest(cleo, await chatWith(cleo, ada)))?.forwarded, true)
  }
)

forwarding(
  'under one name it is said once in each chat, also where the answer was lost with the node',
  async ({ world, ada, bob, bobs, cleos, garden }) => {
    const { id } = await say(ada, bob, 'pass it on')
    const before = await Promise.all([cleos, garden].map(chat => countIn(ada, chat)))
    const first = await ada.api.forward({ message: id, chats: [cleos], once: 'x' })
    await ada.crash()
    await ada.start()
    // As if the first try had come no further than to one of the two.
    const again = () => ada.api.forward({ message: id, chats: [cleos, garden], once: 'x' })
    const [one, other] = await Promise.all([again(), again()])
    assert.equal([one[0]?.id, one.map(message => message.id)], [first[0]?.id, other.map(message => message.id)])
    await pass(world)
    const after = await Promise.all([cleos, garden].map(chat => countIn(ada, chat)))
    assert.equal(
      after,
      before.map(count => count + 1)
    )
    await ada.api.forward({ message: id, chats: [bobs], once: 'y' })
    assert.is((await newest(ada, bobs))?.forwarded, true, 'also back to where it was said')
  }
)

forwarding(
  'nothing is said anywhere where one chat is closed, or there is nothing to forward',
  async ({ world, ada, bob, bobs, cleos, garden }) => {
    const { id } = await say(bob, ada, 'a secret')
    await pass(world)
    const counts = () => Promise.all([bobs, cleos, garden].map(chat => countIn(ada, chat)))
    const before = await counts()
    await ada.api.block({ contact: 'Cleo' })
    await refused('ERR_NOT_ALLOWED', () => ada.api.forward({ message: id, chats: [garden, cleos] }))
    await ada.api.unblock({ contact: 'Cleo' })
    await refused('ERR_NOT_FOUND', () => ada.api.forward({ message: id, chats: [garden, 'Dora'] }))
    await refused('ERR_NOT_FOUND', () => ada.api.forward({ message: '0'.repeat(64), chats: [garden] }))
    await bob.api.deleteMessage({ message: id })
    await pass(world)
    await refused('ERR_NOT_FOUND', () => ada.api.forward({ message: id, chats: [garden] }))
    assert.equal(await counts(), before)
  }
)

forwarding('what was forwarded is edited and deleted as everything that one says', async ({ world, ada, bob, cleo, cleos }) => {
  const { id } = await say(bob, ada, 'at eight')
  await pass(world)
  const [said] = await ada.api.forward({ message: id, chats: [cleos] })
  await ada.api.edit({ message: said?.id ?? '', text: 'at nine' })
  await pass(world)
  const there = await chatWith(cleo, ada)
  const { text, forwarded } = (await newest(cleo, there)) ?? {}
  assert.equal({ text, forwarded }, { text: 'at nine', forwarded: true })
  assert.is((await newest(bob, await chatWith(bob, ada)))?.text, 'at eight')
  await ada.api.deleteMessage({ message: said?.id ?? '' })
  await pass(world)
  const gone = await newest(cleo, there)
  assert.equal([gone?.deleted, gone?.forwarded], [true, undefined])
})

forwarding.run()
