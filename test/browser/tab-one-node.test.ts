import type { Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { arrives, befriend, delivered, say, tabPerson, textsIn, until } from './tab-person.js'
import { tabScene } from './tab-scene.js'

// On the page as it is shipped (tab-away) tabs find what one of them has made, and go on where the one that runs the node is closed. That a
// leader does what it is asked and never says so can't be had there: between what is durable and the answer lie microseconds.
const oneNode = suite('the tabs of one browser')

/** What is asked of the node in this tab is done, and nobody hears that it is. */
const silence = (page: Page): Promise<void> =>
  page.evaluate(() => {
    BroadcastChannel.prototype.postMessage = () => undefined
  })

tabScene(
  oneNode,
  'are one node: where one does what it is asked, and goes before it says so, nothing is lost or said twice',
  async stage => {
    const relay = await stage.webSocketRelay()
    const ada = await tabPerson(stage, 'Ada', [relay.address])
    const bob = await tabPerson(stage, 'Bob', [relay.address])
    await befriend(bob, ada)
    const follower = await ada.another()
    const heard = follower.evaluate(async () => {
      for await (const event of parley.tab.api.events({}))
        if (event.type === 'events:lost' || (event.type === 'message:received' && event.message.text === 'did you hear?')) return event.type
      return 'the end'
    })
    const texts = Array.from({ length: 30 }, (_, i) => `unanswered ${i}`)
    await silence(ada.page)
    const waving = follower.evaluate(async () => (await parley.tab.api.sendSticker({ chat: 'Bob', sticker: 'wave' })).text)
    const sending = follower.evaluate(
      all => Promise.all(all.map(async text => (await parley.tab.api.send({ chat: 'Bob', text })).text)),
      texts
    )
    await until(
      ada.page,
      'some of it to be said',
      async begun => (await parley.tab.api.history({ chat: 'Bob' })).messages.filter(({ text }) => text.startsWith(begun)).length > 3,
      'unanswered'
    )
    await ada.page.close()
    assert.equal(await sending, texts)
    await say(bob.page, 'Ada', 'did you hear?')
    await arrives(follower, 'Bob', 'did you hear?')
    assert.ok(['events:lost', 'message:received'].includes(await heard))
    await delivered(follower, 'Bob', 'unanswered 29')
    const said = [...texts, await waving, 'did you hear?'].toSorted()
    assert.equal((await textsIn(bob.page, 'Ada')).toSorted(), said)
    assert.equal((await textsIn(follower, 'Bob')).toSorted(), said)
    assert.equal([...ada.errors, ...bob.errors], [])
  }
)

oneNode.run()
