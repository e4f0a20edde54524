import { bool, bytes, fixed64, message, optional, plain, repeated, string, uint32, uint64, type Codec } from '../protobuf.js'

export interface Content {
  messages: Uint8Array[]
  receipt?: Receipt
  whereabouts?: Whereabouts
  admissions: Admission[]
}

export const Content: Codec<Content> = /* @__PURE__ */ message(() => [
  repeated(1, 'messages', bytes),
  optional(2, 'receipt', Receipt),
  optional(3, 'whereabouts', Whereabouts),
  repeated(4, 'admissions', Admission)
])

export interface Admission {
  first: number
  accounts: Uint8Array
  before: number[]
}

export const Admission: Codec<Admission> = /* @__PURE__ */ message(() => [
  plain(1, 'first', uint32),
  plain(2, 'accounts', bytes),
  repeated(3, 'before', uint32)
])

export interface Whereabouts {
  relays: string[]
  changedAtMs: bigint
  door: Uint8Array
  presence: Uint8Array
}

export const Whereabouts: Codec<Whereabouts> = /* @__PURE__ */ message(() => [
  repeated(1, 'relays', string),
  plain(2, 'changedAtMs', uint64),
  plain(3, 'door', bytes),
  plain(4, 'presence', bytes)
])

export interface SignedPresence {
  device: Uint8Array
  body: Uint8Array
  signature: Uint8Array
}

export const SignedPresence: Codec<SignedPresence> = /* @__PURE__ */ message(() => [
  plain(1, 'device', bytes),
  plain(2, 'body', bytes),
  plain(3, 'signature', bytes)
])

export interface Presence {
  name: string
  addresses: string[]
  relays: string[]
  toldAtMs: bigint
}

export const Presence: Codec<Presence> = /* @__PURE__ */ message(() => [
  plain(1, 'name', string),
  repeated(2, 'addresses', string),
  repeated(3, 'relays', string),
  plain(4, 'toldAtMs', uint64)
])

export interface Message {
  seq: number
  hlc: bigint
  sentAtMs: bigint
  parents: Parent[]
  text: string
  leaving: boolean
  state: Uint8Array
  answers: Uint8Array
  annotation?: Annotation
  erased: Uint8Array
  mentions: Mention[]
  forwarded: boolean
  lifetimeS: number
  lifetime?: LifetimeSetting
  faded: boolean
  sticker?: Sticker
}

export const Message: Codec<Message> = /* @__PURE__ */ message(() => [
  plain(1, 'seq', uint32),
  plain(2, 'hlc', fixed64),
  plain(3, 'sentAtMs', uint64),
  repeated(4, 'parents', Parent),
  plain(5, 'text', string),
  plain(6, 'leaving', bool),
  plain(7, 'state', bytes),
  plain(8, 'answers', bytes),
  optional(9, 'annotation', Annotation),
  plain(10, 'erased', bytes),
  repeated(11, 'mentions', Mention),
  plain(12, 'forwarded', bool),
  plain(13, 'lifetimeS', uint32),
  optional(14, 'lifetime', LifetimeSetting),
  plain(15, 'faded', bool),
  optional(16, 'sticker', Sticker)
])

export interface LifetimeSetting {
  seconds: number
}

export const LifetimeSetting: Codec<LifetimeSetting> = /* @__PURE__ */ message(() => [
  plain(1, 'seconds', uint32)
])

export interface Sticker {
  pack: string
  name: string
}

export const Sticker: Codec<Sticker> = /* @__PURE__ */ message(() => [
  plain(1, 'pack', string),
  plain(2, 'name', string)
])

export interface Mention {
  account: Uint8Array
  name: string
}

export const Mention: Codec<Mention> = /* @__PURE__ */ message(() => [
  plain(1, 'account', bytes),
  plain(2, 'name', string)
])

export interface Annotation {
  target: Uint8Array
  kind: string
  text: string
}

export const Annotation: Codec<Annotation> = /* @__PURE__ */ message(() => [
  plain(1, 'target', bytes),
  plain(2, 'kind', string),
  plain(3, 'text', string)
])

export interface Parent {
  id: Uint8Array
  hash: Uint8Array
}

export const Parent: Codec<Parent> = /* @__PURE__ */ message(() => [
  plain(1, 'id', bytes),
  plain(2, 'hash', bytes)
])

export interface Receipt {
  devices: DeviceReceipt[]
}

export const Receipt: Codec<Receipt> = /* @__PURE__ */ message(() => [
  repeated(1, 'devices', DeviceReceipt)
])

export interface DeviceReceipt {
  device: Uint8Array
  contiguous: number
  ranges: number[]
  read: number
}

export const DeviceReceipt: Codec<DeviceReceipt> = /* @__PURE__ */ message(() => [
  plain(1, 'device', bytes),
  plain(2, 'contiguous', uint32),
  repeated(3, 'ranges', uint32),
  plain(4, 'read', uint32)
])

export interface OwnState {
  about: string
  of: Uint8Array
  hlc: bigint
  device: Uint8Array
  value: Uint8Array
}

export const OwnState: Codec<OwnState> = /* @__PURE__ */ message(() => [
  plain(1, 'about', string),
  plain(2, 'of', bytes),
  plain(3, 'hlc', fixed64),
  plain(4, 'device', bytes),
  plain(5, 'value', bytes)
])

export interface OwnReadMark {
  hlc: bigint
  device: Uint8Array
  seq: number
}

export const OwnReadMark: Codec<OwnReadMark> = /* @__PURE__ */ message(() => [
  plain(1, 'hlc', fixed64),
  plain(2, 'device', bytes),
  plain(3, 'seq', uint32)
])
