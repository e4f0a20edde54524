import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { concat, fromHex, toHex, utf8 } from '../../node/base/bytes.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { openBackup, sealBackup } from '../../node/store/backup-seal.js'
import { rejection } from '../identity/refusal.js'

interface Vectors {
  readonly passphrase: string
  readonly plaintext: string
  readonly sealed: string
}

const vectors = JSON.parse(readFileSync(new URL('../../../test/vectors/backup.json', import.meta.url), 'utf8')) as Vectors
const CHEAP = { memoryKiB: 1_024, passes: 1 }
const HEAD_BYTES = 102
const CHUNK_BYTES = 64 * 1024
const SEALED_CHUNK_BYTES = CHUNK_BYTES + 16
const PASSPHRASE = 'correct horse'

/** Counts instead of drawing: what was sealed with it can be sealed again, byte by byte. */
function countingPrimitives() {
  let drawn = 0
  return { ...createNodePrimitives(), randomBytes: (length: number) => Uint8Array.from({ length }, () => drawn++) }
}

async function* inChunks(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return concat(parts)
}

const sealed = (plaintext: Uint8Array, pieces = 1_000): Promise<Uint8Array> =>
  all(sealBackup(countingPrimitives(), PASSPHRASE, inChunks(plaintext, pieces), CHEAP))

const opened = (bytes: Uint8Array, passphrase = PASSPHRASE, pieces = 7_777): Promise<Uint8Array> =>
  all(openBackup(createNodePrimitives(), passphrase, inChunks(bytes, pieces)))

/** Where a chunk begins, from 0. */
const chunk = (number: number): number => HEAD_BYTES + number * SEALED_CHUNK_BYTES

const counted = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i % 251)

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice()
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

const seal = suite('the seal of a backup')

seal('opens to what was sealed, whatever the lengths and the pieces', async () => {
  for (const length of [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES]) {
    const plaintext = counted(length)
    const file = await sealed(plaintext)
    assert.is(file.length, HEAD_BYTES + length + 16 * Math.max(1, Math.ceil(length / CHUNK_BYTES)), `${length}`)
    assert.equal(await opened(file), plaintext)
    assert.equal(await opened(file, PASSPHRASE, file.length), plaintext)
    assert.equal(await sealed(plaintext, 1_000_000), file)
  }
})

seal('is refused with any one byte altered', async () => {
  const file = await sealed(counted(100))
  for (let at = 0; at < file.length; at++) {
    const outcome = await opened(flipped(file, at)).then(
      () => 'opened',
      (err: { code: string }) => err.code
    )
    const expected = at < 13 ? 'ERR_MALFORMED' : 'ERR_RECORD_DAMAGED'
    assert.is(outcome, expected, `byte ${at}`)
  }
})

seal('is refused cut off anywhere, also between two chunks, and with anything behind it', async () => {
  const file = await sealed(counted(2 * CHUNK_BYTES + 500))
  for (const end of [14, HEAD_BYTES - 1, HEAD_BYTES, HEAD_BYTES + 10, chunk(1) - 1, chunk(1), chunk(2), file.length - 1])
    await rejection(opened(file.subarray(0, end)), 'ERR_RECORD_DAMAGED')
  assert.match((await rejection(opened(file.subarray(0, chunk(2))), 'ERR_RECORD_DAMAGED')).message, 'ends too early')
  await rejection(opened(concat([file, Uint8Array.of(0)])), 'ERR_RECORD_DAMAGED')
  await rejection(opened(concat([file, file])), 'ERR_RECORD_DAMAGED')
})

seal('is refused with chunks exchanged, repeated, left out, or of another file under the same passphrase', async () => {
  const file = await sealed(counted(3 * CHUNK_BYTES + 500))
  const other = await all(sealBackup(createNodePrimitives(), PASSPHRASE, inChunks(counted(3 * CHUNK_BYTES + 500), 1_000), CHEAP))
  const head = file.subarray(0, HEAD_BYTES)
  const chunks = (of: Uint8Array): Uint8Array[] =>
    [0, 1, 2, 3].map(i => of.subarray(HEAD_BYTES + i * SEALED_CHUNK_BYTES, HEAD_BYTES + (i + 1) * SEALED_CHUNK_BYTES))
  const [a, b, c, d] = chunks(file) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  const [, foreign] = chunks(other) as [Uint8Array, Uint8Array]
  assert.equal(await opened(concat([head, a, b, c, d])), counted(3 * CHUNK_BYTES + 500))
  for (const order of [
    [b, a, c, d],
    [a, a, c, d],
    [a, c, d],
    [a, b, c, c],
    [a, foreign, c, d],
    [a, b, d, c]
  ])
    await rejection(opened(concat([head, ...order])), 'ERR_RECORD_DAMAGED')
})

seal('tells a wrong passphrase, a foreign file, an empty one and one of a newer Parley apart', async () => {
  const file = await sealed(counted(10))
  await rejection(opened(file, 'wrong horse'), 'ERR_PASSPHRASE')
  await rejection(
    opened(utf8('PK\u0003\u0004 this is something else, and long enough to hold a head of a backup: one hundred and two bytes')),
    'ERR_MALFORMED'
  )
  await rejection(opened(new Uint8Array(0)), 'ERR_MALFORMED')
  const newer = file.slice()
  newer[13] = 2
  await rejection(opened(newer), 'ERR_SCHEMA_NEWER')
  await rejection(all(sealBackup(createNodePrimitives(), '', inChunks(counted(1), 1), CHEAP)), 'ERR_INVALID_ARGUMENT')
})

seal('never asks for more memory than the machine has because a file says so', async () => {
  const file = await sealed(counted(10))
  const head = file.slice(0, HEAD_BYTES - 32)
  head.set([0xff, 0xff, 0xff, 0xff], 30)
  await rejection(opened(concat([head, await createNodePrimitives().sha256(head), file.subarray(HEAD_BYTES)])), 'ERR_RECORD_DAMAGED')
})

seal('lets its source go when nobody reads on', async () => {
  let isLetGo = false
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield counted(CHUNK_BYTES)
    } finally {
      isLetGo = true
    }
  }
  for await (const _ of sealBackup(createNodePrimitives(), PASSPHRASE, source(), CHEAP)) break
  assert.not(isLetGo)
  let chunks = 0
  for await (const _ of sealBackup(createNodePrimitives(), PASSPHRASE, source(), CHEAP)) if (++chunks === 3) break
  assert.ok(isLetGo)
})

seal('is what the test vector says', async () => {
  assert.is(
    toHex(await all(sealBackup(countingPrimitives(), vectors.passphrase, inChunks(fromHex(vectors.plaintext), 5), CHEAP))),
    vectors.sealed
  )
  assert.is(toHex(await opened(fromHex(vectors.sealed), vectors.passphrase)), vectors.plaintext)
})

seal.run()
