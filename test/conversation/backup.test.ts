import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Message } from '../../node/api/message.js'
import type { ImportSummary } from '../../node/api/status.js'
import { newPhrase } from '../../node/identity/phrase.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { befriend, contactOf, createWorld, historyOf, say, textsOf, type SimPerson, type World } from '../sim/people.js'
import { rejection } from '../identity/refusal.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
  /** Ada on an empty machine, with her 24 words. */
  adaAgain: SimPerson
}

const PASSPHRASE = 'correct horse'
const PATIENCE_MS = 31_000
const primitives = createNodePrimitives()

const backup = suite<Context>('export and import')

backup.before.each(async context => {
  context.world = createWorld('backup')
  const phrase = newPhrase(primitives)
  const identity = (): { phrase: typeof phrase; deviceSeed: Uint8Array } => ({ phrase, deviceSeed: primitives.randomBytes(32) })
  context.ada = await context.world.person('Ada', { identity: identity() })
  context.bob = await context.world.person('Bob')
  context.adaAgain = await context.world.person('Nobody yet', { identity: identity() })
  await befriend(context.world, context.bob, context.ada)
})
backup.after.each(({ world }) => world.close())

async function exported(person: SimPerson): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const { bytes } of person.api.exportBackup({ passphrase: PASSPHRASE })) parts.push(bytes)
  return Buffer.concat(parts)
}

async function* chunksOf(file: Uint8Array, length = 10_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += length) yield file.subarray(at, at + length)
}

const imported = (person: SimPerson, file: Uint8Array): Promise<ImportSummary> =>
  person.api.importBackup({ passphrase: PASSPHRASE, chunks: chunksOf(file) })

async function talk({ world, ada, bob }: Context): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await say(ada, bob, `ada ${i}`)
    await world.settled()
    await say(bob, ada, `bob ${i}`)
    await world.settled()
  }
  await world.time.pass(PATIENCE_MS)
}

const shown = ({ id, sender, device, seq, text, sentAtMs, outgoing, state }: Message): unknown => ({
  id,
  sender,
  device,
  seq,
  text,
  sentAtMs,
  outgoing,
  state
})

backup('brings contacts, history, order, states and what was read to an empty machine of the same account', async context => {
  const { ada, bob, adaAgain } = context
  await talk(context)
  await ada.api.verify({ contact: 'Bob', verified: true })
  const before = await historyOf(ada, bob)
  await ada.api.markRead({ chat: 'Bob', message: before[4]?.id as Message['id'] })
  const summary = await imported(adaAgain, await exported(ada))
  assert.equal([summary.name, summary.contacts, summary.chats, summary.messages, summary.known], ['Ada', 1, 1, before.length, 0])
  const after = await historyOf(adaAgain, bob)
  assert.equal(after.map(shown), before.map(shown))
  assert.ok(after.every(message => message.imported === true))
  assert.is((await adaAgain.api.identity()).name, 'Ada')
  assert.equal(
    (await adaAgain.api.contacts()).map(({ name, state, verified }) => [name, state, verified]),
    [['Bob', 'accepted', true]]
  )
  const [chat] = await adaAgain.api.chats()
  const [original] = await ada.api.chats()
  assert.is(chat?.readOnly, 'waiting')
  assert.is(chat?.unread, original?.unread)
})

backup('brings what was done to messages, and an older one brings nothing back that was deleted', async ({ world, ada, bob, adaAgain }) => {
  const gone = await say(ada, bob, 'to be deleted')
  const kept = await say(ada, bob, 'to be edited')
  await world.time.pass(PATIENCE_MS)
  const older = await exported(ada)
  await bob.api.react({ message: kept.id, emoji: '👍' })
  await ada.api.edit({ message: kept.id, text: 'edited' })
  await ada.api.deleteMessage({ message: gone.id })
  await world.time.pass(PATIENCE_MS)
  await imported(adaAgain, await exported(ada))
  for (const person of [ada, adaAgain]) {
    await imported(person, older)
    const [deleted, edited] = (await historyOf(person, bob)).slice(-2)
    assert.equal([deleted?.deleted, deleted?.text], [true, ''], person.name)
    assert.equal([edited?.text, edited?.reactions?.[0]?.emoji], ['edited', '👍'], person.name)
  }
})

backup('is harmless a second time, in part or whole, and survives a restart', async context => {
  const { ada, bob, adaAgain } = context
  await talk(context)
  const file = await exported(ada)
  const first = await imported(adaAgain, file)
  await context.world.settled()
  const told = adaAgain.events.length
  const again = await imported(adaAgain, file)
  assert.equal([again.contacts, again.chats, again.messages, again.known], [0, 0, 0, first.messages])
  await context.world.settled()
  assert.is(adaAgain.events.length, told)
  const history = await historyOf(adaAgain, bob)
  await adaAgain.restart()
  assert.equal(await historyOf(adaAgain, bob), history)
})

backup('changes nothing in the profile that it was made from', async context => {
  const { ada, bob } = context
  await talk(context)
  const before = await historyOf(ada, bob)
  const { messages, known } = await imported(ada, await exported(ada))
  assert.equal([messages, known], [0, before.length])
  assert.equal(await historyOf(ada, bob), before)
})

backup('says what is needed to write again, and refuses to send until then', async context => {
  const { ada, adaAgain, bob } = context
  await talk(context)
  await imported(adaAgain, await exported(ada))
  const refused = await rejection(adaAgain.api.send({ chat: 'Bob', text: 'hello?' }), 'ERR_NOT_ALLOWED')
  assert.match(refused.message, 'waiting for Bob to let this device in')
  const own = (await historyOf(adaAgain, bob)).find(message => message.outgoing)
  const { because, state } = await adaAgain.api.why({ message: own?.id ?? '' })
  assert.is(state, 'read' === own?.state ? 'read' : 'delivered')
  assert.match(because[0]?.what ?? '', 'backup')
})

backup('goes on in the same thread once an invite let the new device in, each message once', async context => {
  const { world, ada, bob, adaAgain } = context
  await talk(context)
  const file = await exported(ada)
  await ada.stop()
  await imported(adaAgain, file)
  await world.settled()
  const told = adaAgain.events.length
  const { uri } = await bob.api.createInvite({})
  await adaAgain.api.add({ invite: uri })
  await world.time.pass(PATIENCE_MS)
  await say(adaAgain, bob, 'it is me, on a new machine')
  await world.time.pass(PATIENCE_MS)
  await say(bob, adaAgain, 'welcome back')
  await world.time.pass(PATIENCE_MS)
  assert.equal(await textsOf(adaAgain, bob), await textsOf(bob, adaAgain))
  assert.equal((await textsOf(bob, adaAgain)).slice(-2), ['it is me, on a new machine', 'welcome back'])
  const ids = (await historyOf(adaAgain, bob)).map(({ id }) => id)
  assert.is(new Set(ids).size, ids.length)
  assert.is(adaAgain.events.slice(told).filter(({ type }) => type === 'message:received').length, 1)
  assert.is((await adaAgain.api.chats())[0]?.readOnly, undefined)
})

backup('knows what comes once more by its id, and takes it for proven then', async context => {
  const { world, ada, bob, adaAgain } = context
  await talk(context)
  // It is on Ada's disk, and Bob never hears of that.
  ada.probe.current = step => {
    if (step === 'receive:durable') world.network.part(ada.device.id, bob.device.id)
  }
  await say(bob, ada, 'did you get this?')
  await world.time.pass(PATIENCE_MS)
  const file = await exported(ada)
  await ada.stop()
  await imported(adaAgain, file)
  const mark = async (): Promise<unknown> =>
    (await historyOf(adaAgain, bob)).filter(({ text }) => text === 'did you get this?').map(message => message.imported)
  assert.equal(await mark(), [true])
  const { uri } = await bob.api.createInvite({})
  await adaAgain.api.add({ invite: uri })
  await world.time.pass(PATIENCE_MS)
  assert.equal(await mark(), [undefined])
  assert.is((await historyOf(bob, adaAgain)).find(({ text }) => text === 'did you get this?')?.state, 'delivered')
})

backup('merges what was said since into a conversation that has gone on', async context => {
  const { world, ada, bob, adaAgain } = context
  await talk(context)
  const file = await exported(ada)
  const { uri } = await bob.api.createInvite({})
  await ada.stop()
  await adaAgain.api.add({ invite: uri })
  await world.time.pass(PATIENCE_MS)
  await say(adaAgain, bob, 'before the import')
  await world.time.pass(PATIENCE_MS)
  await imported(adaAgain, file)
  assert.equal(await textsOf(adaAgain, bob), await textsOf(bob, adaAgain))
  await say(bob, adaAgain, 'after it')
  await world.time.pass(PATIENCE_MS)
  assert.equal(await textsOf(adaAgain, bob), await textsOf(bob, adaAgain))
})

backup('never lifts a block and never takes a verified mark away', async context => {
  const { ada, bob, adaAgain } = context
  await imported(adaAgain, await exported(ada))
  await adaAgain.api.verify({ contact: 'Bob', verified: true })
  await adaAgain.api.block({ contact: 'Bob' })
  await imported(adaAgain, await exported(ada))
  assert.equal(await stateOf(adaAgain, bob), ['blocked', true])
  await ada.api.block({ contact: 'Bob' })
  await adaAgain.api.unblock({ contact: 'Bob' })
  assert.equal(await stateOf(adaAgain, bob), ['accepted', true])
  await imported(adaAgain, await exported(ada))
  assert.equal(await stateOf(adaAgain, bob), ['blocked', true])
  await adaAgain.api.unblock({ contact: 'Bob' })
  assert.equal(await stateOf(adaAgain, bob), ['accepted', true])
})

backup('of another account becomes an archive beside the chat that goes on', async context => {
  const { world, ada, bob } = context
  await talk(context)
  await ada.api.verify({ contact: 'Bob', verified: true })
  const eve = await world.person('Eve')
  const before = await historyOf(ada, bob)
  const { messages } = await imported(eve, await exported(ada))
  assert.is(messages, before.length)
  assert.is((await contactOf(eve, bob))?.verified, false)
  assert.is((await eve.api.identity()).name, 'Eve')
  const [archive] = await eve.api.chats()
  assert.is(archive?.readOnly, 'archive')
  await rejection(eve.api.send({ chat: archive?.id ?? '', text: 'hello?' }), 'ERR_NOT_ALLOWED')
  const { uri } = await bob.api.createInvite({})
  await eve.api.add({ invite: uri, message: 'it is Eve' })
  await world.settled()
  await bob.api.accept({ contact: 'Eve' })
  await world.time.pass(PATIENCE_MS)
  await bob.api.send({ chat: 'Eve', text: 'hello Eve' })
  await world.time.pass(PATIENCE_MS)
  const texts = async (chat: string): Promise<string[]> => (await eve.api.history({ chat })).messages.map(({ text }) => text)
  assert.equal(await texts('Bob'), ['it is Eve', 'hello Eve'])
  assert.equal(
    await texts(archive?.id ?? ''),
    before.map(({ text }) => text)
  )
})

backup('goes on where it broke off, and leaves what it had taken in order', async context => {
  const { world, ada, bob, adaAgain } = context
  for (let i = 0; i < 40; i++) await say(ada, bob, `${i} ${'long '.repeat(1_000)}`)
  await world.time.pass(PATIENCE_MS)
  const file = await exported(ada)
  assert.ok(file.length > 3 * 64 * 1024)
  const cut = file.subarray(0, file.length - 70_000)
  await rejection(imported(adaAgain, cut), 'ERR_RECORD_DAMAGED')
  const { known, messages } = await imported(adaAgain, file)
  assert.ok(known > 0 && messages > 0)
  assert.equal(await textsOf(adaAgain, bob), await textsOf(ada, bob))
})

backup('leaves nothing half where the disk refuses, and is done by the next try', async context => {
  const { ada, bob, adaAgain } = context
  await talk(context)
  const file = await exported(ada)
  for (let refused = 1; refused <= 4; refused++) {
    adaAgain.disk.failWith('no space left', refused)
    await rejection(imported(adaAgain, file), 'ERR_STORE')
    adaAgain.disk.failWith(undefined)
  }
  await adaAgain.crash()
  await adaAgain.start()
  await imported(adaAgain, file)
  assert.equal(await textsOf(adaAgain, bob), await textsOf(ada, bob))
})

async function stateOf(person: SimPerson, other: SimPerson): Promise<unknown> {
  const contact = await contactOf(person, other)
  return [contact?.state, contact?.verified]
}

backup.run()
