import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as fc from 'fast-check'
import { compare, toHex } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import type { AccountId, ConversationId, DeviceId, EpochId, MessageId } from '../../node/base/ids.js'
import { createKeyspace, epochTagOf, outboxRowOf } from '../../node/store/keyspace.js'
import type { Range } from '../../node/store/store.js'

const pathKey = new Uint8Array(32).fill(1)
const keys = createKeyspace(pathKey)
const [a, b] = ['a'.repeat(64), 'b'.repeat(64)] as [ConversationId, ConversationId]
const [ada, bob] = ['12D3KooWAda', '12D3KooWBob'] as [DeviceId, DeviceId]
const [e1, e2] = ['1'.repeat(64), '2'.repeat(64)] as [EpochId, EpochId]
const account = 'a'.repeat(64) as AccountId
const message = 'a'.repeat(64) as MessageId

/** One key of every table, with the plural that must hold it. */
const samples: readonly (readonly [name: string, key: Uint8Array, length: number, range: Range | undefined])[] = [
  ['meta', keys.meta('schema'), 7, undefined],
  ['setting', keys.setting('theme'), 9, keys.settings()],
  ['contact', keys.contact(account), 9, keys.contacts()],
  ['invite', keys.invite('x'), 9, keys.invites()],
  ['request', keys.request('x'), 9, keys.requests()],
  ['keyPackage', keys.keyPackage('x'), 9, keys.keyPackages()],
  ['peer', keys.peer(ada), 9, keys.peers()],
  ['deviceList', keys.deviceList(account), 9, keys.deviceLists()],
  ['conversation', keys.conversation(a), 9, keys.conversations()],
  ['epoch', keys.epoch(a, e1), 17, keys.epochs(a)],
  ['ratchet', keys.ratchet(a, e1, 3), 21, keys.ratchets(a, e1)],
  ['header', keys.header(a, e1), 17, keys.headers(a)],
  ['message', keys.message(a, { hlc: 5n, device: ada, seq: 1 }), 25, keys.messages(a)],
  ['messageId', keys.messageId(message), 11, undefined],
  ['progress', keys.progress(a, ada), 17, keys.allProgress(a)],
  ['outbox', keys.outboxRow(a, 9), 17, keys.outbox(a)],
  ['receipt', keys.receipt(a, ada), 17, keys.receipts(a)],
  ['receiptMark', keys.receiptMark(a, ada, 2, 7), 22, keys.receiptMarks(a, ada, 2)],
  ['once', keys.once(a, 300), 10, keys.onces(a)]
]

const tagOf = (device: DeviceId) => toHex(keys.message(a, { hlc: 0n, device, seq: 0 }).subarray(17, 21))
const placeAt = (hlc: bigint) => ({ hlc, device: ada, seq: 1 })
const holds = ({ gte, lt }: Range, key: Uint8Array) =>
  gte !== undefined && lt !== undefined && compare(gte, key) <= 0 && compare(key, lt) < 0

const keyspace = suite('keyspace')

keyspace('every key has its documented length and lies in its own range alone', () => {
  for (const [name, key, length] of samples) {
    assert.is(key.length, length, name)
    for (const [other, , , range] of samples) {
      if (range !== undefined) assert.is(holds(range, key), name === other, `${name} in the range of ${other}`)
    }
  }
})

keyspace('keys of one conversation are outside the ranges of another', () => {
  assert.not.ok(holds(keys.messages(b), keys.message(a, { hlc: 5n, device: ada, seq: 1 })))
  assert.not.ok(holds(keys.outbox(b), keys.outboxRow(a, 1)))
  assert.ok(holds(keys.outbox(), keys.outboxRow(a, 1)))
  assert.not.ok(holds(keys.ratchets(a, e2), keys.ratchet(a, e1, 3)))
  assert.not.ok(holds(keys.receiptMarks(a, ada, 1), keys.receiptMark(a, ada, 2, 7)))
})

keyspace('one spelling as account, conversation, epoch, message or name shares no bytes', () => {
  const same = 'a'.repeat(64)
  const tails = [
    keys.contact(same as AccountId),
    keys.conversation(same as ConversationId),
    keys.peer(same as DeviceId),
    keys.messageId(same as MessageId).subarray(0, 9),
    keys.setting(same),
    keys.invite(same),
    keys.request(same),
    keys.keyPackage(same),
    keys.epoch(a, same as EpochId).subarray(8)
  ].map(key => toHex(key.subarray(1)))
  assert.is(new Set(tails).size, tails.length)
})

keyspace('another path key gives other paths for all but the names in clear', () => {
  const other = createKeyspace(new Uint8Array(32).fill(2))
  assert.equal(other.meta('schema'), keys.meta('schema'))
  assert.not.equal(other.contact(account), keys.contact(account))
  assert.not.equal(other.messageId(message), keys.messageId(message))
})

keyspace('messages sort by clock, then device tag, then seq', () => {
  const place = fc.record({ hlc: fc.bigInt(0n, 3n), device: fc.constantFrom(ada, bob), seq: fc.nat(3) })
  fc.assert(
    fc.property(place, place, (x, y) => {
      const expected =
        Number(x.hlc - y.hlc) || (tagOf(x.device) < tagOf(y.device) ? -1 : tagOf(x.device) > tagOf(y.device) ? 1 : 0) || x.seq - y.seq
      assert.is(Math.sign(compare(keys.message(a, x), keys.message(a, y))), Math.sign(expected))
    })
  )
})

keyspace('ties between devices sort alike on every disk, whatever its path key', () => {
  const other = createKeyspace(new Uint8Array(32).fill(9))
  const tie = (space: typeof keys, device: DeviceId) => toHex(space.message(a, { hlc: 7n, device, seq: 1 }).subarray(9))
  assert.is(tie(keys, ada), tie(other, ada))
  assert.not.equal(tie(keys, ada), tie(keys, bob))
})

keyspace('bounds between messages are exclusive', () => {
  const range = keys.messages(a, { after: placeAt(4n), before: placeAt(6n) })
  assert.equal(
    [4n, 5n, 6n].map(hlc => holds(range, keys.message(a, placeAt(hlc)))),
    [false, true, false]
  )
})

keyspace('row numbers are read back from the keys, and sort as numbers', () => {
  const row = fc.nat(Number.MAX_SAFE_INTEGER)
  fc.assert(
    fc.property(row, row, (x, y) => {
      assert.is(outboxRowOf(keys.outboxRow(a, x)), x)
      assert.is(Math.sign(compare(keys.outboxRow(a, x), keys.outboxRow(a, y))), Math.sign(x - y))
    })
  )
})

keyspace('numbers out of bounds are refused rather than wrapped', () => {
  const bad = [
    () => keys.message(a, { hlc: -1n, device: ada, seq: 1 }),
    () => keys.message(a, { hlc: 2n ** 64n, device: ada, seq: 1 }),
    () => keys.message(a, { hlc: 1n, device: ada, seq: 2 ** 32 }),
    () => keys.message(a, { hlc: 1n, device: ada, seq: 0.5 }),
    () => keys.outboxRow(a, -1),
    () => keys.outboxRow(a, Number.MAX_SAFE_INTEGER + 1),
    () => keys.receiptMark(a, ada, 256, 1),
    () => keys.ratchet(a, e1, NaN)
  ]
  for (const make of bad) assert.throws(make, (err: unknown) => isChatError(err, 'ERR_INVALID_ARGUMENT'))
})

keyspace('only epoch states and ratchets are secrets of their epoch', () => {
  for (const [name, key] of samples) {
    assert.is(epochTagOf(key), name === 'epoch' || name === 'ratchet' ? keys.epochTag(e1) : undefined, name)
  }
})

keyspace('identifiers stay the same when thousands of others were asked for in between', () => {
  const fresh = createKeyspace(pathKey)
  const before = fresh.conversation(a)
  for (let i = 0; i < 20_000; i++) fresh.conversation(i.toString(16).padStart(64, '0') as ConversationId)
  assert.equal(fresh.conversation(a), before)
})

keyspace.run()
