import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { EMPTY, toHex } from '../../node/base/bytes.js'
import type { LogId } from '../../node/base/ids.js'
import { createIncomingWelcomes } from '../../node/conversation/incoming-welcomes.js'
import { contentsOf, joined, MAX_WELCOME_PARTS, readPart, type WelcomePart } from '../../node/conversation/welcome-parts.js'
import { sealEnvelope } from '../../node/wire/envelope.js'
import { primitives } from '../identity/people.js'
import { rejection, refusal } from '../identity/refusal.js'

interface Vectors {
  /** Byte i of the Welcome is i modulo 251. */
  readonly welcomeBytes: number
  readonly digest: string
  readonly parts: readonly { readonly bytes: number; readonly head: string }[]
}

const vectors = JSON.parse(readFileSync(new URL('../../../test/vectors/welcome-parts.json', import.meta.url), 'utf8')) as Vectors

const HEAD_BYTES = 37
const PART_BYTES = 16_346

const parts = suite('a Welcome in parts')

const welcomeOf = (bytes: number): Uint8Array => Uint8Array.from({ length: bytes }, (_, i) => i % 251)

async function partsOf(bytes: number): Promise<readonly WelcomePart[]> {
  return (await contentsOf(primitives, welcomeOf(bytes))).map(content => {
    const part = readPart(content)
    if (part === undefined) throw new Error('not cut')
    return part
  })
}

/** A letter's log, and how what stands in it is made. */
async function newLog() {
  const [seed, wrapKey] = [primitives.randomBytes(32), primitives.randomBytes(16)]
  const key = await primitives.signingKey(seed)
  const access = { log: toHex(key.publicKey) as LogId, seed, wrapKey }
  return { access, envelope: (content: Uint8Array) => sealEnvelope(primitives, key, wrapKey, content) }
}

parts('is spelled as the vectors say', async () => {
  const contents = await contentsOf(primitives, welcomeOf(vectors.welcomeBytes))
  assert.equal(
    contents.map(content => ({ bytes: content.length, head: toHex(content.subarray(0, HEAD_BYTES)) })),
    vectors.parts
  )
  assert.ok(vectors.parts.every(({ head }) => head.endsWith(vectors.digest)))
})

parts('comes together in any order, and is cut only where it must be', async () => {
  assert.equal(await contentsOf(primitives, welcomeOf(16_383)), [welcomeOf(16_383)])
  for (const bytes of [16_384, 2 * PART_BYTES, 2 * PART_BYTES + 1, MAX_WELCOME_PARTS * PART_BYTES])
    assert.equal(await joined(primitives, (await partsOf(bytes)).toReversed()), welcomeOf(bytes))
  await rejection(contentsOf(primitives, welcomeOf(MAX_WELCOME_PARTS * PART_BYTES + 1)), 'ERR_TOO_LARGE')
})

parts('what is no part is none, and one that is spelled wrongly is refused', async () => {
  const [first = EMPTY, second = EMPTY] = await contentsOf(primitives, welcomeOf(20_000))
  assert.is(readPart(welcomeOf(300)), undefined)
  assert.is(readPart(EMPTY), undefined)
  const wrong: Readonly<Record<string, Uint8Array>> = {
    'a newer version': first.with(2, 2),
    'one part': first.with(3, 1),
    'more parts than there can be': first.with(3, MAX_WELCOME_PARTS + 1),
    'an index past the last': second.with(4, 2),
    'a first part that is not full': first.subarray(0, first.length - 1),
    'a last part with nothing in it': second.subarray(0, HEAD_BYTES),
    'a part that is cut off in its head': first.subarray(0, 20)
  }
  for (const [what, content] of Object.entries(wrong))
    assert.ok(
      refusal(() => readPart(content), 'ERR_MALFORMED'),
      what
    )
})

parts('that are not what was cut make no Welcome', async () => {
  const [first, second] = await partsOf(20_000)
  if (first === undefined || second === undefined) throw new Error('not cut')
  await rejection(joined(primitives, [first, { ...second, bytes: second.bytes.with(0, second.bytes[0] === 0 ? 1 : 0) }]), 'ERR_MALFORMED')
  await rejection(joined(primitives, []), 'ERR_MALFORMED')
})

parts('are taken one by one, each again and in any order, until it is whole', async () => {
  const welcomes = createIncomingWelcomes<string>(primitives, () => true)
  const { access, envelope } = await newLog()
  const [first, second, third] = await Promise.all((await contentsOf(primitives, welcomeOf(40_000))).map(envelope))
  if (first === undefined || second === undefined || third === undefined) throw new Error('not cut')
  assert.is(welcomes.begun(access.log), undefined)
  assert.is(await welcomes.take('knock', access, first), undefined)
  assert.equal([welcomes.begun(access.log), welcomes.lacking(access.log)], ['knock', [1, 2]])
  assert.is(await welcomes.take('knock', access, third), undefined)
  assert.is(await welcomes.take('knock', access, third), undefined)
  assert.equal(welcomes.lacking(access.log), [1])
  assert.equal(await welcomes.take('knock', access, second), welcomeOf(40_000))
  assert.equal([welcomes.begun(access.log), welcomes.lacking(access.log)], [undefined, []])
})

parts('are taken from those alone who are expected, under the signature of their log, and of one Welcome', async () => {
  const welcomes = createIncomingWelcomes<string>(primitives, knock => knock === 'expected')
  const { access, envelope } = await newLog()
  const [content = EMPTY] = await contentsOf(primitives, welcomeOf(40_000))
  const first = await envelope(content)
  await rejection(welcomes.take('stranger', access, first), 'ERR_KNOCK_REFUSED')
  assert.is(welcomes.begun(access.log), undefined)
  assert.equal(await welcomes.take('stranger', access, await envelope(welcomeOf(500))), welcomeOf(500))
  const other = await newLog()
  await rejection(welcomes.take('expected', access, await other.envelope(content)), 'ERR_DECRYPT')
  await rejection(welcomes.take('expected', access, first.with(first.length - 1, (first.at(-1) ?? 0) ^ 1)), 'ERR_SIGNATURE')
  await welcomes.take('expected', access, first)
  for (const bytes of [40_001, 60_000]) {
    const [, another = EMPTY] = await contentsOf(primitives, welcomeOf(bytes))
    await rejection(welcomes.take('expected', access, await envelope(another)), 'ERR_MALFORMED')
  }
  assert.equal(welcomes.lacking(access.log), [1, 2])
})

parts('of more letters than are waited for, those let go begin anew', async () => {
  const welcomes = createIncomingWelcomes<string>(primitives, () => true)
  const [content = EMPTY] = await contentsOf(primitives, welcomeOf(40_000))
  const logs = await Promise.all(Array.from({ length: 20 }, newLog))
  for (const { access, envelope } of logs) await welcomes.take('knock', access, await envelope(content))
  assert.is(logs.filter(({ access }) => welcomes.begun(access.log) !== undefined).length, 16)
  assert.is(welcomes.begun(logs[0]?.access.log ?? ('' as LogId)), undefined)
})

parts.run()
