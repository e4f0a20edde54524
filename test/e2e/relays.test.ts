import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openRelayFolder } from '../../relay/relay-storage.js'
import { acquaint, historyHash, wholeHistory, type Acquainted } from './acquaint.js'
import { createCanary, searchBytes, searchFiles } from './canary.js'
import { scene, type Stage } from './harness.js'
import type { Person } from './person.js'
import type { RelayProcess } from './relay-process.js'

const test = suite('people who are never there at once')

interface Cast extends Acquainted {
  readonly people: { readonly ada: Person; readonly bob: Person }
  /** The first is Ada's, the others are Bob's. */
  readonly relays: readonly [RelayProcess, RelayProcess, RelayProcess]
}

/** Contacts, each with relays of their own that the other has heard of. */
async function cast(stage: Stage, canary = ''): Promise<Cast> {
  const relays = [await stage.relay(), await stage.relay(), await stage.relay()] as const
  const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')]
  await ada.run('relay', 'add', relays[0].address)
  for (const relay of relays.slice(1)) await bob.run('relay', 'add', relay.address)
  const { uri } = await ada.api.createInvite({})
  const acquainted = await acquaint(ada, bob, uri, `Hello ${canary}`)
  return { ...acquainted, people: { ada, bob }, relays }
}

/** Sends these, and resolves once each is stored. */
async function leave(from: Person, chat: string, texts: readonly string[]): Promise<string[]> {
  const sent = await Promise.all(texts.map(text => from.api.send({ chat, text })))
  for (const { id } of sent) await from.events.next('message:state', ({ message, state }) => message === id && state === 'stored')
  return sent.map(({ id }) => id)
}

async function envelopesIn(relay: RelayProcess): Promise<number> {
  const storage = await openRelayFolder(relay.folder)
  try {
    return storage.logs.totals().envelopes
  } finally {
    await storage.close()
  }
}

scene(test, 'the recipient is away, the sender goes, the recipient returns and has it; so it goes back and forth', async stage => {
  const canary = createCanary()
  const { people, relays, chat } = await cast(stage, canary)
  let [here, gone] = [people.bob, people.ada]
  await gone.stop()
  for (let turn = 0; turn < 4; turn++) {
    const texts = Array.from({ length: 10 }, (_, i) => `${here.name} ${turn}.${i} ${canary}`)
    const ids = await leave(here, chat, texts)
    const { because } = await here.api.why({ message: ids.at(-1) ?? '' })
    const named = relays.filter(({ id }) => because.some(({ what }) => what === `stored on relay ${id}`))
    assert.ok(named.length >= 2, JSON.stringify(because))
    await here.stop()
    await gone.start()
    await gone.events.next('message:received', ({ message }) => message.text === texts.at(-1))
    const had = (await wholeHistory(gone.api, chat)).map(({ text }) => text)
    assert.equal(had.slice(-10), texts)
    ;[here, gone] = [gone, here]
  }
  await gone.start()
  const [last] = (await wholeHistory(gone.api, chat)).slice(-1)
  await gone.events.next('message:state', ({ message, state }) => message === last?.id && state === 'delivered')
  assert.is(await historyHash(people.ada.api, chat), await historyHash(people.bob.api, chat))
  await Promise.all([people.ada.stop(), people.bob.stop()])
  for (const relay of relays) {
    await relay.stop()
    assert.ok((await envelopesIn(relay)) > 0, 'what it was said to keep is in its store')
    assert.equal((await searchFiles(canary, [relay.folder])).leaks, [])
    assert.equal(searchBytes(canary, Buffer.from(relay.output()), 'its output').leaks, [])
  }
})

scene(test, 'relays, sender and recipient are killed while messages are left and fetched: all arrive, once', async stage => {
  const { people, relays, chat } = await cast(stage)
  const { ada, bob } = people
  await ada.stop()
  const texts: string[] = []
  for (let round = 0; round < 4; round++) {
    const some = Array.from({ length: 20 }, (_, i) => `round ${round}.${i}`)
    const sending = Promise.allSettled(some.map(text => bob.api.send({ chat, text })))
    const victim = relays[round % 3]
    if (round % 2 === 0) await victim?.kill()
    const results = await sending
    texts.push(...some.filter((_, i) => results[i]?.status === 'fulfilled'))
    if (round % 2 === 1) {
      await bob.kill()
      await bob.start()
    }
    if (round % 2 === 0) await victim?.start()
  }
  const [last] = await leave(bob, chat, ['the last'])
  await bob.kill()
  await ada.start()
  await ada.events.next('message:received')
  await ada.kill()
  await ada.start()
  await bob.start()
  await bob.events.next('message:state', ({ message, state }) => message === last && state === 'delivered')
  const wanted = [...texts, 'the last'].toSorted()
  const had = async (): Promise<string[]> => (await wholeHistory(ada.api, chat)).map(({ text }) => text)
  while ((await had()).length < wanted.length + 1)
    await ada.events.next('message:received', ({ message }) => !wanted.includes(message.text))
  assert.equal((await had()).slice(1).toSorted(), wanted)
  assert.is(await historyHash(ada.api, chat), await historyHash(bob.api, chat))
})

test.run()
