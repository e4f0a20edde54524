import { bool, bytes, message, optional, plain, repeated, string, uint32, uint64Number, type Codec } from '../protobuf.js'

export interface RelayHello {
  nonce: Uint8Array
  certificate?: Uint8Array
}

export const RelayHello: Codec<RelayHello> = /* @__PURE__ */ message(() => [
  plain(1, 'nonce', bytes),
  optional(2, 'certificate', bytes)
])

export interface RelayWelcome {
  nonce: Uint8Array
  storage: Uint8Array
  standing: string
  limits?: RelayLimits
  stunPort: number
  servesPage: boolean
}

export const RelayWelcome: Codec<RelayWelcome> = /* @__PURE__ */ message(() => [
  plain(1, 'nonce', bytes),
  plain(2, 'storage', bytes),
  plain(3, 'standing', string),
  optional(4, 'limits', RelayLimits),
  plain(5, 'stunPort', uint32),
  plain(6, 'servesPage', bool)
])

export interface RelayLimits {
  retentionDays: number
  envelopesPerLog: number
  bytesPerLog: number
  bytesPerAccount: number
  bytesUsed: number
  logsPerAccount: number
  logsUsed: number
  isOpen: boolean
}

export const RelayLimits: Codec<RelayLimits> = /* @__PURE__ */ message(() => [
  plain(1, 'retentionDays', uint32),
  plain(2, 'envelopesPerLog', uint32),
  plain(3, 'bytesPerLog', uint64Number),
  plain(4, 'bytesPerAccount', uint64Number),
  plain(5, 'bytesUsed', uint64Number),
  plain(6, 'logsPerAccount', uint32),
  plain(7, 'logsUsed', uint32),
  plain(8, 'isOpen', bool)
])

export interface RelayJoin {
  token: Uint8Array
}

export const RelayJoin: Codec<RelayJoin> = /* @__PURE__ */ message(() => [
  plain(1, 'token', bytes)
])

export interface RelayOpen {
  log: Uint8Array
  signature: Uint8Array
  behind: Uint8Array[]
}

export const RelayOpen: Codec<RelayOpen> = /* @__PURE__ */ message(() => [
  plain(1, 'log', bytes),
  plain(2, 'signature', bytes),
  repeated(3, 'behind', bytes)
])

export interface RelayClose {
  log: Uint8Array
}

export const RelayClose: Codec<RelayClose> = /* @__PURE__ */ message(() => [
  plain(1, 'log', bytes)
])

export interface RelayChild {
  parent: Uint8Array
  child: Uint8Array
  parentSignature: Uint8Array
  childSignature: Uint8Array
}

export const RelayChild: Codec<RelayChild> = /* @__PURE__ */ message(() => [
  plain(1, 'parent', bytes),
  plain(2, 'child', bytes),
  plain(3, 'parentSignature', bytes),
  plain(4, 'childSignature', bytes)
])

export interface RelayProof {
  log: Uint8Array
  signature: Uint8Array
}

export const RelayProof: Codec<RelayProof> = /* @__PURE__ */ message(() => [
  plain(1, 'log', bytes),
  plain(2, 'signature', bytes)
])

export interface RelayRead {
  log: Uint8Array
  proof?: RelayProof
  place: number
  backwards: boolean
  most: number
}

export const RelayRead: Codec<RelayRead> = /* @__PURE__ */ message(() => [
  plain(1, 'log', bytes),
  optional(2, 'proof', RelayProof),
  plain(3, 'place', uint64Number),
  plain(4, 'backwards', bool),
  plain(5, 'most', uint32)
])

export interface RelayPage {
  entries: RelayEntry[]
  newest: number
  oldest: number
}

export const RelayPage: Codec<RelayPage> = /* @__PURE__ */ message(() => [
  repeated(1, 'entries', RelayEntry),
  plain(2, 'newest', uint64Number),
  plain(3, 'oldest', uint64Number)
])

export interface RelayEntry {
  place: number
  envelope: Uint8Array
}

export const RelayEntry: Codec<RelayEntry> = /* @__PURE__ */ message(() => [
  plain(1, 'place', uint64Number),
  plain(2, 'envelope', bytes)
])

export interface RelaySubscribe {
  logs: RelayProof[]
}

export const RelaySubscribe: Codec<RelaySubscribe> = /* @__PURE__ */ message(() => [
  repeated(1, 'logs', RelayProof)
])

export interface RelaySubscribed {
  states: RelayLogState[]
}

export const RelaySubscribed: Codec<RelaySubscribed> = /* @__PURE__ */ message(() => [
  repeated(1, 'states', RelayLogState)
])

export interface RelayLogState {
  refusal: string
  newest: number
}

export const RelayLogState: Codec<RelayLogState> = /* @__PURE__ */ message(() => [
  plain(1, 'refusal', string),
  plain(2, 'newest', uint64Number)
])

export interface RelayUnsubscribe {
  logs: Uint8Array[]
}

export const RelayUnsubscribe: Codec<RelayUnsubscribe> = /* @__PURE__ */ message(() => [
  repeated(1, 'logs', bytes)
])

export interface RelayInvites {
  invites: RelayInvite[]
}

export const RelayInvites: Codec<RelayInvites> = /* @__PURE__ */ message(() => [
  repeated(1, 'invites', RelayInvite)
])

export interface RelayInvite {
  tokenHash: Uint8Array
  expiresAtMs?: number
  uses?: number
}

export const RelayInvite: Codec<RelayInvite> = /* @__PURE__ */ message(() => [
  plain(1, 'tokenHash', bytes),
  optional(2, 'expiresAtMs', uint64Number),
  optional(3, 'uses', uint32)
])

export interface RelayKnock {
  account: Uint8Array
  knock: Uint8Array
}

export const RelayKnock: Codec<RelayKnock> = /* @__PURE__ */ message(() => [
  plain(1, 'account', bytes),
  plain(2, 'knock', bytes)
])

export interface RelayKnocks {
  after: number
}

export const RelayKnocks: Codec<RelayKnocks> = /* @__PURE__ */ message(() => [
  plain(1, 'after', uint64Number)
])

export interface RelayKnockBox {
  knocks: RelayBoxedKnock[]
  more: boolean
}

export const RelayKnockBox: Codec<RelayKnockBox> = /* @__PURE__ */ message(() => [
  repeated(1, 'knocks', RelayBoxedKnock),
  plain(2, 'more', bool)
])

export interface RelayBoxedKnock {
  id: number
  knock: Uint8Array
}

export const RelayBoxedKnock: Codec<RelayBoxedKnock> = /* @__PURE__ */ message(() => [
  plain(1, 'id', uint64Number),
  plain(2, 'knock', bytes)
])

export interface RelayClear {
  id: number
  accepted: boolean
}

export const RelayClear: Codec<RelayClear> = /* @__PURE__ */ message(() => [
  plain(1, 'id', uint64Number),
  plain(2, 'accepted', bool)
])

export interface RelayShelve {
  keyPackages: Uint8Array[]
  lastResort?: Uint8Array
  anew: boolean
}

export const RelayShelve: Codec<RelayShelve> = /* @__PURE__ */ message(() => [
  repeated(1, 'keyPackages', bytes),
  optional(2, 'lastResort', bytes),
  plain(3, 'anew', bool)
])

export interface RelayShelf {
  left: number
}

export const RelayShelf: Codec<RelayShelf> = /* @__PURE__ */ message(() => [
  plain(1, 'left', uint32)
])

export interface RelayTake {
  account: Uint8Array
  token: Uint8Array
}

export const RelayTake: Codec<RelayTake> = /* @__PURE__ */ message(() => [
  plain(1, 'account', bytes),
  plain(2, 'token', bytes)
])

export interface RelayList {
  list: Uint8Array
  account: Uint8Array
}

export const RelayList: Codec<RelayList> = /* @__PURE__ */ message(() => [
  plain(1, 'list', bytes),
  plain(2, 'account', bytes)
])

export interface RelayIndex {
  seq: number
  part: number
  parts: number
  sealed: Uint8Array
}

export const RelayIndex: Codec<RelayIndex> = /* @__PURE__ */ message(() => [
  plain(1, 'seq', uint64Number),
  plain(2, 'part', uint32),
  plain(3, 'parts', uint32),
  plain(4, 'sealed', bytes)
])
