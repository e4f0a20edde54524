import { bool, bytes, message, optional, plain, repeated, uint32, uint64Number, type Codec } from '../protobuf.js'

export interface StorageRecord {
  id: Uint8Array
  mark: Uint8Array
  nextMark: Uint8Array
}

export const StorageRecord: Codec<StorageRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'id', bytes),
  plain(2, 'mark', bytes),
  plain(3, 'nextMark', bytes)
])

export interface LogRecord {
  owner: Uint8Array
  isSmall: boolean
  isClosed: boolean
  newest: number
  oldest: number
  bytes: number
  tailEnd?: number
  children: Uint8Array[]
  days: LogDay[]
  usedDay: number
  isChild: boolean
  renewed: number
  root?: Uint8Array
}

export const LogRecord: Codec<LogRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'owner', bytes),
  plain(2, 'isSmall', bool),
  plain(3, 'isClosed', bool),
  plain(4, 'newest', uint64Number),
  plain(5, 'oldest', uint64Number),
  plain(6, 'bytes', uint64Number),
  optional(7, 'tailEnd', uint64Number),
  repeated(8, 'children', bytes),
  repeated(9, 'days', LogDay),
  plain(10, 'usedDay', uint32),
  plain(11, 'isChild', bool),
  plain(12, 'renewed', uint32),
  optional(13, 'root', bytes)
])

export interface LogDay {
  day: number
  first: number
}

export const LogDay: Codec<LogDay> = /* @__PURE__ */ message(() => [
  plain(1, 'day', uint32),
  plain(2, 'first', uint64Number)
])

export interface MemberRecord {
  sinceMs: number
  bytes?: number
}

export const MemberRecord: Codec<MemberRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'sinceMs', uint64Number),
  optional(2, 'bytes', uint64Number)
])

export interface RelayInviteRecord {
  expiresAtMs?: number
}

export const RelayInviteRecord: Codec<RelayInviteRecord> = /* @__PURE__ */ message(() => [
  optional(1, 'expiresAtMs', uint64Number)
])

export interface ToldInviteRecord {
  device: Uint8Array
  expiresAtMs?: number
  uses?: number
  used: number
}

export const ToldInviteRecord: Codec<ToldInviteRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'device', bytes),
  optional(2, 'expiresAtMs', uint64Number),
  optional(3, 'uses', uint32),
  plain(4, 'used', uint32)
])

export interface BoxRecord {
  lastId: number
  entries: BoxEntryRecord[]
}

export const BoxRecord: Codec<BoxRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'lastId', uint64Number),
  repeated(2, 'entries', BoxEntryRecord)
])

export interface BoxEntryRecord {
  id: number
  log: Uint8Array
  tokenHash: Uint8Array
  bytes: number
}

export const BoxEntryRecord: Codec<BoxEntryRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'id', uint64Number),
  plain(2, 'log', bytes),
  plain(3, 'tokenHash', bytes),
  plain(4, 'bytes', uint32)
])

export interface ShelfRecord {
  first: number
  next: number
  lastResort?: Uint8Array
  usedDay: number
}

export const ShelfRecord: Codec<ShelfRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'first', uint64Number),
  plain(2, 'next', uint64Number),
  optional(3, 'lastResort', bytes),
  plain(4, 'usedDay', uint32)
])

export interface IndexRecord {
  whole?: IndexPartsRecord
  growing: IndexPartsRecord[]
}

export const IndexRecord: Codec<IndexRecord> = /* @__PURE__ */ message(() => [
  optional(1, 'whole', IndexPartsRecord),
  repeated(2, 'growing', IndexPartsRecord)
])

export interface IndexPartsRecord {
  seq: number
  parts: number
  have: number[]
  device: Uint8Array
}

export const IndexPartsRecord: Codec<IndexPartsRecord> = /* @__PURE__ */ message(() => [
  plain(1, 'seq', uint64Number),
  plain(2, 'parts', uint32),
  repeated(3, 'have', uint32),
  plain(4, 'device', bytes)
])
