import { decodeMessage, encodeMessage, MaxLengthError, message } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface BackupFrame {
  head?: BackupHead
  contact?: SavedContact
  conversation?: SavedConversation
  messages?: SavedMessages
}

export namespace BackupFrame {
  let _codec: Codec<BackupFrame>

  export const codec = (): Codec<BackupFrame> => {
    if (_codec == null) {
      _codec = message<BackupFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.head != null) {
          w.uint32(10)
          BackupHead.codec().encode(obj.head, w)
        }

        if (obj.contact != null) {
          w.uint32(18)
          SavedContact.codec().encode(obj.contact, w)
        }

        if (obj.conversation != null) {
          w.uint32(26)
          SavedConversation.codec().encode(obj.conversation, w)
        }

        if (obj.messages != null) {
          w.uint32(34)
          SavedMessages.codec().encode(obj.messages, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.head = BackupHead.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.head
              })
              break
            }
            case 2: {
              obj.contact = SavedContact.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.contact
              })
              break
            }
            case 3: {
              obj.conversation = SavedConversation.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.conversation
              })
              break
            }
            case 4: {
              obj.messages = SavedMessages.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.messages
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

  export function encode (obj: Partial<BackupFrame>): Uint8Array {
    return encodeMessage(obj, BackupFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<BackupFrame>): BackupFrame {
    return decodeMessage(buf, BackupFrame.codec(), opts)
  }
}

export interface BackupHead {
  version: number
  account: Uint8Array
  name: string
  createdAtMs: bigint
}

export namespace BackupHead {
  let _codec: Codec<BackupHead>

  export const codec = (): Codec<BackupHead> => {
    if (_codec == null) {
      _codec = message<BackupHead>((obj, w, opts = {}) => {
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

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(26)
          w.string(obj.name)
        }

        if ((obj.createdAtMs != null && obj.createdAtMs !== 0n)) {
          w.uint32(32)
          w.uint64(obj.createdAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          version: 0,
          account: uint8ArrayAlloc(0),
          name: '',
          createdAtMs: 0n
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
              obj.name = reader.string()
              break
            }
            case 4: {
              obj.createdAtMs = reader.uint64()
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

  export function encode (obj: Partial<BackupHead>): Uint8Array {
    return encodeMessage(obj, BackupHead.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<BackupHead>): BackupHead {
    return decodeMessage(buf, BackupHead.codec(), opts)
  }
}

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

export namespace SavedContact {
  let _codec: Codec<SavedContact>

  export const codec = (): Codec<SavedContact> => {
    if (_codec == null) {
      _codec = message<SavedContact>((obj, w, opts = {}) => {
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

        if ((obj.state != null && obj.state !== '')) {
          w.uint32(26)
          w.string(obj.state)
        }

        if ((obj.stateBeforeBlock != null && obj.stateBeforeBlock !== '')) {
          w.uint32(34)
          w.string(obj.stateBeforeBlock)
        }

        if ((obj.verified != null && obj.verified !== false)) {
          w.uint32(40)
          w.bool(obj.verified)
        }

        if ((obj.changedAtMs != null && obj.changedAtMs !== 0n)) {
          w.uint32(48)
          w.uint64(obj.changedAtMs)
        }

        if (obj.devices != null && obj.devices.length > 0) {
          for (const value of obj.devices) {
            w.uint32(58)
            SavedDevice.codec().encode(value, w)
          }
        }

        if (obj.relays != null && obj.relays.length > 0) {
          for (const value of obj.relays) {
            w.uint32(66)
            w.bytes(value)
          }
        }

        if ((obj.directoryKey != null && obj.directoryKey.byteLength > 0)) {
          w.uint32(74)
          w.bytes(obj.directoryKey)
        }

        if ((obj.directoryValueKey != null && obj.directoryValueKey.byteLength > 0)) {
          w.uint32(82)
          w.bytes(obj.directoryValueKey)
        }

        if ((obj.door != null && obj.door.byteLength > 0)) {
          w.uint32(90)
          w.bytes(obj.door)
        }

        if (obj.revoked != null && obj.revoked.length > 0) {
          for (const value of obj.revoked) {
            w.uint32(98)
            w.bytes(value)
          }
        }

        if ((obj.relaysChangedAtMs != null && obj.relaysChangedAtMs !== 0n)) {
          w.uint32(104)
          w.uint64(obj.relaysChangedAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          account: uint8ArrayAlloc(0),
          name: '',
          state: '',
          stateBeforeBlock: '',
          verified: false,
          changedAtMs: 0n,
          devices: [],
          relays: [],
          directoryKey: uint8ArrayAlloc(0),
          directoryValueKey: uint8ArrayAlloc(0),
          door: uint8ArrayAlloc(0),
          revoked: [],
          relaysChangedAtMs: 0n
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
              obj.state = reader.string()
              break
            }
            case 4: {
              obj.stateBeforeBlock = reader.string()
              break
            }
            case 5: {
              obj.verified = reader.bool()
              break
            }
            case 6: {
              obj.changedAtMs = reader.uint64()
              break
            }
            case 7: {
              if (opts.limits?.devices != null && obj.devices.length === opts.limits.devices) {
                throw new MaxLengthError('Decode error - repeated field "devices" had too many elements')
              }

              obj.devices.push(SavedDevice.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.devices$
              }))
              break
            }
            case 8: {
              if (opts.limits?.relays != null && obj.relays.length === opts.limits.relays) {
                throw new MaxLengthError('Decode error - repeated field "relays" had too many elements')
              }

              obj.relays.push(reader.bytes())
              break
            }
            case 9: {
              obj.directoryKey = reader.bytes()
              break
            }
            case 10: {
              obj.directoryValueKey = reader.bytes()
              break
            }
            case 11: {
              obj.door = reader.bytes()
              break
            }
            case 12: {
              if (opts.limits?.revoked != null && obj.revoked.length === opts.limits.revoked) {
                throw new MaxLengthError('Decode error - repeated field "revoked" had too many elements')
              }

              obj.revoked.push(reader.bytes())
              break
            }
            case 13: {
              obj.relaysChangedAtMs = reader.uint64()
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

  export function encode (obj: Partial<SavedContact>): Uint8Array {
    return encodeMessage(obj, SavedContact.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedContact>): SavedContact {
    return decodeMessage(buf, SavedContact.codec(), opts)
  }
}

export interface SavedDevice {
  device: Uint8Array
  addresses: Uint8Array[]
}

export namespace SavedDevice {
  let _codec: Codec<SavedDevice>

  export const codec = (): Codec<SavedDevice> => {
    if (_codec == null) {
      _codec = message<SavedDevice>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<SavedDevice>): Uint8Array {
    return encodeMessage(obj, SavedDevice.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedDevice>): SavedDevice {
    return decodeMessage(buf, SavedDevice.codec(), opts)
  }
}

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
}

export namespace SavedConversation {
  let _codec: Codec<SavedConversation>

  export const codec = (): Codec<SavedConversation> => {
    if (_codec == null) {
      _codec = message<SavedConversation>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if (obj.accounts != null && obj.accounts.length > 0) {
          for (const value of obj.accounts) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if (obj.devices != null && obj.devices.length > 0) {
          for (const value of obj.devices) {
            w.uint32(26)
            SavedMember.codec().encode(value, w)
          }
        }

        if (obj.groups != null && obj.groups.length > 0) {
          for (const value of obj.groups) {
            w.uint32(34)
            w.bytes(value)
          }
        }

        if ((obj.createdAtMs != null && obj.createdAtMs !== 0n)) {
          w.uint32(40)
          w.uint64(obj.createdAtMs)
        }

        if (obj.read != null) {
          w.uint32(50)
          SavedPlace.codec().encode(obj.read, w)
        }

        if ((obj.kind != null && obj.kind !== '')) {
          w.uint32(58)
          w.string(obj.kind)
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(66)
          w.string(obj.name)
        }

        if ((obj.membership != null && obj.membership !== '')) {
          w.uint32(74)
          w.string(obj.membership)
        }

        if (obj.presences != null && obj.presences.length > 0) {
          for (const value of obj.presences) {
            w.uint32(82)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0),
          accounts: [],
          devices: [],
          groups: [],
          createdAtMs: 0n,
          kind: '',
          name: '',
          membership: '',
          presences: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.bytes()
              break
            }
            case 2: {
              if (opts.limits?.accounts != null && obj.accounts.length === opts.limits.accounts) {
                throw new MaxLengthError('Decode error - repeated field "accounts" had too many elements')
              }

              obj.accounts.push(reader.bytes())
              break
            }
            case 3: {
              if (opts.limits?.devices != null && obj.devices.length === opts.limits.devices) {
                throw new MaxLengthError('Decode error - repeated field "devices" had too many elements')
              }

              obj.devices.push(SavedMember.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.devices$
              }))
              break
            }
            case 4: {
              if (opts.limits?.groups != null && obj.groups.length === opts.limits.groups) {
                throw new MaxLengthError('Decode error - repeated field "groups" had too many elements')
              }

              obj.groups.push(reader.bytes())
              break
            }
            case 5: {
              obj.createdAtMs = reader.uint64()
              break
            }
            case 6: {
              obj.read = SavedPlace.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.read
              })
              break
            }
            case 7: {
              obj.kind = reader.string()
              break
            }
            case 8: {
              obj.name = reader.string()
              break
            }
            case 9: {
              obj.membership = reader.string()
              break
            }
            case 10: {
              if (opts.limits?.presences != null && obj.presences.length === opts.limits.presences) {
                throw new MaxLengthError('Decode error - repeated field "presences" had too many elements')
              }

              obj.presences.push(reader.bytes())
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

  export function encode (obj: Partial<SavedConversation>): Uint8Array {
    return encodeMessage(obj, SavedConversation.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedConversation>): SavedConversation {
    return decodeMessage(buf, SavedConversation.codec(), opts)
  }
}

export interface SavedMember {
  device: Uint8Array
  account: number
  read: number
  had: number
}

export namespace SavedMember {
  let _codec: Codec<SavedMember>

  export const codec = (): Codec<SavedMember> => {
    if (_codec == null) {
      _codec = message<SavedMember>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.device)
        }

        if ((obj.account != null && obj.account !== 0)) {
          w.uint32(16)
          w.uint32(obj.account)
        }

        if ((obj.read != null && obj.read !== 0)) {
          w.uint32(24)
          w.uint32(obj.read)
        }

        if ((obj.had != null && obj.had !== 0)) {
          w.uint32(32)
          w.uint32(obj.had)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          device: uint8ArrayAlloc(0),
          account: 0,
          read: 0,
          had: 0
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
              obj.account = reader.uint32()
              break
            }
            case 3: {
              obj.read = reader.uint32()
              break
            }
            case 4: {
              obj.had = reader.uint32()
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

  export function encode (obj: Partial<SavedMember>): Uint8Array {
    return encodeMessage(obj, SavedMember.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedMember>): SavedMember {
    return decodeMessage(buf, SavedMember.codec(), opts)
  }
}

export interface SavedPlace {
  hlc: bigint
  device: number
  seq: number
}

export namespace SavedPlace {
  let _codec: Codec<SavedPlace>

  export const codec = (): Codec<SavedPlace> => {
    if (_codec == null) {
      _codec = message<SavedPlace>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.hlc != null && obj.hlc !== 0n)) {
          w.uint32(9)
          w.fixed64(obj.hlc)
        }

        if ((obj.device != null && obj.device !== 0)) {
          w.uint32(16)
          w.uint32(obj.device)
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(24)
          w.uint32(obj.seq)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          hlc: 0n,
          device: 0,
          seq: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.hlc = reader.fixed64()
              break
            }
            case 2: {
              obj.device = reader.uint32()
              break
            }
            case 3: {
              obj.seq = reader.uint32()
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

  export function encode (obj: Partial<SavedPlace>): Uint8Array {
    return encodeMessage(obj, SavedPlace.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedPlace>): SavedPlace {
    return decodeMessage(buf, SavedPlace.codec(), opts)
  }
}

export interface SavedMessages {
  messages: SavedMessage[]
}

export namespace SavedMessages {
  let _codec: Codec<SavedMessages>

  export const codec = (): Codec<SavedMessages> => {
    if (_codec == null) {
      _codec = message<SavedMessages>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.messages != null && obj.messages.length > 0) {
          for (const value of obj.messages) {
            w.uint32(10)
            SavedMessage.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          messages: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.messages != null && obj.messages.length === opts.limits.messages) {
                throw new MaxLengthError('Decode error - repeated field "messages" had too many elements')
              }

              obj.messages.push(SavedMessage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.messages$
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

  export function encode (obj: Partial<SavedMessages>): Uint8Array {
    return encodeMessage(obj, SavedMessages.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedMessages>): SavedMessages {
    return decodeMessage(buf, SavedMessages.codec(), opts)
  }
}

export interface SavedMessage {
  message: Uint8Array
  device: number
  state: string
  conflict: boolean
  imported: boolean
}

export namespace SavedMessage {
  let _codec: Codec<SavedMessage>

  export const codec = (): Codec<SavedMessage> => {
    if (_codec == null) {
      _codec = message<SavedMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.message != null && obj.message.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.message)
        }

        if ((obj.device != null && obj.device !== 0)) {
          w.uint32(16)
          w.uint32(obj.device)
        }

        if ((obj.state != null && obj.state !== '')) {
          w.uint32(26)
          w.string(obj.state)
        }

        if ((obj.conflict != null && obj.conflict !== false)) {
          w.uint32(32)
          w.bool(obj.conflict)
        }

        if ((obj.imported != null && obj.imported !== false)) {
          w.uint32(40)
          w.bool(obj.imported)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          message: uint8ArrayAlloc(0),
          device: 0,
          state: '',
          conflict: false,
          imported: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.message = reader.bytes()
              break
            }
            case 2: {
              obj.device = reader.uint32()
              break
            }
            case 3: {
              obj.state = reader.string()
              break
            }
            case 4: {
              obj.conflict = reader.bool()
              break
            }
            case 5: {
              obj.imported = reader.bool()
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

  export function encode (obj: Partial<SavedMessage>): Uint8Array {
    return encodeMessage(obj, SavedMessage.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedMessage>): SavedMessage {
    return decodeMessage(buf, SavedMessage.codec(), opts)
  }
}

export interface IndexPart {
  version: number
  seq: number
  part: number
  parts: number
  index: Uint8Array
  certificate: Uint8Array
  signature: Uint8Array
}

export namespace IndexPart {
  let _codec: Codec<IndexPart>

  export const codec = (): Codec<IndexPart> => {
    if (_codec == null) {
      _codec = message<IndexPart>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(8)
          w.uint32(obj.version)
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.seq)
        }

        if ((obj.part != null && obj.part !== 0)) {
          w.uint32(24)
          w.uint32(obj.part)
        }

        if ((obj.parts != null && obj.parts !== 0)) {
          w.uint32(32)
          w.uint32(obj.parts)
        }

        if ((obj.index != null && obj.index.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.index)
        }

        if ((obj.certificate != null && obj.certificate.byteLength > 0)) {
          w.uint32(50)
          w.bytes(obj.certificate)
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
          seq: 0,
          part: 0,
          parts: 0,
          index: uint8ArrayAlloc(0),
          certificate: uint8ArrayAlloc(0),
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
              obj.seq = reader.uint64Number()
              break
            }
            case 3: {
              obj.part = reader.uint32()
              break
            }
            case 4: {
              obj.parts = reader.uint32()
              break
            }
            case 5: {
              obj.index = reader.bytes()
              break
            }
            case 6: {
              obj.certificate = reader.bytes()
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

  export function encode (obj: Partial<IndexPart>): Uint8Array {
    return encodeMessage(obj, IndexPart.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<IndexPart>): IndexPart {
    return decodeMessage(buf, IndexPart.codec(), opts)
  }
}

export interface AccountIndex {
  account: Uint8Array
  name: string
  contacts: SavedContact[]
  conversations: SavedConversation[]
  relays: string[]
}

export namespace AccountIndex {
  let _codec: Codec<AccountIndex>

  export const codec = (): Codec<AccountIndex> => {
    if (_codec == null) {
      _codec = message<AccountIndex>((obj, w, opts = {}) => {
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

        if (obj.contacts != null && obj.contacts.length > 0) {
          for (const value of obj.contacts) {
            w.uint32(26)
            SavedContact.codec().encode(value, w)
          }
        }

        if (obj.conversations != null && obj.conversations.length > 0) {
          for (const value of obj.conversations) {
            w.uint32(34)
            SavedConversation.codec().encode(value, w)
          }
        }

        if (obj.relays != null && obj.relays.length > 0) {
          for (const value of obj.relays) {
            w.uint32(42)
            w.string(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          account: uint8ArrayAlloc(0),
          name: '',
          contacts: [],
          conversations: [],
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
              if (opts.limits?.contacts != null && obj.contacts.length === opts.limits.contacts) {
                throw new MaxLengthError('Decode error - repeated field "contacts" had too many elements')
              }

              obj.contacts.push(SavedContact.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.contacts$
              }))
              break
            }
            case 4: {
              if (opts.limits?.conversations != null && obj.conversations.length === opts.limits.conversations) {
                throw new MaxLengthError('Decode error - repeated field "conversations" had too many elements')
              }

              obj.conversations.push(SavedConversation.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.conversations$
              }))
              break
            }
            case 5: {
              if (opts.limits?.relays != null && obj.relays.length === opts.limits.relays) {
                throw new MaxLengthError('Decode error - repeated field "relays" had too many elements')
              }

              obj.relays.push(reader.string())
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

  export function encode (obj: Partial<AccountIndex>): Uint8Array {
    return encodeMessage(obj, AccountIndex.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AccountIndex>): AccountIndex {
    return decodeMessage(buf, AccountIndex.codec(), opts)
  }
}
