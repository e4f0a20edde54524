import { decodeMessage, encodeMessage, MaxLengthError, message } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface CertificateFrame {
  version: number
  account: Uint8Array
  device: Uint8Array
  issuedAtMs: number
  seq: number
  name: string
  signature: Uint8Array
}

export namespace CertificateFrame {
  let _codec: Codec<CertificateFrame>

  export const codec = (): Codec<CertificateFrame> => {
    if (_codec == null) {
      _codec = message<CertificateFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(8)
          w.uint32(obj.version)
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.account)
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.device)
        }

        if ((obj.issuedAtMs != null && obj.issuedAtMs !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.issuedAtMs)
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(40)
          w.uint32(obj.seq)
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(50)
          w.string(obj.name)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(58)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          version: 0,
          account: uint8ArrayAlloc(0),
          device: uint8ArrayAlloc(0),
          issuedAtMs: 0,
          seq: 0,
          name: '',
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.version = reader.uint32()
              break
            }
            case 2: {
              obj.account = reader.bytes()
              break
            }
            case 3: {
              obj.device = reader.bytes()
              break
            }
            case 4: {
              obj.issuedAtMs = reader.uint64Number()
              break
            }
            case 5: {
              obj.seq = reader.uint32()
              break
            }
            case 6: {
              obj.name = reader.string()
              break
            }
            case 7: {
              obj.signature = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<CertificateFrame>): Uint8Array {
    return encodeMessage(obj, CertificateFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CertificateFrame>): CertificateFrame {
    return decodeMessage(buf, CertificateFrame.codec(), opts)
  }
}

export interface RevocationFrame {
  device: Uint8Array
  revokedAtMs: number
  seq: number
  signature: Uint8Array
}

export namespace RevocationFrame {
  let _codec: Codec<RevocationFrame>

  export const codec = (): Codec<RevocationFrame> => {
    if (_codec == null) {
      _codec = message<RevocationFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.device)
        }

        if ((obj.revokedAtMs != null && obj.revokedAtMs !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.revokedAtMs)
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(24)
          w.uint32(obj.seq)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          device: uint8ArrayAlloc(0),
          revokedAtMs: 0,
          seq: 0,
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.device = reader.bytes()
              break
            }
            case 2: {
              obj.revokedAtMs = reader.uint64Number()
              break
            }
            case 3: {
              obj.seq = reader.uint32()
              break
            }
            case 4: {
              obj.signature = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<RevocationFrame>): Uint8Array {
    return encodeMessage(obj, RevocationFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RevocationFrame>): RevocationFrame {
    return decodeMessage(buf, RevocationFrame.codec(), opts)
  }
}

export interface HeadFrame {
  seq: number
  revoked: number
  relays: string[]
  signature: Uint8Array
}

export namespace HeadFrame {
  let _codec: Codec<HeadFrame>

  export const codec = (): Codec<HeadFrame> => {
    if (_codec == null) {
      _codec = message<HeadFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(8)
          w.uint32(obj.seq)
        }

        if ((obj.revoked != null && obj.revoked !== 0)) {
          w.uint32(16)
          w.uint32(obj.revoked)
        }

        if (obj.relays != null && obj.relays.length > 0) {
          for (const value of obj.relays) {
            w.uint32(26)
            w.string(value)
          }
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          seq: 0,
          revoked: 0,
          relays: [],
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.seq = reader.uint32()
              break
            }
            case 2: {
              obj.revoked = reader.uint32()
              break
            }
            case 3: {
              if (opts.limits?.relays != null && obj.relays.length === opts.limits.relays) {
                throw new MaxLengthError('Decode error - repeated field "relays" had too many elements')
              }

              obj.relays.push(reader.string())
              break
            }
            case 4: {
              obj.signature = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<HeadFrame>): Uint8Array {
    return encodeMessage(obj, HeadFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HeadFrame>): HeadFrame {
    return decodeMessage(buf, HeadFrame.codec(), opts)
  }
}

export interface DeviceListFrame {
  version: number
  account: Uint8Array
  certificates: Uint8Array[]
  revocations: RevocationFrame[]
  head?: HeadFrame
}

export namespace DeviceListFrame {
  let _codec: Codec<DeviceListFrame>

  export const codec = (): Codec<DeviceListFrame> => {
    if (_codec == null) {
      _codec = message<DeviceListFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(8)
          w.uint32(obj.version)
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.account)
        }

        if (obj.certificates != null && obj.certificates.length > 0) {
          for (const value of obj.certificates) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        if (obj.revocations != null && obj.revocations.length > 0) {
          for (const value of obj.revocations) {
            w.uint32(34)
            RevocationFrame.codec().encode(value, w)
          }
        }

        if (obj.head != null) {
          w.uint32(42)
          HeadFrame.codec().encode(obj.head, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          version: 0,
          account: uint8ArrayAlloc(0),
          certificates: [],
          revocations: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.version = reader.uint32()
              break
            }
            case 2: {
              obj.account = reader.bytes()
              break
            }
            case 3: {
              if (opts.limits?.certificates != null && obj.certificates.length === opts.limits.certificates) {
                throw new MaxLengthError('Decode error - repeated field "certificates" had too many elements')
              }

              obj.certificates.push(reader.bytes())
              break
            }
            case 4: {
              if (opts.limits?.revocations != null && obj.revocations.length === opts.limits.revocations) {
                throw new MaxLengthError('Decode error - repeated field "revocations" had too many elements')
              }

              obj.revocations.push(RevocationFrame.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.revocations$
              }))
              break
            }
            case 5: {
              obj.head = HeadFrame.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.head
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<DeviceListFrame>): Uint8Array {
    return encodeMessage(obj, DeviceListFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DeviceListFrame>): DeviceListFrame {
    return decodeMessage(buf, DeviceListFrame.codec(), opts)
  }
}

export interface CardDeviceFrame {
  device: Uint8Array
  addresses: Uint8Array[]
}

export namespace CardDeviceFrame {
  let _codec: Codec<CardDeviceFrame>

  export const codec = (): Codec<CardDeviceFrame> => {
    if (_codec == null) {
      _codec = message<CardDeviceFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.device)
        }

        if (obj.addresses != null && obj.addresses.length > 0) {
          for (const value of obj.addresses) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          device: uint8ArrayAlloc(0),
          addresses: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.device = reader.bytes()
              break
            }
            case 2: {
              if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              obj.addresses.push(reader.bytes())
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<CardDeviceFrame>): Uint8Array {
    return encodeMessage(obj, CardDeviceFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CardDeviceFrame>): CardDeviceFrame {
    return decodeMessage(buf, CardDeviceFrame.codec(), opts)
  }
}

export interface DirectoryFrame {
  recordKey: Uint8Array
  valueKey: Uint8Array
}

export namespace DirectoryFrame {
  let _codec: Codec<DirectoryFrame>

  export const codec = (): Codec<DirectoryFrame> => {
    if (_codec == null) {
      _codec = message<DirectoryFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.recordKey != null && obj.recordKey.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.recordKey)
        }

        if ((obj.valueKey != null && obj.valueKey.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.valueKey)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          recordKey: uint8ArrayAlloc(0),
          valueKey: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.recordKey = reader.bytes()
              break
            }
            case 2: {
              obj.valueKey = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<DirectoryFrame>): Uint8Array {
    return encodeMessage(obj, DirectoryFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectoryFrame>): DirectoryFrame {
    return decodeMessage(buf, DirectoryFrame.codec(), opts)
  }
}

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

export namespace CardFrame {
  let _codec: Codec<CardFrame>

  export const codec = (): Codec<CardFrame> => {
    if (_codec == null) {
      _codec = message<CardFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(10)
          w.string(obj.name)
        }

        if ((obj.certificate != null && obj.certificate.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.certificate)
        }

        if (obj.addresses != null && obj.addresses.length > 0) {
          for (const value of obj.addresses) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        if (obj.others != null && obj.others.length > 0) {
          for (const value of obj.others) {
            w.uint32(34)
            CardDeviceFrame.codec().encode(value, w)
          }
        }

        if (obj.relays != null && obj.relays.length > 0) {
          for (const value of obj.relays) {
            w.uint32(42)
            w.bytes(value)
          }
        }

        if (obj.token != null) {
          w.uint32(50)
          w.bytes(obj.token)
        }

        if (obj.expiresAtMs != null) {
          w.uint32(56)
          w.uint64Number(obj.expiresAtMs)
        }

        if (obj.directory != null) {
          w.uint32(66)
          DirectoryFrame.codec().encode(obj.directory, w)
        }

        if (obj.relaysChangedAtMs != null) {
          w.uint32(72)
          w.uint64Number(obj.relaysChangedAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          name: '',
          certificate: uint8ArrayAlloc(0),
          addresses: [],
          others: [],
          relays: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.name = reader.string()
              break
            }
            case 2: {
              obj.certificate = reader.bytes()
              break
            }
            case 3: {
              if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              obj.addresses.push(reader.bytes())
              break
            }
            case 4: {
              if (opts.limits?.others != null && obj.others.length === opts.limits.others) {
                throw new MaxLengthError('Decode error - repeated field "others" had too many elements')
              }

              obj.others.push(CardDeviceFrame.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.others$
              }))
              break
            }
            case 5: {
              if (opts.limits?.relays != null && obj.relays.length === opts.limits.relays) {
                throw new MaxLengthError('Decode error - repeated field "relays" had too many elements')
              }

              obj.relays.push(reader.bytes())
              break
            }
            case 6: {
              obj.token = reader.bytes()
              break
            }
            case 7: {
              obj.expiresAtMs = reader.uint64Number()
              break
            }
            case 8: {
              obj.directory = DirectoryFrame.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.directory
              })
              break
            }
            case 9: {
              obj.relaysChangedAtMs = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<CardFrame>): Uint8Array {
    return encodeMessage(obj, CardFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CardFrame>): CardFrame {
    return decodeMessage(buf, CardFrame.codec(), opts)
  }
}

export interface SignedCardFrame {
  card: Uint8Array
  signature: Uint8Array
}

export namespace SignedCardFrame {
  let _codec: Codec<SignedCardFrame>

  export const codec = (): Codec<SignedCardFrame> => {
    if (_codec == null) {
      _codec = message<SignedCardFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.card != null && obj.card.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.card)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          card: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.card = reader.bytes()
              break
            }
            case 2: {
              obj.signature = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<SignedCardFrame>): Uint8Array {
    return encodeMessage(obj, SignedCardFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedCardFrame>): SignedCardFrame {
    return decodeMessage(buf, SignedCardFrame.codec(), opts)
  }
}

export interface LinkHostFrame {
  account: Uint8Array
  name: string
  devices: CardDeviceFrame[]
  relays: Uint8Array[]
}

export namespace LinkHostFrame {
  let _codec: Codec<LinkHostFrame>

  export const codec = (): Codec<LinkHostFrame> => {
    if (_codec == null) {
      _codec = message<LinkHostFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.account)
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(18)
          w.string(obj.name)
        }

        if (obj.devices != null && obj.devices.length > 0) {
          for (const value of obj.devices) {
            w.uint32(26)
            CardDeviceFrame.codec().encode(value, w)
          }
        }

        if (obj.relays != null && obj.relays.length > 0) {
          for (const value of obj.relays) {
            w.uint32(34)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          account: uint8ArrayAlloc(0),
          name: '',
          devices: [],
          relays: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.account = reader.bytes()
              break
            }
            case 2: {
              obj.name = reader.string()
              break
            }
            case 3: {
              if (opts.limits?.devices != null && obj.devices.length === opts.limits.devices) {
                throw new MaxLengthError('Decode error - repeated field "devices" had too many elements')
              }

              obj.devices.push(CardDeviceFrame.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.devices$
              }))
              break
            }
            case 4: {
              if (opts.limits?.relays != null && obj.relays.length === opts.limits.relays) {
                throw new MaxLengthError('Decode error - repeated field "relays" had too many elements')
              }

              obj.relays.push(reader.bytes())
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<LinkHostFrame>): Uint8Array {
    return encodeMessage(obj, LinkHostFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkHostFrame>): LinkHostFrame {
    return decodeMessage(buf, LinkHostFrame.codec(), opts)
  }
}

export interface GroupLinkFrame {
  group: Uint8Array
  name: string
  card: Uint8Array
  others: LinkHostFrame[]
  asksFirst: boolean
}

export namespace GroupLinkFrame {
  let _codec: Codec<GroupLinkFrame>

  export const codec = (): Codec<GroupLinkFrame> => {
    if (_codec == null) {
      _codec = message<GroupLinkFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.group != null && obj.group.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.group)
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(18)
          w.string(obj.name)
        }

        if ((obj.card != null && obj.card.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.card)
        }

        if (obj.others != null && obj.others.length > 0) {
          for (const value of obj.others) {
            w.uint32(34)
            LinkHostFrame.codec().encode(value, w)
          }
        }

        if ((obj.asksFirst != null && obj.asksFirst !== false)) {
          w.uint32(40)
          w.bool(obj.asksFirst)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          group: uint8ArrayAlloc(0),
          name: '',
          card: uint8ArrayAlloc(0),
          others: [],
          asksFirst: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.group = reader.bytes()
              break
            }
            case 2: {
              obj.name = reader.string()
              break
            }
            case 3: {
              obj.card = reader.bytes()
              break
            }
            case 4: {
              if (opts.limits?.others != null && obj.others.length === opts.limits.others) {
                throw new MaxLengthError('Decode error - repeated field "others" had too many elements')
              }

              obj.others.push(LinkHostFrame.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.others$
              }))
              break
            }
            case 5: {
              obj.asksFirst = reader.bool()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<GroupLinkFrame>): Uint8Array {
    return encodeMessage(obj, GroupLinkFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupLinkFrame>): GroupLinkFrame {
    return decodeMessage(buf, GroupLinkFrame.codec(), opts)
  }
}

export interface SignedGroupLinkFrame {
  link: Uint8Array
  signature: Uint8Array
}

export namespace SignedGroupLinkFrame {
  let _codec: Codec<SignedGroupLinkFrame>

  export const codec = (): Codec<SignedGroupLinkFrame> => {
    if (_codec == null) {
      _codec = message<SignedGroupLinkFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.link != null && obj.link.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.link)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          link: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.link = reader.bytes()
              break
            }
            case 2: {
              obj.signature = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<SignedGroupLinkFrame>): Uint8Array {
    return encodeMessage(obj, SignedGroupLinkFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedGroupLinkFrame>): SignedGroupLinkFrame {
    return decodeMessage(buf, SignedGroupLinkFrame.codec(), opts)
  }
}

export interface DirectoryRecordFrame {
  version: number
  recordKey: Uint8Array
  issuedAtMs: number
  sealed: Uint8Array
  signature: Uint8Array
}

export namespace DirectoryRecordFrame {
  let _codec: Codec<DirectoryRecordFrame>

  export const codec = (): Codec<DirectoryRecordFrame> => {
    if (_codec == null) {
      _codec = message<DirectoryRecordFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(8)
          w.uint32(obj.version)
        }

        if ((obj.recordKey != null && obj.recordKey.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.recordKey)
        }

        if ((obj.issuedAtMs != null && obj.issuedAtMs !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.issuedAtMs)
        }

        if ((obj.sealed != null && obj.sealed.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.sealed)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          version: 0,
          recordKey: uint8ArrayAlloc(0),
          issuedAtMs: 0,
          sealed: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.version = reader.uint32()
              break
            }
            case 2: {
              obj.recordKey = reader.bytes()
              break
            }
            case 3: {
              obj.issuedAtMs = reader.uint64Number()
              break
            }
            case 4: {
              obj.sealed = reader.bytes()
              break
            }
            case 5: {
              obj.signature = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<DirectoryRecordFrame>): Uint8Array {
    return encodeMessage(obj, DirectoryRecordFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectoryRecordFrame>): DirectoryRecordFrame {
    return decodeMessage(buf, DirectoryRecordFrame.codec(), opts)
  }
}

export interface DirectoryContentFrame {
  deviceList?: Uint8Array
  devices: DirectoryDeviceFrame[]
}

export namespace DirectoryContentFrame {
  let _codec: Codec<DirectoryContentFrame>

  export const codec = (): Codec<DirectoryContentFrame> => {
    if (_codec == null) {
      _codec = message<DirectoryContentFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.deviceList != null) {
          w.uint32(10)
          w.bytes(obj.deviceList)
        }

        if (obj.devices != null && obj.devices.length > 0) {
          for (const value of obj.devices) {
            w.uint32(18)
            DirectoryDeviceFrame.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          devices: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.deviceList = reader.bytes()
              break
            }
            case 2: {
              if (opts.limits?.devices != null && obj.devices.length === opts.limits.devices) {
                throw new MaxLengthError('Decode error - repeated field "devices" had too many elements')
              }

              obj.devices.push(DirectoryDeviceFrame.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.devices$
              }))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<DirectoryContentFrame>): Uint8Array {
    return encodeMessage(obj, DirectoryContentFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectoryContentFrame>): DirectoryContentFrame {
    return decodeMessage(buf, DirectoryContentFrame.codec(), opts)
  }
}

export interface DirectoryDeviceFrame {
  device: Uint8Array
  addresses: Uint8Array[]
  seenAtMs: number
}

export namespace DirectoryDeviceFrame {
  let _codec: Codec<DirectoryDeviceFrame>

  export const codec = (): Codec<DirectoryDeviceFrame> => {
    if (_codec == null) {
      _codec = message<DirectoryDeviceFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.device)
        }

        if (obj.addresses != null && obj.addresses.length > 0) {
          for (const value of obj.addresses) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if ((obj.seenAtMs != null && obj.seenAtMs !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.seenAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          device: uint8ArrayAlloc(0),
          addresses: [],
          seenAtMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.device = reader.bytes()
              break
            }
            case 2: {
              if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              obj.addresses.push(reader.bytes())
              break
            }
            case 3: {
              obj.seenAtMs = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<DirectoryDeviceFrame>): Uint8Array {
    return encodeMessage(obj, DirectoryDeviceFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectoryDeviceFrame>): DirectoryDeviceFrame {
    return decodeMessage(buf, DirectoryDeviceFrame.codec(), opts)
  }
}

export interface DeviceLinkFrame {
  device: Uint8Array
  token: Uint8Array
  addresses: Uint8Array[]
}

export namespace DeviceLinkFrame {
  let _codec: Codec<DeviceLinkFrame>

  export const codec = (): Codec<DeviceLinkFrame> => {
    if (_codec == null) {
      _codec = message<DeviceLinkFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.device)
        }

        if ((obj.token != null && obj.token.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.token)
        }

        if (obj.addresses != null && obj.addresses.length > 0) {
          for (const value of obj.addresses) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          device: uint8ArrayAlloc(0),
          token: uint8ArrayAlloc(0),
          addresses: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.device = reader.bytes()
              break
            }
            case 2: {
              obj.token = reader.bytes()
              break
            }
            case 3: {
              if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              obj.addresses.push(reader.bytes())
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<DeviceLinkFrame>): Uint8Array {
    return encodeMessage(obj, DeviceLinkFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DeviceLinkFrame>): DeviceLinkFrame {
    return decodeMessage(buf, DeviceLinkFrame.codec(), opts)
  }
}
