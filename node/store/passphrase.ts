import { utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'

/** Argon2id (RFC 9106) with one lane. */
export interface PassphraseCost {
  readonly memoryKiB: number
  readonly passes: number
}

/** About 0.2 s on a laptop of 2020. */
export const DEFAULT_COST: PassphraseCost = { memoryKiB: 64 * 1024, passes: 3 }
/** A vault that asks for more than this is damaged: reading it must not take the machine's memory. */
const MAX_COST: PassphraseCost = { memoryKiB: 256 * 1024, passes: 16 }
const MIN_COST: PassphraseCost = { memoryKiB: 1024, passes: 1 }

export const SALT_BYTES = 16
const KEY_BYTES = 32
const MAX_PASSPHRASE_BYTES = 1_024

export function isAcceptable({ memoryKiB, passes }: PassphraseCost): boolean {
  return memoryKiB >= MIN_COST.memoryKiB && memoryKiB <= MAX_COST.memoryKiB && passes >= MIN_COST.passes && passes <= MAX_COST.passes
}

/**
 * 32 bytes. The passphrase is taken in Unicode form NFKC, so that it is the same from every keyboard.
 * @throws ERR_INVALID_ARGUMENT when it is empty or longer than 1,024 bytes of UTF-8
 */
export async function stretch(passphrase: string, salt: Uint8Array, { memoryKiB, passes }: PassphraseCost): Promise<Uint8Array> {
  const password = utf8(passphrase.normalize('NFKC'))
  if (password.length === 0 || password.length > MAX_PASSPHRASE_BYTES) {
    throw new ChatError('ERR_INVALID_ARGUMENT', `a passphrase has 1 to ${MAX_PASSPHRASE_BYTES} bytes`)
  }
  // Loaded for this alone: most starts of a tab have no passphrase.
  const { argon2id } = await import('hash-wasm')
  return argon2id({
    password,
    salt,
    memorySize: memoryKiB,
    iterations: passes,
    parallelism: 1,
    hashLength: KEY_BYTES,
    outputType: 'binary'
  })
}
