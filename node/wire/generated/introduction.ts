import { bool, bytes, fixed64, message, optional, plain, repeated, string, uint32, uint64, type Codec } from '../protobuf.js'

export interface Take {
  token: Uint8Array
}

export const Take: Codec<Take> = /* @__PURE__ */ message(() => [
  plain(1, 'token', bytes)
])

export interface Taken {
  keyPackages: Uint8Array[]
}

export const Taken: Codec<Taken> = /* @__PURE__ */ message(() => [
  repeated(1, 'keyPackages', bytes)
])

export interface Knock {
  token: Uint8Array
  sealed: SealedKnock[]
  welcome: Uint8Array
}

export const Knock: Codec<Knock> = /* @__PURE__ */ message(() => [
  plain(1, 'token', bytes),
  repeated(2, 'sealed', SealedKnock),
  plain(3, 'welcome', bytes)
])

export interface Knocked {
  lacking: Uint8Array
}

export const Knocked: Codec<Knocked> = /* @__PURE__ */ message(() => [
  plain(1, 'lacking', bytes)
])

export interface SealedKnock {
  keyPackageRef: Uint8Array
  sealed: Uint8Array
}

export const SealedKnock: Codec<SealedKnock> = /* @__PURE__ */ message(() => [
  plain(1, 'keyPackageRef', bytes),
  plain(2, 'sealed', bytes)
])

export interface Introduction {
  card: Uint8Array
  group: Uint8Array
  logSeed: Uint8Array
  wrapKey: Uint8Array
  signature: Uint8Array
  deviceList: Uint8Array
  asksIn: boolean
  head: Uint8Array
  keyPackage: Uint8Array
}

export const Introduction: Codec<Introduction> = /* @__PURE__ */ message(() => [
  plain(1, 'card', bytes),
  plain(2, 'group', bytes),
  plain(3, 'logSeed', bytes),
  plain(4, 'wrapKey', bytes),
  plain(5, 'signature', bytes),
  plain(6, 'deviceList', bytes),
  plain(7, 'asksIn', bool),
  plain(8, 'head', bytes),
  plain(9, 'keyPackage', bytes)
])

export interface Sync {
  log: Uint8Array
  signature: Uint8Array
  receipt: Uint8Array
  newest: number
  door: Uint8Array
  since: number
  without: number[]
}

export const Sync: Codec<Sync> = /* @__PURE__ */ message(() => [
  plain(1, 'log', bytes),
  plain(2, 'signature', bytes),
  plain(3, 'receipt', bytes),
  plain(4, 'newest', uint32),
  plain(5, 'door', bytes),
  plain(6, 'since', uint32),
  repeated(7, 'without', uint32)
])

export interface Ask {
  log: Uint8Array
  signature: Uint8Array
  receipt: Uint8Array
  epochs: Uint8Array
  presences: KnownPresence[]
}

export const Ask: Codec<Ask> = /* @__PURE__ */ message(() => [
  plain(1, 'log', bytes),
  plain(2, 'signature', bytes),
  plain(3, 'receipt', bytes),
  plain(4, 'epochs', bytes),
  repeated(5, 'presences', KnownPresence)
])

export interface KnownPresence {
  device: Uint8Array
  toldAtMs: bigint
}

export const KnownPresence: Codec<KnownPresence> = /* @__PURE__ */ message(() => [
  plain(1, 'device', bytes),
  plain(2, 'toldAtMs', uint64)
])

export interface Given {
  envelopes: GivenEnvelope[]
  presences: Uint8Array[]
  more: boolean
  receipt: Uint8Array
  lost: boolean
}

export const Given: Codec<Given> = /* @__PURE__ */ message(() => [
  repeated(1, 'envelopes', GivenEnvelope),
  repeated(2, 'presences', bytes),
  plain(3, 'more', bool),
  plain(4, 'receipt', bytes),
  plain(5, 'lost', bool)
])

export interface GivenEnvelope {
  log: Uint8Array
  bytes: Uint8Array
  device: Uint8Array
  first: number
  last: number
}

export const GivenEnvelope: Codec<GivenEnvelope> = /* @__PURE__ */ message(() => [
  plain(1, 'log', bytes),
  plain(2, 'bytes', bytes),
  plain(3, 'device', bytes),
  plain(4, 'first', uint32),
  plain(5, 'last', uint32)
])

export interface Announcement {
  addresses: string[]
  name: string
  relays: string[]
  relaysChangedAtMs: bigint
  deviceList: Uint8Array
}

export const Announcement: Codec<Announcement> = /* @__PURE__ */ message(() => [
  repeated(1, 'addresses', string),
  plain(2, 'name', string),
  repeated(3, 'relays', string),
  plain(4, 'relaysChangedAtMs', uint64),
  plain(5, 'deviceList', bytes)
])

export interface LinkRequest {
  begin?: LinkBegin
  nonce: Uint8Array
  handover?: LinkHandover
  part?: LinkPart
}

export const LinkRequest: Codec<LinkRequest> = /* @__PURE__ */ message(() => [
  optional(1, 'begin', LinkBegin),
  plain(2, 'nonce', bytes),
  optional(3, 'handover', LinkHandover),
  optional(4, 'part', LinkPart)
])

export interface LinkBegin {
  token: Uint8Array
  certificate: Uint8Array
  commitment: Uint8Array
  name: string
}

export const LinkBegin: Codec<LinkBegin> = /* @__PURE__ */ message(() => [
  plain(1, 'token', bytes),
  plain(2, 'certificate', bytes),
  plain(3, 'commitment', bytes),
  plain(4, 'name', string)
])

export interface LinkAnswer {
  nonce: Uint8Array
}

export const LinkAnswer: Codec<LinkAnswer> = /* @__PURE__ */ message(() => [
  plain(1, 'nonce', bytes)
])

export interface LinkHandover {
  name: string
  deviceList: Uint8Array
  relays: string[]
  relaysChangedAtMs: bigint
  directorySeed: Uint8Array
  directoryValueKey: Uint8Array
  indexKey: Uint8Array
  doorKey: Uint8Array
  parts: number
  devices: LinkedDevice[]
}

export const LinkHandover: Codec<LinkHandover> = /* @__PURE__ */ message(() => [
  plain(1, 'name', string),
  plain(2, 'deviceList', bytes),
  repeated(3, 'relays', string),
  plain(4, 'relaysChangedAtMs', uint64),
  plain(5, 'directorySeed', bytes),
  plain(6, 'directoryValueKey', bytes),
  plain(7, 'indexKey', bytes),
  plain(8, 'doorKey', bytes),
  plain(9, 'parts', uint32),
  repeated(10, 'devices', LinkedDevice)
])

export interface LinkedDevice {
  device: Uint8Array
  addresses: string[]
}

export const LinkedDevice: Codec<LinkedDevice> = /* @__PURE__ */ message(() => [
  plain(1, 'device', bytes),
  repeated(2, 'addresses', string)
])

export interface LinkPart {
  index: Uint8Array
}

export const LinkPart: Codec<LinkPart> = /* @__PURE__ */ message(() => [
  plain(1, 'index', bytes)
])

export interface SharedPage {
  conversation: Uint8Array
  messages: SharedMessage[]
}

export const SharedPage: Codec<SharedPage> = /* @__PURE__ */ message(() => [
  plain(1, 'conversation', bytes),
  repeated(2, 'messages', SharedMessage)
])

export interface SharedMessage {
  message: Uint8Array
  device: Uint8Array
  account: Uint8Array
  name: string
}

export const SharedMessage: Codec<SharedMessage> = /* @__PURE__ */ message(() => [
  plain(1, 'message', bytes),
  plain(2, 'device', bytes),
  plain(3, 'account', bytes),
  plain(4, 'name', string)
])

export interface HistoryAsk {
  conversation: Uint8Array
  after: Uint8Array
  before?: HistoryPlace
  receipt: Uint8Array
}

export const HistoryAsk: Codec<HistoryAsk> = /* @__PURE__ */ message(() => [
  plain(1, 'conversation', bytes),
  plain(2, 'after', bytes),
  optional(3, 'before', HistoryPlace),
  plain(4, 'receipt', bytes)
])

export interface HistoryPlace {
  hlc: bigint
  device: Uint8Array
  seq: number
}

export const HistoryPlace: Codec<HistoryPlace> = /* @__PURE__ */ message(() => [
  plain(1, 'hlc', fixed64),
  plain(2, 'device', bytes),
  plain(3, 'seq', uint32)
])

export interface HistoryGiven {
  conversations: HistoryConversation[]
  conversation: Uint8Array
  messages: Uint8Array
  passed: number
  next?: HistoryPlace
  more: boolean
  whole: boolean
}

export const HistoryGiven: Codec<HistoryGiven> = /* @__PURE__ */ message(() => [
  repeated(1, 'conversations', HistoryConversation),
  plain(2, 'conversation', bytes),
  plain(3, 'messages', bytes),
  plain(4, 'passed', uint32),
  optional(5, 'next', HistoryPlace),
  plain(6, 'more', bool),
  plain(7, 'whole', bool)
])

export interface HistoryConversation {
  id: Uint8Array
  newest: bigint
  messages: number
}

export const HistoryConversation: Codec<HistoryConversation> = /* @__PURE__ */ message(() => [
  plain(1, 'id', bytes),
  plain(2, 'newest', fixed64),
  plain(3, 'messages', uint32)
])
