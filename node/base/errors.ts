/** The closed list of what can go wrong. It is API: scripts and bots match on it, so a code is never renamed. */
export const ERROR_CODES = [
  'ERR_INVALID_ARGUMENT', // the caller's input is malformed or out of bounds
  'ERR_NOT_FOUND',
  'ERR_ALREADY_EXISTS',
  'ERR_NOT_ALLOWED', // the caller may not do this
  'ERR_ABORTED', // the caller's signal fired
  'ERR_TIMEOUT',
  'ERR_CLOSED', // used after close
  'ERR_INTERNAL', // a bug of ours
  // identity
  'ERR_PHRASE', // not a valid 24-word phrase
  'ERR_CARD', // an invite or card that can't be read
  'ERR_CERTIFICATE', // a certificate or device list that does not verify
  // profile and store
  'ERR_PROFILE_LOCKED', // another process uses this profile
  'ERR_PROFILE_MISSING',
  'ERR_PASSPHRASE', // wrong or missing passphrase
  'ERR_VAULT_DAMAGED',
  'ERR_SCHEMA_NEWER', // written by a newer Parley
  'ERR_STORE', // the disk refused
  'ERR_RECORD_DAMAGED', // a sealed record does not open
  // wire and session
  'ERR_MALFORMED', // bytes from outside that do not decode
  'ERR_TOO_LARGE',
  'ERR_SIGNATURE',
  'ERR_DECRYPT',
  'ERR_REPLAY',
  'ERR_UNKNOWN_LOG', // an envelope for a log this node does not follow
  'ERR_UNAUTHORISED_COMMIT', // a commit its committer had no right to make
  // network
  'ERR_UNREACHABLE', // no path to that device now
  'ERR_PROTOCOL', // the peer broke the protocol
  'ERR_BUSY', // try again later
  'ERR_QUOTA',
  'ERR_LOG_CLOSED', // its epoch was left: a relay takes no more there
  'ERR_KNOCK_REFUSED', // no such invite, revoked, or its box is full
  'ERR_BLOCKED',
  'ERR_EXPIRED',
  // daemon
  'ERR_NO_DAEMON',
  'ERR_DAEMON_RUNNING',
  'ERR_UNAUTHENTICATED'
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** The one error class. The message says what happened and what to do; the cause is kept. */
export class ChatError extends Error {
  override readonly name = 'ChatError'
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export function isChatError(err: unknown, code?: ErrorCode): err is ChatError {
  return err instanceof ChatError && (code === undefined || err.code === code)
}

/** Whatever was thrown, as an Error: for `stream.abort` and for causes. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
