import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Message } from '../../node/api/message.js'
import type { MessageId } from '../../node/base/ids.js'
import { wholeHistory } from '../e2e/acquaint.js'
import { gather, untilNothingIsMissing } from '../e2e/crowd.js'
import { tabScene } from './tab-scene.js'
import { goesDirect, selectedCandidates } from './tab-paths.js'
import {
  accept,
  add,
  apiIn,
  arrives,
  befriend,
  delivered,
  inviteOf,
  openTab,
  say,
  tabPerson,
  textsIn,
  until,
  withoutFault,
  type TabPerson
} from './tab-person.js'

const BETWEEN_MACHINES = new Set(['host', 'srflx', 'prflx'])

/** Of a multiaddr that begins with an IPv4 address and a port. */
const hostOf = (address: string): string => address.split('/').slice(2, 5).toSpliced(1, 1).join(':')

const tabs = suite('tabs as peers')

tabScene(tabs, 'meet by an invite, talk from browser to browser, and go on with the relay gone', async stage => {
  const relay = await stage.webSocketRelay()
  const ada = await tabPerson(stage, 'Ada', [relay.address])
  const bob = await tabPerson(stage, 'Bob', [relay.address])
  await add(bob, await inviteOf(ada), 'hello Ada')
  await accept(ada, 'Bob')
  await arrives(ada.page, 'Bob', 'hello Ada')
  await say(ada.page, 'Bob', 'hello Bob')
  await arrives(bob.page, 'Ada', 'hello Bob')
  for (const { page } of [ada, bob]) {
    await goesDirect(page)
    const kinds = await selectedCandidates(page)
    assert.ok(kinds.length >= 2 && kinds.every(kind => BETWEEN_MACHINES.has(kind)), kinds.join(', '))
  }
  await relay.kill()
  await say(ada.page, 'Bob', 'still here?')
  await arrives(bob.page, 'Ada', 'still here?')
  await say(bob.page, 'Ada', 'still here.')
  await delivered(bob.page, 'Ada', 'still here.')
  assert.equal(await textsIn(ada.page, 'Bob'), ['hello Ada', 'hello Bob', 'still here?', 'still here.'])
  await until(ada.page, 'the relay to be missed', async () => (await parley.tab.api.relays()).every(({ up }) => !up), null)
  await relay.start()
  for (const { page } of [ada, bob])
    await until(page, 'the relay again', async () => (await parley.tab.api.relays()).every(({ up }) => up), null)
  await withoutFault(ada, bob)
  const asked = new Set([...ada.requests, ...bob.requests].map(url => new URL(url).host))
  assert.equal([...asked].toSorted(), [new URL(stage.origin).host, hostOf(relay.address)].toSorted(), 'nobody else was asked for anything')
})

tabScene(tabs, 'enter the directory, which is loaded later than all else', async stage => {
  const relay = await stage.webSocketRelay()
  const ada = await tabPerson(stage, 'Ada', [relay.address])
  await until(
    ada.page,
    'the directory to be entered',
    async () =>
      (await parley.tab.api.netcheck()).some(({ name, detail }) => name === 'directory' && /\b1 node known\b|\bof 1\b/.test(detail)),
    null,
    async () => JSON.stringify(await ada.page.evaluate(() => parley.tab.api.netcheck()))
  )
  await withoutFault(ada)
})

const SAID_BEFORE = '我今天去北京，Café'

tabScene(tabs, 'keep their history over a reload, hear then what was said meanwhile, and find all of it by its words', async stage => {
  const relay = await stage.webSocketRelay()
  const ada = await tabPerson(stage, 'Ada', [relay.address])
  const bob = await tabPerson(stage, 'Bob', [relay.address])
  await befriend(bob, ada)
  await say(ada.page, 'Bob', SAID_BEFORE)
  await arrives(bob.page, 'Ada', SAID_BEFORE)
  await delivered(ada.page, 'Bob', SAID_BEFORE)
  await bob.page.close()
  await say(ada.page, 'Bob', 'while you were away')
  await until(
    ada.page,
    'a relay to have it',
    async () => (await parley.tab.api.history({ chat: 'Bob' })).messages.at(-1)?.state === 'stored',
    null
  )
  // With her gone, too, the relay alone has it.
  await ada.page.close()
  const reopened = await bob.context.newPage()
  await openTab(reopened, stage.origin, 'open')
  assert.ok((await textsIn(reopened, 'Ada')).includes(SAID_BEFORE))
  await arrives(reopened, 'Ada', 'while you were away')
  const back = await ada.another()
  await delivered(back, 'Bob', 'while you were away')
  await openTab(reopened, stage.origin, 'open')
  assert.equal((await textsIn(reopened, 'Ada')).slice(-2), [SAID_BEFORE, 'while you were away'])
  const found = await reopened.evaluate(
    async texts => {
      const all = await Promise.all(texts.map(text => parley.tab.api.search({ text })))
      return all.map(({ hits }) => hits.map(({ excerpt }) => excerpt))
    },
    ['AWAY whi', '北京 cafe', 'nobody']
  )
  assert.equal(found, [['while you were away'], [SAID_BEFORE], []])
  await withoutFault({ ...ada, page: back })
})

tabScene(tabs, 'talk with a node on the command line, directly', async stage => {
  const relay = await stage.webSocketRelay()
  const cleo = await stage.person('Cleo')
  await cleo.api.addRelay({ address: relay.address })
  const ada = await tabPerson(stage, 'Ada', [relay.address])
  await cleo.api.add({ invite: await inviteOf(ada), message: 'hello from a terminal' })
  await accept(ada, 'Cleo')
  await arrives(ada.page, 'Cleo', 'hello from a terminal')
  await say(ada.page, 'Cleo', 'hello from a browser')
  await delivered(ada.page, 'Cleo', 'hello from a browser')
  await cleo.events.next('message:received', ({ message }) => message.text === 'hello from a browser')
  await goesDirect(ada.page)
  await withoutFault(ada)
})

const inTab = ({ name, page }: TabPerson) => ({ name, api: apiIn(page) })

/** A message as everybody is to see it. */
const told = ({ text, editedAtMs, deleted, reactions = [] }: Message): string =>
  [
    ...(deleted === true ? ['(deleted)'] : [text]),
    ...(editedAtMs === undefined ? [] : ['(edited)']),
    ...reactions.map(({ emoji, count }) => `${emoji} ${count}`)
  ].join(' ')

tabScene(tabs, 'are five in a group with nodes on the command line: all hear each other once, and see what is done to it', async stage => {
  const relay = await stage.webSocketRelay()
  const [dan, eve] = [await stage.person('Dan'), await stage.person('Eve')]
  const ada = await tabPerson(stage, 'Ada', [relay.address])
  const bob = await tabPerson(stage, 'Bob', [relay.address])
  const cleo = await tabPerson(stage, 'Cleo', [relay.address])
  for (const guest of [bob, cleo]) await befriend(guest, ada)
  const invite = await inviteOf(ada)
  for (const { name, api } of [dan, eve]) {
    await api.addRelay({ address: relay.address })
    await api.add({ invite })
    await accept(ada, name)
  }
  const [atAda, atBob, atCleo] = [inTab(ada), inTab(bob), inTab(cleo)]
  const five = [atAda, atBob, atCleo, dan, eve]
  const chat = await gather(atAda, 'five', five.slice(1))
  const allSee = (expected: readonly string[]): Promise<number> =>
    untilNothingIsMissing(async () => {
      const seen = await Promise.all(
        five.map(async ({ name, api }) => ({ name, saw: (await wholeHistory(api, chat)).map(told).toSorted() }))
      )
      return seen.filter(({ saw }) => saw.join('\n') !== expected.join('\n')).map(({ name, saw }) => `${name} sees ${saw.join(', ')}`)
    })

  const greet = async ({ name, api }: typeof atAda): Promise<MessageId> => (await api.send({ chat, text: `${name} is here` })).id
  const [adas, , cleos, dans, eves] = await Promise.all([greet(atAda), greet(atBob), greet(atCleo), greet(dan), greet(eve)])
  await allSee(['Ada is here', 'Bob is here', 'Cleo is here', 'Dan is here', 'Eve is here'])
  await atAda.api.edit({ message: adas, text: 'Ada was here' })
  await dan.api.edit({ message: dans, text: 'Dan was here' })
  for (const message of [adas, dans]) for (const { api } of [atBob, eve]) await api.react({ message, emoji: '👋' })
  await atCleo.api.deleteMessage({ message: cleos })
  await eve.api.deleteMessage({ message: eves })
  await allSee(['(deleted)', '(deleted)', 'Ada was here (edited) 👋 2', 'Bob is here', 'Dan was here (edited) 👋 2'])
  await withoutFault(ada, bob, cleo)
})

tabs.run()
