import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isChatError } from '../../node/base/errors.js'
import { befriend, strangers, until, type TwoPeople, type Writer } from './two-people.js'

const DAY_MS = 24 * 60 * 60 * 1_000
const ROUNDS = 4

const clocks = suite('a clock that is wrong')
let two: TwoPeople | undefined

clocks.after.each(async () => {
  await two?.close()
})

/** One says something only once the other's answer is there: their order is a fact. @returns the texts in that order */
async function takeTurns(one: Writer, other: Writer): Promise<readonly string[]> {
  const texts: string[] = []
  for (let turn = 0; turn < 2 * ROUNDS; turn++) {
    const [speaker, listener] = turn % 2 === 0 ? [one, other] : [other, one]
    const { text } = await speaker.say()
    texts.push(text)
    const hasHeard = async (): Promise<boolean> =>
      listener.person.seen.some(event => event.type === 'message:received' && event.message.text === text)
    await until(hasHeard, [listener.person], `${text} to arrive`)
  }
  return texts
}

/** All that stands there so far is read, and its writer is told. */
async function read(reader: Writer, writer: Writer): Promise<void> {
  const newest = (await reader.person.history()).findLast(({ outgoing }) => !outgoing)
  assert.ok(newest)
  await reader.person.api.markRead({ chat: writer.person.name, message: newest.id })
  const isRead = async (): Promise<boolean> => (await writer.person.history()).every(({ outgoing, state }) => !outgoing || state === 'read')
  await until(isRead, [writer.person], `${writer.person.name} to be told that it was read`)
}

for (const who of ['ada', 'bob'] as const) {
  for (const [title, offsetMs] of [
    ['ahead', DAY_MS],
    ['behind', -DAY_MS]
  ] as const) {
    clocks(`${who}'s is a day ${title}, then right, then a day off the other way: order, states and receipts hold`, async () => {
      two = await strangers({ [who]: { clockOffsetMs: offsetMs } })
      await befriend(two)
      const { ada, bob } = two
      const told: string[] = []
      for (const clockOffsetMs of [offsetMs, 0, -offsetMs]) {
        await two[who].person.order({ clockOffsetMs })
        told.push(...(await takeTurns(ada, bob)), ...(await takeTurns(bob, ada)))
        await Promise.all([read(ada, bob), read(bob, ada)])
      }
      assert.equal(
        (await ada.person.history()).map(({ text }) => text),
        told
      )
      await Promise.all([ada.sayMany(50, 5), bob.sayMany(50, 5)])
      await two.calm()
      assert.equal(await two.findings(), [])
    })
  }
}

clocks('one that jumps back a day while the other side is away keeps nothing waiting', async () => {
  two = await strangers()
  await befriend(two)
  await two.bob.person.stop()
  await two.ada.sayMany(5, 1)
  await two.ada.person.order({ clockOffsetMs: -DAY_MS })
  await two.bob.person.start({ clockOffsetMs: DAY_MS })
  await Promise.all([two.ada.sayMany(5, 1), two.bob.sayMany(5, 1)])
  await two.calm()
  assert.equal(await two.findings(), [])
})

clocks('somebody who moved is found where they are now, although a clock was set back a day since they became acquainted', async () => {
  two = await strangers({ ada: { clockOffsetMs: DAY_MS } })
  await befriend(two)
  const { ada, bob } = two
  await ada.person.order({ clockOffsetMs: 0 })
  await bob.person.stop()
  const since = ada.person.seen.length
  await bob.person.start()
  const hasHeard = async (): Promise<boolean> => ada.person.seen.slice(since).some(({ type }) => type === 'contact:changed')
  await until(hasHeard, [ada.person], 'Ada to know where Bob is')
  await ada.person.stop()
  await ada.person.start()
  await Promise.all([ada.sayMany(5, 1), bob.sayMany(5, 1)])
  await two.calm()
})

clocks('an invite that is good for an hour is judged by the clock of who made it', async () => {
  two = await strangers({ bob: { clockOffsetMs: DAY_MS } })
  const { uri } = await two.ada.person.api.createInvite({ expiresInMs: 60 * 60 * 1_000 })
  assert.is((await two.bob.person.api.add({ invite: uri })).state, 'invited')
  await until(async () => (await two?.ada.person.api.contacts())?.[0]?.state === 'request', [two.ada.person], 'Ada to be asked')
})

clocks('two clocks three days apart make no contact; the person is told why, and it goes on once they agree', async () => {
  two = await strangers({ bob: { clockOffsetMs: -3 * DAY_MS } })
  const { ada, bob } = two
  const { uri } = await ada.person.api.createInvite({})
  const refused = await bob.person.api.add({ invite: uri }).catch((err: unknown) => err)
  assert.ok(isChatError(refused, 'ERR_EXPIRED'))
  assert.match(refused.message, /one of the two clocks is wrong/)
  assert.equal(await ada.person.api.contacts(), [])
  await bob.person.stop()
  await bob.person.start({ clockOffsetMs: 0 })
  await until(async () => (await ada.person.api.contacts())[0]?.state === 'request', [ada.person], 'Ada to be asked')
})

clocks.run()
