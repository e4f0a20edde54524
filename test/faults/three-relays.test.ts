import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { acquaint, wholeHistory } from '../e2e/acquaint.js'
import { within } from '../e2e/deadline.js'
import { scene } from '../e2e/harness.js'
import type { Person } from '../e2e/person.js'
import { relayOn, said } from '../relay/relay-process.js'

const DEADLINE_MS = 30_000
const LYING = fileURLToPath(new URL('lying-relay.js', import.meta.url))
const test = suite('three relays: one lies, one dies, one is put back to an old backup')

interface Liar {
  readonly address: string
  /** What the honest relay answered to proofs that were given to this one. */
  readonly outcomes: readonly string[]
  kill(): Promise<void>
}

async function startLiar(folder: string, victim: { id: string; address: string }): Promise<Liar> {
  const child: ChildProcess = fork(LYING, [folder, victim.id, victim.address.replace(/\/p2p\/.*$/, '')])
  const outcomes: string[] = []
  const first = once(child, 'message') as Promise<[{ address: string }]>
  child.on('message', (told: { outcomes?: readonly string[] }) => outcomes.push(...(told.outcomes ?? [])))
  const [{ address }] = await within(DEADLINE_MS, 'the lying relay', first)
  return {
    address,
    outcomes,
    async kill() {
      const closed = once(child, 'exit')
      child.kill('SIGKILL')
      await closed
    }
  }
}

/** Sends these, each once the one before is stored: so many appends, one after another. */
async function leave({ api, events }: Person, chat: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const { id } = await api.send({ chat, text })
    await events.next('message:state', ({ message, state }) => message === id && (state === 'stored' || state === 'delivered'))
  }
}

async function textsOf({ api }: Person, chat: string): Promise<string[]> {
  return (await wholeHistory(api, chat)).map(({ text }) => text)
}

async function hasAll(person: Person, chat: string, texts: readonly string[]): Promise<void> {
  const missing = async (): Promise<string[]> => {
    const had = new Set(await textsOf(person, chat))
    return texts.filter(text => !had.has(text))
  }
  for (let left = await missing(); left.length > 0; left = await missing()) {
    const wanted = new Set(left)
    await person.events.next('message:received', ({ message }) => wanted.has(message.text))
  }
}

scene(test, 'nothing is lost, nothing comes twice, gaps are seen meanwhile, and a forwarded nonce opens nothing', async stage => {
  const [dying, restored] = [await stage.relay(), await stage.relay()]
  const liar = await startLiar(await stage.folder(), restored)
  try {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')]
    await ada.run('relay', 'add', dying.address)
    await bob.run('relay', 'add', liar.address)
    await bob.run('relay', 'add', restored.address)
    const { uri } = await ada.api.createInvite({})
    const { chat } = await acquaint(ada, bob, uri, 'Hello')
    const backup = join(await stage.folder(), 'old')
    await said(relayOn(restored.folder).run(['backup', backup, '--json']))

    await ada.stop()
    const before = Array.from({ length: 6 }, (_, i) => `with three ${i}`)
    const after = Array.from({ length: 7 }, (_, i) => `with two ${i}`)
    await leave(bob, chat, before)
    await dying.kill()
    await leave(bob, chat, after)
    await bob.stop()
    await restored.stop()
    await rm(restored.folder, { recursive: true })
    await cp(backup, restored.folder, { recursive: true })
    await restored.start()

    // Of what was left only the liar has something, and not all.
    await ada.start()
    await ada.events.next('gap:changed')
    const { gaps } = await ada.api.history({ chat })
    const some = await textsOf(ada, chat)
    assert.ok(gaps.length > 0 && some.length < 1 + before.length + after.length, `${gaps.length} gaps, ${some.length} messages`)

    await bob.start()
    await hasAll(ada, chat, [...before, ...after])
    assert.equal((await ada.api.history({ chat })).gaps, [])
    await bob.stop()
    const answers = Array.from({ length: 6 }, (_, i) => `answer ${i}`)
    await leave(ada, chat, answers)
    await ada.stop()
    await bob.start()
    await hasAll(bob, chat, answers)
    await ada.start()
    await hasAll(bob, chat, answers)

    for (const person of [ada, bob]) {
      assert.equal((await textsOf(person, chat)).toSorted(), ['Hello', ...before, ...after, ...answers].toSorted(), person.name)
      const told = person.events.seen.flatMap(event => (event.type === 'message:received' ? [event.message.id] : []))
      assert.is(new Set(told).size, told.length, `${person.name} was told of a message twice`)
    }
    assert.ok(liar.outcomes.length > 0, 'proofs were brought to the honest relay')
    assert.equal([...new Set(liar.outcomes)], ['ERR_SIGNATURE'])
  } finally {
    await liar.kill()
  }
})

test.run()
