import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Message } from '../../node/api/message.js'
import type { ConversationId } from '../../node/base/ids.js'
import { codeOf } from '../contract/links.js'
import { befriend, createWorld, historyOf, say, textsOf, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
  cleo: SimPerson
}

const histories = suite<Context>('history to a linked device')

histories.before.each(async context => {
  context.world = createWorld('history to a device')
  const { world } = context
  context.ada = await world.person('Ada')
  context.bob = await world.person('Bob')
  context.cleo = await world.person('Cleo')
  await befriend(world, context.ada, context.bob)
  await befriend(world, context.ada, context.cleo)
})
histories.after.each(({ world }) => world.close())

async function pass(world: World): Promise<void> {
  for (let i = 0; i < 4; i++) {
    await world.settled()
    await world.time.pass(5_000)
  }
}

async function talk({ world, ada, bob }: Context, rounds: number, length = 10): Promise<void> {
  for (let i = 0; i < rounds; i++) {
    await Promise.all([say(ada, bob, `${i} from Ada ${'a'.repeat(length)}`), say(bob, ada, `${i} from Bob ${'b'.repeat(length)}`)])
    if (i % 20 === 19) await world.settled()
  }
  await pass(world)
}

const shown = ({ id, sender, device, seq, text, sentAtMs, outgoing, state, imported }: Message): unknown => ({
  id,
  sender,
  device,
  seq,
  text,
  sentAtMs,
  outgoing,
  state,
  imported
})

async function messagesWith(person: SimPerson, contact: string): Promise<readonly Message[]> {
  return (await person.api.history({ chat: contact, limit: 1_000 })).messages
}

async function textsIn(person: SimPerson, chat: ConversationId): Promise<readonly string[]> {
  return (await person.api.history({ chat, limit: 1_000 })).messages.map(({ text }) => text)
}

histories('what was said before it came is there, in direct chats and groups, with what became of it, each message once', async context => {
  const { world, ada, bob } = context
  await talk(context, 4)
  const [, , read] = await historyOf(bob, ada)
  await bob.api.markRead({ chat: 'Ada', message: read?.id as Message['id'] })
  const { id: chat } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo'] })
  await pass(world)
  for (const person of [ada, bob]) await person.api.send({ chat, text: `${person.name} in the garden` })
  await world.time.pass(60_000)
  const phone = await world.person('Phone', { linkedBy: ada })
  await pass(world)
  const before = await messagesWith(ada, 'Bob')
  assert.equal((await messagesWith(phone, 'Bob')).map(shown), before.map(shown))
  assert.ok(before.some(({ state }) => state === 'read') && before.some(({ state }) => state === 'delivered'))
  assert.equal(await textsIn(phone, chat), await textsIn(ada, chat))
  assert.equal((await phone.api.history({ chat })).gaps, [])
  const { history } = await phone.api.status()
  assert.equal([history?.state, history?.from, history?.passed, history?.of], ['done', ada.device.id, history?.of, history?.passed])
  const told = phone.events.flatMap(event => (event.type === 'history:changed' ? event.history.state : []))
  assert.equal([told.includes('coming'), told.at(-1)], [true, 'done'])
  assert.is((await ada.api.status()).history, undefined)
  await bob.api.send({ chat: 'Ada', text: 'and on' })
  await pass(world)
  assert.equal(
    (await messagesWith(phone, 'Bob')).map(({ text }) => text),
    (await messagesWith(ada, 'Bob')).map(({ text }) => text)
  )
  assert.is(
    (await phone.api.chats()).find(({ title }) => title === 'Bob')?.unread,
    (await ada.api.chats()).find(({ title }) => title === 'Bob')?.unread
  )
})

histories(
  'what was done to messages comes with them, what was deleted does not, and all devices of an account are their author',
  async context => {
    const { world, ada, bob } = context
    const [gone, kept] = [await say(ada, bob, 'gone'), await say(ada, bob, 'kept')]
    await pass(world)
    await bob.api.react({ message: kept.id, emoji: '👍' })
    await ada.api.deleteMessage({ message: gone.id })
    await pass(world)
    const phone = await world.person('Phone', { linkedBy: ada })
    await pass(world)
    await world.time.pass(60_000)
    await phone.api.edit({ message: kept.id, text: 'kept, and edited elsewhere' })
    await pass(world)
    for (const [person, of] of [
      [phone, 'Bob'],
      [ada, 'Bob'],
      [bob, 'Ada']
    ] as const) {
      const [first, second] = (await messagesWith(person, of)).slice(-2)
      assert.equal([first?.deleted, first?.text], [true, ''], person.name)
      assert.equal([second?.text, second?.reactions?.[0]?.count], ['kept, and edited elsewhere', 1], person.name)
    }
  }
)

histories('it breaks off with a crash or a link and goes on, the newest first, without giving twice what is there', async context => {
  const { world, ada, bob } = context
  await talk(context, 120, 600)
  const before = await textsOf(ada, bob)
  const phone = await world.person('Phone', { linkedBy: ada })
  const held = holdAt(phone, 'history:taken')
  await world.settled()
  const part = await textsOf(phone, bob)
  assert.ok(part.length > 0 && part.length < before.length, `${part.length} of ${before.length}`)
  assert.equal(part, before.slice(-part.length))
  await phone.crash()
  held.release()
  let asked = 0
  await phone.start()
  phone.probe.current = step => void (asked += step === 'history:taken' ? 1 : 0)
  await pass(world)
  assert.equal(await textsOf(phone, bob), before)
  assert.is((await phone.api.status()).history?.messages, before.length + (await helloes(phone)))
  assert.ok(asked >= 2)
  await phone.restart()
  await pass(world)
  assert.equal(await textsOf(phone, bob), before)
})

histories('nothing is given to whoever is no device of the account, nor to one that was revoked', async context => {
  const { world, ada, bob } = context
  await talk(context, 2)
  const phone = await world.person('Phone', { linkedBy: ada })
  await pass(world)
  const ask = new Uint8Array(0)
  assert.is(await codeOf(bob.links.request(ada.device.id, 'history', ask)), 'ERR_NOT_ALLOWED')
  await phone.links.request(ada.device.id, 'history', ask)
  await ada.api.revokeDevice({ device: phone.device.id, phrase: ada.phrase })
  await pass(world)
  assert.ok(['ERR_NOT_ALLOWED', 'ERR_UNREACHABLE'].includes((await codeOf(phone.links.request(ada.device.id, 'history', ask))) ?? ''))
})

/** What was said in other chats before the phone came. */
async function helloes(phone: SimPerson): Promise<number> {
  const others = (await phone.api.chats()).filter(({ title }) => title !== 'Bob')
  const texts = await Promise.all(others.map(({ id }) => textsIn(phone, id)))
  return texts.flat().length
}

/** Its node stands still at the first such step, until it is released. */
function holdAt(person: SimPerson, at: string): { readonly release: () => void } {
  const releases: (() => void)[] = []
  const held = new Promise<void>(resolve => releases.push(resolve))
  person.probe.current = step => (step === at ? held : undefined)
  return { release: () => releases.forEach(release => release()) }
}

histories.run()
