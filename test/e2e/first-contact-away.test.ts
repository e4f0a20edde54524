import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeliveryState } from '../../node/api/message.js'
import { wholeHistory } from './acquaint.js'
import { scene, type Stage } from './harness.js'
import type { Person } from './person.js'
import type { RelayProcess } from './relay-process.js'

const test = suite('first contact of two who are never there at once')

interface Cast {
  readonly relay: RelayProcess
  /** Made the invite. */
  readonly ada: Person
  readonly bob: Person
  readonly invite: string
}

/** Ada has made an invite and is gone; Bob has not come yet. */
async function cast(stage: Stage): Promise<Cast> {
  const relay = await stage.relay()
  const bob = await stage.person('Bob')
  await bob.stop()
  const ada = await stage.person('Ada')
  await ada.run('relay', 'add', relay.address)
  const invite = (await ada.run('invite', '--json')).trim()
  const { uri } = JSON.parse(invite) as { uri: string }
  await ada.stop()
  return { relay, ada, bob, invite: uri }
}

const textsOf = async ({ api }: Person, chat: string): Promise<readonly string[]> => (await wholeHistory(api, chat)).map(({ text }) => text)

async function statesOf({ api }: Person, chat: string): Promise<readonly (DeliveryState | undefined)[]> {
  return (await wholeHistory(api, chat)).map(({ state }) => state)
}

async function standings({ api }: Person): Promise<readonly string[]> {
  return (await api.contacts()).map(({ name, state }) => `${name} ${state}`)
}

async function accepted(person: Person, name: string): Promise<void> {
  await person.events.next('contact:changed', ({ contact }) => contact.name === name && contact.state === 'accepted')
}

async function told(person: Person, message: string, state: DeliveryState): Promise<void> {
  await person.events.next('message:state', event => event.message === message && event.state === state)
}

/** Sends it and goes, once a relay keeps it. */
async function leave(person: Person, chat: string, text: string): Promise<string> {
  const { id } = await person.api.send({ chat, text })
  await told(person, id, 'stored')
  await person.stop()
  return id
}

/** Comes, and has what was left. */
async function find(person: Person, text: string): Promise<void> {
  await person.start()
  await person.events.next('message:received', ({ message }) => message.text === text)
}

/** Bob uses the invite and goes; Ada finds the request and accepts it. She is still there. */
async function request({ relay, ada, bob, invite }: Cast): Promise<string> {
  await bob.start()
  await bob.api.add({ invite, message: 'hello from Bob' })
  const [{ id: chat } = { id: '' }] = await bob.api.chats()
  const [first] = await wholeHistory(bob.api, chat)
  await told(bob, first?.id ?? '', 'stored')
  const { because } = await bob.api.why({ message: first?.id ?? '' })
  assert.ok(
    because.some(({ what }) => what === `stored on relay ${relay.id}`),
    JSON.stringify(because)
  )
  assert.equal(await standings(bob), ['Ada invited'])
  await bob.stop()

  await find(ada, 'hello from Bob')
  assert.equal(await standings(ada), ['Bob request'])
  await ada.api.accept({ contact: 'Bob' })
  return chat
}

scene(test, 'who was asked answers, and it goes back and forth', async stage => {
  const all = await cast(stage)
  const { ada, bob } = all
  const chat = await request(all)
  const answer = await leave(ada, chat, 'welcome')

  await find(bob, 'welcome')
  await accepted(bob, 'Ada')
  assert.equal(await textsOf(bob, chat), ['hello from Bob', 'welcome'])
  const thanks = await leave(bob, chat, 'thank you')

  await find(ada, 'thank you')
  assert.equal(await textsOf(ada, chat), ['hello from Bob', 'welcome', 'thank you'])
  assert.equal(await standings(ada), ['Bob accepted'])
  assert.equal((await ada.api.history({ chat })).gaps, [])
  // What each has of the other's is told when they have a moment; by now nothing else is missing.
  await bob.start()
  await told(ada, answer, 'delivered')
  await told(bob, thanks, 'delivered')
  assert.equal(await statesOf(bob, chat), ['delivered', undefined, 'delivered'])
})

scene(
  test,
  'who asked writes on before there is an answer; whoever was asked goes without a word, and is written to as accepted',
  async stage => {
    const all = await cast(stage)
    const { ada, bob } = all
    const chat = await request(all)
    await ada.stop()

    await bob.start()
    const second = await leave(bob, chat, 'are you there?')
    await find(ada, 'are you there?')
    await leave(ada, chat, 'I am')
    await find(bob, 'I am')
    assert.equal(await textsOf(bob, chat), ['hello from Bob', 'are you there?', 'I am'])
    await accepted(bob, 'Ada')
    await ada.start()
    await told(bob, second, 'delivered')
  }
)

scene(test, 'both use the other’s invite, each while the other is away: it is one conversation', async stage => {
  const relays = [await stage.relay(), await stage.relay()]
  const people: Person[] = []
  const invites: string[] = []
  for (const [i, name] of ['Ada', 'Bob'].entries()) {
    const person = await stage.person(name)
    await person.run('relay', 'add', relays[i]?.address ?? '')
    invites.push((await person.api.createInvite({})).uri)
    people.push(person)
    await person.stop()
  }
  const [ada, bob] = people as [Person, Person]
  await bob.start()
  await bob.api.add({ invite: invites[0] ?? '', message: 'from Bob' })
  const [{ id: chat } = { id: '' }] = await bob.api.chats()
  await told(bob, (await wholeHistory(bob.api, chat))[0]?.id ?? '', 'stored')
  await bob.stop()
  // Her own relay is out of reach: of what Bob left there she knows nothing.
  await relays[0]?.stop()
  await ada.start()
  await ada.api.add({ invite: invites[1] ?? '', message: 'from Ada' })
  await told(ada, (await wholeHistory(ada.api, chat))[0]?.id ?? '', 'stored')
  await ada.stop()
  await relays[0]?.start()

  await find(bob, 'from Ada')
  await accepted(bob, 'Ada')
  await bob.stop()
  await find(ada, 'from Bob')
  await leave(ada, chat, 'at last')
  await find(bob, 'at last')
  assert.equal((await textsOf(bob, chat)).toSorted(), ['at last', 'from Ada', 'from Bob'])
  await leave(bob, chat, 'indeed')
  await find(ada, 'indeed')
  assert.equal((await textsOf(ada, chat)).toSorted(), ['at last', 'from Ada', 'from Bob', 'indeed'])
  assert.is((await ada.api.chats()).length, 1)
})

test.run()
