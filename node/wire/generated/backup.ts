import { decodeMessage, encodeMessage, MaxLengthError, message, streamMessage } from 'protons-runtime'
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
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * BackupHead.codec().stream(reader, reader.uint32(), `${prefix}.head`, {
                limits: opts.limits?.head
              })

              break
            }
            case 2: {
              yield * SavedContact.codec().stream(reader, reader.uint32(), `${prefix}.contact`, {
                limits: opts.limits?.contact
              })

              break
            }
            case 3: {
              yield * SavedConversation.codec().stream(reader, reader.uint32(), `${prefix}.conversation`, {
                limits: opts.limits?.conversation
              })

              break
            }
            case 4: {
              yield * SavedMessages.codec().stream(reader, reader.uint32(), `${prefix}.messages`, {
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
      })
    }

    return _codec
  }

  export interface BackupFrameHeadVersionFieldEvent {
    field: '$.head.version'
    value: number
  }

  export interface BackupFrameHeadAccountFieldEvent {
    field: '$.head.account'
    value: Uint8Array
  }

  export interface BackupFrameHeadNameFieldEvent {
    field: '$.head.name'
    value: string
  }

  export interface BackupFrameHeadCreatedAtMsFieldEvent {
    field: '$.head.createdAtMs'
    value: bigint
  }

  export interface BackupFrameContactAccountFieldEvent {
    field: '$.contact.account'
    value: Uint8Array
  }

  export interface BackupFrameContactNameFieldEvent {
    field: '$.contact.name'
    value: string
  }

  export interface BackupFrameContactStateFieldEvent {
    field: '$.contact.state'
    value: string
  }

  export interface BackupFrameContactStateBeforeBlockFieldEvent {
    field: '$.contact.stateBeforeBlock'
    value: string
  }

  export interface BackupFrameContactVerifiedFieldEvent {
    field: '$.contact.verified'
    value: boolean
  }

  export interface BackupFrameContactChangedAtMsFieldEvent {
    field: '$.contact.changedAtMs'
    value: bigint
  }

  export interface BackupFrameContactDevicesDeviceFieldEvent {
    field: '$.contact.devices[].device'
    value: Uint8Array
    index: number
  }

  export interface BackupFrameContactDevicesAddressesFieldEvent {
    field: '$.contact.devices[].addresses[]'
    index: number
    value: Uint8Array
  }

  export interface BackupFrameContactRelaysFieldEvent {
    field: '$.contact.relays[]'
    index: number
    value: Uint8Array
  }

  export interface BackupFrameContactDirectoryKeyFieldEvent {
    field: '$.contact.directoryKey'
    value: Uint8Array
  }

  export interface BackupFrameContactDirectoryValueKeyFieldEvent {
    field: '$.contact.directoryValueKey'
    value: Uint8Array
  }

  export interface BackupFrameContactDoorFieldEvent {
    field: '$.contact.door'
    value: Uint8Array
  }

  export interface BackupFrameContactRevokedFieldEvent {
    field: '$.contact.revoked[]'
    index: number
    value: Uint8Array
  }

  export interface BackupFrameContactRelaysChangedAtMsFieldEvent {
    field: '$.contact.relaysChangedAtMs'
    value: bigint
  }

  export interface BackupFrameConversationIdFieldEvent {
    field: '$.conversation.id'
    value: Uint8Array
  }

  export interface BackupFrameConversationAccountsFieldEvent {
    field: '$.conversation.accounts[]'
    index: number
    value: Uint8Array
  }

  export interface BackupFrameConversationDevicesDeviceFieldEvent {
    field: '$.conversation.devices[].device'
    value: Uint8Array
    index: number
  }

  export interface BackupFrameConversationDevicesAccountFieldEvent {
    field: '$.conversation.devices[].account'
    value: number
    index: number
  }

  export interface BackupFrameConversationDevicesReadFieldEvent {
    field: '$.conversation.devices[].read'
    value: number
    index: number
  }

  export interface BackupFrameConversationDevicesHadFieldEvent {
    field: '$.conversation.devices[].had'
    value: number
    index: number
  }

  export interface BackupFrameConversationGroupsFieldEvent {
    field: '$.conversation.groups[]'
    index: number
    value: Uint8Array
  }

  export interface BackupFrameConversationCreatedAtMsFieldEvent {
    field: '$.conversation.createdAtMs'
    value: bigint
  }

  export interface BackupFrameConversationReadHlcFieldEvent {
    field: '$.conversation.read.hlc'
    value: bigint
  }

  export interface BackupFrameConversationReadDeviceFieldEvent {
    field: '$.conversation.read.device'
    value: number
  }

  export interface BackupFrameConversationReadSeqFieldEvent {
    field: '$.conversation.read.seq'
    value: number
  }

  export interface BackupFrameConversationKindFieldEvent {
    field: '$.conversation.kind'
    value: string
  }

  export interface BackupFrameConversationNameFieldEvent {
    field: '$.conversation.name'
    value: string
  }

  export interface BackupFrameConversationMembershipFieldEvent {
    field: '$.conversation.membership'
    value: string
  }

  export interface BackupFrameMessagesMessagesMessageFieldEvent {
    field: '$.messages.messages[].message'
    value: Uint8Array
    index: number
  }

  export interface BackupFrameMessagesMessagesDeviceFieldEvent {
    field: '$.messages.messages[].device'
    value: number
    index: number
  }

  export interface BackupFrameMessagesMessagesStateFieldEvent {
    field: '$.messages.messages[].state'
    value: string
    index: number
  }

  export interface BackupFrameMessagesMessagesConflictFieldEvent {
    field: '$.messages.messages[].conflict'
    value: boolean
    index: number
  }

  export interface BackupFrameMessagesMessagesImportedFieldEvent {
    field: '$.messages.messages[].imported'
    value: boolean
    index: number
  }

  export function encode (obj: Partial<BackupFrame>): Uint8Array {
    return encodeMessage(obj, BackupFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<BackupFrame>): BackupFrame {
    return decodeMessage(buf, BackupFrame.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<BackupFrame>): Generator<BackupFrameHeadVersionFieldEvent | BackupFrameHeadAccountFieldEvent | BackupFrameHeadNameFieldEvent | BackupFrameHeadCreatedAtMsFieldEvent | BackupFrameContactAccountFieldEvent | BackupFrameContactNameFieldEvent | BackupFrameContactStateFieldEvent | BackupFrameContactStateBeforeBlockFieldEvent | BackupFrameContactVerifiedFieldEvent | BackupFrameContactChangedAtMsFieldEvent | BackupFrameContactDevicesDeviceFieldEvent | BackupFrameContactDevicesAddressesFieldEvent | BackupFrameContactRelaysFieldEvent | BackupFrameContactDirectoryKeyFieldEvent | BackupFrameContactDirectoryValueKeyFieldEvent | BackupFrameContactDoorFieldEvent | BackupFrameContactRevokedFieldEvent | BackupFrameContactRelaysChangedAtMsFieldEvent | BackupFrameConversationIdFieldEvent | BackupFrameConversationAccountsFieldEvent | BackupFrameConversationDevicesDeviceFieldEvent | BackupFrameConversationDevicesAccountFieldEvent | BackupFrameConversationDevicesReadFieldEvent | BackupFrameConversationDevicesHadFieldEvent | BackupFrameConversationGroupsFieldEvent | BackupFrameConversationCreatedAtMsFieldEvent | BackupFrameConversationReadHlcFieldEvent | BackupFrameConversationReadDeviceFieldEvent | BackupFrameConversationReadSeqFieldEvent | BackupFrameConversationKindFieldEvent | BackupFrameConversationNameFieldEvent | BackupFrameConversationMembershipFieldEvent | BackupFrameMessagesMessagesMessageFieldEvent | BackupFrameMessagesMessagesDeviceFieldEvent | BackupFrameMessagesMessagesStateFieldEvent | BackupFrameMessagesMessagesConflictFieldEvent | BackupFrameMessagesMessagesImportedFieldEvent> {
    return streamMessage(buf, BackupFrame.codec(), opts)
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
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.version`,
                value: reader.uint32()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.account`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.name`,
                value: reader.string()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.createdAtMs`,
                value: reader.uint64()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface BackupHeadVersionFieldEvent {
    field: '$.version'
    value: number
  }

  export interface BackupHeadAccountFieldEvent {
    field: '$.account'
    value: Uint8Array
  }

  export interface BackupHeadNameFieldEvent {
    field: '$.name'
    value: string
  }

  export interface BackupHeadCreatedAtMsFieldEvent {
    field: '$.createdAtMs'
    value: bigint
  }

  export function encode (obj: Partial<BackupHead>): Uint8Array {
    return encodeMessage(obj, BackupHead.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<BackupHead>): BackupHead {
    return decodeMessage(buf, BackupHead.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<BackupHead>): Generator<BackupHeadVersionFieldEvent | BackupHeadAccountFieldEvent | BackupHeadNameFieldEvent | BackupHeadCreatedAtMsFieldEvent> {
    return streamMessage(buf, BackupHead.codec(), opts)
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
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          devices: 0,
          relays: 0,
          revoked: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.account`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.name`,
                value: reader.string()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.state`,
                value: reader.string()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.stateBeforeBlock`,
                value: reader.string()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.verified`,
                value: reader.bool()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.changedAtMs`,
                value: reader.uint64()
              }
              break
            }
            case 7: {
              if (opts.limits?.devices != null && obj.devices === opts.limits.devices) {
                throw new MaxLengthError('Streaming decode error - repeated field "devices" had too many elements')
              }

              for (const evt of SavedDevice.codec().stream(reader, reader.uint32(), `${prefix}.devices[]`, {
                limits: opts.limits?.devices$
              })) {
                yield {
                  ...evt,
                  index: obj.devices
                }
              }

              obj.devices++

              break
            }
            case 8: {
              if (opts.limits?.relays != null && obj.relays === opts.limits.relays) {
                throw new MaxLengthError('Streaming decode error - repeated field "relays" had too many elements')
              }

              yield {
                field: `${prefix}.relays[]`,
                index: obj.relays,
                value: reader.bytes()
              }

              obj.relays++

              break
            }
            case 9: {
              yield {
                field: `${prefix}.directoryKey`,
                value: reader.bytes()
              }
              break
            }
            case 10: {
              yield {
                field: `${prefix}.directoryValueKey`,
                value: reader.bytes()
              }
              break
            }
            case 11: {
              yield {
                field: `${prefix}.door`,
                value: reader.bytes()
              }
              break
            }
            case 12: {
              if (opts.limits?.revoked != null && obj.revoked === opts.limits.revoked) {
                throw new MaxLengthError('Streaming decode error - repeated field "revoked" had too many elements')
              }

              yield {
                field: `${prefix}.revoked[]`,
                index: obj.revoked,
                value: reader.bytes()
              }

              obj.revoked++

              break
            }
            case 13: {
              yield {
                field: `${prefix}.relaysChangedAtMs`,
                value: reader.uint64()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface SavedContactAccountFieldEvent {
    field: '$.account'
    value: Uint8Array
  }

  export interface SavedContactNameFieldEvent {
    field: '$.name'
    value: string
  }

  export interface SavedContactStateFieldEvent {
    field: '$.state'
    value: string
  }

  export interface SavedContactStateBeforeBlockFieldEvent {
    field: '$.stateBeforeBlock'
    value: string
  }

  export interface SavedContactVerifiedFieldEvent {
    field: '$.verified'
    value: boolean
  }

  export interface SavedContactChangedAtMsFieldEvent {
    field: '$.changedAtMs'
    value: bigint
  }

  export interface SavedContactDevicesDeviceFieldEvent {
    field: '$.devices[].device'
    value: Uint8Array
    index: number
  }

  export interface SavedContactDevicesAddressesFieldEvent {
    field: '$.devices[].addresses[]'
    index: number
    value: Uint8Array
  }

  export interface SavedContactRelaysFieldEvent {
    field: '$.relays[]'
    index: number
    value: Uint8Array
  }

  export interface SavedContactDirectoryKeyFieldEvent {
    field: '$.directoryKey'
    value: Uint8Array
  }

  export interface SavedContactDirectoryValueKeyFieldEvent {
    field: '$.directoryValueKey'
    value: Uint8Array
  }

  export interface SavedContactDoorFieldEvent {
    field: '$.door'
    value: Uint8Array
  }

  export interface SavedContactRevokedFieldEvent {
    field: '$.revoked[]'
    index: number
    value: Uint8Array
  }

  export interface SavedContactRelaysChangedAtMsFieldEvent {
    field: '$.relaysChangedAtMs'
    value: bigint
  }

  export function encode (obj: Partial<SavedContact>): Uint8Array {
    return encodeMessage(obj, SavedContact.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedContact>): SavedContact {
    return decodeMessage(buf, SavedContact.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedContact>): Generator<SavedContactAccountFieldEvent | SavedContactNameFieldEvent | SavedContactStateFieldEvent | SavedContactStateBeforeBlockFieldEvent | SavedContactVerifiedFieldEvent | SavedContactChangedAtMsFieldEvent | SavedContactDevicesDeviceFieldEvent | SavedContactDevicesAddressesFieldEvent | SavedContactRelaysFieldEvent | SavedContactDirectoryKeyFieldEvent | SavedContactDirectoryValueKeyFieldEvent | SavedContactDoorFieldEvent | SavedContactRevokedFieldEvent | SavedContactRelaysChangedAtMsFieldEvent> {
    return streamMessage(buf, SavedContact.codec(), opts)
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
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          addresses: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.device`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              if (opts.limits?.addresses != null && obj.addresses === opts.limits.addresses) {
                throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements')
              }

              yield {
                field: `${prefix}.addresses[]`,
                index: obj.addresses,
                value: reader.bytes()
              }

              obj.addresses++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface SavedDeviceDeviceFieldEvent {
    field: '$.device'
    value: Uint8Array
  }

  export interface SavedDeviceAddressesFieldEvent {
    field: '$.addresses[]'
    index: number
    value: Uint8Array
  }

  export function encode (obj: Partial<SavedDevice>): Uint8Array {
    return encodeMessage(obj, SavedDevice.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedDevice>): SavedDevice {
    return decodeMessage(buf, SavedDevice.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedDevice>): Generator<SavedDeviceDeviceFieldEvent | SavedDeviceAddressesFieldEvent> {
    return streamMessage(buf, SavedDevice.codec(), opts)
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
          membership: ''
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
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          accounts: 0,
          devices: 0,
          groups: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.id`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              if (opts.limits?.accounts != null && obj.accounts === opts.limits.accounts) {
                throw new MaxLengthError('Streaming decode error - repeated field "accounts" had too many elements')
              }

              yield {
                field: `${prefix}.accounts[]`,
                index: obj.accounts,
                value: reader.bytes()
              }

              obj.accounts++

              break
            }
            case 3: {
              if (opts.limits?.devices != null && obj.devices === opts.limits.devices) {
                throw new MaxLengthError('Streaming decode error - repeated field "devices" had too many elements')
              }

              for (const evt of SavedMember.codec().stream(reader, reader.uint32(), `${prefix}.devices[]`, {
                limits: opts.limits?.devices$
              })) {
                yield {
                  ...evt,
                  index: obj.devices
                }
              }

              obj.devices++

              break
            }
            case 4: {
              if (opts.limits?.groups != null && obj.groups === opts.limits.groups) {
                throw new MaxLengthError('Streaming decode error - repeated field "groups" had too many elements')
              }

              yield {
                field: `${prefix}.groups[]`,
                index: obj.groups,
                value: reader.bytes()
              }

              obj.groups++

              break
            }
            case 5: {
              yield {
                field: `${prefix}.createdAtMs`,
                value: reader.uint64()
              }
              break
            }
            case 6: {
              yield * SavedPlace.codec().stream(reader, reader.uint32(), `${prefix}.read`, {
                limits: opts.limits?.read
              })

              break
            }
            case 7: {
              yield {
                field: `${prefix}.kind`,
                value: reader.string()
              }
              break
            }
            case 8: {
              yield {
                field: `${prefix}.name`,
                value: reader.string()
              }
              break
            }
            case 9: {
              yield {
                field: `${prefix}.membership`,
                value: reader.string()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface SavedConversationIdFieldEvent {
    field: '$.id'
    value: Uint8Array
  }

  export interface SavedConversationAccountsFieldEvent {
    field: '$.accounts[]'
    index: number
    value: Uint8Array
  }

  export interface SavedConversationDevicesDeviceFieldEvent {
    field: '$.devices[].device'
    value: Uint8Array
    index: number
  }

  export interface SavedConversationDevicesAccountFieldEvent {
    field: '$.devices[].account'
    value: number
    index: number
  }

  export interface SavedConversationDevicesReadFieldEvent {
    field: '$.devices[].read'
    value: number
    index: number
  }

  export interface SavedConversationDevicesHadFieldEvent {
    field: '$.devices[].had'
    value: number
    index: number
  }

  export interface SavedConversationGroupsFieldEvent {
    field: '$.groups[]'
    index: number
    value: Uint8Array
  }

  export interface SavedConversationCreatedAtMsFieldEvent {
    field: '$.createdAtMs'
    value: bigint
  }

  export interface SavedConversationReadHlcFieldEvent {
    field: '$.read.hlc'
    value: bigint
  }

  export interface SavedConversationReadDeviceFieldEvent {
    field: '$.read.device'
    value: number
  }

  export interface SavedConversationReadSeqFieldEvent {
    field: '$.read.seq'
    value: number
  }

  export interface SavedConversationKindFieldEvent {
    field: '$.kind'
    value: string
  }

  export interface SavedConversationNameFieldEvent {
    field: '$.name'
    value: string
  }

  export interface SavedConversationMembershipFieldEvent {
    field: '$.membership'
    value: string
  }

  export function encode (obj: Partial<SavedConversation>): Uint8Array {
    return encodeMessage(obj, SavedConversation.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedConversation>): SavedConversation {
    return decodeMessage(buf, SavedConversation.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedConversation>): Generator<SavedConversationIdFieldEvent | SavedConversationAccountsFieldEvent | SavedConversationDevicesDeviceFieldEvent | SavedConversationDevicesAccountFieldEvent | SavedConversationDevicesReadFieldEvent | SavedConversationDevicesHadFieldEvent | SavedConversationGroupsFieldEvent | SavedConversationCreatedAtMsFieldEvent | SavedConversationReadHlcFieldEvent | SavedConversationReadDeviceFieldEvent | SavedConversationReadSeqFieldEvent | SavedConversationKindFieldEvent | SavedConversationNameFieldEvent | SavedConversationMembershipFieldEvent> {
    return streamMessage(buf, SavedConversation.codec(), opts)
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
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.device`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.account`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.read`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.had`,
                value: reader.uint32()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface SavedMemberDeviceFieldEvent {
    field: '$.device'
    value: Uint8Array
  }

  export interface SavedMemberAccountFieldEvent {
    field: '$.account'
    value: number
  }

  export interface SavedMemberReadFieldEvent {
    field: '$.read'
    value: number
  }

  export interface SavedMemberHadFieldEvent {
    field: '$.had'
    value: number
  }

  export function encode (obj: Partial<SavedMember>): Uint8Array {
    return encodeMessage(obj, SavedMember.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedMember>): SavedMember {
    return decodeMessage(buf, SavedMember.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedMember>): Generator<SavedMemberDeviceFieldEvent | SavedMemberAccountFieldEvent | SavedMemberReadFieldEvent | SavedMemberHadFieldEvent> {
    return streamMessage(buf, SavedMember.codec(), opts)
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
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.hlc`,
                value: reader.fixed64()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.device`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.seq`,
                value: reader.uint32()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface SavedPlaceHlcFieldEvent {
    field: '$.hlc'
    value: bigint
  }

  export interface SavedPlaceDeviceFieldEvent {
    field: '$.device'
    value: number
  }

  export interface SavedPlaceSeqFieldEvent {
    field: '$.seq'
    value: number
  }

  export function encode (obj: Partial<SavedPlace>): Uint8Array {
    return encodeMessage(obj, SavedPlace.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedPlace>): SavedPlace {
    return decodeMessage(buf, SavedPlace.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedPlace>): Generator<SavedPlaceHlcFieldEvent | SavedPlaceDeviceFieldEvent | SavedPlaceSeqFieldEvent> {
    return streamMessage(buf, SavedPlace.codec(), opts)
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
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          messages: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.messages != null && obj.messages === opts.limits.messages) {
                throw new MaxLengthError('Streaming decode error - repeated field "messages" had too many elements')
              }

              for (const evt of SavedMessage.codec().stream(reader, reader.uint32(), `${prefix}.messages[]`, {
                limits: opts.limits?.messages$
              })) {
                yield {
                  ...evt,
                  index: obj.messages
                }
              }

              obj.messages++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface SavedMessagesMessagesMessageFieldEvent {
    field: '$.messages[].message'
    value: Uint8Array
    index: number
  }

  export interface SavedMessagesMessagesDeviceFieldEvent {
    field: '$.messages[].device'
    value: number
    index: number
  }

  export interface SavedMessagesMessagesStateFieldEvent {
    field: '$.messages[].state'
    value: string
    index: number
  }

  export interface SavedMessagesMessagesConflictFieldEvent {
    field: '$.messages[].conflict'
    value: boolean
    index: number
  }

  export interface SavedMessagesMessagesImportedFieldEvent {
    field: '$.messages[].imported'
    value: boolean
    index: number
  }

  export function encode (obj: Partial<SavedMessages>): Uint8Array {
    return encodeMessage(obj, SavedMessages.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedMessages>): SavedMessages {
    return decodeMessage(buf, SavedMessages.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedMessages>): Generator<SavedMessagesMessagesMessageFieldEvent | SavedMessagesMessagesDeviceFieldEvent | SavedMessagesMessagesStateFieldEvent | SavedMessagesMessagesConflictFieldEvent | SavedMessagesMessagesImportedFieldEvent> {
    return streamMessage(buf, SavedMessages.codec(), opts)
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
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.message`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.device`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.state`,
                value: reader.string()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.conflict`,
                value: reader.bool()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.imported`,
                value: reader.bool()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface SavedMessageMessageFieldEvent {
    field: '$.message'
    value: Uint8Array
  }

  export interface SavedMessageDeviceFieldEvent {
    field: '$.device'
    value: number
  }

  export interface SavedMessageStateFieldEvent {
    field: '$.state'
    value: string
  }

  export interface SavedMessageConflictFieldEvent {
    field: '$.conflict'
    value: boolean
  }

  export interface SavedMessageImportedFieldEvent {
    field: '$.imported'
    value: boolean
  }

  export function encode (obj: Partial<SavedMessage>): Uint8Array {
    return encodeMessage(obj, SavedMessage.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedMessage>): SavedMessage {
    return decodeMessage(buf, SavedMessage.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SavedMessage>): Generator<SavedMessageMessageFieldEvent | SavedMessageDeviceFieldEvent | SavedMessageStateFieldEvent | SavedMessageConflictFieldEvent | SavedMessageImportedFieldEvent> {
    return streamMessage(buf, SavedMessage.codec(), opts)
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
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.version`,
                value: reader.uint32()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.seq`,
                value: reader.uint64Number()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.part`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.parts`,
                value: reader.uint32()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.index`,
                value: reader.bytes()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.certificate`,
                value: reader.bytes()
              }
              break
            }
            case 7: {
              yield {
                field: `${prefix}.signature`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface IndexPartVersionFieldEvent {
    field: '$.version'
    value: number
  }

  export interface IndexPartSeqFieldEvent {
    field: '$.seq'
    value: number
  }

  export interface IndexPartPartFieldEvent {
    field: '$.part'
    value: number
  }

  export interface IndexPartPartsFieldEvent {
    field: '$.parts'
    value: number
  }

  export interface IndexPartIndexFieldEvent {
    field: '$.index'
    value: Uint8Array
  }

  export interface IndexPartCertificateFieldEvent {
    field: '$.certificate'
    value: Uint8Array
  }

  export interface IndexPartSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array
  }

  export function encode (obj: Partial<IndexPart>): Uint8Array {
    return encodeMessage(obj, IndexPart.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<IndexPart>): IndexPart {
    return decodeMessage(buf, IndexPart.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<IndexPart>): Generator<IndexPartVersionFieldEvent | IndexPartSeqFieldEvent | IndexPartPartFieldEvent | IndexPartPartsFieldEvent | IndexPartIndexFieldEvent | IndexPartCertificateFieldEvent | IndexPartSignatureFieldEvent> {
    return streamMessage(buf, IndexPart.codec(), opts)
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
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          contacts: 0,
          conversations: 0,
          relays: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.account`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.name`,
                value: reader.string()
              }
              break
            }
            case 3: {
              if (opts.limits?.contacts != null && obj.contacts === opts.limits.contacts) {
                throw new MaxLengthError('Streaming decode error - repeated field "contacts" had too many elements')
              }

              for (const evt of SavedContact.codec().stream(reader, reader.uint32(), `${prefix}.contacts[]`, {
                limits: opts.limits?.contacts$
              })) {
                yield {
                  ...evt,
                  index: obj.contacts
                }
              }

              obj.contacts++

              break
            }
            case 4: {
              if (opts.limits?.conversations != null && obj.conversations === opts.limits.conversations) {
                throw new MaxLengthError('Streaming decode error - repeated field "conversations" had too many elements')
              }

              for (const evt of SavedConversation.codec().stream(reader, reader.uint32(), `${prefix}.conversations[]`, {
                limits: opts.limits?.conversations$
              })) {
                yield {
                  ...evt,
                  index: obj.conversations
                }
              }

              obj.conversations++

              break
            }
            case 5: {
              if (opts.limits?.relays != null && obj.relays === opts.limits.relays) {
                throw new MaxLengthError('Streaming decode error - repeated field "relays" had too many elements')
              }

              yield {
                field: `${prefix}.relays[]`,
                index: obj.relays,
                value: reader.string()
              }

              obj.relays++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface AccountIndexAccountFieldEvent {
    field: '$.account'
    value: Uint8Array
  }

  export interface AccountIndexNameFieldEvent {
    field: '$.name'
    value: string
  }

  export interface AccountIndexContactsAccountFieldEvent {
    field: '$.contacts[].account'
    value: Uint8Array
    index: number
  }

  export interface AccountIndexContactsNameFieldEvent {
    field: '$.contacts[].name'
    value: string
    index: number
  }

  export interface AccountIndexContactsStateFieldEvent {
    field: '$.contacts[].state'
    value: string
    index: number
  }

  export interface AccountIndexContactsStateBeforeBlockFieldEvent {
    field: '$.contacts[].stateBeforeBlock'
    value: string
    index: number
  }

  export interface AccountIndexContactsVerifiedFieldEvent {
    field: '$.contacts[].verified'
    value: boolean
    index: number
  }

  export interface AccountIndexContactsChangedAtMsFieldEvent {
    field: '$.contacts[].changedAtMs'
    value: bigint
    index: number
  }

  export interface AccountIndexContactsDevicesDeviceFieldEvent {
    field: '$.contacts[].devices[].device'
    value: Uint8Array
    index: number
  }

  export interface AccountIndexContactsDevicesAddressesFieldEvent {
    field: '$.contacts[].devices[].addresses[]'
    index: number
    value: Uint8Array
  }

  export interface AccountIndexContactsRelaysFieldEvent {
    field: '$.contacts[].relays[]'
    index: number
    value: Uint8Array
  }

  export interface AccountIndexContactsDirectoryKeyFieldEvent {
    field: '$.contacts[].directoryKey'
    value: Uint8Array
    index: number
  }

  export interface AccountIndexContactsDirectoryValueKeyFieldEvent {
    field: '$.contacts[].directoryValueKey'
    value: Uint8Array
    index: number
  }

  export interface AccountIndexContactsDoorFieldEvent {
    field: '$.contacts[].door'
    value: Uint8Array
    index: number
  }

  export interface AccountIndexContactsRevokedFieldEvent {
    field: '$.contacts[].revoked[]'
    index: number
    value: Uint8Array
  }

  export interface AccountIndexContactsRelaysChangedAtMsFieldEvent {
    field: '$.contacts[].relaysChangedAtMs'
    value: bigint
    index: number
  }

  export interface AccountIndexConversationsIdFieldEvent {
    field: '$.conversations[].id'
    value: Uint8Array
    index: number
  }

  export interface AccountIndexConversationsAccountsFieldEvent {
    field: '$.conversations[].accounts[]'
    index: number
    value: Uint8Array
  }

  export interface AccountIndexConversationsDevicesDeviceFieldEvent {
    field: '$.conversations[].devices[].device'
    value: Uint8Array
    index: number
  }

  export interface AccountIndexConversationsDevicesAccountFieldEvent {
    field: '$.conversations[].devices[].account'
    value: number
    index: number
  }

  export interface AccountIndexConversationsDevicesReadFieldEvent {
    field: '$.conversations[].devices[].read'
    value: number
    index: number
  }

  export interface AccountIndexConversationsDevicesHadFieldEvent {
    field: '$.conversations[].devices[].had'
    value: number
    index: number
  }

  export interface AccountIndexConversationsGroupsFieldEvent {
    field: '$.conversations[].groups[]'
    index: number
    value: Uint8Array
  }

  export interface AccountIndexConversationsCreatedAtMsFieldEvent {
    field: '$.conversations[].createdAtMs'
    value: bigint
    index: number
  }

  export interface AccountIndexConversationsReadHlcFieldEvent {
    field: '$.conversations[].read.hlc'
    value: bigint
    index: number
  }

  export interface AccountIndexConversationsReadDeviceFieldEvent {
    field: '$.conversations[].read.device'
    value: number
    index: number
  }

  export interface AccountIndexConversationsReadSeqFieldEvent {
    field: '$.conversations[].read.seq'
    value: number
    index: number
  }

  export interface AccountIndexConversationsKindFieldEvent {
    field: '$.conversations[].kind'
    value: string
    index: number
  }

  export interface AccountIndexConversationsNameFieldEvent {
    field: '$.conversations[].name'
    value: string
    index: number
  }

  export interface AccountIndexConversationsMembershipFieldEvent {
    field: '$.conversations[].membership'
    value: string
    index: number
  }

  export interface AccountIndexRelaysFieldEvent {
    field: '$.relays[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<AccountIndex>): Uint8Array {
    return encodeMessage(obj, AccountIndex.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AccountIndex>): AccountIndex {
    return decodeMessage(buf, AccountIndex.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AccountIndex>): Generator<AccountIndexAccountFieldEvent | AccountIndexNameFieldEvent | AccountIndexContactsAccountFieldEvent | AccountIndexContactsNameFieldEvent | AccountIndexContactsStateFieldEvent | AccountIndexContactsStateBeforeBlockFieldEvent | AccountIndexContactsVerifiedFieldEvent | AccountIndexContactsChangedAtMsFieldEvent | AccountIndexContactsDevicesDeviceFieldEvent | AccountIndexContactsDevicesAddressesFieldEvent | AccountIndexContactsRelaysFieldEvent | AccountIndexContactsDirectoryKeyFieldEvent | AccountIndexContactsDirectoryValueKeyFieldEvent | AccountIndexContactsDoorFieldEvent | AccountIndexContactsRevokedFieldEvent | AccountIndexContactsRelaysChangedAtMsFieldEvent | AccountIndexConversationsIdFieldEvent | AccountIndexConversationsAccountsFieldEvent | AccountIndexConversationsDevicesDeviceFieldEvent | AccountIndexConversationsDevicesAccountFieldEvent | AccountIndexConversationsDevicesReadFieldEvent | AccountIndexConversationsDevicesHadFieldEvent | AccountIndexConversationsGroupsFieldEvent | AccountIndexConversationsCreatedAtMsFieldEvent | AccountIndexConversationsReadHlcFieldEvent | AccountIndexConversationsReadDeviceFieldEvent | AccountIndexConversationsReadSeqFieldEvent | AccountIndexConversationsKindFieldEvent | AccountIndexConversationsNameFieldEvent | AccountIndexConversationsMembershipFieldEvent | AccountIndexRelaysFieldEvent> {
    return streamMessage(buf, AccountIndex.codec(), opts)
  }
}
