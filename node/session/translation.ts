import type { Decoder } from 'ts-mls'
import { CryptoError, CryptoVerificationError } from 'ts-mls/mlsError.js'
import { ChatError, toError, type ErrorCode } from '../base/errors.js'

/** Runs what the MLS library does with bytes from outside, and answers its errors in our own codes. `what` names those bytes. */
export async function translated<T>(what: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (err) {
    throw translate(what, err)
  }
}

/** Decodes the whole of `bytes`. @throws ERR_MALFORMED for what does not decode, or does not end where they end */
export function decodeWhole<T>(what: string, decoder: Decoder<T>, bytes: Uint8Array): T {
  return decoded(what, () => {
    const result = decoder(bytes, 0)
    if (result === undefined || result[1] !== bytes.length) throw new Error(`decoded ${result?.[1] ?? 'none'} of ${bytes.length} bytes`)
    return result[0]
  })
}

/** @throws ERR_MALFORMED for whatever `decode` throws, but for errors that are ours already */
export function decoded<T>(what: string, decode: () => T): T {
  try {
    return decode()
  } catch (err) {
    throw translate(what, err)
  }
}

function translate(what: string, err: unknown): ChatError {
  if (err instanceof ChatError) return err
  const code: ErrorCode =
    err instanceof CryptoVerificationError ? 'ERR_SIGNATURE' : err instanceof CryptoError ? 'ERR_DECRYPT' : 'ERR_MALFORMED'
  return new ChatError(code, `${what} is not valid: ${toError(err).message}`, { cause: err })
}
