import { bytes, message, optional, plain, repeated, uint32, uint64Number, type Codec } from '../protobuf.js'

export interface CommitData {
  version: number
  parent: Uint8Array
  undone: Undone[]
  atMs: number
}

export const CommitData: Codec<CommitData> = /* @__PURE__ */ message(() => [
  plain(1, 'version', uint32),
  plain(2, 'parent', bytes),
  repeated(3, 'undone', Undone),
  plain(4, 'atMs', uint64Number)
])

export interface Undone {
  account: Uint8Array
  removals: Uint8Array[]
}

export const Undone: Codec<Undone> = /* @__PURE__ */ message(() => [
  plain(1, 'account', bytes),
  repeated(2, 'removals', bytes)
])

export interface Committer {
  leaf: number
  account: Uint8Array
  device: Uint8Array
}

export const Committer: Codec<Committer> = /* @__PURE__ */ message(() => [
  plain(1, 'leaf', uint32),
  plain(2, 'account', bytes),
  plain(3, 'device', bytes)
])

export interface Ancestor {
  parent: Uint8Array
  committer?: Committer
  removed: Uint8Array[]
  added: Undone[]
  roles?: Uint8Array
  profile?: Uint8Array
  atMs: number
  rolesBefore?: Uint8Array
  letInAnew: Uint8Array[]
}

export const Ancestor: Codec<Ancestor> = /* @__PURE__ */ message(() => [
  plain(1, 'parent', bytes),
  optional(2, 'committer', Committer),
  repeated(3, 'removed', bytes),
  repeated(4, 'added', Undone),
  optional(5, 'roles', bytes),
  optional(6, 'profile', bytes),
  plain(7, 'atMs', uint64Number),
  optional(8, 'rolesBefore', bytes),
  repeated(9, 'letInAnew', bytes)
])

export interface Lineage {
  version: number
  ancestors: Ancestor[]
}

export const Lineage: Codec<Lineage> = /* @__PURE__ */ message(() => [
  plain(1, 'version', uint32),
  repeated(2, 'ancestors', Ancestor)
])

export interface KeyPackageSecret {
  version: number
  published: Uint8Array
  initKey: Uint8Array
  leafKey: Uint8Array
  knockKey: Uint8Array
}

export const KeyPackageSecret: Codec<KeyPackageSecret> = /* @__PURE__ */ message(() => [
  plain(1, 'version', uint32),
  plain(2, 'published', bytes),
  plain(3, 'initKey', bytes),
  plain(4, 'leafKey', bytes),
  plain(5, 'knockKey', bytes)
])

export interface EpochRecord {
  version: number
  state: Uint8Array
  lineage: Uint8Array
  ratchets: Uint8Array[]
}

export const EpochRecord: Codec<EpochRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'version', uint32),
  plain(2, 'state', bytes),
  plain(3, 'lineage', bytes),
  repeated(4, 'ratchets', bytes)
])
