import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId } from '../../node/base/ids.js'
import { takeTokens } from '../../web/local/token.js'
import { takeFromAddress } from '../../web/state/address.js'
import { createPlace } from '../../web/state/place.js'
import { createAddress, withGlobals } from './browser-parts.js'

const CHAT = 'c'.repeat(64) as ConversationId

const address = suite('a link that is put into the address of the open page')

address('is taken out of it and out of the history at once, and the chat that is open stays open, over a reload too', () => {
  const { enter, entries } = createAddress()
  const place = createPlace()
  const invites: string[] = []
  takeFromAddress(/^#\/i\/([\w-]+)$/, (_, link) => void invites.push(link))
  place.go(CHAT)
  place.show({ name: 'invite' })
  enter('#/i/abc')
  assert.equal(invites, ['https://relay.example/#/i/abc'])
  assert.is(place.chat.value, CHAT)
  assert.equal(
    entries().map(({ hash }) => hash),
    ['', '', '']
  )
  assert.is(createPlace().chat.value, CHAT)
})

address('brings a new token, which takes the place of the one before', () => {
  const session = new Map<string, string>()
  withGlobals({
    sessionStorage: {
      getItem: (key: string) => session.get(key) ?? null,
      setItem: (key: string, value: string) => void session.set(key, value)
    }
  })
  const { enter, entries } = createAddress()
  const taken: (string | undefined)[] = []
  takeTokens(token => void taken.push(token))
  enter('#t=first')
  enter('#t=second')
  takeTokens(token => void taken.push(token))
  assert.equal(taken, [undefined, 'first', 'second', 'second'])
  assert.ok(entries().every(({ hash }) => hash === ''))
})

address.run()
