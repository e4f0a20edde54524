import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { concat, toHex } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import type { ConversationId, MessageId, SentAtMs } from '../../node/base/ids.js'
import { MAX_EMOJI_BYTES } from '../../node/conversation/annotation.js'
import {
  decodeContent,
  decodeMessage,
  decodeReceipt,
  encodeContent,
  envelopeLoads,
  MAX_CONTENT_BYTES,
  MAX_MESSAGES,
  MAX_TEXT_BYTES,
  messageId,
  signedMessage,
  unicode,
  type SignedMessage
} from '../../node/conversation/content.js'
import { MAX_HLC, type Hlc } from '../../node/conversation/order.js'
import { Content, Message, Receipt } from '../../node/wire/generated/content.js'
import { damaged } from '../identity/damaged.js'
import { primitives } from '../identity/people.js'
import { refusal } from '../identity/refusal.js'
import { plainMessage, someBytes, someMessages, someText } from './messages.js'

const u32 = fc.integer({ min: 0, max: 0xffff_ffff })
const PLAIN = { noNullPrototype: true }
const deviceReceipt = fc.record({ device: someBytes, contiguous: u32, ranges: fc.array(u32, { maxLength: 8 }), read: u32 }, PLAIN)
const receipt = fc.record({ devices: fc.array(deviceReceipt, { maxLength: 4 }) }, PLAIN)

/** Decodes, or is refused as malformed; anything else is a bug. */
function survives(decode: () => unknown): void {
  try {
    decode()
  } catch (err) {
    if (!isChatError(err, 'ERR_MALFORMED')) throw err
  }
}

const encoded = (fields: Partial<Message>): Uint8Array =>
  Message.encode({ seq: 1, hlc: 1n, sentAtMs: 0n, parents: [], text: 'x', ...fields })

const refused = (messages: readonly SignedMessage[]): unknown => refusal(() => decodeContent(encodeContent(messages)), 'ERR_MALFORMED')

const whereabouts = fc.record(
  {
    relays: fc.array(fc.string(), { maxLength: 3 }),
    changedAtMs: fc.bigInt({ min: 0n, max: 1n << 50n }),
    door: fc.uint8Array({ maxLength: 16 }),
    presence: fc.uint8Array({ maxLength: 16 })
  },
  { noNullPrototype: true }
)

const content = suite('content')

content('messages, a receipt and what relays there are come back as they were, with the bytes that were signed', () => {
  fc.assert(
    fc.property(someMessages, fc.option(receipt), fc.option(whereabouts), (messages, said, where) => {
      const opened = decodeContent(
        encodeContent(messages, { ...(said === null ? {} : { receipt: said }), ...(where === null ? {} : { whereabouts: where }) })
      )
      assert.equal(opened.messages, messages)
      assert.equal(opened.receipt, said ?? undefined)
      assert.equal(opened.whereabouts, where ?? undefined)
    })
  )
})

content('random, truncated and bit-flipped bytes are malformed or a content, never another failure', () => {
  const all = [decodeContent, decodeMessage, decodeReceipt]
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), bytes => all.forEach(decode => survives(() => decode(bytes)))),
    { numRuns: 500 }
  )
  fc.assert(
    fc.property(
      someMessages.filter(messages => messages.length > 0).chain(messages => damaged(encodeContent(messages))),
      bytes => all.forEach(decode => survives(() => decode(bytes)))
    ),
    { numRuns: 500 }
  )
})

content('messages that do not ascend are refused together', () => {
  refused([plainMessage(2, 'b'), plainMessage(1, 'a')])
  refused([plainMessage(1, 'a'), plainMessage(1, 'a')])
  const earlier = signedMessage({ seq: 3, hlc: 1n as Hlc, sentAtMs: 0 as SentAtMs, parents: [], text: 'c' })
  refused([plainMessage(2, 'b'), earlier])
})

content('what breaks a bound is refused', () => {
  const id = new Uint8Array(32)
  const parents = Array.from({ length: 4 }, () => ({ id: new Uint8Array(32), hash: new Uint8Array(32) }))
  const broken: Partial<Message>[] = [
    { seq: 0 },
    { hlc: 0n },
    { hlc: MAX_HLC + 1n },
    { sentAtMs: 1n << 53n },
    { leaving: true },
    { mentions: [{ account: id, name: '' }] },
    { mentions: [{ account: new Uint8Array(31), name: 'Ada' }] },
    { mentions: [{ account: id, name: 'x'.repeat(65) }] },
    { mentions: Array.from({ length: 17 }, () => ({ account: id, name: 'x' })) },
    { sticker: { pack: '', name: 'wave' } },
    { sticker: { pack: 'bubble', name: 'Wave' } },
    { sticker: { pack: 'bubble', name: 'x'.repeat(33) } },
    { erased: id },
    { faded: true },
    { lifetime: { seconds: 60 } },
    { answers: new Uint8Array(31) },
    { text: '', erased: new Uint8Array(31) },
    { annotation: { target: id, kind: 'react', text: '👍' } },
    { text: '', annotation: { target: new Uint8Array(31), kind: 'delete', text: '' } },
    { text: '', annotation: { target: id, kind: 'delete', text: 'x' } },
    { text: '', annotation: { target: id, kind: 'delete', text: '' }, erased: id },
    { text: '', annotation: { target: id, kind: 'edit', text: '' } },
    { text: '', annotation: { target: id, kind: 'edit', text: 'x' }, erased: id },
    { text: '', annotation: { target: id, kind: 'edit', text: 'x'.repeat(MAX_TEXT_BYTES + 1) } },
    { text: '', annotation: { target: id, kind: 'edit', text: 'half a pair: \ud800' } },
    { text: '', annotation: { target: id, kind: 'react', text: 'x'.repeat(MAX_EMOJI_BYTES + 1) } },
    { text: 'x'.repeat(MAX_TEXT_BYTES + 1) },
    { text: 'é'.repeat(MAX_TEXT_BYTES / 2 + 1) },
    { text: 'half a pair: \ud800' },
    { parents },
    { parents: [{ id: new Uint8Array(31), hash: new Uint8Array(32) }] },
    { parents: [{ id: new Uint8Array(32), hash: new Uint8Array(33) }] }
  ]
  for (const fields of broken) refusal(() => decodeMessage(encoded(fields)), 'ERR_MALFORMED')
  const many = Array.from({ length: MAX_MESSAGES + 1 }, (_, i) => plainMessage(i + 1, 'x'))
  refusal(() => decodeContent(encodeContent(many)), 'ERR_MALFORMED')
  refusal(() => decodeContent(Content.encode({ messages: [new Uint8Array(MAX_CONTENT_BYTES)] })), 'ERR_MALFORMED')
  const nobody = { device: new Uint8Array(32), contiguous: 0, ranges: [], read: 0 }
  refusal(() => decodeReceipt(Receipt.encode({ devices: [{ ...nobody, ranges: Array.from({ length: 513 }, () => 1) }] })), 'ERR_MALFORMED')
  refusal(() => decodeReceipt(Receipt.encode({ devices: Array.from({ length: 257 }, () => nobody) })), 'ERR_MALFORMED')
})

content('what only a newer Parley says is taken as something unknown, with the bytes that it came in', () => {
  const newer = [
    concat([encoded({ text: '' }), Uint8Array.of(0x9a, 0x06, 1, 0x78)]),
    encoded({ text: '', annotation: { target: new Uint8Array(3), kind: 'applaud', text: 'loudly' } })
  ]
  for (const bytes of newer) {
    const { isUnknown, text, bytes: kept } = decodeMessage(bytes)
    assert.equal({ isUnknown, text, kept }, { isUnknown: true, text: '', kept: bytes })
  }
})

content('the largest of everything is taken', () => {
  decodeMessage(encoded({ text: 'é'.repeat(MAX_TEXT_BYTES / 2), hlc: MAX_HLC, seq: 0xffff_ffff }))
  const many = Array.from({ length: MAX_MESSAGES }, (_, i) => plainMessage(i + 1, 'x'))
  assert.is(decodeContent(encodeContent(many)).messages.length, MAX_MESSAGES)
})

content('messages at the end of the clock may share its last value', () => {
  const last = [1, 2].map(seq => signedMessage({ seq, hlc: MAX_HLC, sentAtMs: 0 as SentAtMs, parents: [], text: 'x' }))
  assert.is(decodeContent(encodeContent(last)).messages.length, 2)
})

content('a text of lone surrogates becomes one that everybody can take', () => {
  fc.assert(fc.property(someText, text => assert.is(unicode(text), text)))
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\ud83d', '\ude00'), minLength: 1 }), text => {
      assert.is(decodeMessage(encoded({ text: unicode(text) })).text, unicode(text))
    })
  )
})

content('loads fit an envelope each, hold every message once, and are as few as that allows', () => {
  const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: MAX_TEXT_BYTES })), { maxLength: 40 })
  fc.assert(
    fc.property(sizes, lengths => {
      const messages = lengths.map((length, i) => plainMessage(i + 1, 'x'.repeat(length)))
      const loads = envelopeLoads(messages)
      assert.equal(
        loads.flatMap(({ first, last }) => messages.slice(first - 1, last)),
        messages
      )
      const packed = loads.map(({ first, last }) => encodeContent(messages.slice(first - 1, last)))
      for (const bytes of packed) decodeContent(bytes)
      loads.slice(1).forEach(({ first }, i) => {
        const next = messages[first - 1]
        assert.ok((packed[i]?.length ?? 0) + (next?.bytes.length ?? 0) + 4 > MAX_CONTENT_BYTES, 'a message had room in the load before')
      })
    }),
    { numRuns: 50 }
  )
  const short = Array.from({ length: 1_200 }, (_, i) => plainMessage(i + 1, 'x'))
  assert.equal(
    envelopeLoads(short).map(({ first, last }) => last - first + 1),
    [MAX_MESSAGES, MAX_MESSAGES, 1_200 - 2 * MAX_MESSAGES]
  )
})

content('every message of every device of every conversation has an id of its own', async () => {
  const ids = new Set<MessageId>()
  for (const conversation of ['00'.repeat(32), '11'.repeat(32)] as ConversationId[])
    for (const device of [new Uint8Array(32), new Uint8Array(32).fill(1)])
      for (const seq of [1, 2, 256, 0xffff_ffff]) ids.add(await messageId(primitives, conversation, device, seq))
  assert.is(ids.size, 16)
  assert.ok([...ids].every(id => id.length === toHex(new Uint8Array(32)).length))
})

content.run()
