import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { RESERVED_GENERATIONS } from '../../node/conversation/sealing.js'
import { encryptions } from './ledger.js'
import type { ProbedPerson } from './probed-person.js'
import { acquaint, until, type TwoPeople, type Writer } from './two-people.js'

const MESSAGES = 40

const away = suite('somebody who is away for a while')
let two: TwoPeople

away.before(async () => {
  two = await acquaint()
})
away.after(async () => {
  await two.close()
})

const movesTo = { samePort: (port: number) => ({ port }), otherPort: () => ({}) } as const

async function stateOf(writer: Writer, text: string): Promise<string | undefined> {
  return (await writer.person.history()).find(message => message.text === text)?.state
}

/** Says so many things to somebody who is not there; each is queued, and says what it waits for. */
async function leaveWord(writer: Writer, absent: string): Promise<readonly string[]> {
  const from = writer.ledger.sent.length
  await writer.sayMany(MESSAGES, 8)
  const said = writer.ledger.sent.slice(from)
  assert.ok(said.every(({ outcome }) => outcome === 'resolved'))
  const waiting = (await writer.person.history()).slice(-MESSAGES)
  for (const { id, state } of waiting) {
    assert.is(state, 'queued')
    const { because } = await writer.person.api.why({ message: id })
    assert.match(because.at(-1)?.what ?? '', new RegExp(`^waits for ${absent}’s device [\\w-]+: not reachable now$`))
  }
  return said.map(({ text }) => text)
}

/** Nobody is asked for anything: the node tells it by itself. */
async function isTold({ person }: Writer, count: number, since: number): Promise<void> {
  const delivered = (): number => {
    const states = person.seen
      .slice(since)
      .flatMap(event => (event.type === 'message:state' && event.state === 'delivered' ? [event.message] : []))
    return new Set(states).size
  }
  await until(async () => delivered() === count, [person], `${count} messages of ${person.name} to be delivered`)
}

for (const [title, move] of [
  ['another port', movesTo.otherPort],
  ['the same port', movesTo.samePort]
] as const) {
  for (const [leaver, stayer] of [
    ['bob', 'ada'],
    ['ada', 'bob']
  ] as const) {
    away(`${leaver} leaves and comes back on ${title}: what waited for them is delivered by itself`, async () => {
      const { port } = two[leaver].person
      await two[leaver].person.stop()
      await leaveWord(two[stayer], two[leaver].person.name)
      const since = two[stayer].person.seen.length
      await two[leaver].person.start(move(port))
      await isTold(two[stayer], MESSAGES, since)
      await two.calm()
      assert.equal(await two.findings(), [])
    })
  }
}

/** Both have things to say, both leave, one after the other: what each of them starts with is what is on disk. */
async function bothLeave(): Promise<{ readonly ada: number; readonly bob: number }> {
  const ports = { ada: two.ada.person.port, bob: two.bob.person.port }
  await two.bob.person.kill()
  await leaveWord(two.ada, 'Bob')
  await two.ada.person.kill()
  return ports
}

async function drain(...people: readonly ProbedPerson[]): Promise<void> {
  const isEmpty = async (): Promise<boolean> =>
    (await Promise.all(people.map(person => person.api.status()))).every(({ queued }) => queued === 0)
  await until(isEmpty, people, 'the queues to be empty')
  await two.calm()
  assert.equal(await two.findings(), [])
}

for (const [stays, moves] of [
  ['ada', 'bob'],
  ['bob', 'ada']
] as const) {
  away(`both leave, ${moves} comes back elsewhere: ${stays}, who did not move, is found`, async () => {
    const ports = await bothLeave()
    await two[stays].person.start({ port: ports[stays] })
    await two[moves].person.start()
    await drain(two.ada.person, two.bob.person)
  })
}

away('a node that closes in good order skips no ratchet key, one that is killed skips the rest of its reservation', async () => {
  const { person } = two.ada
  const generations = async (): Promise<number[]> => (await encryptions(person.sideFile)).map(line => Number(line.split(' ')[2]))
  for (let start = 0; start < 3; start++) {
    await person.stop()
    await person.start()
    await two.ada.say()
  }
  const [first = 0, ...others] = (await generations()).slice(-3)
  assert.equal(others, [first + 1, first + 2])
  await person.kill()
  await person.start()
  await two.ada.say()
  const last = (await generations()).at(-1) ?? 0
  assert.ok(last > first + 3 && last <= first + 3 + RESERVED_GENERATIONS, `${first + 2}, then ${last}`)
  await two.calm()
})

away('both come back elsewhere and nobody knows where: what waits says so, and is delivered once one is back where they were', async () => {
  const ports = await bothLeave()
  await two.ada.person.start()
  await two.bob.person.start()
  const [last] = two.ada.ledger.sent.slice(-1)
  assert.is(await stateOf(two.ada, last?.text ?? ''), 'queued')
  await two.ada.person.stop()
  await two.ada.person.start({ port: ports.ada })
  await drain(two.ada.person, two.bob.person)
})

away.run()
