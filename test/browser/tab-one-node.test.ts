import type { Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { arrives, befriend, delivered, inState, openTab, say, tabPerson, textsIn, until } from './tab-person.js'
import { tabScene } from './tab-scene.js'

const oneNode = suite('the tabs of one browser')

/** What is asked of the node in this tab is done, and nobody hears that it is. */
const silence = (page: Page): Promise<void> =>
  page.evaluate(() => {
    BroadcastChannel.prototype.postMessage = () => undefined
  })

tabScene(oneNode, 'are one node: whichever runs it may be closed in the middle, and nothing is lost or said twice', async stage => {
  const relay = await stage.webSocketRelay()
  const ada = await tabPerson(stage, 'Ada', [relay.address])
  const bob = await tabPerson(stage, 'Bob', [relay.address])
  await befriend(bob, ada)
  const said: string[] = []
  let leader = ada.page
  for (const round of ['first', 'second', 'unanswered']) {
    const follower = await ada.another()
    const heard = follower.evaluate(async () => {
      for await (const event of parley.tab.api.events({}))
        if (event.type === 'events:lost' || (event.type === 'message:received' && event.message.text.startsWith('did you hear')))
          return event.type
      return 'the end'
    })
    const texts = Array.from({ length: 30 }, (_, i) => `${round} ${i}`)
    said.push(...texts)
    // Between what is durable and the answer there is the time to go.
    if (round === 'unanswered') await silence(leader)
    const waving = follower.evaluate(async () => (await parley.tab.api.sendSticker({ chat: 'Bob', sticker: 'wave' })).text)
    const sending = follower.evaluate(
      all => Promise.all(all.map(async text => (await parley.tab.api.send({ chat: 'Bob', text })).text)),
      texts
    )
    await until(
      leader,
      'some of it to be said',
      async begun => (await parley.tab.api.history({ chat: 'Bob' })).messages.filter(({ text }) => text.startsWith(begun)).length > 3,
      round
    )
    await leader.close()
    assert.equal(await sending, texts)
    said.push(await waving)
    assert.is(await follower.evaluate(async () => (await parley.tab.api.identity()).name), 'Ada')
    const question = `did you hear the ${round}?`
    await say(bob.page, 'Ada', question)
    said.push(question)
    await arrives(follower, 'Bob', question)
    assert.ok(['events:lost', 'message:received'].includes(await heard))
    leader = follower
  }
  await delivered(leader, 'Bob', 'unanswered 29')
  const atBob = await textsIn(bob.page, 'Ada')
  assert.equal(atBob.toSorted(), said.toSorted())
  assert.equal((await textsIn(leader, 'Bob')).toSorted(), said.toSorted())
})

tabScene(oneNode, 'find a profile that another one has just made', async stage => {
  const { page } = await stage.chromium.open()
  const second = await page.context().newPage()
  await openTab(page, stage.origin, 'new')
  await openTab(second, stage.origin, 'new')
  await page.evaluate(() => parley.tab.create({ name: 'Ada' }))
  await inState(second, 'open')
  assert.is(await second.evaluate(async () => (await parley.tab.api.identity()).name), 'Ada')
})

oneNode.run()
