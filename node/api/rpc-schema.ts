import { ChatError } from '../base/errors.js'
import { MAX_LINK_USES } from '../conversation/group-links.js'
import { MAX_INVITE_LIFETIME_MS } from '../identity/invite.js'
import { MAX_RETENTION_DAYS } from '../session/profile.js'
import { ROLES, type Role } from '../session/roles.js'
import { MAX_SHARED_MESSAGES } from '../conversation/sharing.js'
import type { ChatApi } from './chat-api.js'
import { MAX_SHARED_DAYS } from './share-extent.js'
import { MAX_IMPORT_CHUNK_BYTES, type TransferApi } from './transfers.js'

/** What a bearer token may do. `admin` includes the other two, shows the phrase, links and revokes devices, and makes and reads backups. */
export const SCOPES = ['read', 'write', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

export const mayUse = (granted: readonly Scope[], needed: Scope): boolean => granted.includes(needed) || granted.includes('admin')

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
interface MethodSchema<M extends RpcMethod> {
  readonly scope: Scope
  readonly params: Fields<Arguments<M>>
}

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
const references: Field<readonly string[]> = {
  expects: `a list of at most ${MAX_FIRST_MEMBERS} texts`,
  accepts: (value): value is readonly string[] =>
    Array.isArray(value) && value.length <= MAX_FIRST_MEMBERS && value.every(one => reference.accepts(one))
}
const role: Field<Role> = { expects: ROLES.join(', '), accepts: (value): value is Role => ROLES.includes(value as Role) }
const passphrase = text(MAX_PASSPHRASE_BYTES)
const transfer = integer(1, Number.MAX_SAFE_INTEGER)
const chunk = text(Math.ceil((MAX_IMPORT_CHUNK_BYTES * 4) / 3))
const nothing = {}
const share = { shareMessages: optional(integer(1, MAX_SHARED_MESSAGES)), shareDays: optional(integer(1, MAX_SHARED_DAYS)) }

/** Every method of JSON-RPC: who may call it and what it takes. The names and their arguments are those of `ChatApi`. */
export const RPC_METHODS: { readonly [M in RpcMethod]: MethodSchema<M> } = {
  status: { scope: 'read', params: nothing },
  identity: { scope: 'read', params: nothing },
  rename: { scope: 'write', params: { name: reference } },
  phrase: { scope: 'admin', params: { passphrase: optional(passphrase) } },
  devices: { scope: 'read', params: nothing },
  linkDevice: { scope: 'admin', params: { link: text(MAX_INVITE_BYTES) } },
  confirmDevice: {
    scope: 'admin',
    params: {
      device: reference as Field<Arguments<'confirmDevice'>['device']>,
      name: optional(reference),
      passphrase: optional(passphrase),
      phrase: optional(text(MAX_PHRASE_BYTES))
    }
  },
  revokeDevice: {
    scope: 'admin',
    params: { device: reference, passphrase: optional(passphrase), phrase: optional(text(MAX_PHRASE_BYTES)) }
  },
  createInvite: {
    scope: 'write',
    params: {
      label: optional(reference),
      uses: optional(integer(1, 1_000_000)),
      expiresInMs: optional(integer(1, MAX_INVITE_LIFETIME_MS))
    }
  },
  invites: { scope: 'write', params: nothing },
  revokeInvite: { scope: 'write', params: { id: reference } },
  add: { scope: 'write', params: { invite: text(MAX_INVITE_BYTES), message: optional(text(MAX_TEXT_BYTES)) } },
  relays: { scope: 'read', params: nothing },
  addRelay: {
    scope: 'write',
    params: { address: text(MAX_ADDRESS_BYTES), token: optional(text(MAX_TOKEN_BYTES)), replaceIndex: optional(flag) }
  },
  removeRelay: { scope: 'write', params: { relay: text(MAX_ADDRESS_BYTES) } },
  contacts: { scope: 'read', params: nothing },
  accept: { scope: 'write', params: { contact: reference } },
  block: { scope: 'write', params: { contact: reference } },
  unblock: { scope: 'write', params: { contact: reference } },
  safetyNumber: { scope: 'read', params: { contact: reference } },
  verify: { scope: 'write', params: { contact: reference, verified: flag } },
  chats: { scope: 'read', params: nothing },
  createGroup: { scope: 'write', params: { name: reference, contacts: optional(references) } },
  members: { scope: 'read', params: { chat: reference } },
  addMember: { scope: 'write', params: { chat: reference, contact: reference, ...share } },
  removeMember: { scope: 'write', params: { chat: reference, member: reference } },
  setRole: { scope: 'write', params: { chat: reference, member: reference, role } },
  createGroupLink: {
    scope: 'write',
    params: {
      chat: reference,
      expiresInMs: optional(integer(1, MAX_INVITE_LIFETIME_MS)),
      uses: optional(integer(1, MAX_LINK_USES)),
      approve: optional(flag)
    }
  },
  groupLinks: { scope: 'write', params: { chat: reference } },
  revokeGroupLink: { scope: 'write', params: { chat: reference, id: reference } },
  joinGroup: { scope: 'write', params: { link: text(MAX_INVITE_BYTES) } },
  groupRequests: { scope: 'read', params: { chat: reference } },
  answerRequest: { scope: 'write', params: { chat: reference, account: reference, approve: flag, ...share } },
  groupRelays: { scope: 'read', params: { chat: reference } },
  setGroupRelays: { scope: 'write', params: { chat: reference, relays: references } },
  groupRetention: { scope: 'read', params: { chat: reference } },
  setGroupRetention: { scope: 'write', params: { chat: reference, days: integer(0, MAX_RETENTION_DAYS) } },
  mute: { scope: 'write', params: { chat: reference, muted: flag } },
  leaveGroup: { scope: 'write', params: { chat: reference } },
  renameGroup: { scope: 'write', params: { chat: reference, name: reference } },
  send: { scope: 'write', params: { chat: reference, text: text(MAX_TEXT_BYTES), once: optional(reference) } },
  history: {
    scope: 'read',
    params: { chat: reference, limit: optional(integer(1, MAX_HISTORY)), before: optional(text(MAX_REFERENCE_BYTES)) }
  },
  markRead: { scope: 'write', params: { chat: reference, message: reference as Field<Arguments<'markRead'>['message']> } },
  why: { scope: 'read', params: { message: reference } },
  peers: { scope: 'read', params: nothing },
  ping: { scope: 'read', params: { contact: reference } },
  doctor: { scope: 'read', params: nothing },
  netcheck: { scope: 'read', params: nothing },
  openExport: { scope: 'admin', params: { passphrase } },
  readExport: { scope: 'admin', params: { transfer } },
  openImport: { scope: 'admin', params: { passphrase } },
  writeImport: { scope: 'admin', params: { transfer, chunk } },
  closeImport: { scope: 'admin', params: { transfer } },
  abandonTransfer: { scope: 'admin', params: { transfer } },
  endpoints: { scope: 'read', params: nothing },
  createToken: { scope: 'admin', params: { scopes, label: optional(reference) } },
  tokens: { scope: 'admin', params: nothing },
  revokeToken: { scope: 'admin', params: { id: reference } }
}

export const isRpcMethod = (name: string): name is RpcMethod => Object.hasOwn(RPC_METHODS, name)

const SINCE = optional(integer(0, Number.MAX_SAFE_INTEGER))
const SUBSCRIPTION = integer(1, Number.MAX_SAFE_INTEGER)

/** The two methods that stand for `ChatApi.events`; both need the scope `read`. */
export const subscribeParams = (params: unknown): { since?: number } =>
  checked<{ since?: number }>('events.subscribe', { since: SINCE }, params)
export const unsubscribeParams = (params: unknown): { subscription: number } =>
  checked('events.unsubscribe', { subscription: SUBSCRIPTION }, params)

/** @throws ERR_INVALID_ARGUMENT naming the argument and what it should be */
export function methodParams<M extends RpcMethod>(method: M, params: unknown): Arguments<M> {
  return checked<Arguments<M>>(method, RPC_METHODS[method].params, params)
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
      throw new ChatError('ERR_INVALID_ARGUMENT', `${method} expects ${name} to be ${field.expects}`)
    }
  }
  return given as A
}
