import { ChatError } from '../base/errors.js'
import { MAX_EMOJI_BYTES } from '../conversation/annotation.js'
import { MAX_LINK_USES } from '../session/group-links.js'
import { MAX_LIFETIME_S } from '../conversation/lifetime.js'
import { MAX_INVITE_LIFETIME_MS } from '../identity/invite.js'
import { MAX_RETENTION_DAYS } from '../session/profile.js'
import { ROLES, type Role } from '../session/roles.js'
import { MAX_INVITE_USES, MAX_SHARED_DAYS, MAX_SHARED_MESSAGES } from './bounds.js'
import type { ChatApi } from './chat-api.js'
import { MAX_FORWARDED_TO } from './forwarding.js'
import { MAX_HITS, MAX_SOUGHT_BYTES } from './finding.js'
import { SCOPES, type Scope } from './rpc-methods.js'
import { MAX_IMPORT_CHUNK_BYTES, type TransferApi } from './transfers.js'

export interface TokenInfo {
  /** Names the token for revoking: the first 8 hex digits of its SHA-256. */
  readonly id: string
  readonly label: string
  readonly scopes: readonly Scope[]
  readonly createdAtMs: number
}

export interface CreatedToken extends TokenInfo {
  /** Shown this once; only its hash is kept. */
  readonly token: string
}

export interface Endpoints {
  /** Path of the unix socket; absent where only stdio is served. */
  readonly socket?: string
  /** Base URL: `POST /rpc`, WebSocket at `/rpc`, `/healthz`, `/readyz`, `/metrics`. */
  readonly http?: string
}

/** What the daemon offers beside the chat. */
export interface DaemonApi {
  endpoints(): Promise<Endpoints>
  createToken(args: { scopes: readonly Scope[]; label?: string }): Promise<CreatedToken>
  tokens(): Promise<readonly TokenInfo[]>
  /** @throws ERR_NOT_FOUND */
  revokeToken(args: { id: string }): Promise<void>
}

export type RpcApi = Omit<ChatApi, 'events' | 'exportBackup' | 'importBackup'> & TransferApi & DaemonApi
export type RpcMethod = keyof RpcApi

interface Field<T> {
  readonly expects: string
  accepts(value: unknown): value is T
}
type Arguments<M extends RpcMethod> = Parameters<RpcApi[M]> extends [infer A] ? A : object
type Fields<A> = { readonly [K in keyof Required<A>]: Field<A[K]> }

/** A name, a prefix, an id. */
const MAX_REFERENCE_BYTES = 256
const MAX_INVITE_BYTES = 16 * 1024
const MAX_ADDRESS_BYTES = 256
const MAX_TOKEN_BYTES = 512
const MAX_PASSPHRASE_BYTES = 1_024
const MAX_PHRASE_BYTES = 1_024
const MAX_TEXT_BYTES = 32 * 1024
const MAX_HISTORY = 1_000
/** Of a new group; more come in later. */
const MAX_FIRST_MEMBERS = 64

const encoder = new TextEncoder()
const utf8Bytes = (value: string): number => encoder.encode(value).length

function text(maxBytes: number): Field<string> {
  return {
    expects: `a text of 1 to ${maxBytes} bytes`,
    accepts: (value): value is string =>
      typeof value === 'string' && value !== '' && value.length <= maxBytes && utf8Bytes(value) <= maxBytes
  }
}
function integer(min: number, max: number): Field<number> {
  return {
    expects: `a whole number from ${min} to ${max}`,
    accepts: (value): value is number => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
  }
}
const flag: Field<boolean> = { expects: 'true or false', accepts: (value): value is boolean => typeof value === 'boolean' }
const scopes: Field<readonly Scope[]> = {
  expects: `a list of ${SCOPES.join(', ')}`,
  accepts: (value): value is readonly Scope[] =>
    Array.isArray(value) && value.length > 0 && value.every(scope => SCOPES.includes(scope as Scope))
}
function optional<T>(field: Field<T>): Field<T | undefined> {
  return {
    expects: `${field.expects}, or nothing`,
    accepts: (value): value is T | undefined => value === undefined || field.accepts(value)
  }
}

const reference = text(MAX_REFERENCE_BYTES)
/** Empty too: what makes a name is said where one is given. */
const newName: Field<string> = { ...reference, accepts: (value): value is string => value === '' || reference.accepts(value) }
const references: Field<readonly string[]> = {
  expects: `a list of at most ${MAX_FIRST_MEMBERS} texts`,
  accepts: (value): value is readonly string[] =>
    Array.isArray(value) && value.length <= MAX_FIRST_MEMBERS && value.every(one => reference.accepts(one))
}
const forwardedTo: Field<readonly string[]> = {
  expects: `a list of 1 to ${MAX_FORWARDED_TO} texts`,
  accepts: (value): value is readonly string[] =>
    Array.isArray(value) && value.length > 0 && value.length <= MAX_FORWARDED_TO && value.every(one => reference.accepts(one))
}
const role: Field<Role> = { expects: ROLES.join(', '), accepts: (value): value is Role => ROLES.includes(value as Role) }
const passphrase = text(MAX_PASSPHRASE_BYTES)
const transfer = integer(1, Number.MAX_SAFE_INTEGER)
const chunk = text(Math.ceil((MAX_IMPORT_CHUNK_BYTES * 4) / 3))
const nothing = {}
const share = { shareMessages: optional(integer(1, MAX_SHARED_MESSAGES)), shareDays: optional(integer(1, MAX_SHARED_DAYS)) }

/** What every method of JSON-RPC takes. The names and their arguments are those of `ChatApi`; who may call each says `rpc-methods.ts`. */
export const METHOD_PARAMS: { readonly [M in RpcMethod]: Fields<Arguments<M>> } = {
  status: nothing,
  identity: nothing,
  rename: { name: newName },
  phrase: { passphrase: optional(passphrase) },
  setPassphrase: { current: optional(passphrase), next: passphrase, phrase: optional(text(MAX_PHRASE_BYTES)) },
  removePassphrase: { current: passphrase },
  devices: nothing,
  linkDevice: { link: text(MAX_INVITE_BYTES) },
  confirmDevice: {
    device: reference as Field<Arguments<'confirmDevice'>['device']>,
    name: optional(reference),
    passphrase: optional(passphrase),
    phrase: optional(text(MAX_PHRASE_BYTES))
  },
  revokeDevice: { device: reference, passphrase: optional(passphrase), phrase: optional(text(MAX_PHRASE_BYTES)) },
  createInvite: {
    label: optional(reference),
    uses: optional(integer(1, MAX_INVITE_USES)),
    expiresInMs: optional(integer(1, MAX_INVITE_LIFETIME_MS))
  },
  invites: nothing,
  revokeInvite: { id: reference },
  add: { invite: text(MAX_INVITE_BYTES), message: optional(text(MAX_TEXT_BYTES)) },
  addEcho: { name: optional(reference), greeting: optional(text(MAX_TEXT_BYTES)) },
  removeEcho: nothing,
  relays: nothing,
  addRelay: { address: text(MAX_ADDRESS_BYTES), token: optional(text(MAX_TOKEN_BYTES)), replaceIndex: optional(flag) },
  removeRelay: { relay: text(MAX_ADDRESS_BYTES) },
  contacts: nothing,
  accept: { contact: reference },
  block: { contact: reference },
  unblock: { contact: reference },
  safetyNumber: { contact: reference },
  verify: { contact: reference, verified: flag },
  chats: nothing,
  createGroup: { name: newName, contacts: optional(references) },
  members: { chat: reference },
  addMember: { chat: reference, contact: reference, ...share },
  removeMember: { chat: reference, member: reference },
  setRole: { chat: reference, member: reference, role },
  createGroupLink: {
    chat: reference,
    expiresInMs: optional(integer(1, MAX_INVITE_LIFETIME_MS)),
    uses: optional(integer(1, MAX_LINK_USES)),
    approve: optional(flag)
  },
  groupLinks: { chat: reference },
  revokeGroupLink: { chat: reference, id: reference },
  joinGroup: { link: text(MAX_INVITE_BYTES) },
  joining: {},
  groupRequests: { chat: reference },
  answerRequest: { chat: reference, account: reference, approve: flag, ...share },
  groupRelays: { chat: reference },
  setGroupRelays: { chat: reference, relays: references },
  groupRetention: { chat: reference },
  setGroupRetention: { chat: reference, days: integer(0, MAX_RETENTION_DAYS) },
  setLifetime: { chat: reference, seconds: integer(0, MAX_LIFETIME_S) },
  typing: { chat: reference, typing: flag },
  setTypingTold: { told: flag },
  setDraft: { chat: reference, text: optional(text(MAX_TEXT_BYTES)), answers: optional(reference) },
  mute: { chat: reference, muted: flag },
  pinChat: { chat: reference, pinned: flag },
  leaveGroup: { chat: reference },
  renameGroup: { chat: reference, name: newName },
  send: { chat: reference, text: text(MAX_TEXT_BYTES), once: optional(reference), answers: optional(reference) },
  sendSticker: { chat: reference, sticker: reference, once: optional(reference), answers: optional(reference) },
  edit: { message: reference, text: text(MAX_TEXT_BYTES) },
  deleteMessage: { message: reference },
  react: { message: reference, emoji: optional(text(MAX_EMOJI_BYTES)) },
  forward: { message: reference, chats: forwardedTo, once: optional(reference) },
  pin: { message: reference, pinned: flag },
  pins: { chat: reference },
  history: {
    chat: reference,
    limit: optional(integer(1, MAX_HISTORY)),
    before: optional(reference),
    after: optional(reference),
    around: optional(reference) as Field<Arguments<'history'>['around']>,
    fromMs: optional(integer(0, Number.MAX_SAFE_INTEGER))
  },
  search: {
    text: text(MAX_SOUGHT_BYTES),
    chat: optional(reference),
    before: optional(reference),
    limit: optional(integer(1, MAX_HITS))
  },
  markRead: { chat: reference, message: reference as Field<Arguments<'markRead'>['message']> },
  why: { message: reference },
  peers: nothing,
  ping: { contact: reference },
  doctor: nothing,
  netcheck: nothing,
  openExport: { passphrase },
  readExport: { transfer },
  openImport: { passphrase },
  writeImport: { transfer, chunk },
  closeImport: { transfer },
  abandonTransfer: { transfer },
  endpoints: nothing,
  createToken: { scopes, label: optional(reference) },
  tokens: nothing,
  revokeToken: { id: reference }
}

const SINCE = optional(integer(0, Number.MAX_SAFE_INTEGER))
const SUBSCRIPTION = integer(1, Number.MAX_SAFE_INTEGER)

/** The two methods that stand for `ChatApi.events`; both need the scope `read`. */
export const subscribeParams = (params: unknown): { since?: number } =>
  checked<{ since?: number }>('events.subscribe', { since: SINCE }, params)
export const unsubscribeParams = (params: unknown): { subscription: number } =>
  checked('events.unsubscribe', { subscription: SUBSCRIPTION }, params)

/** @throws ERR_INVALID_ARGUMENT naming the argument and what it should be */
export function methodParams<M extends RpcMethod>(method: M, params: unknown): Arguments<M> {
  return checked<Arguments<M>>(method, METHOD_PARAMS[method], params)
}

function checked<A>(method: string, fields: Fields<A>, params: unknown): A {
  const given = params ?? {}
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw new ChatError('ERR_INVALID_ARGUMENT', `${method} takes its arguments by name, as an object`)
  }
  const unknown = Object.keys(given).find(name => !Object.hasOwn(fields, name))
  if (unknown !== undefined) throw new ChatError('ERR_INVALID_ARGUMENT', `${method} has no argument ${JSON.stringify(unknown)}`)
  for (const [name, field] of Object.entries<Field<unknown>>(fields)) {
    if (!field.accepts((given as Record<string, unknown>)[name])) {
      throw new ChatError('ERR_INVALID_ARGUMENT', `${name} has to be ${field.expects}`)
    }
  }
  return given as A
}
