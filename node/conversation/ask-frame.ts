import { concat, fromHex, toHex, utf8 } from '../base/bytes.js'
import { ChatError, toError } from '../base/errors.js'
import type { LogId } from '../base/ids.js'
import type { Envelope } from '../network/links.js'
import { Ask, Given, type GivenEnvelope } from '../wire/generated/introduction.js'
import { EPOCH_PREFIX_BYTES } from './giving.js'

/** Epochs that an asker names. */
export const MAX_KNOWN_EPOCHS = 1_024
export const MAX_PRESENCES = 256
const MAX_ENVELOPES = 1_024

/** What the key of the log signs, for whoever is asked to know that a member asks: both by their public keys. */
export function askProof(reader: Uint8Array, keeper: Uint8Array, log: LogId): Uint8Array {
  return concat([utf8('parley ask 1'), reader, keeper, fromHex(log)])
}

/** @throws ERR_MALFORMED */
export function decodeAsk(bytes: Uint8Array): Ask {
  return decoded(() => {
    const ask = Ask.decode(bytes, { limits: { presences: MAX_PRESENCES } })
    if (ask.epochs.length > MAX_KNOWN_EPOCHS * EPOCH_PREFIX_BYTES || ask.epochs.length % EPOCH_PREFIX_BYTES !== 0)
      throw new RangeError('epochs that are none')
    return ask
  })
}

/** @throws ERR_MALFORMED */
export function decodeGiven(bytes: Uint8Array): Given {
  return decoded(() => Given.decode(bytes, { limits: { envelopes: MAX_ENVELOPES, presences: MAX_PRESENCES } }))
}

/** In each run one log: what stands behind a commit is known only once that is taken. */
export function runsOf(envelopes: readonly GivenEnvelope[]): readonly (readonly Envelope[])[] {
  const runs: Envelope[][] = []
  for (const { log: key, bytes } of envelopes) {
    const log = toHex(key) as LogId
    const last = runs.at(-1)
    if (last?.[0]?.log === log) last.push({ log, bytes })
    else runs.push([{ log, bytes }])
  }
  return runs
}

function decoded<T>(decode: () => T): T {
  try {
    return decode()
  } catch (err) {
    throw new ChatError('ERR_MALFORMED', 'what was asked or given of a group does not decode', { cause: toError(err) })
  }
}

export function unknownLog(): ChatError {
  return new ChatError('ERR_UNKNOWN_LOG', 'no group here has that log')
}
