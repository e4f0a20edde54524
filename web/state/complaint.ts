import { isChatError, type ErrorCode } from '../../node/base/errors.js'
import type { Words } from '../strings/words.js'

const KINDS: { readonly [C in ErrorCode]?: keyof Words['errors'] } = {
  ERR_CLOSED: 'away',
  ERR_TIMEOUT: 'late',
  ERR_UNREACHABLE: 'unreachable',
  ERR_CARD: 'badLink',
  ERR_KNOCK_REFUSED: 'refusedLink',
  ERR_EXPIRED: 'refusedLink',
  ERR_NOT_ALLOWED: 'notAllowed',
  ERR_UNAUTHENTICATED: 'notAllowed',
  ERR_NOT_FOUND: 'notFound',
  ERR_PASSPHRASE: 'passphrase',
  ERR_PHRASE: 'phrase',
  ERR_BLOCKED: 'blocked',
  ERR_QUOTA: 'full',
  ERR_TOO_LARGE: 'full',
  ERR_BUSY: 'busy',
  ERR_STORE: 'store',
  ERR_MALFORMED: 'file',
  ERR_RECORD_DAMAGED: 'file',
  ERR_SCHEMA_NEWER: 'file',
  ERR_INVALID_ARGUMENT: 'argument'
}

/** What went wrong in the words of the page, and what the node said of it, which is in English. */
export function complaintOf(thrown: unknown, words: Words): { readonly text: string; readonly detail: string } {
  const kind = isChatError(thrown) ? KINDS[thrown.code] : undefined
  return { text: words.errors[kind ?? 'other'], detail: thrown instanceof Error ? thrown.message : String(thrown) }
}
