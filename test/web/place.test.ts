import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId } from '../../node/base/ids.js'
import { createPlace } from '../../web/state/place.js'
import { createAddress } from './browser-parts.js'

const [ONE, OTHER] = ['1'.repeat(64), '2'.repeat(64)] as [ConversationId, ConversationId]

/** What a browser does of its own accord comes after what was asked. */
const happened = (): Promise<void> => new Promise(setImmediate)

const place = suite('where in the page the person is')

place('leaves nothing in the history for chats that were opened and left', async () => {
  const { entries, at } = createAddress()
  const own = createPlace()
  for (const one of [ONE, OTHER, ONE]) {
    own.go(one)
    await happened()
    own.go(undefined)
    await happened()
    assert.is(own.chat.value, undefined)
    assert.is(at(), 0)
  }
  assert.is(entries().length, 2)
})

place('is one step behind the list in every chat, over a reload too', async () => {
  const { at, back } = createAddress()
  const own = createPlace()
  own.go(ONE)
  own.go(OTHER)
  assert.is(at(), 1)
  const again = createPlace()
  assert.is(again.chat.value, OTHER)
  again.go(undefined)
  await happened()
  assert.is(at(), 0)
  again.go(ONE)
  back()
  assert.is(again.chat.value, undefined)
})

place('is the chat that somebody opens while the browser is still on its way to the list', async () => {
  const { at, entries } = createAddress()
  const own = createPlace()
  own.go(ONE)
  own.go(undefined)
  own.go(OTHER)
  assert.is(own.chat.value, OTHER)
  await happened()
  assert.is(own.chat.value, OTHER)
  assert.is(at(), 1)
  assert.equal(entries()[1]?.state, { chat: OTHER, isBehindList: true })
})

place.run()
