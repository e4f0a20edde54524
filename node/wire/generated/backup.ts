import { bool, bytes, fixed64, message, optional, plain, repeated, string, uint32, uint64, uint64Number, type Codec } from '../protobuf.js'

export interface BackupFrame {
  head?: BackupHead
  contact?: SavedContact
  conversation?: SavedConversation
  messages?: SavedMessages
}

export const BackupFrame: Codec<BackupFrame> = /* @__PURE__ */ message(() => [
  optional(1, 'head', BackupHead),
  optional(2, 'contact', SavedContact),
  optional(3, 'conversation', SavedConversation),
  optional(4, 'messages', SavedMessages)
])

export interface BackupHead {
  version: number
  account: Uint8Array
  name: string
  createdAtMs: bigint
}

export const BackupHead: Codec<BackupHead> = /* @__PURE__ */ message(() => [
  plain(1, 'version', uint32),
  plain(2, 'account', bytes),
  plain(3, 'name', string),
  plain(4, 'createdAtMs', uint64)
])

export interface SavedContact {
  account: Uint8Array
  name: string
  state: string
  stateBeforeBlock: string
  verified: boolean
  changedAtMs: bigint
  devices: SavedDevice[]
  relays: Uint8Array[]
  directoryKey: Uint8Array
  directoryValueKey: Uint8Array
  door: Uint8Array
  revoked: Uint8Array[]
  relaysChangedAtMs: bigint
}

export const SavedContact: Codec<SavedContact> = /* @__PURE__ */ message(() => [
  plain(1, 'account', bytes),
  plain(2, 'name', string),
  plain(3, 'state', string),
  plain(4, 'stateBeforeBlock', string),
  plain(5, 'verified', bool),
  plain(6, 'changedAtMs', uint64),
  repeated(7, 'devices', SavedDevice),
  repeated(8, 'relays', bytes),
  plain(9, 'directoryKey', bytes),
  plain(10, 'directoryValueKey', bytes),
  plain(11, 'door', bytes),
  repeated(12, 'revoked', bytes),
  plain(13, 'relaysChangedAtMs', uint64)
])

export interface SavedDevice {
  device: Uint8Array
  addresses: Uint8Array[]
}

export const SavedDevice: Codec<SavedDevice> = /* @__PURE__ */ message(() => [
  plain(1, 'device', bytes),
  repeated(2, 'addresses', bytes)
])

export interface SavedConversation {
  id: Uint8Array
  accounts: Uint8Array[]
  devices: SavedMember[]
  groups: Uint8Array[]
  createdAtMs: bigint
  read?: SavedPlace
  kind: string
  name: string
  membership: string
  presences: Uint8Array[]
  lifetime?: SavedLifetime
}

export const SavedConversation: Codec<SavedConversation> = /* @__PURE__ */ message(() => [
  plain(1, 'id', bytes),
  repeated(2, 'accounts', bytes),
  repeated(3, 'devices', SavedMember),
  repeated(4, 'groups', bytes),
  plain(5, 'createdAtMs', uint64),
  optional(6, 'read', SavedPlace),
  plain(7, 'kind', string),
  plain(8, 'name', string),
  plain(9, 'membership', string),
  repeated(10, 'presences', bytes),
  optional(11, 'lifetime', SavedLifetime)
])

export interface SavedLifetime {
  hlc: bigint
  device: Uint8Array
  seq: number
  seconds: number
}

export const SavedLifetime: Codec<SavedLifetime> = /* @__PURE__ */ message(() => [
  plain(1, 'hlc', fixed64),
  plain(2, 'device', bytes),
  plain(3, 'seq', uint32),
  plain(4, 'seconds', uint32)
])

export interface SavedMember {
  device: Uint8Array
  account: number
  read: number
  had: number
}

export const SavedMember: Codec<SavedMember> = /* @__PURE__ */ message(() => [
  plain(1, 'device', bytes),
  plain(2, 'account', uint32),
  plain(3, 'read', uint32),
  plain(4, 'had', uint32)
])

export interface SavedPlace {
  hlc: bigint
  device: number
  seq: number
}

export const SavedPlace: Codec<SavedPlace> = /* @__PURE__ */ message(() => [
  plain(1, 'hlc', fixed64),
  plain(2, 'device', uint32),
  plain(3, 'seq', uint32)
])

export interface SavedMessages {
  messages: SavedMessage[]
}

export const SavedMessages: Codec<SavedMessages> = /* @__PURE__ */ message(() => [
  repeated(1, 'messages', SavedMessage)
])

export interface SavedMessage {
  message: Uint8Array
  device: number
  state: string
  conflict: boolean
  imported: boolean
}

export const SavedMessage: Codec<SavedMessage> = /* @__PURE__ */ message(() => [
  plain(1, 'message', bytes),
  plain(2, 'device', uint32),
  plain(3, 'state', string),
  plain(4, 'conflict', bool),
  plain(5, 'imported', bool)
])

export interface IndexPart {
  version: number
  seq: number
  part: number
  parts: number
  index: Uint8Array
  certificate: Uint8Array
  signature: Uint8Array
}

export const IndexPart: Codec<IndexPart> = /* @__PURE__ */ message(() => [
  plain(1, 'version', uint32),
  plain(2, 'seq', uint64Number),
  plain(3, 'part', uint32),
  plain(4, 'parts', uint32),
  plain(5, 'index', bytes),
  plain(6, 'certificate', bytes),
  plain(7, 'signature', bytes)
])

export interface AccountIndex {
  account: Uint8Array
  name: string
  contacts: SavedContact[]
  conversations: SavedConversation[]
  relays: string[]
}

export const AccountIndex: Codec<AccountIndex> = /* @__PURE__ */ message(() => [
  plain(1, 'account', bytes),
  plain(2, 'name', string),
  repeated(3, 'contacts', SavedContact),
  repeated(4, 'conversations', SavedConversation),
  repeated(5, 'relays', string)
])
