import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { tabScene } from './tab-scene.js'
import { goesDirect, selectedCandidates } from './tab-paths.js'
import { accept, add, arrives, befriend, delivered, inviteOf, openTab, say, tabPerson, textsIn, until, withoutFault } from './tab-person.js'

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
  const reopened = await bob.context.newPage()
  await openTab(reopened, stage.origin, 'open')
  assert.ok((await textsIn(reopened, 'Ada')).includes(SAID_BEFORE))
  await arrives(reopened, 'Ada', 'while you were away')
  await delivered(ada.page, 'Bob', 'while you were away')
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
  await withoutFault(ada)
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

tabScene(tabs, 'are in groups with each other and with nodes on the command line', async stage => {
  const relay = await stage.webSocketRelay()
  const cleo = await stage.person('Cleo')
  await cleo.api.addRelay({ address: relay.address })
  const ada = await tabPerson(stage, 'Ada', [relay.address])
  const bob = await tabPerson(stage, 'Bob', [relay.address])
  await befriend(bob, ada)
  await cleo.api.add({ invite: await inviteOf(ada) })
  await accept(ada, 'Cleo')
  await ada.page.evaluate(() => parley.tab.api.createGroup({ name: 'three', contacts: ['Bob', 'Cleo'] }))
  await until(bob.page, 'the group', async () => (await parley.tab.api.chats()).some(({ title }) => title === 'three'), null)
  await cleo.events.next('chat:changed', ({ chat }) => chat.title === 'three')
  await say(ada.page, 'three', 'welcome')
  await arrives(bob.page, 'three', 'welcome')
  await cleo.events.next('message:received', ({ message }) => message.text === 'welcome')
  await cleo.api.send({ chat: 'three', text: 'from a terminal' })
  await say(bob.page, 'three', 'from a browser')
  for (const text of ['from a terminal', 'from a browser']) await arrives(ada.page, 'three', text)
  await arrives(bob.page, 'three', 'from a terminal')
  await withoutFault(ada, bob)
})

tabs.run()
