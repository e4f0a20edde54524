import { bool, bytes, message, optional, plain, repeated, string, uint32, uint64, uint64Number, type Codec } from '../protobuf.js'

export interface EpochTreeRecord {
  origin?: OriginRecord
  commits: CommitRecord[]
  waiting: CommitRecord[]
  bygone: BygoneRemovalRecord[]
}

export const EpochTreeRecord: Codec<EpochTreeRecord> = /* @__PURE__ */ message(() => [
  optional(1, 'origin', OriginRecord),
  repeated(2, 'commits', CommitRecord),
  repeated(3, 'waiting', CommitRecord),
  repeated(4, 'bygone', BygoneRemovalRecord)
])

export interface OriginRecord {
  epoch: Uint8Array
  accounts: Uint8Array[]
  roles: Uint8Array
  profile?: Uint8Array
}

export const OriginRecord: Codec<OriginRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'epoch', bytes),
  repeated(2, 'accounts', bytes),
  plain(3, 'roles', bytes),
  optional(4, 'profile', bytes)
])

export interface CommitRecord {
  child: Uint8Array
  parent: Uint8Array
  leaf: number
  account: Uint8Array
  device: string
  removed: Uint8Array[]
  added: AddRecord[]
  roles?: Uint8Array
  seenAtMs: bigint
  isTold: boolean
  profile?: Uint8Array
  atMs: number
}

export const CommitRecord: Codec<CommitRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'child', bytes),
  plain(2, 'parent', bytes),
  plain(3, 'leaf', uint32),
  plain(4, 'account', bytes),
  plain(5, 'device', string),
  repeated(6, 'removed', bytes),
  repeated(7, 'added', AddRecord),
  optional(8, 'roles', bytes),
  plain(9, 'seenAtMs', uint64),
  plain(10, 'isTold', bool),
  optional(11, 'profile', bytes),
  plain(12, 'atMs', uint64Number)
])

export interface AddRecord {
  account: Uint8Array
  undoes: Uint8Array[]
}

export const AddRecord: Codec<AddRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'account', bytes),
  repeated(2, 'undoes', bytes)
])

export interface BygoneRemovalRecord {
  account: Uint8Array
  removal: Uint8Array
}

export const BygoneRemovalRecord: Codec<BygoneRemovalRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'account', bytes),
  plain(2, 'removal', bytes)
])
