import type { RpcMethod } from './rpc-schema.js'

/** What a bearer token may do. `admin` includes the other two, shows the phrase, links and revokes devices, and makes and reads backups. */
export const SCOPES = ['read', 'write', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

export const mayUse = (granted: readonly Scope[], needed: Scope): boolean => granted.includes(needed) || granted.includes('admin')

/** Every method of JSON-RPC, and who may call it: all that a client has to know of them. */
export const METHOD_SCOPES: { readonly [M in RpcMethod]: Scope } = {
  status: 'read',
  identity: 'read',
  rename: 'write',
  phrase: 'admin',
  devices: 'read',
  linkDevice: 'admin',
  confirmDevice: 'admin',
  revokeDevice: 'admin',
  createInvite: 'write',
  invites: 'write',
  revokeInvite: 'write',
  add: 'write',
  relays: 'read',
  addRelay: 'write',
  removeRelay: 'write',
  contacts: 'read',
  accept: 'write',
  block: 'write',
  unblock: 'write',
  safetyNumber: 'read',
  verify: 'write',
  chats: 'read',
  createGroup: 'write',
  members: 'read',
  addMember: 'write',
  removeMember: 'write',
  setRole: 'write',
  createGroupLink: 'write',
  groupLinks: 'write',
  revokeGroupLink: 'write',
  joinGroup: 'write',
  groupRequests: 'read',
  answerRequest: 'write',
  groupRelays: 'read',
  setGroupRelays: 'write',
  groupRetention: 'read',
  setGroupRetention: 'write',
  mute: 'write',
  leaveGroup: 'write',
  renameGroup: 'write',
  send: 'write',
  history: 'read',
  search: 'read',
  markRead: 'write',
  why: 'read',
  peers: 'read',
  ping: 'read',
  doctor: 'read',
  netcheck: 'read',
  openExport: 'admin',
  readExport: 'admin',
  openImport: 'admin',
  writeImport: 'admin',
  closeImport: 'admin',
  abandonTransfer: 'admin',
  endpoints: 'read',
  createToken: 'admin',
  tokens: 'admin',
  revokeToken: 'admin'
}

export const isRpcMethod = (name: string): name is RpcMethod => Object.hasOwn(METHOD_SCOPES, name)
