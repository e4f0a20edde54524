import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Contact } from '../../node/api/person.js'
import type { Message } from '../../node/api/message.js'
import { readFetchedAccount } from '../../node/api/restoring.js'
import type { ChatApi } from '../../node/api/chat-api.js'
import { createEchoing } from '../../node/api/echoing.js'
import { toHex } from '../../node/base/bytes.js'
import { ChatError } from '../../node/base/errors.js'
import type { AsyncStop } from '../../node/base/lifecycle.js'
import { RelayInvites } from '../../node/wire/generated/relay.js'
import { createFakeChat } from '../cli/fake-chat.js'
import { primitives } from '../identity/people.js'
import { createSealedProfile } from '../store/sealed-profile.js'
import { codeOf } from '../contract/links.js'
import { createWorld, type SimPerson, type World } from '../sim/people.js'

interface Alone {
  readonly world: World
  readonly ada: SimPerson
  readonly echo: Contact
}

/** Receipts go out no more often. */
const RECEIPTS_MS = 2_000
/** Whatever was to be told to relays and other devices has been. */
const WRITTEN_MS = 20 * 60_000
/** Said to relays every few minutes, whatever happens. */
const REGULAR: ReadonlySet<string> = new Set(['hello', 'subscribe', 'answer'])
const GREETING = 'I say what you say.'
const echoing = suite<Alone>('the echo contact')

echoing.before.each(async context => {
  const world = createWorld('echo')
  const ada = await world.person('ada')
  const echo = await ada.api.addEcho({ greeting: GREETING })
  await world.settled()
  Object.assign(context, { world, ada, echo })
})
echoing.after.each(({ world }) => world.close())

const all = async ({ api }: SimPerson): Promise<readonly Message[]> => (await api.history({ chat: 'Echo' })).messages
const said = async (person: SimPerson): Promise<readonly string[]> =>
  (await all(person)).map(
    ({ outgoing, text, answers }) => `${outgoing ? '' : 'Echo: '}${text}${answers === undefined ? '' : ` < ${answers.text}`}`
  )

echoing('greets once, and answers what is said with the same, which it has read', async ({ world, ada, echo }) => {
  assert.equal([echo.name, echo.state, echo.livesHere], ['Echo', 'accepted', true])
  const { id } = await ada.api.send({ chat: 'Echo', text: 'is anybody there?' })
  await world.settled()
  await world.time.pass(RECEIPTS_MS)
  assert.equal(await said(ada), [`Echo: ${GREETING}`, 'is anybody there?', 'Echo: is anybody there? < is anybody there?'])
  assert.is((await all(ada))[1]?.state, 'read')
  const states = ada.events.flatMap(event => (event.type === 'message:state' && event.message === id ? [event.state] : []))
  assert.equal([...new Set(states)], ['delivered', 'read'])
  const [chat] = await ada.api.chats()
  assert.equal([chat?.livesHere, chat?.state, chat?.unread], [true, 'accepted', 2])
  assert.ok(ada.events.some(event => event.type === 'typing:changed' && event.typing && event.name === 'Echo'))
})

echoing('is the same after a restart, answers again, and greets nobody anew', async ({ world, ada, echo }) => {
  await ada.api.send({ chat: 'Echo', text: 'one' })
  await world.settled()
  await ada.restart()
  await world.settled()
  assert.is((await ada.api.addEcho({ greeting: 'another' })).account, echo.account)
  await ada.api.send({ chat: 'Echo', text: 'two' })
  await world.settled()
  assert.equal(await said(ada), [`Echo: ${GREETING}`, 'one', 'Echo: one < one', 'two', 'Echo: two < two'])
})

echoing('answers what a crash left unanswered, once', async ({ world, ada }) => {
  await ada.api.send({ chat: 'Echo', text: 'before the power went' })
  await ada.crash()
  await ada.start()
  await world.settled()
  assert.equal((await said(ada)).slice(1), ['before the power went', 'Echo: before the power went < before the power went'])
  await ada.restart()
  await world.settled()
  assert.is((await all(ada)).length, 3)
})

echoing('answers a sticker by its emoji, and leaves an edit, a delete and its own words alone', async ({ world, ada }) => {
  const { id } = await ada.api.sendSticker({ chat: 'Echo', sticker: 'wave' })
  const typed = await ada.api.send({ chat: 'Echo', text: 'befor' })
  await world.settled()
  await ada.api.edit({ message: typed.id, text: 'before' })
  await ada.api.deleteMessage({ message: typed.id })
  await world.settled()
  const messages = await all(ada)
  assert.is(messages.length, 4)
  assert.equal(
    messages.find(message => message.id === id)?.reactions?.map(({ names }) => names),
    [['Echo']]
  )
})

echoing('goes with all that was said, and of it nothing is left on the disk', async ({ world, ada, echo }) => {
  const keysOf = (): readonly string[] => ada.disk.contents().map(([key]) => Buffer.from(key).toString('hex'))
  await ada.api.send({ chat: 'Echo', text: 'goodbye' })
  await ada.api.setDraft({ chat: 'Echo', text: 'and then' })
  await world.settled()
  assert.ok(keysOf().some(key => key.startsWith('38')))
  await ada.api.removeEcho()
  await world.settled()
  assert.equal([await ada.api.contacts(), await ada.api.chats()], [[], []])
  assert.is(await codeOf(ada.api.send({ chat: echo.account, text: 'still there?' })), 'ERR_NOT_FOUND')
  assert.is(await codeOf(ada.api.removeEcho()), 'ERR_NOT_FOUND')
  assert.ok(ada.events.some(({ type }) => type === 'events:lost'))
  await ada.restart()
  await world.settled()
  assert.equal([await ada.api.contacts(), await ada.api.chats()], [[], []])
  const tables = new Set(keysOf().map(key => key.slice(0, 2)))
  // Its own table; contacts, conversations, messages and what is found by them.
  for (const table of ['38', '03', '10', '11', '12', '13', '20', '21', '22', '23', '24', '25', '26', '34', '37'])
    assert.not.ok(tables.has(table), `table ${table}`)
  const again = await ada.api.addEcho({ name: 'Echo', greeting: 'back' })
  await world.settled()
  assert.is.not(again.account, echo.account)
  assert.equal(await said(ada), ['Echo: back'])
})

echoing('is nobody else’s: no relay, index, other device, backup or group hears of it', async ({ world, ada, echo }) => {
  await ada.api.removeEcho()
  const relay = await world.realRelay()
  await ada.api.addRelay({ address: relay.address })
  const phone = await world.person('phone', { linkedBy: ada })
  await world.time.pass(WRITTEN_MS)
  const paths = (await ada.api.peers()).length
  const { links } = await ada.api.status()
  const doors = toldDoors(world, ada)
  world.relayNetwork.forgetCrossings()
  world.network.forgetCrossings()

  const { account } = await ada.api.addEcho({ greeting: GREETING })
  const { id } = await ada.api.send({ chat: account, text: 'between us' })
  await world.time.pass(WRITTEN_MS)
  const kinds = new Set([...world.relayNetwork.crossings, ...world.network.crossings].map(({ what }) => what))
  assert.equal(
    [...kinds].filter(kind => !REGULAR.has(kind)),
    []
  )
  assert.equal([(await ada.api.peers()).length, (await ada.api.status()).links], [paths, links])
  const { state, because } = await ada.api.why({ message: id })
  assert.is(state, 'read')
  assert.equal(
    because.map(({ code }) => code),
    ['written', 'lives-here', 'delivered', 'read']
  )

  // Whatever makes all be told anew.
  await ada.api.rename({ name: 'Ada' })
  await world.time.pass(WRITTEN_MS)
  // Of itself and of its other device alone.
  assert.is(doors.length, 1)
  assert.equal(toldDoors(world, ada), doors)
  const { index } = await readFetchedAccount(primitives, ada.phrase, await world.fetch(ada.phrase, relay))
  assert.equal([index?.name, index?.contacts, index?.conversations], ['Ada', [], []])
  const tablet = await world.person('tablet', { linkedBy: ada })
  await world.time.pass(WRITTEN_MS)
  for (const device of [phone, tablet]) assert.equal([await device.api.contacts(), await device.api.chats()], [[], []])
  const backup: Uint8Array[] = []
  for await (const { bytes } of ada.api.exportBackup({ passphrase: 'walnut' })) backup.push(bytes)
  const bob = await world.person('bob')
  const imported = await bob.api.importBackup({ passphrase: 'walnut', chunks: chunksOf(backup) })
  assert.equal([imported.contacts, imported.messages], [0, 0])
  assert.is(await codeOf(ada.api.createGroup({ name: 'Orchard', contacts: [account] })), 'ERR_NOT_ALLOWED')
  const group = await ada.api.createGroup({ name: 'Orchard' })
  assert.is(await codeOf(ada.api.addMember({ chat: group.id, contact: account })), 'ERR_NOT_ALLOWED')
  assert.is.not(account, echo.account)
})

echoing('says an answer under the same name again where it could not call the question read', async () => {
  const store = await createSealedProfile().open()
  const chat = createFakeChat()
  const { id } = chat.hear('bob', 'hello')
  const names: (string | undefined)[] = []
  for (let run = 0; run < 2; run++) {
    let stop: AsyncStop | undefined
    await new Promise<void>(answered => {
      const api: ChatApi = {
        ...chat,
        async send(args) {
          names.push(args.once)
          return chat.send(args)
        },
        async markRead() {
          answered()
          throw new ChatError('ERR_STORE', 'the disk is full')
        }
      }
      stop = createEchoing(api, store).start()
    })
    await stop?.()
  }
  assert.equal(names, [`echo ${id}`, `echo ${id}`])
  await store.close()
})

/** Invites and doors that a relay was told of by them the last time. */
function toldDoors({ relayNetwork }: World, { device }: SimPerson): readonly string[] {
  const told = relayNetwork.crossings.findLast(({ what, from }) => what === 'invites' && from === device.id)
  return RelayInvites.decode(told?.bytes ?? new Uint8Array()).invites.map(({ tokenHash }) => toHex(tokenHash))
}

async function* chunksOf(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}

echoing.run()
