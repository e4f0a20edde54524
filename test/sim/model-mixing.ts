import { utf8 } from '../../node/base/bytes.js'

const WORD_BYTES = 4
export const DIGEST_BYTES = 32

/**
 * 32 bytes that tell what was mixed from all else by chance alone: whoever looked for two things that mix alike would find them. Each
 * part counts with its length. For simulations, where a real hash is a fifth of the time.
 */
export function mix(parts: readonly Uint8Array[]): Uint8Array {
  const words = lanes(parts)
  const digest = new Uint8Array(DIGEST_BYTES)
  for (let i = 0; i < DIGEST_BYTES; i += WORD_BYTES) putWord(digest, i, words(i))
  return digest
}

/** Endless words that follow from a seed. */
export function createWords(seed: readonly Uint8Array[]): () => number {
  const words = lanes(seed)
  let [a, b, c, d] = [words(0), words(1), words(2), words(3)]
  // Marsaglia's xorshift of 128 bits: repeats after 2^128 - 1 words, but for a state of zeros.
  if ((a | b | c | d) === 0) a = 1
  return () => {
    const t = a ^ (a << 11)
    ;[a, b, c] = [b, c, d]
    d = d ^ (d >>> 19) ^ (t ^ (t >>> 8))
    return d
  }
}

/** So many bytes of an endless run. */
export function createBytes(seed: string): (length: number) => Uint8Array {
  const words = createWords([utf8(seed)])
  return length => {
    const bytes = new Uint8Array(length)
    for (let i = 0; i < length; i += WORD_BYTES) putWord(bytes, i, words())
    return bytes
  }
}

/** Turns bytes into others and back, by words that only who knows the seed has. */
export function mask(seed: readonly Uint8Array[], bytes: Uint8Array): Uint8Array {
  const words = createWords(seed)
  const masked = bytes.slice()
  // Made just now, it begins where its memory does.
  const whole = new Int32Array(masked.buffer, 0, masked.length >>> 2)
  for (let i = 0; i < whole.length; i++) whole[i] = (whole[i] ?? 0) ^ words()
  const last = words()
  for (let i = WORD_BYTES * whole.length; i < masked.length; i++) masked[i] = (masked[i] ?? 0) ^ (last >>> (8 * (i % WORD_BYTES)))
  return masked
}

function putWord(bytes: Uint8Array, at: number, word: number): void {
  for (let i = 0; i < WORD_BYTES; i++) bytes[at + i] = word >>> (8 * i)
}

/** Takes words into four lanes, each of which keeps what it was told: nothing but 128 bits falling together mixes alike. */
function lanes(parts: readonly Uint8Array[]): (number: number) => number {
  let [a, b, c, d] = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344]

  function take(word: number): void {
    a = Math.imul(turned(a ^ word, 5), 0x9e3779b1)
    b = Math.imul(turned((b + word) | 0, 9), 0x85ebca6b) ^ a
    c = Math.imul(turned(c ^ word, 13), 0xc2b2ae35) + b
    d = Math.imul(turned((d + word) | 0, 17), 0x27d4eb2f) ^ c
  }

  for (const part of parts) {
    const whole = part.length - (part.length % WORD_BYTES)
    if (part.byteOffset % WORD_BYTES === 0) {
      const words = new Int32Array(part.buffer, part.byteOffset, whole / WORD_BYTES)
      for (let i = 0; i < words.length; i++) take(words[i] ?? 0)
    } else {
      for (let i = 0; i < whole; i += WORD_BYTES)
        take((part[i] ?? 0) | ((part[i + 1] ?? 0) << 8) | ((part[i + 2] ?? 0) << 16) | ((part[i + 3] ?? 0) << 24))
    }
    let rest = 0
    for (let i = whole; i < part.length; i++) rest = (rest << 8) | (part[i] ?? 0)
    take(rest)
    take(part.length)
  }
  return number => {
    take(number)
    return finished((a ^ turned(c, 7)) + (b ^ turned(d, 11)))
  }
}

const turned = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits))

/** Every bit of the word decides about every bit of the answer: the last step of Appleby's MurmurHash3. */
function finished(word: number): number {
  let left = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  left = Math.imul(left ^ (left >>> 13), 0xc2b2ae35)
  return left ^ (left >>> 16)
}
