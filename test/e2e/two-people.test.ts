import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeliveryState } from '../../node/api/message.js'
import { acquaint, historyHash, wholeHistory } from './acquaint.js'
import { createCanary, searchBytes, searchFiles, type Leak } from './canary.js'
import { scene } from './harness.js'
import type { Person } from './person.js'
import { inviteThroughTap } from './tapped.js'
import type { Tap } from './tap.js'

const test = suite('two people')

async function send(from: Person, chat: string, text: string, until: DeliveryState): Promise<void> {
  const { id } = await from.api.send({ chat, text })
  await from.events.next('message:state', ({ message, state }) => message === id && state === until)
}

scene(test, 'who never met become contacts by an invite, and talk', async stage => {
  const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')]
  const { uri } = await ada.api.createInvite({})
  const { chat, ada: adasAccount, bob: bobsAccount } = await acquaint(ada, bob, uri, 'Hello, I am Bob')
  for (let turn = 1; turn <= 5; turn++) {
    await send(ada, bobsAccount, `Ada says ${turn}`, 'delivered')
    await send(bob, adasAccount, `Bob says ${turn}`, 'delivered')
  }
  const texts = (await wholeHistory(ada.api, chat)).map(({ text }) => text)
  assert.equal(texts, ['Hello, I am Bob', ...[1, 2, 3, 4, 5].flatMap(turn => [`Ada says ${turn}`, `Bob says ${turn}`])])
  assert.is(await historyHash(bob.api, chat), await historyHash(ada.api, chat))
  assert.is((await ada.api.safetyNumber({ contact: bobsAccount })).number, (await bob.api.safetyNumber({ contact: adasAccount })).number)
})

scene(test, 'no receipt of any kind goes to a stranger before the request is accepted', async stage => {
  const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')]
  const { uri } = await ada.api.createInvite({})
  await bob.api.add({ invite: uri, message: 'Let me in' })
  const { message } = await ada.events.next('message:received')
  // A round trip after Ada has it on her disk: a receipt would be here by now.
  await bob.api.ping({ contact: (await ada.api.identity()).account })
  assert.is((await bob.api.why({ message: message.id })).state, 'queued')
  await ada.api.accept({ contact: message.sender })
  await bob.events.next('message:state', event => event.message === message.id && event.state === 'delivered')
})

scene(test, '`delivered` is shown only after the other side has it on its disk', async stage => {
  const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')]
  const { uri } = await ada.api.createInvite({})
  const { chat } = await acquaint(ada, bob, uri, 'Hello')
  for (let turn = 1; turn <= 5; turn++) {
    await send(bob, chat, `survives ${turn}`, 'delivered')
    await ada.kill()
    await ada.start()
    assert.is((await wholeHistory(ada.api, chat)).at(-1)?.text, `survives ${turn}`)
  }
  assert.is(await historyHash(ada.api, chat), await historyHash(bob.api, chat))
})

scene(test, '`read` is shown only after the other side has that on its disk', async stage => {
  const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')]
  const { uri } = await ada.api.createInvite({})
  const { chat } = await acquaint(ada, bob, uri, 'Hello')
  const { id } = await bob.api.send({ chat, text: 'Read me' })
  await ada.events.next('message:received', ({ message }) => message.id === id)
  assert.ok(((await ada.api.chats())[0]?.unread ?? 0) > 0)
  await ada.api.markRead({ chat, message: id })
  await bob.events.next('message:state', ({ message, state }) => message === id && state === 'read')
  await ada.kill()
  await ada.start()
  assert.is((await ada.api.chats())[0]?.unread, 0)
})

scene(test, 'what is written while the other is away arrives by itself when they are back on another port', async stage => {
  const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')]
  const { uri } = await ada.api.createInvite({})
  const { chat } = await acquaint(ada, bob, uri, 'Hello')
  await ada.stop()
  const texts = Array.from({ length: 50 }, (_, index) => `while away ${index}`)
  const sent = await Promise.all(texts.map(text => bob.api.send({ chat, text })))
  assert.ok(sent.every(({ state }) => state === 'queued'))
  await ada.start()
  const last = sent.at(-1)
  await bob.events.next('message:state', ({ message, state }) => message === last?.id && state === 'delivered')
  assert.equal((await wholeHistory(ada.api, chat)).map(({ text }) => text).slice(1), texts)
  assert.is(await historyHash(ada.api, chat), await historyHash(bob.api, chat))
})

async function searchEverywhere(canary: string, people: readonly Person[], tap: Tap): Promise<{ leaks: Leak[]; bytes: number }> {
  const searches = [
    await searchFiles(
      canary,
      people.map(({ profile }) => profile)
    ),
    ...tap.captures().map((capture, index) => searchBytes(canary, capture, `capture ${index}`)),
    ...people.map(person => searchBytes(canary, Buffer.from(person.output()), `the output of ${person.name}`))
  ]
  return { leaks: searches.flatMap(({ leaks }) => leaks), bytes: searches.reduce((sum, { bytes }) => sum + bytes, 0) }
}

scene(test, 'nothing they say or are called stands readable on the wire, on a disk or in a log', async stage => {
  const [said, called] = [createCanary(), createCanary()]
  const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')]
  await bob.api.rename({ name: called })
  const { invite, tap } = await inviteThroughTap(ada, { capture: true })
  try {
    const { chat } = await acquaint(ada, bob, invite.uri, `hello ${said}`)
    for (let turn = 0; turn < 20; turn++) {
      await send(ada, chat, `${said} ${turn}`, 'delivered')
      await send(bob, chat, `${turn} ${said}`, 'delivered')
    }
    await Promise.all([ada.stop(), bob.stop()])
    const planted = join(bob.profile, 'planted')
    for (const canary of [said, called]) {
      await writeFile(planted, `x${Buffer.from(`?${canary}!`).toString('base64')}x`)
      const { leaks } = await searchEverywhere(canary, [ada, bob], tap)
      assert.equal(leaks, [
        { where: planted, spelling: 'base64 of utf-8' },
        { where: planted, spelling: 'base64url of utf-8' }
      ])
      await rm(planted)
      const clean = await searchEverywhere(canary, [ada, bob], tap)
      assert.equal(clean.leaks, [])
      assert.ok(clean.bytes > 10_000, `searched ${clean.bytes} bytes`)
    }
    assert.ok(tap.bytes() > 40 * said.length, 'what they said went through the tap')
  } finally {
    await tap.close()
  }
})

test.run()
