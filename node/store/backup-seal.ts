import { sha256 } from '@noble/hashes/sha2.js'
import { concat, equals, equalsConstantTime, uint32, utf8 } from '../base/bytes.js'
import { createByteReader, type ByteReader } from '../base/byte-reader.js'
import { ChatError, isChatError } from '../base/errors.js'
import type { Primitives } from '../base/primitives.js'
import { subkey } from './data-key.js'
import { DEFAULT_COST, isAcceptable, SALT_BYTES, stretch, type PassphraseCost } from './passphrase.js'

const MAGIC = utf8('parley backup')
const VERSION = 1
const COST_BYTES = 4
const CHECK_BYTES = 32
const CHECKSUM_BYTES = 32
const HEAD_BYTES = MAGIC.length + 1 + SALT_BYTES + 2 * COST_BYTES + CHECK_BYTES + CHECKSUM_BYTES

/** Plaintext of every chunk but the last, which has 1 to so many. */
const CHUNK_BYTES = 64 * 1024
const TAG_BYTES = 16
const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES
const MAX_CHUNKS = 2 ** 32
const NONCE_PREFIX = new Uint8Array(7)
const LABEL = { chunks: 'parley backup chunks 1', check: 'parley backup check 1' } as const

type BackupPrimitives = Pick<Primitives, 'randomBytes' | 'aesGcmSeal' | 'aesGcmOpen'>

interface Head {
  readonly salt: Uint8Array
  readonly cost: PassphraseCost
  readonly check: Uint8Array
}

/**
 * Seals a stream under a passphrase: a head of 102 bytes, then chunks of 64 KiB in the STREAM construction (Hoang, Reyhanitabar,
 * Rogaway, Vizár 2015) over AES-256-GCM, so that none can be left out, moved, added or cut off unnoticed. Holds one chunk at a time.
 * @param cost lower for tests. @throws ERR_INVALID_ARGUMENT for the passphrase, and what the source throws
 */
export async function* sealBackup(
  primitives: BackupPrimitives,
  passphrase: string,
  plaintext: AsyncIterable<Uint8Array>,
  cost: PassphraseCost = DEFAULT_COST
): AsyncGenerator<Uint8Array> {
  const salt = primitives.randomBytes(SALT_BYTES)
  const stretched = await stretch(passphrase, salt, cost)
  const head = encodeHead({ salt, cost, check: subkey(stretched, LABEL.check) })
  yield head
  const key = subkey(stretched, LABEL.chunks)
  const reader = createByteReader(plaintext)
  try {
    for await (const { block, number, isLast } of blocksOf(reader, CHUNK_BYTES))
      yield await primitives.aesGcmSeal(key, nonceOf(number, isLast), block, head)
  } finally {
    await reader.close()
  }
}

/**
 * The inverse: every byte that it yields was sealed so, in this order; that nothing is missing at the end is known when it ends.
 * @throws ERR_MALFORMED for what is no backup, ERR_SCHEMA_NEWER, ERR_PASSPHRASE, ERR_RECORD_DAMAGED, and what the source throws
 */
export async function* openBackup(
  primitives: BackupPrimitives,
  passphrase: string,
  sealed: AsyncIterable<Uint8Array>
): AsyncGenerator<Uint8Array> {
  const reader = createByteReader(sealed)
  try {
    const head = await reader.take(HEAD_BYTES)
    const { salt, cost, check } = decodeHead(head)
    const stretched = await stretch(passphrase, salt, cost)
    if (!equalsConstantTime(subkey(stretched, LABEL.check), check))
      throw new ChatError('ERR_PASSPHRASE', 'this is not the passphrase of this backup')
    const key = subkey(stretched, LABEL.chunks)
    for await (const { block, number, isLast } of blocksOf(reader, SEALED_CHUNK_BYTES)) {
      const opened = await openChunk(primitives, key, nonceOf(number, isLast), block, head)
      if (opened === undefined) throw await whatIsWrong(primitives, key, { block, number, isLast, head })
      yield opened
    }
  } finally {
    await reader.close()
  }
}

interface Block {
  readonly block: Uint8Array
  /** From 0. */
  readonly number: number
  readonly isLast: boolean
}

/** Blocks of one length, the last perhaps shorter; one empty block where there is nothing. */
async function* blocksOf(reader: ByteReader, length: number): AsyncGenerator<Block> {
  let block = await reader.take(length)
  for (let number = 0; number < MAX_CHUNKS; number++) {
    const next = await reader.take(length)
    yield { block, number, isLast: next.length === 0 }
    if (next.length === 0) return
    block = next
  }
  throw new ChatError('ERR_TOO_LARGE', 'a backup holds 256 TiB at most')
}

/** 7 zeros ‖ number u32 ‖ whether it is the last u8: the key seals one file only. */
function nonceOf(number: number, isLast: boolean): Uint8Array {
  return concat([NONCE_PREFIX, uint32(number), Uint8Array.of(isLast ? 1 : 0)])
}

async function openChunk(
  primitives: Pick<Primitives, 'aesGcmOpen'>,
  key: Uint8Array,
  nonce: Uint8Array,
  block: Uint8Array,
  head: Uint8Array
): Promise<Uint8Array | undefined> {
  if (block.length < TAG_BYTES) return undefined
  try {
    return await primitives.aesGcmOpen(key, nonce, block, head)
  } catch (err) {
    if (!isChatError(err, 'ERR_DECRYPT')) throw err
    return undefined
  }
}

async function whatIsWrong(
  primitives: Pick<Primitives, 'aesGcmOpen'>,
  key: Uint8Array,
  { block, number, isLast, head }: Block & { readonly head: Uint8Array }
): Promise<ChatError> {
  const isCut = isLast && (await openChunk(primitives, key, nonceOf(number, false), block, head)) !== undefined
  if (isCut) return damaged('it ends too early')
  return damaged(isLast ? 'its last part was altered or cut short' : `it was altered ${number * SEALED_CHUNK_BYTES + HEAD_BYTES} bytes in`)
}

/** Magic ‖ version u8 ‖ salt ‖ memory u32 ‖ passes u32 ‖ check ‖ SHA-256 of all before. */
function encodeHead({ salt, cost, check }: Head): Uint8Array {
  const content = concat([MAGIC, Uint8Array.of(VERSION), salt, uint32(cost.memoryKiB), uint32(cost.passes), check])
  return concat([content, sha256(content)])
}

function decodeHead(bytes: Uint8Array): Head {
  if (!equals(bytes.subarray(0, MAGIC.length), MAGIC)) throw new ChatError('ERR_MALFORMED', 'this is no backup that Parley has made')
  const version = bytes[MAGIC.length] ?? 0
  if (version > VERSION)
    throw new ChatError('ERR_SCHEMA_NEWER', `this backup has version ${version}, this Parley knows ${VERSION}; install the newer version`)
  if (bytes.length < HEAD_BYTES) throw damaged('it ends too early')
  const content = bytes.subarray(0, -CHECKSUM_BYTES)
  if (!equals(sha256(content), bytes.subarray(-CHECKSUM_BYTES))) throw damaged('its first bytes were altered')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const saltAt = MAGIC.length + 1
  const costAt = saltAt + SALT_BYTES
  const checkAt = costAt + 2 * COST_BYTES
  const cost = { memoryKiB: view.getUint32(costAt), passes: view.getUint32(costAt + COST_BYTES) }
  if (!isAcceptable(cost)) throw damaged('it asks for an absurd amount of memory or time')
  return { salt: bytes.slice(saltAt, costAt), cost, check: bytes.slice(checkAt, checkAt + CHECK_BYTES) }
}

function damaged(how: string): ChatError {
  return new ChatError('ERR_RECORD_DAMAGED', `this backup is damaged: ${how}; take another copy of it`)
}
