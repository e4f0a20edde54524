import { fromHex, toHex } from '../base/bytes.js'
import { ChatError, ERROR_CODES, toError, type ErrorCode } from '../base/errors.js'
import type { LogId } from '../base/ids.js'
import { Taken } from '../wire/generated/introduction.js'
import {
  RelayIndex,
  RelayKnockBox,
  RelayList,
  RelayPage,
  RelayShelf,
  RelaySubscribed,
  RelayWelcome,
  type RelayBoxedKnock,
  type RelayProof
} from '../wire/generated/relay.js'
import { MAX_RETENTION_DAYS, MAX_SUBSCRIBE, NONCE_BYTES, type Standing } from './relay-protocol.js'
import type { LogPage, RelayInfo } from './relays.js'

const STORAGE_BYTES = 16
/** An envelope has at least a kibibyte, so a frame holds far fewer. */
const MAX_PAGE_ENTRIES = 128
const MAX_BOXED_KNOCKS = 64
const MAX_TAKEN = 8
const MAX_PORT = 65_535
/** Written every 15 s, it takes 130 million years. */
const MAX_INDEX_SEQ = 2 ** 48
const STANDINGS: readonly Standing[] = ['stranger', 'guest', 'member', 'banned']
const KNOWN_CODES: ReadonlySet<string> = new Set(ERROR_CODES)

/** What came from a relay, or ERR_MALFORMED. */
function decoded<T>(what: string, decode: () => T): T {
  try {
    return decode()
  } catch (err) {
    throw malformed(what, toError(err))
  }
}

function malformed(what: string, cause?: Error): ChatError {
  return new ChatError('ERR_MALFORMED', `the relay sent ${what} that can not be`, { cause })
}

export function decodeWelcome(body: Uint8Array): { readonly nonce: Uint8Array; readonly info: RelayInfo } {
  const { nonce, storage, standing, limits, stunPort, servesPage } = decoded('a welcome', () => RelayWelcome.decode(body))
  const known = STANDINGS.find(name => name === standing)
  if (nonce.length !== NONCE_BYTES || storage.length !== STORAGE_BYTES || known === undefined || limits === undefined)
    throw malformed('a welcome')
  if (stunPort > MAX_PORT || limits.retentionDays > MAX_RETENTION_DAYS) throw malformed('a welcome')
  return { nonce, info: { standing: known, limits, storage: toHex(storage), stunPort, servesPage } }
}

export function decodePage(log: LogId, body: Uint8Array): LogPage {
  const { entries, newest, oldest } = decoded('a page', () => RelayPage.decode(body, { limits: { entries: MAX_PAGE_ENTRIES } }))
  return { entries: entries.map(({ place, envelope }) => ({ place, envelope: { log, bytes: envelope, place } })), newest, oldest }
}

/** One for each log that was asked for: the place of its newest envelope, or why it is not served. */
export function decodeSubscribed(count: number, body: Uint8Array): readonly (number | ChatError)[] {
  const { states } = decoded('an answer', () => RelaySubscribed.decode(body, { limits: { states: MAX_SUBSCRIBE } }))
  if (states.length !== count) throw malformed('an answer')
  return states.map(({ refusal, newest }) => (refusal === '' ? newest : refusalOf(refusal)))
}

function refusalOf(code: string): ChatError {
  if (!KNOWN_CODES.has(code)) throw malformed('a refusal')
  return new ChatError(code as ErrorCode, 'the relay does not serve this log')
}

export function decodeKnockBox(body: Uint8Array): { readonly knocks: readonly RelayBoxedKnock[]; readonly more: boolean } {
  return decoded('a box of knocks', () => RelayKnockBox.decode(body, { limits: { knocks: MAX_BOXED_KNOCKS } }))
}

export const decodeShelf = (body: Uint8Array): number => decoded('a shelf', () => RelayShelf.decode(body)).left

export const decodeTaken = (body: Uint8Array): readonly Uint8Array[] =>
  decoded('key packages', () => Taken.decode(body, { limits: { keyPackages: MAX_TAKEN } })).keyPackages

export const decodeList = (body: Uint8Array): Uint8Array => decoded('a device list', () => RelayList.decode(body)).list

export function decodeIndex(body: Uint8Array): RelayIndex {
  const index = decoded('an index', () => RelayIndex.decode(body))
  if (index.seq > MAX_INDEX_SEQ) throw malformed('an index')
  return index
}

export const encodeProof = (log: LogId, signature: Uint8Array): RelayProof => ({ log: fromHex(log), signature })
