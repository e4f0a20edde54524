import type { ErrorCode } from '../../base/errors.js'

/** What a script can tell from the end of a command. API: never renumbered. */
export const EXIT = {
  ok: 0,
  error: 1,
  usage: 2,
  noDaemon: 3,
  notAllowed: 4,
  notFound: 5,
  queued: 6,
  timeout: 7,
  interrupted: 130
} as const
export type Exit = keyof typeof EXIT

export const EXIT_MEANINGS: Readonly<Record<Exit, string>> = {
  ok: 'done',
  error: 'it failed; the message says why',
  usage: 'the command line or the configuration is wrong',
  noDaemon: 'no daemon is running for this profile',
  notAllowed: 'not allowed',
  notFound: 'there is no such contact, chat, message, invite, token or profile',
  queued: 'queued, but not delivered in the given time',
  timeout: 'no answer in the given time',
  interrupted: 'interrupted'
}

const EXIT_OF_ERROR: Partial<Record<ErrorCode, Exit>> = {
  ERR_INVALID_ARGUMENT: 'usage',
  ERR_CARD: 'usage',
  ERR_NO_DAEMON: 'noDaemon',
  ERR_NOT_ALLOWED: 'notAllowed',
  ERR_UNAUTHENTICATED: 'notAllowed',
  ERR_BLOCKED: 'notAllowed',
  ERR_KNOCK_REFUSED: 'notAllowed',
  ERR_PASSPHRASE: 'notAllowed',
  ERR_NOT_FOUND: 'notFound',
  ERR_PROFILE_MISSING: 'notFound',
  ERR_TIMEOUT: 'timeout',
  ERR_ABORTED: 'interrupted'
}

export const exitOf = (code: ErrorCode): Exit => EXIT_OF_ERROR[code] ?? 'error'
