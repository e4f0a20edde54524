import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as fc from 'fast-check'
import { toHex, utf8 } from '../../node/base/bytes.js'
import { isChatError, type ErrorCode } from '../../node/base/errors.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { MAX_ENVELOPE_BYTES, decodeEnvelope, isSignedByLog, openEnvelope, sealEnvelope } from '../../node/wire/envelope.js'
import { PADDED_BYTES, pad, unpad } from '../../node/wire/padding.js'

const primitives = createNodePrimitives()
const logKey = primitives.signingKey(new Uint8Array(32).fill(7))
const wrapKey = new Uint8Array(16).fill(9)

const sealed = async (content: Uint8Array): Promise<Uint8Array> => sealEnvelope(primitives, await logKey, wrapKey, content)
const has = (code: ErrorCode) => (err: unknown) => isChatError(err, code)

const padding = suite('padding')

padding('gives back what was put in, for contents of any length and any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3_000 }), content => {
      assert.equal(unpad(pad(content)), content)
    })
  )
  for (const length of [0, 1_023, 1_024, 4_095, 4_096, 65_535]) assert.is(unpad(pad(new Uint8Array(length).fill(0x80))).length, length)
})

padding('takes the smallest of the four lengths that holds the content and its end mark', () => {
  const lengths = [0, 1_023, 1_024, 4_095, 4_096, 16_383, 16_384, 65_535].map(length => pad(new Uint8Array(length)).length)
  assert.equal(lengths, [1_024, 1_024, 4_096, 4_096, 16_384, 16_384, 65_536, 65_536])
  assert.throws(() => pad(new Uint8Array(65_536)), has('ERR_TOO_LARGE'))
})

padding('is refused when its mark is missing, bytes follow the mark, or the length is none of the four', () => {
  const trailing = pad(utf8('x'))
  trailing[1_000] = 1
  for (const bad of [new Uint8Array(1_024), trailing, pad(utf8('x')).subarray(1), new Uint8Array(0)]) {
    assert.throws(() => unpad(bad), has('ERR_MALFORMED'))
  }
})

padding.run()

const envelopes = suite('envelopes')

envelopes('carry a content under the log id that signs them, in one of four sizes', async () => {
  const sizes = new Set<number>()
  for (const length of [0, 5, 1_000, 1_100, 5_000, 20_000, 61_440, 65_535]) {
    const content = primitives.randomBytes(length)
    const bytes = await sealed(content)
    sizes.add(bytes.length)
    const envelope = decodeEnvelope(bytes)
    assert.is(envelope.log, toHex((await logKey).publicKey))
    assert.ok(await isSignedByLog(primitives, envelope))
    assert.equal(await openEnvelope(primitives, wrapKey, envelope), content)
  }
  assert.equal(
    [...sizes],
    PADDED_BYTES.map(padded => padded + 125)
  )
  assert.is(Math.max(...sizes), MAX_ENVELOPE_BYTES)
})

envelopes('of one content never look alike', async () => {
  assert.is.not(toHex(await sealed(utf8('again'))), toHex(await sealed(utf8('again'))))
})

envelopes('lose their signature with any flipped bit, and do not open with one flipped outside of it', async () => {
  const bytes = await sealed(utf8('content'))
  for (let at = 1; at < bytes.length; at += 23) {
    const damaged = bytes.slice()
    damaged[at] = (damaged[at] ?? 0) ^ 4
    const envelope = decodeEnvelope(damaged)
    assert.not(await isSignedByLog(primitives, envelope), `byte ${at}`)
    if (at >= bytes.length - 64) continue
    await openEnvelope(primitives, wrapKey, envelope).then(
      () => assert.unreachable(`byte ${at} opened`),
      (err: unknown) => assert.ok(has('ERR_DECRYPT')(err))
    )
  }
})

envelopes('do not open with the wrapper key of another epoch', async () => {
  const envelope = decodeEnvelope(await sealed(utf8('content')))
  await openEnvelope(primitives, primitives.randomBytes(16), envelope).then(
    () => assert.unreachable('opened'),
    (err: unknown) => assert.ok(has('ERR_DECRYPT')(err))
  )
})

envelopes('are refused before they are read when too long, of no known length, or of another version', async () => {
  const bytes = await sealed(utf8('content'))
  assert.throws(() => decodeEnvelope(new Uint8Array(MAX_ENVELOPE_BYTES + 1)), has('ERR_TOO_LARGE'))
  assert.throws(() => decodeEnvelope(bytes.subarray(1)), has('ERR_MALFORMED'))
  assert.throws(() => decodeEnvelope(new Uint8Array(0)), has('ERR_MALFORMED'))
  assert.throws(() => decodeEnvelope(Uint8Array.of(2, ...bytes.subarray(1))), has('ERR_MALFORMED'))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), garbage => {
      assert.throws(() => decodeEnvelope(garbage), has('ERR_MALFORMED'))
    })
  )
})

envelopes.run()
