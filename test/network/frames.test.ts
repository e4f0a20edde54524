import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as fc from 'fast-check'
import { concat, fromHex, toHex } from '../../node/base/bytes.js'
import { createFrameReader, decodeFrame, encodeFrame, MAX_FRAME_BYTES } from '../../node/network/link-frame.js'
import { codeOf } from '../contract/links.js'
import { readFrameVectors } from './frame-vectors.js'

const test = suite('frames')

function payloads(chunks: readonly Uint8Array[]): string[] {
  const reader = createFrameReader()
  const found: string[] = []
  for (const chunk of chunks) reader.push(chunk, payload => found.push(toHex(payload)))
  assert.not(reader.midFrame)
  return found
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map(place => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
}

const refusal = (run: () => void): Promise<string> => codeOf(Promise.resolve().then(run))

test('however a stream of frames is cut into pieces, the same frames come out', () => {
  const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 16_000, max: 17_000 })), { maxLength: 6 })
  fc.assert(
    fc.property(sizes, fc.array(fc.nat(), { maxLength: 12 }), (lengths, places) => {
      const frames = lengths.map((length, id) => encodeFrame({ answer: { id, body: new Uint8Array(length).fill(id) } }))
      const whole = payloads([concat(frames)])
      assert.is(whole.length, frames.length)
      assert.equal(payloads(cut(concat(frames), places)), whole)
    }),
    { numRuns: 60 }
  )
})

test('the longest frame passes and one byte more does not', async () => {
  const prefix = Uint8Array.of(0x80, 0xc0, 0x04)
  assert.is(payloads([concat([prefix, new Uint8Array(MAX_FRAME_BYTES)])])[0]?.length, MAX_FRAME_BYTES * 2)
  const reader = createFrameReader()
  assert.is(await refusal(() => reader.push(Uint8Array.of(0x81, 0xc0, 0x04), () => undefined)), 'ERR_TOO_LARGE')
})

test('any bytes either decode to a frame of one kind or are malformed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), async bytes => {
      const code = await refusal(() => assert.is(Object.keys(decodeFrame(bytes)).length, 1))
      assert.ok(code === 'ok' || code === 'ERR_MALFORMED', code)
    }),
    { numRuns: 300 }
  )
})

test('the frames of the protocol text are encoded and decoded byte for byte', async () => {
  for (const { what, frame, hex } of await readFrameVectors()) {
    assert.is(toHex(encodeFrame(frame)), hex, what)
    const reader = createFrameReader()
    reader.push(fromHex(hex), payload => assert.equal(decodeFrame(payload), frame, what))
  }
})

test.run()
