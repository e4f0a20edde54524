import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as fc from 'fast-check'
import { concat } from '../../node/base/bytes.js'
import type { ChatError } from '../../node/base/errors.js'
import type { DeviceId } from '../../node/base/ids.js'
import { createFrameReader, decodeFrame, encodeFrame } from '../../node/network/link-frame.js'
import type { LinkHandler } from '../../node/network/links.js'
import { codeOf, envelope } from '../contract/links.js'
import { within } from '../e2e/deadline.js'
import { envelopeFrame, hello, prefixed, rawGarbage, startHostile, type Hostile } from './hostile.js'
import { startNode, type TestNode } from './nodes.js'

const DEADLINE_MS = 10_000

interface Scene {
  victim: TestNode
  honest: TestNode
  hostile: Hostile
  refused: ChatError[]
}

const patient: LinkHandler = {
  envelopes: async (_from, envelopes) => envelopes.map(() => 'durable'),
  request: async (_f, _k, body) => body
}

const test = suite<Scene>('bad input on the direct protocol')

test.before(async scene => {
  scene.victim = await startNode()
  scene.honest = await startNode()
  scene.victim.links.serve(patient)
  scene.victim.links.on('link:refused', ({ error }) => scene.refused.push(error))
  await scene.honest.links.learn(scene.victim.links.self, scene.victim.links.addresses())
  await scene.honest.links.send(scene.victim.links.self, envelope('before'))
})
test.before.each(async scene => {
  scene.refused = []
  scene.hostile = await startHostile(scene.victim.links)
})
test.after.each(async ({ hostile, honest, victim }) => {
  await honest.links.send(victim.links.self, envelope('honest'))
  assert.ok(honest.links.isUp(victim.links.self))
  await hostile.stop()
})
test.after(async ({ victim, honest }) => {
  await honest.stop()
  await victim.stop()
})

/** Says it all in one piece; then the victim must cut the connection, with one error. */
async function isCutOff({ victim, hostile, refused }: Scene, code: string, ...said: Uint8Array[]): Promise<void> {
  const cut = refusal(victim)
  const stream = await hostile.stream()
  stream.send(concat(said))
  await within(DEADLINE_MS, 'the refusal', cut)
  await within(DEADLINE_MS, 'the connection to close', hostile.hungUp())
  assert.equal(
    refused.map(error => error.code),
    [code]
  )
}

function refusal(victim: TestNode): Promise<void> {
  return new Promise(resolve => {
    const stop = victim.links.on('link:refused', () => {
      stop()
      resolve()
    })
  })
}

test('a length of 4 GiB is refused before anything is kept', scene =>
  isCutOff(scene, 'ERR_TOO_LARGE', hello(), Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f)))

test('a length without end is refused at its third byte', scene => isCutOff(scene, 'ERR_TOO_LARGE', hello(), new Uint8Array(3).fill(0x80)))

test('one byte more than a frame may have is too much', scene => isCutOff(scene, 'ERR_TOO_LARGE', hello(), Uint8Array.of(0x81, 0xc0, 0x04)))

test('an oversize hello is refused as well', scene => isCutOff(scene, 'ERR_TOO_LARGE', Uint8Array.of(0xff, 0xff, 0x7f)))

test('an empty frame is no frame', scene => isCutOff(scene, 'ERR_MALFORMED', hello(), Uint8Array.of(0)))

test('bytes that are no protobuf are refused', scene => isCutOff(scene, 'ERR_MALFORMED', hello(), prefixed(new Uint8Array(200).fill(0xff))))

test('a frame with only a field that nobody knows is refused', scene =>
  isCutOff(scene, 'ERR_MALFORMED', hello(), prefixed(Uint8Array.of(0xfa, 0x07, 1, 1))))

test('a frame of two kinds is refused', scene => {
  const two = concat([encodeFrame({ ping: { number: 1 } }).subarray(1), encodeFrame({ goodbye: {} }).subarray(1)])
  return isCutOff(scene, 'ERR_MALFORMED', hello(), prefixed(two))
})

test('half a frame and the end is refused', async scene => {
  const cut = refusal(scene.victim)
  const stream = await scene.hostile.stream()
  stream.send(concat([hello(), envelopeFrame(1, 1_000).subarray(0, 500)]))
  await stream.close()
  await within(DEADLINE_MS, 'the refusal', cut)
  assert.is(scene.refused[0]?.code, 'ERR_MALFORMED')
})

test('who speaks before the hello is cut off', scene => isCutOff(scene, 'ERR_PROTOCOL', envelopeFrame(1)))

test('who says hello twice is cut off', scene => isCutOff(scene, 'ERR_PROTOCOL', hello(), hello()))

test('another version is not spoken to', scene => isCutOff(scene, 'ERR_PROTOCOL', hello({ version: 2 })))

test('a hello without a window, or with a short run, can not be', async scene => {
  await isCutOff(scene, 'ERR_PROTOCOL', hello({ windowBytes: 1 }))
  scene.refused.length = 0
  await isCutOff(scene, 'ERR_PROTOCOL', hello({ run: new Uint8Array(3) }))
})

test('a replayed envelope is cut off', scene => isCutOff(scene, 'ERR_PROTOCOL', hello(), envelopeFrame(1), envelopeFrame(1)))

test('a gap in the ids is cut off', scene => isCutOff(scene, 'ERR_PROTOCOL', hello(), envelopeFrame(1), envelopeFrame(3)))

test('a log id of another length is malformed', scene =>
  isCutOff(scene, 'ERR_MALFORMED', hello(), envelopeFrame(1, 10, new Uint8Array(31))))

test('an answer to what was never asked is cut off', scene =>
  isCutOff(scene, 'ERR_PROTOCOL', hello(), encodeFrame({ answer: { id: 1, body: new Uint8Array(1) } })))

test('an acknowledgement of what was never sent is cut off, however many it names', scene =>
  isCutOff(
    scene,
    'ERR_PROTOCOL',
    hello(),
    encodeFrame({ outcomes: { durable: [{ first: 1, count: 0xffffffff }], refused: [], releasedFrames: 0, releasedBytes: 0 } })
  ))

/** Links, lets the victim send something, and refuses that for a reason of its own. */
async function refuseWith({ victim, hostile }: Scene, code: string): Promise<string> {
  const linked = new Promise<DeviceId>(resolve => {
    const stop = victim.links.on('link:up', ({ device }) => {
      stop()
      resolve(device)
    })
  })
  const stream = await hostile.stream()
  const reader = createFrameReader()
  stream.addEventListener('message', ({ data }) =>
    reader.push(data.subarray(), payload => {
      const { envelope: asked } = decodeFrame(payload)
      if (asked === undefined) return
      const refused = [{ id: asked.id, code }]
      stream.send(encodeFrame({ outcomes: { durable: [], refused, releasedFrames: 1, releasedBytes: payload.length } }))
    })
  )
  stream.send(hello())
  return codeOf(victim.links.send(await within(DEADLINE_MS, 'the link', linked), envelope('take this')))
}

test('a refusal whose code only a newer Parley knows means "later", and the link stays', async scene => {
  assert.is(await refuseWith(scene, 'ERR_OUT_OF_STICKERS'), 'ERR_BUSY')
  assert.equal(scene.refused, [])
})

for (const code of ['', 'ERR_', 'durable', 'ERR_lower', `ERR_${'X'.repeat(100)}`, 'ERR_X\u001b[2J']) {
  test(`a refusal that is no code is cut off: ${JSON.stringify(code.slice(0, 20))}`, async scene => {
    assert.is(await refuseWith(scene, code), 'ERR_UNREACHABLE')
    await within(DEADLINE_MS, 'the connection to close', scene.hostile.hungUp())
    assert.equal(
      scene.refused.map(error => error.code),
      ['ERR_PROTOCOL']
    )
  })
}

test('credit for what was never sent is cut off', scene =>
  isCutOff(scene, 'ERR_PROTOCOL', hello(), encodeFrame({ outcomes: { durable: [], refused: [], releasedFrames: 1, releasedBytes: 1 } })))

test('a pong nobody asked for is cut off', scene => isCutOff(scene, 'ERR_PROTOCOL', hello(), encodeFrame({ pong: { number: 77 } })))

test('who sends more than the window is cut off', async scene => {
  const stop = scene.victim.links.serve({ ...patient, envelopes: () => new Promise(() => undefined) })
  try {
    await isCutOff(scene, 'ERR_PROTOCOL', hello(), ...Array.from({ length: 1_025 }, (_, n) => envelopeFrame(n + 1, 1)))
  } finally {
    stop()
    scene.victim.links.serve(patient)
  }
})

test('a flood of pings is answered by few pongs', async ({ hostile, refused }) => {
  const stream = await hostile.stream()
  const [reader, pongs] = [createFrameReader(), new Set<number>()]
  const last = new Promise<void>(resolve => {
    stream.addEventListener('message', ({ data }) =>
      reader.push(data.subarray(), payload => {
        const { pong } = decodeFrame(payload)
        if (pong !== undefined) pongs.add(pong.number)
        if (pong?.number === 50_000) resolve()
      })
    )
  })
  stream.send(concat([hello(), ...Array.from({ length: 50_000 }, (_, n) => encodeFrame({ ping: { number: n + 1 } }))]))
  await within(DEADLINE_MS, 'the pong to the last ping', last)
  assert.ok(pongs.size < 1_000, `${pongs.size} pongs`)
  assert.equal(refused, [])
})

test('bytes that are not even libp2p are closed', async ({ victim }) => {
  const [address = ''] = victim.links.addresses()
  for (const bytes of [new Uint8Array(4_096).fill(0x41), crypto.getRandomValues(new Uint8Array(60_000))]) {
    await within(DEADLINE_MS, 'the socket to close', rawGarbage(address, bytes))
  }
})

test('of many streams on one connection the first is left, and the others are reset', async ({ hostile, refused }) => {
  const first = await hostile.stream()
  first.send(hello())
  const more = await Promise.allSettled(Array.from({ length: 50 }, () => hostile.stream()))
  const opened = more.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  await within(DEADLINE_MS, 'the others to be reset', Promise.all(opened.map(closing)))
  assert.is(first.status, 'open')
  assert.equal(refused, [])
})

test('any flipped bit is refused once or means something else, and never harms the node', async scene => {
  const said = concat([hello(), envelopeFrame(1, 40), envelopeFrame(2, 40), encodeFrame({ ping: { number: 9 } })])
  await fc.assert(
    fc.asyncProperty(fc.nat(said.length * 8 - 1), async bit => {
      const flipped = said.slice()
      flipped[bit >>> 3] = (flipped[bit >>> 3] ?? 0) ^ (1 << (bit & 7))
      const hostile = await startHostile(scene.victim.links)
      scene.refused.length = 0
      try {
        const stream = await hostile.stream()
        stream.send(flipped)
        // Who refuses it may have ended the stream before.
        await stream.close().catch(() => undefined)
        await within(DEADLINE_MS, 'the stream to end', closing(stream))
        assert.ok(scene.refused.length <= 1)
      } finally {
        await hostile.stop()
      }
    }),
    { numRuns: 10 }
  )
})

function closing(stream: { status: string; addEventListener(type: 'close', run: () => void): void }): Promise<void> {
  return new Promise(resolve => {
    if (stream.status !== 'open') resolve()
    stream.addEventListener('close', () => resolve())
  })
}

test.run()
