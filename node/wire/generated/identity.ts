import { bool, bytes, message, optional, plain, repeated, string, uint32, uint64Number, type Codec } from '../protobuf.js'

export interface CertificateFrame {
  version: number
  account: Uint8Array
  device: Uint8Array
  issuedAtMs: number
  seq: number
  name: string
  signature: Uint8Array
}

export const CertificateFrame: Codec<CertificateFrame> = /* @__PURE__ */ message(() => [
  plain(1, 'version', uint32),
  plain(2, 'account', bytes),
  plain(3, 'device', bytes),
  plain(4, 'issuedAtMs', uint64Number),
  plain(5, 'seq', uint32),
  plain(6, 'name', string),
  plain(7, 'signature', bytes)
])

export interface RevocationFrame {
  device: Uint8Array
  revokedAtMs: number
  seq: number
  signature: Uint8Array
}

export const RevocationFrame: Codec<RevocationFrame> = /* @__PURE__ */ message(() => [
  plain(1, 'device', bytes),
  plain(2, 'revokedAtMs', uint64Number),
  plain(3, 'seq', uint32),
  plain(4, 'signature', bytes)
])

export interface HeadFrame {
  seq: number
  revoked: number
  relays: string[]
  signature: Uint8Array
}

export const HeadFrame: Codec<HeadFrame> = /* @__PURE__ */ message(() => [
  plain(1, 'seq', uint32),
  plain(2, 'revoked', uint32),
  repeated(3, 'relays', string),
  plain(4, 'signature', bytes)
])

export interface DeviceListFrame {
  version: number
  account: Uint8Array
  certificates: Uint8Array[]
  revocations: RevocationFrame[]
  head?: HeadFrame
}

export const DeviceListFrame: Codec<DeviceListFrame> = /* @__PURE__ */ message(() => [
  plain(1, 'version', uint32),
  plain(2, 'account', bytes),
  repeated(3, 'certificates', bytes),
  repeated(4, 'revocations', RevocationFrame),
  optional(5, 'head', HeadFrame)
])

export interface CardDeviceFrame {
  device: Uint8Array
  addresses: Uint8Array[]
}

export const CardDeviceFrame: Codec<CardDeviceFrame> = /* @__PURE__ */ message(() => [
  plain(1, 'device', bytes),
  repeated(2, 'addresses', bytes)
])

export interface DirectoryFrame {
  recordKey: Uint8Array
  valueKey: Uint8Array
}

export const DirectoryFrame: Codec<DirectoryFrame> = /* @__PURE__ */ message(() => [
  plain(1, 'recordKey', bytes),
  plain(2, 'valueKey', bytes)
])

export interface CardFrame {
  name: string
  certificate: Uint8Array
  addresses: Uint8Array[]
  others: CardDeviceFrame[]
  relays: Uint8Array[]
  token?: Uint8Array
  expiresAtMs?: number
  directory?: DirectoryFrame
  relaysChangedAtMs?: number
}

export const CardFrame: Codec<CardFrame> = /* @__PURE__ */ message(() => [
  plain(1, 'name', string),
  plain(2, 'certificate', bytes),
  repeated(3, 'addresses', bytes),
  repeated(4, 'others', CardDeviceFrame),
  repeated(5, 'relays', bytes),
  optional(6, 'token', bytes),
  optional(7, 'expiresAtMs', uint64Number),
  optional(8, 'directory', DirectoryFrame),
  optional(9, 'relaysChangedAtMs', uint64Number)
])

export interface SignedCardFrame {
  card: Uint8Array
  signature: Uint8Array
}

export const SignedCardFrame: Codec<SignedCardFrame> = /* @__PURE__ */ message(() => [
  plain(1, 'card', bytes),
  plain(2, 'signature', bytes)
])

export interface LinkHostFrame {
  account: Uint8Array
  name: string
  devices: CardDeviceFrame[]
  relays: Uint8Array[]
}

export const LinkHostFrame: Codec<LinkHostFrame> = /* @__PURE__ */ message(() => [
  plain(1, 'account', bytes),
  plain(2, 'name', string),
  repeated(3, 'devices', CardDeviceFrame),
  repeated(4, 'relays', bytes)
])

export interface GroupLinkFrame {
  group: Uint8Array
  name: string
  card: Uint8Array
  others: LinkHostFrame[]
  asksFirst: boolean
}

export const GroupLinkFrame: Codec<GroupLinkFrame> = /* @__PURE__ */ message(() => [
  plain(1, 'group', bytes),
  plain(2, 'name', string),
  plain(3, 'card', bytes),
  repeated(4, 'others', LinkHostFrame),
  plain(5, 'asksFirst', bool)
])

export interface SignedGroupLinkFrame {
  link: Uint8Array
  signature: Uint8Array
}

export const SignedGroupLinkFrame: Codec<SignedGroupLinkFrame> = /* @__PURE__ */ message(() => [
  plain(1, 'link', bytes),
  plain(2, 'signature', bytes)
])

export interface DirectoryRecordFrame {
  version: number
  recordKey: Uint8Array
  issuedAtMs: number
  sealed: Uint8Array
  signature: Uint8Array
}

export const DirectoryRecordFrame: Codec<DirectoryRecordFrame> = /* @__PURE__ */ message(() => [
  plain(1, 'version', uint32),
  plain(2, 'recordKey', bytes),
  plain(3, 'issuedAtMs', uint64Number),
  plain(4, 'sealed', bytes),
  plain(5, 'signature', bytes)
])

export interface DirectoryContentFrame {
  deviceList?: Uint8Array
  devices: DirectoryDeviceFrame[]
}

export const DirectoryContentFrame: Codec<DirectoryContentFrame> = /* @__PURE__ */ message(() => [
  optional(1, 'deviceList', bytes),
  repeated(2, 'devices', DirectoryDeviceFrame)
])

export interface DirectoryDeviceFrame {
  device: Uint8Array
  addresses: Uint8Array[]
  seenAtMs: number
}

export const DirectoryDeviceFrame: Codec<DirectoryDeviceFrame> = /* @__PURE__ */ message(() => [
  plain(1, 'device', bytes),
  repeated(2, 'addresses', bytes),
  plain(3, 'seenAtMs', uint64Number)
])

export interface DeviceLinkFrame {
  device: Uint8Array
  token: Uint8Array
  addresses: Uint8Array[]
}

export const DeviceLinkFrame: Codec<DeviceLinkFrame> = /* @__PURE__ */ message(() => [
  plain(1, 'device', bytes),
  plain(2, 'token', bytes),
  repeated(3, 'addresses', bytes)
])
