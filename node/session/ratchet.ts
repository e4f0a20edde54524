import type { GenerationSecret, Kdf } from 'ts-mls'
import { deriveTreeSecret } from 'ts-mls/crypto/kdf.js'
import { concat, uint32 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'

/**
 * How far ahead of what was opened a message may be, and how many keys of skipped generations are kept for those that come
 * late; of more, the oldest are forgotten.
 */
export const MAX_FORWARD_GENERATIONS = 16_384

/** A member may send us over the whole distance at will: no longer than some 10 ms of that is done in one go. */
const STEPS_AT_ONCE = 1_024

const VERSION = 1
const SECRET_BYTES = 32
const HEAD_BYTES = 9 + SECRET_BYTES
const UNUSED_BYTES = 4 + SECRET_BYTES

/** Whether the key of this generation is there, or can still be derived. */
export function isUnopened(ratchet: GenerationSecret, generation: number): boolean {
  return generation >= ratchet.generation || ratchet.unusedGenerations[generation] !== undefined
}

/**
 * The ratchet moved on to `generation` (RFC 9420 section 9.1), keeping the keys between. One pass: ts-mls' own way copies all
 * kept keys at every step, minutes of work for a gap of 16,384.
 */
export async function advance(kdf: Kdf, ratchet: GenerationSecret, generation: number): Promise<GenerationSecret> {
  const unused = new Map(Object.entries(ratchet.unusedGenerations))
  const secret = await walk(kdf, ratchet, generation, (skipped, key) => unused.set(String(skipped), key))
  const kept = [...unused].slice(-MAX_FORWARD_GENERATIONS)
  return { secret, generation, unusedGenerations: Object.fromEntries(kept) }
}

/** The ratchet moved on to `generation`, the keys between forgotten for good. */
export async function skip(kdf: Kdf, ratchet: GenerationSecret, generation: number): Promise<GenerationSecret> {
  return { ...ratchet, secret: await walk(kdf, ratchet, generation, () => undefined), generation }
}

async function walk(
  kdf: Kdf,
  from: GenerationSecret,
  to: number,
  pass: (generation: number, secret: Uint8Array) => void
): Promise<Uint8Array> {
  let { secret } = from
  for (let generation = from.generation; generation < to; generation++) {
    pass(generation, secret)
    secret = await deriveTreeSecret(secret, 'secret', generation, kdf.size, kdf)
    if (generation % STEPS_AT_ONCE === 0) await othersTurn()
  }
  return secret
}

const othersTurn = (): Promise<void> => new Promise(resolve => setTimeout(resolve))

/**
 * Version (1 B) ‖ leaf (4 B) ‖ next generation (4 B) ‖ secret (32 B), then for each skipped generation its number (4 B) ‖
 * secret (32 B), ascending: 41 bytes for who reads in order, 590 KB at most.
 */
export function encodeRatchet(leaf: number, { secret, generation, unusedGenerations }: GenerationSecret): Uint8Array {
  const unused = Object.entries(unusedGenerations).flatMap(([skipped, key]) => [uint32(Number(skipped)), key])
  return concat([Uint8Array.of(VERSION), uint32(leaf), uint32(generation), secret, ...unused])
}

/** @throws ERR_MALFORMED */
export function decodeRatchet(encoded: Uint8Array): { readonly leaf: number; readonly ratchet: GenerationSecret } {
  const count = (encoded.length - HEAD_BYTES) / UNUSED_BYTES
  if (encoded[0] !== VERSION || !Number.isInteger(count) || count < 0 || count > MAX_FORWARD_GENERATIONS) throw malformedRatchet()
  const numbers = new DataView(encoded.buffer, encoded.byteOffset, encoded.length)
  const secretAt = (offset: number): Uint8Array => encoded.slice(offset, offset + SECRET_BYTES)
  const generation = numbers.getUint32(5)
  const unused = Array.from({ length: count }, (_, i): [number, Uint8Array] => {
    const offset = HEAD_BYTES + i * UNUSED_BYTES
    return [numbers.getUint32(offset), secretAt(offset + 4)]
  })
  const isAscending = unused.every(([skipped], i) => skipped < (unused[i + 1]?.[0] ?? generation))
  if (!isAscending) throw malformedRatchet()
  return { leaf: numbers.getUint32(1), ratchet: { secret: secretAt(9), generation, unusedGenerations: Object.fromEntries(unused) } }
}

function malformedRatchet(): ChatError {
  return new ChatError('ERR_MALFORMED', 'a ratchet at rest can not be read: its record is damaged or a newer Parley wrote it')
}
