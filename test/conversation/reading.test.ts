import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId, MessageId } from '../../node/base/ids.js'
import { toHex, utf8 } from '../../node/base/bytes.js'
import { newConversation, type Conversation } from '../../node/conversation/conversation.js'
import type { Holding } from '../../node/conversation/holding.js'
import { add, NOTHING, type SeqRange } from '../../node/conversation/progress.js'
import { gapsOf } from '../../node/conversation/gaps.js'
import { stateOf, type DeliveryState } from '../../node/conversation/reading.js'
import { createRecent } from '../../node/conversation/recent.js'
import { decodeCursor, encodeCursor } from '../../node/api/presentation.js'
import { person, type Person } from '../identity/people.js'
import { refusal } from '../identity/refusal.js'

const [ada, bob, eve] = (await Promise.all([1, 2, 3].map(person))) as [Person, Person, Person]
const ID = '42'.repeat(32) as ConversationId
const HIGHEST = 30
const range = fc.tuple(fc.integer({ min: 1, max: HIGHEST }), fc.nat(5)).map(([first, more]): SeqRange => ({ first, last: first + more }))
const holding = fc
  .record({ held: fc.array(range, { maxLength: 5 }), read: fc.nat(HIGHEST), newest: fc.nat(HIGHEST), had: fc.nat(HIGHEST) })
  .map(({ held, ...rest }): Holding => ({ progress: held.reduce(add, NOTHING), ...rest }))

function conversationWith(fields: Partial<Pick<Conversation, 'failed' | 'stored'>> = {}): Conversation {
  const devices = [ada, bob, eve].map(({ device, account }) => ({ device: device.id, account, key: device.key.publicKey }))
  return Object.assign(newConversation({ id: ID, accounts: [ada.account, bob.account], createdAtMs: 0, devices }), fields)
}

const RANK: Record<DeliveryState, number> = { failed: 0, queued: 0, stored: 0, partly: 0, delivered: 1, read: 2 }

const isIn = (ranges: readonly SeqRange[], seq: number): boolean => ranges.some(({ first, last }) => first <= seq && seq <= last)

const reading = suite('reading')

reading('a state is the best that any device says, and only ever moves forward as receipts grow', () => {
  fc.assert(
    fc.property(holding, holding, fc.array(range, { maxLength: 3 }), fc.array(range, { maxLength: 3 }), (one, other, failed, stored) => {
      const conversation = conversationWith({ failed, stored })
      const before = new Map<number, DeliveryState>()
      const states = (): Map<number, DeliveryState> =>
        new Map(Array.from({ length: HIGHEST }, (_, i) => [i + 1, stateOf(conversation, { seq: i + 1 })]))
      for (const [device, receipt] of [
        [bob.device.id, one],
        [eve.device.id, other]
      ] as const) {
        conversation.shown.set(device, receipt)
        for (const [seq, state] of states()) {
          assert.ok(RANK[state] >= RANK[before.get(seq) ?? 'queued'])
          before.set(seq, state)
        }
      }
      for (const [seq, state] of states())
        if (RANK[state] === 0) assert.is(state, isIn(failed, seq) ? 'failed' : isIn(stored, seq) ? 'stored' : 'queued')
    })
  )
})

reading('gaps name the device whose numbers are torn', () => {
  const conversation = conversationWith()
  conversation.holdings.set(bob.device.id, { progress: add(NOTHING, { first: 3, last: 4 }), read: 0, newest: 6, had: 0 })
  conversation.holdings.set(eve.device.id, { progress: add(NOTHING, { first: 1, last: 9 }), read: 0, newest: 9, had: 0 })
  assert.equal(gapsOf(conversation), [
    { device: bob.device.id, range: { first: 1, last: 2 }, isLost: false },
    { device: bob.device.id, range: { first: 5, last: 6 }, isLost: false }
  ])
})

reading('a cursor names one place, and is text', () => {
  const conversation = conversationWith()
  const place = fc.record(
    {
      hlc: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
      device: fc.constantFrom(...conversation.devices.map(({ device }) => device)),
      seq: fc.integer({ min: 0, max: 0xffff_ffff })
    },
    { noNullPrototype: true }
  )
  fc.assert(fc.property(place, of => assert.equal(decodeCursor(conversation, encodeCursor(conversation, of)), of)))
})

reading('what is no cursor of this chat is the caller’s error', () => {
  const conversation = conversationWith()
  for (const cursor of ['', '1', '1.0', '1.9.1', '1.0.4294967296', 'g.0.1', '1.0.1 ', '-1.0.1', '1.0.1.1', 'f'.repeat(17) + '.0.1'])
    refusal(() => decodeCursor(conversation, cursor), 'ERR_INVALID_ARGUMENT')
  fc.assert(
    fc.property(fc.string(), text => {
      try {
        decodeCursor(conversation, text)
      } catch {
        refusal(() => decodeCursor(conversation, text), 'ERR_INVALID_ARGUMENT')
      }
    })
  )
})

const recent = suite('recent')
const idOf = (number: number): MessageId => toHex(new Uint8Array(32).fill(number)) as MessageId

recent('keeps the last 64 by id, and a copy of each', () => {
  const kept = createRecent()
  const envelope = new Uint8Array(1_000)
  for (let i = 0; i < 100; i++) kept.put(idOf(i), envelope.subarray(i, i + 1))
  assert.is(kept.get(idOf(35)), undefined)
  assert.is(kept.get(idOf(36))?.buffer.byteLength, 1)
  kept.put(idOf(36), utf8('again'))
  kept.put(idOf(100), utf8('new'))
  assert.equal(kept.get(idOf(36)), utf8('again'))
  assert.is(kept.get(idOf(37)), undefined)
})

reading.run()
recent.run()
