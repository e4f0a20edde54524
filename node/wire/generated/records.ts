import { decodeMessage, encodeMessage, MaxLengthError, message } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface MessageRecord {
  message: Uint8Array
  device: number
  conflict: boolean
  imported?: ImportedRecord
  shared?: SharedRecord
  says: string
  placed: bigint
}

export namespace MessageRecord {
  let _codec: Codec<MessageRecord>

  export const codec = (): Codec<MessageRecord> => {
    if (_codec == null) {
      _codec = message<MessageRecord>((obj, w, opts = {}) => {
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

        if ((obj.conflict != null && obj.conflict !== false)) {
          w.uint32(24)
          w.bool(obj.conflict)
        }

        if (obj.imported != null) {
          w.uint32(34)
          ImportedRecord.codec().encode(obj.imported, w)
        }

        if (obj.shared != null) {
          w.uint32(42)
          SharedRecord.codec().encode(obj.shared, w)
        }

        if ((obj.says != null && obj.says !== '')) {
          w.uint32(50)
          w.string(obj.says)
        }

        if ((obj.placed != null && obj.placed !== 0n)) {
          w.uint32(56)
          w.uint64(obj.placed)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          message: uint8ArrayAlloc(0),
          device: 0,
          conflict: false,
          says: '',
          placed: 0n
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
              obj.conflict = reader.bool()
              break
            }
            case 4: {
              obj.imported = ImportedRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.imported
              })
              break
            }
            case 5: {
              obj.shared = SharedRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.shared
              })
              break
            }
            case 6: {
              obj.says = reader.string()
              break
            }
            case 7: {
              obj.placed = reader.uint64()
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

  export function encode (obj: Partial<MessageRecord>): Uint8Array {
    return encodeMessage(obj, MessageRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MessageRecord>): MessageRecord {
    return decodeMessage(buf, MessageRecord.codec(), opts)
  }
}

export interface SharedRecord {
  by: Uint8Array
  device: Uint8Array
  account: Uint8Array
  name: string
}

export namespace SharedRecord {
  let _codec: Codec<SharedRecord>

  export const codec = (): Codec<SharedRecord> => {
    if (_codec == null) {
      _codec = message<SharedRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.by != null && obj.by.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.by)
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.device)
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.account)
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(34)
          w.string(obj.name)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          by: uint8ArrayAlloc(0),
          device: uint8ArrayAlloc(0),
          account: uint8ArrayAlloc(0),
          name: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.by = reader.bytes()
              break
            }
            case 2: {
              obj.device = reader.bytes()
              break
            }
            case 3: {
              obj.account = reader.bytes()
              break
            }
            case 4: {
              obj.name = reader.string()
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

  export function encode (obj: Partial<SharedRecord>): Uint8Array {
    return encodeMessage(obj, SharedRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SharedRecord>): SharedRecord {
    return decodeMessage(buf, SharedRecord.codec(), opts)
  }
}

export interface ImportedRecord {
  state: string
  received: boolean
}

export namespace ImportedRecord {
  let _codec: Codec<ImportedRecord>

  export const codec = (): Codec<ImportedRecord> => {
    if (_codec == null) {
      _codec = message<ImportedRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.state != null && obj.state !== '')) {
          w.uint32(10)
          w.string(obj.state)
        }

        if ((obj.received != null && obj.received !== false)) {
          w.uint32(16)
          w.bool(obj.received)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          state: '',
          received: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.state = reader.string()
              break
            }
            case 2: {
              obj.received = reader.bool()
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

  export function encode (obj: Partial<ImportedRecord>): Uint8Array {
    return encodeMessage(obj, ImportedRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ImportedRecord>): ImportedRecord {
    return decodeMessage(buf, ImportedRecord.codec(), opts)
  }
}

export interface MessageIndexRecord {
  conversation: Uint8Array
  hlc: bigint
  device: number
  seq: number
  sharedDevice: Uint8Array
}

export namespace MessageIndexRecord {
  let _codec: Codec<MessageIndexRecord>

  export const codec = (): Codec<MessageIndexRecord> => {
    if (_codec == null) {
      _codec = message<MessageIndexRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.conversation != null && obj.conversation.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.conversation)
        }

        if ((obj.hlc != null && obj.hlc !== 0n)) {
          w.uint32(17)
          w.fixed64(obj.hlc)
        }

        if ((obj.device != null && obj.device !== 0)) {
          w.uint32(24)
          w.uint32(obj.device)
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(32)
          w.uint32(obj.seq)
        }

        if ((obj.sharedDevice != null && obj.sharedDevice.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.sharedDevice)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          conversation: uint8ArrayAlloc(0),
          hlc: 0n,
          device: 0,
          seq: 0,
          sharedDevice: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.conversation = reader.bytes()
              break
            }
            case 2: {
              obj.hlc = reader.fixed64()
              break
            }
            case 3: {
              obj.device = reader.uint32()
              break
            }
            case 4: {
              obj.seq = reader.uint32()
              break
            }
            case 5: {
              obj.sharedDevice = reader.bytes()
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

  export function encode (obj: Partial<MessageIndexRecord>): Uint8Array {
    return encodeMessage(obj, MessageIndexRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MessageIndexRecord>): MessageIndexRecord {
    return decodeMessage(buf, MessageIndexRecord.codec(), opts)
  }
}

export interface MarksRecord {
  deeds: DeedsRecord[]
}

export namespace MarksRecord {
  let _codec: Codec<MarksRecord>

  export const codec = (): Codec<MarksRecord> => {
    if (_codec == null) {
      _codec = message<MarksRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.deeds != null && obj.deeds.length > 0) {
          for (const value of obj.deeds) {
            w.uint32(10)
            DeedsRecord.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          deeds: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.deeds != null && obj.deeds.length === opts.limits.deeds) {
                throw new MaxLengthError('Decode error - repeated field "deeds" had too many elements')
              }

              obj.deeds.push(DeedsRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.deeds$
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

  export function encode (obj: Partial<MarksRecord>): Uint8Array {
    return encodeMessage(obj, MarksRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MarksRecord>): MarksRecord {
    return decodeMessage(buf, MarksRecord.codec(), opts)
  }
}

export interface DeedsRecord {
  account: Uint8Array
  told: boolean
  edit?: EditRecord
  deleted: boolean
  reaction?: ReactionRecord
  pin?: PinRecord
}

export namespace DeedsRecord {
  let _codec: Codec<DeedsRecord>

  export const codec = (): Codec<DeedsRecord> => {
    if (_codec == null) {
      _codec = message<DeedsRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.account)
        }

        if ((obj.told != null && obj.told !== false)) {
          w.uint32(16)
          w.bool(obj.told)
        }

        if (obj.edit != null) {
          w.uint32(26)
          EditRecord.codec().encode(obj.edit, w)
        }

        if ((obj.deleted != null && obj.deleted !== false)) {
          w.uint32(32)
          w.bool(obj.deleted)
        }

        if (obj.reaction != null) {
          w.uint32(42)
          ReactionRecord.codec().encode(obj.reaction, w)
        }

        if (obj.pin != null) {
          w.uint32(50)
          PinRecord.codec().encode(obj.pin, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          account: uint8ArrayAlloc(0),
          told: false,
          deleted: false
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
              obj.told = reader.bool()
              break
            }
            case 3: {
              obj.edit = EditRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.edit
              })
              break
            }
            case 4: {
              obj.deleted = reader.bool()
              break
            }
            case 5: {
              obj.reaction = ReactionRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.reaction
              })
              break
            }
            case 6: {
              obj.pin = PinRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pin
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

  export function encode (obj: Partial<DeedsRecord>): Uint8Array {
    return encodeMessage(obj, DeedsRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DeedsRecord>): DeedsRecord {
    return decodeMessage(buf, DeedsRecord.codec(), opts)
  }
}

export interface StampRecord {
  hlc: bigint
  device: Uint8Array
  seq: number
}

export namespace StampRecord {
  let _codec: Codec<StampRecord>

  export const codec = (): Codec<StampRecord> => {
    if (_codec == null) {
      _codec = message<StampRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.hlc != null && obj.hlc !== 0n)) {
          w.uint32(9)
          w.fixed64(obj.hlc)
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.device)
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
          device: uint8ArrayAlloc(0),
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
              obj.device = reader.bytes()
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

  export function encode (obj: Partial<StampRecord>): Uint8Array {
    return encodeMessage(obj, StampRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StampRecord>): StampRecord {
    return decodeMessage(buf, StampRecord.codec(), opts)
  }
}

export interface EditRecord {
  at?: StampRecord
  text: string
  sentAtMs: number
}

export namespace EditRecord {
  let _codec: Codec<EditRecord>

  export const codec = (): Codec<EditRecord> => {
    if (_codec == null) {
      _codec = message<EditRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.at != null) {
          w.uint32(10)
          StampRecord.codec().encode(obj.at, w)
        }

        if ((obj.text != null && obj.text !== '')) {
          w.uint32(18)
          w.string(obj.text)
        }

        if ((obj.sentAtMs != null && obj.sentAtMs !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.sentAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          text: '',
          sentAtMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.at = StampRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.at
              })
              break
            }
            case 2: {
              obj.text = reader.string()
              break
            }
            case 3: {
              obj.sentAtMs = reader.uint64Number()
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

  export function encode (obj: Partial<EditRecord>): Uint8Array {
    return encodeMessage(obj, EditRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<EditRecord>): EditRecord {
    return decodeMessage(buf, EditRecord.codec(), opts)
  }
}

export interface ReactionRecord {
  at?: StampRecord
  emoji: string
}

export namespace ReactionRecord {
  let _codec: Codec<ReactionRecord>

  export const codec = (): Codec<ReactionRecord> => {
    if (_codec == null) {
      _codec = message<ReactionRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.at != null) {
          w.uint32(10)
          StampRecord.codec().encode(obj.at, w)
        }

        if ((obj.emoji != null && obj.emoji !== '')) {
          w.uint32(18)
          w.string(obj.emoji)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          emoji: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.at = StampRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.at
              })
              break
            }
            case 2: {
              obj.emoji = reader.string()
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

  export function encode (obj: Partial<ReactionRecord>): Uint8Array {
    return encodeMessage(obj, ReactionRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ReactionRecord>): ReactionRecord {
    return decodeMessage(buf, ReactionRecord.codec(), opts)
  }
}

export interface PinRecord {
  at?: StampRecord
  pinned: boolean
}

export namespace PinRecord {
  let _codec: Codec<PinRecord>

  export const codec = (): Codec<PinRecord> => {
    if (_codec == null) {
      _codec = message<PinRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.at != null) {
          w.uint32(10)
          StampRecord.codec().encode(obj.at, w)
        }

        if ((obj.pinned != null && obj.pinned !== false)) {
          w.uint32(16)
          w.bool(obj.pinned)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          pinned: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.at = StampRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.at
              })
              break
            }
            case 2: {
              obj.pinned = reader.bool()
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

  export function encode (obj: Partial<PinRecord>): Uint8Array {
    return encodeMessage(obj, PinRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PinRecord>): PinRecord {
    return decodeMessage(buf, PinRecord.codec(), opts)
  }
}

export interface ConversationRecord {
  id: Uint8Array
  accounts: Uint8Array[]
  devices: MemberRecord[]
  groups: GroupRecord[]
  createdAtMs: bigint
  formerGroups: Uint8Array[]
  kind: string
  membership: string
  relays: NamedRelayRecord[]
  name: string
  joinedBy: Uint8Array
  muted: boolean
}

export namespace ConversationRecord {
  let _codec: Codec<ConversationRecord>

  export const codec = (): Codec<ConversationRecord> => {
    if (_codec == null) {
      _codec = message<ConversationRecord>((obj, w, opts = {}) => {
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
            MemberRecord.codec().encode(value, w)
          }
        }

        if (obj.groups != null && obj.groups.length > 0) {
          for (const value of obj.groups) {
            w.uint32(34)
            GroupRecord.codec().encode(value, w)
          }
        }

        if ((obj.createdAtMs != null && obj.createdAtMs !== 0n)) {
          w.uint32(40)
          w.uint64(obj.createdAtMs)
        }

        if (obj.formerGroups != null && obj.formerGroups.length > 0) {
          for (const value of obj.formerGroups) {
            w.uint32(50)
            w.bytes(value)
          }
        }

        if ((obj.kind != null && obj.kind !== '')) {
          w.uint32(58)
          w.string(obj.kind)
        }

        if ((obj.membership != null && obj.membership !== '')) {
          w.uint32(66)
          w.string(obj.membership)
        }

        if (obj.relays != null && obj.relays.length > 0) {
          for (const value of obj.relays) {
            w.uint32(74)
            NamedRelayRecord.codec().encode(value, w)
          }
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(82)
          w.string(obj.name)
        }

        if ((obj.joinedBy != null && obj.joinedBy.byteLength > 0)) {
          w.uint32(90)
          w.bytes(obj.joinedBy)
        }

        if ((obj.muted != null && obj.muted !== false)) {
          w.uint32(96)
          w.bool(obj.muted)
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
          formerGroups: [],
          kind: '',
          membership: '',
          relays: [],
          name: '',
          joinedBy: uint8ArrayAlloc(0),
          muted: false
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

              obj.devices.push(MemberRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.devices$
              }))
              break
            }
            case 4: {
              if (opts.limits?.groups != null && obj.groups.length === opts.limits.groups) {
                throw new MaxLengthError('Decode error - repeated field "groups" had too many elements')
              }

              obj.groups.push(GroupRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.groups$
              }))
              break
            }
            case 5: {
              obj.createdAtMs = reader.uint64()
              break
            }
            case 6: {
              if (opts.limits?.formerGroups != null && obj.formerGroups.length === opts.limits.formerGroups) {
                throw new MaxLengthError('Decode error - repeated field "formerGroups" had too many elements')
              }

              obj.formerGroups.push(reader.bytes())
              break
            }
            case 7: {
              obj.kind = reader.string()
              break
            }
            case 8: {
              obj.membership = reader.string()
              break
            }
            case 9: {
              if (opts.limits?.relays != null && obj.relays.length === opts.limits.relays) {
                throw new MaxLengthError('Decode error - repeated field "relays" had too many elements')
              }

              obj.relays.push(NamedRelayRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.relays$
              }))
              break
            }
            case 10: {
              obj.name = reader.string()
              break
            }
            case 11: {
              obj.joinedBy = reader.bytes()
              break
            }
            case 12: {
              obj.muted = reader.bool()
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

  export function encode (obj: Partial<ConversationRecord>): Uint8Array {
    return encodeMessage(obj, ConversationRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ConversationRecord>): ConversationRecord {
    return decodeMessage(buf, ConversationRecord.codec(), opts)
  }
}

export interface MembershipRecord {
  wishes: WishRecord[]
  letters: LetterRecord[]
  audiences: AudienceRecord[]
  departures: number[]
  strayed: Uint8Array[]
  grants: GrantRecord[]
  sharedBytes: number
  linkTokens: Uint8Array[]
  departedAtMs: number[]
}

export namespace MembershipRecord {
  let _codec: Codec<MembershipRecord>

  export const codec = (): Codec<MembershipRecord> => {
    if (_codec == null) {
      _codec = message<MembershipRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.wishes != null && obj.wishes.length > 0) {
          for (const value of obj.wishes) {
            w.uint32(10)
            WishRecord.codec().encode(value, w)
          }
        }

        if (obj.letters != null && obj.letters.length > 0) {
          for (const value of obj.letters) {
            w.uint32(18)
            LetterRecord.codec().encode(value, w)
          }
        }

        if (obj.audiences != null && obj.audiences.length > 0) {
          for (const value of obj.audiences) {
            w.uint32(26)
            AudienceRecord.codec().encode(value, w)
          }
        }

        if (obj.departures != null && obj.departures.length > 0) {
          for (const value of obj.departures) {
            w.uint32(32)
            w.uint32(value)
          }
        }

        if (obj.strayed != null && obj.strayed.length > 0) {
          for (const value of obj.strayed) {
            w.uint32(42)
            w.bytes(value)
          }
        }

        if (obj.grants != null && obj.grants.length > 0) {
          for (const value of obj.grants) {
            w.uint32(50)
            GrantRecord.codec().encode(value, w)
          }
        }

        if ((obj.sharedBytes != null && obj.sharedBytes !== 0)) {
          w.uint32(56)
          w.uint32(obj.sharedBytes)
        }

        if (obj.linkTokens != null && obj.linkTokens.length > 0) {
          for (const value of obj.linkTokens) {
            w.uint32(66)
            w.bytes(value)
          }
        }

        if (obj.departedAtMs != null && obj.departedAtMs.length > 0) {
          for (const value of obj.departedAtMs) {
            w.uint32(72)
            w.uint64Number(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          wishes: [],
          letters: [],
          audiences: [],
          departures: [],
          strayed: [],
          grants: [],
          sharedBytes: 0,
          linkTokens: [],
          departedAtMs: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.wishes != null && obj.wishes.length === opts.limits.wishes) {
                throw new MaxLengthError('Decode error - repeated field "wishes" had too many elements')
              }

              obj.wishes.push(WishRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.wishes$
              }))
              break
            }
            case 2: {
              if (opts.limits?.letters != null && obj.letters.length === opts.limits.letters) {
                throw new MaxLengthError('Decode error - repeated field "letters" had too many elements')
              }

              obj.letters.push(LetterRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.letters$
              }))
              break
            }
            case 3: {
              if (opts.limits?.audiences != null && obj.audiences.length === opts.limits.audiences) {
                throw new MaxLengthError('Decode error - repeated field "audiences" had too many elements')
              }

              obj.audiences.push(AudienceRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.audiences$
              }))
              break
            }
            case 4: {
              if (opts.limits?.departures != null && obj.departures.length === opts.limits.departures) {
                throw new MaxLengthError('Decode error - repeated field "departures" had too many elements')
              }

              obj.departures.push(reader.uint32())
              break
            }
            case 5: {
              if (opts.limits?.strayed != null && obj.strayed.length === opts.limits.strayed) {
                throw new MaxLengthError('Decode error - repeated field "strayed" had too many elements')
              }

              obj.strayed.push(reader.bytes())
              break
            }
            case 6: {
              if (opts.limits?.grants != null && obj.grants.length === opts.limits.grants) {
                throw new MaxLengthError('Decode error - repeated field "grants" had too many elements')
              }

              obj.grants.push(GrantRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.grants$
              }))
              break
            }
            case 7: {
              obj.sharedBytes = reader.uint32()
              break
            }
            case 8: {
              if (opts.limits?.linkTokens != null && obj.linkTokens.length === opts.limits.linkTokens) {
                throw new MaxLengthError('Decode error - repeated field "linkTokens" had too many elements')
              }

              obj.linkTokens.push(reader.bytes())
              break
            }
            case 9: {
              if (opts.limits?.departedAtMs != null && obj.departedAtMs.length === opts.limits.departedAtMs) {
                throw new MaxLengthError('Decode error - repeated field "departedAtMs" had too many elements')
              }

              obj.departedAtMs.push(reader.uint64Number())
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

  export function encode (obj: Partial<MembershipRecord>): Uint8Array {
    return encodeMessage(obj, MembershipRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MembershipRecord>): MembershipRecord {
    return decodeMessage(buf, MembershipRecord.codec(), opts)
  }
}

export interface GrantRecord {
  account: Uint8Array
  from: bigint
  grantedAtMs: number
  given: GivenShareRecord[]
}

export namespace GrantRecord {
  let _codec: Codec<GrantRecord>

  export const codec = (): Codec<GrantRecord> => {
    if (_codec == null) {
      _codec = message<GrantRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.account)
        }

        if ((obj.from != null && obj.from !== 0n)) {
          w.uint32(17)
          w.fixed64(obj.from)
        }

        if ((obj.grantedAtMs != null && obj.grantedAtMs !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.grantedAtMs)
        }

        if (obj.given != null && obj.given.length > 0) {
          for (const value of obj.given) {
            w.uint32(34)
            GivenShareRecord.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          account: uint8ArrayAlloc(0),
          from: 0n,
          grantedAtMs: 0,
          given: []
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
              obj.from = reader.fixed64()
              break
            }
            case 3: {
              obj.grantedAtMs = reader.uint64Number()
              break
            }
            case 4: {
              if (opts.limits?.given != null && obj.given.length === opts.limits.given) {
                throw new MaxLengthError('Decode error - repeated field "given" had too many elements')
              }

              obj.given.push(GivenShareRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.given$
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

  export function encode (obj: Partial<GrantRecord>): Uint8Array {
    return encodeMessage(obj, GrantRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GrantRecord>): GrantRecord {
    return decodeMessage(buf, GrantRecord.codec(), opts)
  }
}

export interface GivenShareRecord {
  device: Uint8Array
  before?: SharePlaceRecord
}

export namespace GivenShareRecord {
  let _codec: Codec<GivenShareRecord>

  export const codec = (): Codec<GivenShareRecord> => {
    if (_codec == null) {
      _codec = message<GivenShareRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.device)
        }

        if (obj.before != null) {
          w.uint32(18)
          SharePlaceRecord.codec().encode(obj.before, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          device: uint8ArrayAlloc(0)
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
              obj.before = SharePlaceRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.before
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

  export function encode (obj: Partial<GivenShareRecord>): Uint8Array {
    return encodeMessage(obj, GivenShareRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GivenShareRecord>): GivenShareRecord {
    return decodeMessage(buf, GivenShareRecord.codec(), opts)
  }
}

export interface SharePlaceRecord {
  hlc: bigint
  device: Uint8Array
  seq: number
}

export namespace SharePlaceRecord {
  let _codec: Codec<SharePlaceRecord>

  export const codec = (): Codec<SharePlaceRecord> => {
    if (_codec == null) {
      _codec = message<SharePlaceRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.hlc != null && obj.hlc !== 0n)) {
          w.uint32(9)
          w.fixed64(obj.hlc)
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.device)
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
          device: uint8ArrayAlloc(0),
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
              obj.device = reader.bytes()
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

  export function encode (obj: Partial<SharePlaceRecord>): Uint8Array {
    return encodeMessage(obj, SharePlaceRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SharePlaceRecord>): SharePlaceRecord {
    return decodeMessage(buf, SharePlaceRecord.codec(), opts)
  }
}

export interface HappeningRecord {
  epoch: Uint8Array
  atMs: number
  by: Uint8Array
  parts: HappeningPartRecord[]
}

export namespace HappeningRecord {
  let _codec: Codec<HappeningRecord>

  export const codec = (): Codec<HappeningRecord> => {
    if (_codec == null) {
      _codec = message<HappeningRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.epoch != null && obj.epoch.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.epoch)
        }

        if ((obj.atMs != null && obj.atMs !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.atMs)
        }

        if ((obj.by != null && obj.by.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.by)
        }

        if (obj.parts != null && obj.parts.length > 0) {
          for (const value of obj.parts) {
            w.uint32(34)
            HappeningPartRecord.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          epoch: uint8ArrayAlloc(0),
          atMs: 0,
          by: uint8ArrayAlloc(0),
          parts: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.epoch = reader.bytes()
              break
            }
            case 2: {
              obj.atMs = reader.uint64Number()
              break
            }
            case 3: {
              obj.by = reader.bytes()
              break
            }
            case 4: {
              if (opts.limits?.parts != null && obj.parts.length === opts.limits.parts) {
                throw new MaxLengthError('Decode error - repeated field "parts" had too many elements')
              }

              obj.parts.push(HappeningPartRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.parts$
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

  export function encode (obj: Partial<HappeningRecord>): Uint8Array {
    return encodeMessage(obj, HappeningRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HappeningRecord>): HappeningRecord {
    return decodeMessage(buf, HappeningRecord.codec(), opts)
  }
}

export interface HappeningPartRecord {
  kind: string
  accounts: Uint8Array[]
  role: string
  name: string
  days: number
}

export namespace HappeningPartRecord {
  let _codec: Codec<HappeningPartRecord>

  export const codec = (): Codec<HappeningPartRecord> => {
    if (_codec == null) {
      _codec = message<HappeningPartRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.kind != null && obj.kind !== '')) {
          w.uint32(10)
          w.string(obj.kind)
        }

        if (obj.accounts != null && obj.accounts.length > 0) {
          for (const value of obj.accounts) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if ((obj.role != null && obj.role !== '')) {
          w.uint32(26)
          w.string(obj.role)
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(34)
          w.string(obj.name)
        }

        if ((obj.days != null && obj.days !== 0)) {
          w.uint32(40)
          w.uint32(obj.days)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          kind: '',
          accounts: [],
          role: '',
          name: '',
          days: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.kind = reader.string()
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
              obj.role = reader.string()
              break
            }
            case 4: {
              obj.name = reader.string()
              break
            }
            case 5: {
              obj.days = reader.uint32()
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

  export function encode (obj: Partial<HappeningPartRecord>): Uint8Array {
    return encodeMessage(obj, HappeningPartRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HappeningPartRecord>): HappeningPartRecord {
    return decodeMessage(buf, HappeningPartRecord.codec(), opts)
  }
}

export interface WishRecord {
  kind: string
  account: Uint8Array
  role: string
  name?: string
  relays?: RelayListRecord
  retentionDays?: number
  linkId: string
  link: Uint8Array
}

export namespace WishRecord {
  let _codec: Codec<WishRecord>

  export const codec = (): Codec<WishRecord> => {
    if (_codec == null) {
      _codec = message<WishRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.kind != null && obj.kind !== '')) {
          w.uint32(10)
          w.string(obj.kind)
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.account)
        }

        if ((obj.role != null && obj.role !== '')) {
          w.uint32(26)
          w.string(obj.role)
        }

        if (obj.name != null) {
          w.uint32(34)
          w.string(obj.name)
        }

        if (obj.relays != null) {
          w.uint32(42)
          RelayListRecord.codec().encode(obj.relays, w)
        }

        if (obj.retentionDays != null) {
          w.uint32(48)
          w.uint32(obj.retentionDays)
        }

        if ((obj.linkId != null && obj.linkId !== '')) {
          w.uint32(58)
          w.string(obj.linkId)
        }

        if ((obj.link != null && obj.link.byteLength > 0)) {
          w.uint32(66)
          w.bytes(obj.link)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          kind: '',
          account: uint8ArrayAlloc(0),
          role: '',
          linkId: '',
          link: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.kind = reader.string()
              break
            }
            case 2: {
              obj.account = reader.bytes()
              break
            }
            case 3: {
              obj.role = reader.string()
              break
            }
            case 4: {
              obj.name = reader.string()
              break
            }
            case 5: {
              obj.relays = RelayListRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.relays
              })
              break
            }
            case 6: {
              obj.retentionDays = reader.uint32()
              break
            }
            case 7: {
              obj.linkId = reader.string()
              break
            }
            case 8: {
              obj.link = reader.bytes()
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

  export function encode (obj: Partial<WishRecord>): Uint8Array {
    return encodeMessage(obj, WishRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<WishRecord>): WishRecord {
    return decodeMessage(buf, WishRecord.codec(), opts)
  }
}

export interface GuestsRecord {
  guests: GuestRecord[]
}

export namespace GuestsRecord {
  let _codec: Codec<GuestsRecord>

  export const codec = (): Codec<GuestsRecord> => {
    if (_codec == null) {
      _codec = message<GuestsRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.guests != null && obj.guests.length > 0) {
          for (const value of obj.guests) {
            w.uint32(10)
            GuestRecord.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          guests: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.guests != null && obj.guests.length === opts.limits.guests) {
                throw new MaxLengthError('Decode error - repeated field "guests" had too many elements')
              }

              obj.guests.push(GuestRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.guests$
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

  export function encode (obj: Partial<GuestsRecord>): Uint8Array {
    return encodeMessage(obj, GuestsRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GuestsRecord>): GuestsRecord {
    return decodeMessage(buf, GuestsRecord.codec(), opts)
  }
}

export interface GuestRecord {
  contact: Uint8Array
  link: string
  askedAtMs: bigint
  state: string
  device: Uint8Array
}

export namespace GuestRecord {
  let _codec: Codec<GuestRecord>

  export const codec = (): Codec<GuestRecord> => {
    if (_codec == null) {
      _codec = message<GuestRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.contact != null && obj.contact.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.contact)
        }

        if ((obj.link != null && obj.link !== '')) {
          w.uint32(18)
          w.string(obj.link)
        }

        if ((obj.askedAtMs != null && obj.askedAtMs !== 0n)) {
          w.uint32(24)
          w.uint64(obj.askedAtMs)
        }

        if ((obj.state != null && obj.state !== '')) {
          w.uint32(34)
          w.string(obj.state)
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.device)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          contact: uint8ArrayAlloc(0),
          link: '',
          askedAtMs: 0n,
          state: '',
          device: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.contact = reader.bytes()
              break
            }
            case 2: {
              obj.link = reader.string()
              break
            }
            case 3: {
              obj.askedAtMs = reader.uint64()
              break
            }
            case 4: {
              obj.state = reader.string()
              break
            }
            case 5: {
              obj.device = reader.bytes()
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

  export function encode (obj: Partial<GuestRecord>): Uint8Array {
    return encodeMessage(obj, GuestRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GuestRecord>): GuestRecord {
    return decodeMessage(buf, GuestRecord.codec(), opts)
  }
}

export interface JoinsRecord {
  joins: JoinRecord[]
}

export namespace JoinsRecord {
  let _codec: Codec<JoinsRecord>

  export const codec = (): Codec<JoinsRecord> => {
    if (_codec == null) {
      _codec = message<JoinsRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.joins != null && obj.joins.length > 0) {
          for (const value of obj.joins) {
            w.uint32(10)
            JoinRecord.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          joins: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.joins != null && obj.joins.length === opts.limits.joins) {
                throw new MaxLengthError('Decode error - repeated field "joins" had too many elements')
              }

              obj.joins.push(JoinRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.joins$
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

  export function encode (obj: Partial<JoinsRecord>): Uint8Array {
    return encodeMessage(obj, JoinsRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<JoinsRecord>): JoinsRecord {
    return decodeMessage(buf, JoinsRecord.codec(), opts)
  }
}

export interface JoinRecord {
  link: string
  token: Uint8Array
  beganAtMs: bigint
  asked: AskedHostRecord[]
  group: Uint8Array
  backAtMs: bigint
}

export namespace JoinRecord {
  let _codec: Codec<JoinRecord>

  export const codec = (): Codec<JoinRecord> => {
    if (_codec == null) {
      _codec = message<JoinRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.link != null && obj.link !== '')) {
          w.uint32(10)
          w.string(obj.link)
        }

        if ((obj.token != null && obj.token.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.token)
        }

        if ((obj.beganAtMs != null && obj.beganAtMs !== 0n)) {
          w.uint32(24)
          w.uint64(obj.beganAtMs)
        }

        if (obj.asked != null && obj.asked.length > 0) {
          for (const value of obj.asked) {
            w.uint32(34)
            AskedHostRecord.codec().encode(value, w)
          }
        }

        if ((obj.group != null && obj.group.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.group)
        }

        if ((obj.backAtMs != null && obj.backAtMs !== 0n)) {
          w.uint32(48)
          w.uint64(obj.backAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          link: '',
          token: uint8ArrayAlloc(0),
          beganAtMs: 0n,
          asked: [],
          group: uint8ArrayAlloc(0),
          backAtMs: 0n
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.link = reader.string()
              break
            }
            case 2: {
              obj.token = reader.bytes()
              break
            }
            case 3: {
              obj.beganAtMs = reader.uint64()
              break
            }
            case 4: {
              if (opts.limits?.asked != null && obj.asked.length === opts.limits.asked) {
                throw new MaxLengthError('Decode error - repeated field "asked" had too many elements')
              }

              obj.asked.push(AskedHostRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.asked$
              }))
              break
            }
            case 5: {
              obj.group = reader.bytes()
              break
            }
            case 6: {
              obj.backAtMs = reader.uint64()
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

  export function encode (obj: Partial<JoinRecord>): Uint8Array {
    return encodeMessage(obj, JoinRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<JoinRecord>): JoinRecord {
    return decodeMessage(buf, JoinRecord.codec(), opts)
  }
}

export interface AskedHostRecord {
  account: Uint8Array
  to: Uint8Array
  body: Uint8Array
  leftAt: Uint8Array[]
  arrived: boolean
  atMs: bigint
}

export namespace AskedHostRecord {
  let _codec: Codec<AskedHostRecord>

  export const codec = (): Codec<AskedHostRecord> => {
    if (_codec == null) {
      _codec = message<AskedHostRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.account)
        }

        if ((obj.to != null && obj.to.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.to)
        }

        if ((obj.body != null && obj.body.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.body)
        }

        if (obj.leftAt != null && obj.leftAt.length > 0) {
          for (const value of obj.leftAt) {
            w.uint32(34)
            w.bytes(value)
          }
        }

        if ((obj.arrived != null && obj.arrived !== false)) {
          w.uint32(40)
          w.bool(obj.arrived)
        }

        if ((obj.atMs != null && obj.atMs !== 0n)) {
          w.uint32(48)
          w.uint64(obj.atMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          account: uint8ArrayAlloc(0),
          to: uint8ArrayAlloc(0),
          body: uint8ArrayAlloc(0),
          leftAt: [],
          arrived: false,
          atMs: 0n
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
              obj.to = reader.bytes()
              break
            }
            case 3: {
              obj.body = reader.bytes()
              break
            }
            case 4: {
              if (opts.limits?.leftAt != null && obj.leftAt.length === opts.limits.leftAt) {
                throw new MaxLengthError('Decode error - repeated field "leftAt" had too many elements')
              }

              obj.leftAt.push(reader.bytes())
              break
            }
            case 5: {
              obj.arrived = reader.bool()
              break
            }
            case 6: {
              obj.atMs = reader.uint64()
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

  export function encode (obj: Partial<AskedHostRecord>): Uint8Array {
    return encodeMessage(obj, AskedHostRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AskedHostRecord>): AskedHostRecord {
    return decodeMessage(buf, AskedHostRecord.codec(), opts)
  }
}

export interface RelayListRecord {
  relays: string[]
}

export namespace RelayListRecord {
  let _codec: Codec<RelayListRecord>

  export const codec = (): Codec<RelayListRecord> => {
    if (_codec == null) {
      _codec = message<RelayListRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.relays != null && obj.relays.length > 0) {
          for (const value of obj.relays) {
            w.uint32(10)
            w.string(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          relays: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
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

  export function encode (obj: Partial<RelayListRecord>): Uint8Array {
    return encodeMessage(obj, RelayListRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayListRecord>): RelayListRecord {
    return decodeMessage(buf, RelayListRecord.codec(), opts)
  }
}

export interface LetterRecord {
  account: Uint8Array
  epoch: Uint8Array
  to: Uint8Array
  leftAt: Uint8Array[]
  arrived: boolean
  knock: Uint8Array
  seed: Uint8Array
  wrapKey: Uint8Array
  nonces: Uint8Array
}

export namespace LetterRecord {
  let _codec: Codec<LetterRecord>

  export const codec = (): Codec<LetterRecord> => {
    if (_codec == null) {
      _codec = message<LetterRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.account)
        }

        if ((obj.epoch != null && obj.epoch.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.epoch)
        }

        if ((obj.to != null && obj.to.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.to)
        }

        if (obj.leftAt != null && obj.leftAt.length > 0) {
          for (const value of obj.leftAt) {
            w.uint32(42)
            w.bytes(value)
          }
        }

        if ((obj.arrived != null && obj.arrived !== false)) {
          w.uint32(48)
          w.bool(obj.arrived)
        }

        if ((obj.knock != null && obj.knock.byteLength > 0)) {
          w.uint32(58)
          w.bytes(obj.knock)
        }

        if ((obj.seed != null && obj.seed.byteLength > 0)) {
          w.uint32(66)
          w.bytes(obj.seed)
        }

        if ((obj.wrapKey != null && obj.wrapKey.byteLength > 0)) {
          w.uint32(74)
          w.bytes(obj.wrapKey)
        }

        if ((obj.nonces != null && obj.nonces.byteLength > 0)) {
          w.uint32(82)
          w.bytes(obj.nonces)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          account: uint8ArrayAlloc(0),
          epoch: uint8ArrayAlloc(0),
          to: uint8ArrayAlloc(0),
          leftAt: [],
          arrived: false,
          knock: uint8ArrayAlloc(0),
          seed: uint8ArrayAlloc(0),
          wrapKey: uint8ArrayAlloc(0),
          nonces: uint8ArrayAlloc(0)
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
              obj.epoch = reader.bytes()
              break
            }
            case 3: {
              obj.to = reader.bytes()
              break
            }
            case 5: {
              if (opts.limits?.leftAt != null && obj.leftAt.length === opts.limits.leftAt) {
                throw new MaxLengthError('Decode error - repeated field "leftAt" had too many elements')
              }

              obj.leftAt.push(reader.bytes())
              break
            }
            case 6: {
              obj.arrived = reader.bool()
              break
            }
            case 7: {
              obj.knock = reader.bytes()
              break
            }
            case 8: {
              obj.seed = reader.bytes()
              break
            }
            case 9: {
              obj.wrapKey = reader.bytes()
              break
            }
            case 10: {
              obj.nonces = reader.bytes()
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

  export function encode (obj: Partial<LetterRecord>): Uint8Array {
    return encodeMessage(obj, LetterRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LetterRecord>): LetterRecord {
    return decodeMessage(buf, LetterRecord.codec(), opts)
  }
}

export interface AudienceRecord {
  first: number
  accounts: number[]
}

export namespace AudienceRecord {
  let _codec: Codec<AudienceRecord>

  export const codec = (): Codec<AudienceRecord> => {
    if (_codec == null) {
      _codec = message<AudienceRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.first != null && obj.first !== 0)) {
          w.uint32(8)
          w.uint32(obj.first)
        }

        if (obj.accounts != null && obj.accounts.length > 0) {
          for (const value of obj.accounts) {
            w.uint32(16)
            w.uint32(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          first: 0,
          accounts: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.first = reader.uint32()
              break
            }
            case 2: {
              if (opts.limits?.accounts != null && obj.accounts.length === opts.limits.accounts) {
                throw new MaxLengthError('Decode error - repeated field "accounts" had too many elements')
              }

              obj.accounts.push(reader.uint32())
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

  export function encode (obj: Partial<AudienceRecord>): Uint8Array {
    return encodeMessage(obj, AudienceRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AudienceRecord>): AudienceRecord {
    return decodeMessage(buf, AudienceRecord.codec(), opts)
  }
}

export interface MemberRecord {
  device: Uint8Array
  account: number
}

export namespace MemberRecord {
  let _codec: Codec<MemberRecord>

  export const codec = (): Codec<MemberRecord> => {
    if (_codec == null) {
      _codec = message<MemberRecord>((obj, w, opts = {}) => {
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

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          device: uint8ArrayAlloc(0),
          account: 0
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

  export function encode (obj: Partial<MemberRecord>): Uint8Array {
    return encodeMessage(obj, MemberRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MemberRecord>): MemberRecord {
    return decodeMessage(buf, MemberRecord.codec(), opts)
  }
}

export interface GroupRecord {
  id: Uint8Array
  epochs: KeptEpochRecord[]
  head: Uint8Array
  tree: Uint8Array
  pending: Uint8Array
  renewedAtMs: bigint
  knock: Uint8Array
  knockTo: Uint8Array
  knockLeftAt: Uint8Array[]
  disownedBy: Uint8Array
  disownedAt: Uint8Array
}

export namespace GroupRecord {
  let _codec: Codec<GroupRecord>

  export const codec = (): Codec<GroupRecord> => {
    if (_codec == null) {
      _codec = message<GroupRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if (obj.epochs != null && obj.epochs.length > 0) {
          for (const value of obj.epochs) {
            w.uint32(18)
            KeptEpochRecord.codec().encode(value, w)
          }
        }

        if ((obj.head != null && obj.head.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.head)
        }

        if ((obj.tree != null && obj.tree.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.tree)
        }

        if ((obj.pending != null && obj.pending.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.pending)
        }

        if ((obj.renewedAtMs != null && obj.renewedAtMs !== 0n)) {
          w.uint32(48)
          w.uint64(obj.renewedAtMs)
        }

        if ((obj.knock != null && obj.knock.byteLength > 0)) {
          w.uint32(58)
          w.bytes(obj.knock)
        }

        if ((obj.knockTo != null && obj.knockTo.byteLength > 0)) {
          w.uint32(66)
          w.bytes(obj.knockTo)
        }

        if (obj.knockLeftAt != null && obj.knockLeftAt.length > 0) {
          for (const value of obj.knockLeftAt) {
            w.uint32(74)
            w.bytes(value)
          }
        }

        if ((obj.disownedBy != null && obj.disownedBy.byteLength > 0)) {
          w.uint32(82)
          w.bytes(obj.disownedBy)
        }

        if ((obj.disownedAt != null && obj.disownedAt.byteLength > 0)) {
          w.uint32(90)
          w.bytes(obj.disownedAt)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0),
          epochs: [],
          head: uint8ArrayAlloc(0),
          tree: uint8ArrayAlloc(0),
          pending: uint8ArrayAlloc(0),
          renewedAtMs: 0n,
          knock: uint8ArrayAlloc(0),
          knockTo: uint8ArrayAlloc(0),
          knockLeftAt: [],
          disownedBy: uint8ArrayAlloc(0),
          disownedAt: uint8ArrayAlloc(0)
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
              if (opts.limits?.epochs != null && obj.epochs.length === opts.limits.epochs) {
                throw new MaxLengthError('Decode error - repeated field "epochs" had too many elements')
              }

              obj.epochs.push(KeptEpochRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.epochs$
              }))
              break
            }
            case 3: {
              obj.head = reader.bytes()
              break
            }
            case 4: {
              obj.tree = reader.bytes()
              break
            }
            case 5: {
              obj.pending = reader.bytes()
              break
            }
            case 6: {
              obj.renewedAtMs = reader.uint64()
              break
            }
            case 7: {
              obj.knock = reader.bytes()
              break
            }
            case 8: {
              obj.knockTo = reader.bytes()
              break
            }
            case 9: {
              if (opts.limits?.knockLeftAt != null && obj.knockLeftAt.length === opts.limits.knockLeftAt) {
                throw new MaxLengthError('Decode error - repeated field "knockLeftAt" had too many elements')
              }

              obj.knockLeftAt.push(reader.bytes())
              break
            }
            case 10: {
              obj.disownedBy = reader.bytes()
              break
            }
            case 11: {
              obj.disownedAt = reader.bytes()
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

  export function encode (obj: Partial<GroupRecord>): Uint8Array {
    return encodeMessage(obj, GroupRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupRecord>): GroupRecord {
    return decodeMessage(buf, GroupRecord.codec(), opts)
  }
}

export interface KeptEpochRecord {
  id: Uint8Array
  childAppliedAtMs: bigint
  drainedAtMs: bigint
}

export namespace KeptEpochRecord {
  let _codec: Codec<KeptEpochRecord>

  export const codec = (): Codec<KeptEpochRecord> => {
    if (_codec == null) {
      _codec = message<KeptEpochRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if ((obj.childAppliedAtMs != null && obj.childAppliedAtMs !== 0n)) {
          w.uint32(16)
          w.uint64(obj.childAppliedAtMs)
        }

        if ((obj.drainedAtMs != null && obj.drainedAtMs !== 0n)) {
          w.uint32(24)
          w.uint64(obj.drainedAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0),
          childAppliedAtMs: 0n,
          drainedAtMs: 0n
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
              obj.childAppliedAtMs = reader.uint64()
              break
            }
            case 3: {
              obj.drainedAtMs = reader.uint64()
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

  export function encode (obj: Partial<KeptEpochRecord>): Uint8Array {
    return encodeMessage(obj, KeptEpochRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<KeptEpochRecord>): KeptEpochRecord {
    return decodeMessage(buf, KeptEpochRecord.codec(), opts)
  }
}

export interface CountersRecord {
  nextSeq: number
  hlc: bigint
  unread: number
  read?: ReadPlaceRecord
  nextRow: number
  held: number
  failed: number[]
  stored: number[]
  keptBytes: number
}

export namespace CountersRecord {
  let _codec: Codec<CountersRecord>

  export const codec = (): Codec<CountersRecord> => {
    if (_codec == null) {
      _codec = message<CountersRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.nextSeq != null && obj.nextSeq !== 0)) {
          w.uint32(8)
          w.uint32(obj.nextSeq)
        }

        if ((obj.hlc != null && obj.hlc !== 0n)) {
          w.uint32(17)
          w.fixed64(obj.hlc)
        }

        if ((obj.unread != null && obj.unread !== 0)) {
          w.uint32(24)
          w.uint32(obj.unread)
        }

        if (obj.read != null) {
          w.uint32(34)
          ReadPlaceRecord.codec().encode(obj.read, w)
        }

        if ((obj.nextRow != null && obj.nextRow !== 0)) {
          w.uint32(40)
          w.uint32(obj.nextRow)
        }

        if ((obj.held != null && obj.held !== 0)) {
          w.uint32(48)
          w.uint32(obj.held)
        }

        if (obj.failed != null && obj.failed.length > 0) {
          for (const value of obj.failed) {
            w.uint32(56)
            w.uint32(value)
          }
        }

        if (obj.stored != null && obj.stored.length > 0) {
          for (const value of obj.stored) {
            w.uint32(64)
            w.uint32(value)
          }
        }

        if ((obj.keptBytes != null && obj.keptBytes !== 0)) {
          w.uint32(72)
          w.uint32(obj.keptBytes)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          nextSeq: 0,
          hlc: 0n,
          unread: 0,
          nextRow: 0,
          held: 0,
          failed: [],
          stored: [],
          keptBytes: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.nextSeq = reader.uint32()
              break
            }
            case 2: {
              obj.hlc = reader.fixed64()
              break
            }
            case 3: {
              obj.unread = reader.uint32()
              break
            }
            case 4: {
              obj.read = ReadPlaceRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.read
              })
              break
            }
            case 5: {
              obj.nextRow = reader.uint32()
              break
            }
            case 6: {
              obj.held = reader.uint32()
              break
            }
            case 7: {
              if (opts.limits?.failed != null && obj.failed.length === opts.limits.failed) {
                throw new MaxLengthError('Decode error - repeated field "failed" had too many elements')
              }

              obj.failed.push(reader.uint32())
              break
            }
            case 8: {
              if (opts.limits?.stored != null && obj.stored.length === opts.limits.stored) {
                throw new MaxLengthError('Decode error - repeated field "stored" had too many elements')
              }

              obj.stored.push(reader.uint32())
              break
            }
            case 9: {
              obj.keptBytes = reader.uint32()
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

  export function encode (obj: Partial<CountersRecord>): Uint8Array {
    return encodeMessage(obj, CountersRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CountersRecord>): CountersRecord {
    return decodeMessage(buf, CountersRecord.codec(), opts)
  }
}

export interface ReadPlaceRecord {
  hlc: bigint
  device: number
  seq: number
}

export namespace ReadPlaceRecord {
  let _codec: Codec<ReadPlaceRecord>

  export const codec = (): Codec<ReadPlaceRecord> => {
    if (_codec == null) {
      _codec = message<ReadPlaceRecord>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<ReadPlaceRecord>): Uint8Array {
    return encodeMessage(obj, ReadPlaceRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ReadPlaceRecord>): ReadPlaceRecord {
    return decodeMessage(buf, ReadPlaceRecord.codec(), opts)
  }
}

export interface ProgressRecord {
  contiguous: number
  ranges: number[]
  read: number
  newest: number
  had: number
  since: number
}

export namespace ProgressRecord {
  let _codec: Codec<ProgressRecord>

  export const codec = (): Codec<ProgressRecord> => {
    if (_codec == null) {
      _codec = message<ProgressRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.contiguous != null && obj.contiguous !== 0)) {
          w.uint32(8)
          w.uint32(obj.contiguous)
        }

        if (obj.ranges != null && obj.ranges.length > 0) {
          for (const value of obj.ranges) {
            w.uint32(16)
            w.uint32(value)
          }
        }

        if ((obj.read != null && obj.read !== 0)) {
          w.uint32(24)
          w.uint32(obj.read)
        }

        if ((obj.newest != null && obj.newest !== 0)) {
          w.uint32(32)
          w.uint32(obj.newest)
        }

        if ((obj.had != null && obj.had !== 0)) {
          w.uint32(40)
          w.uint32(obj.had)
        }

        if ((obj.since != null && obj.since !== 0)) {
          w.uint32(48)
          w.uint32(obj.since)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          contiguous: 0,
          ranges: [],
          read: 0,
          newest: 0,
          had: 0,
          since: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.contiguous = reader.uint32()
              break
            }
            case 2: {
              if (opts.limits?.ranges != null && obj.ranges.length === opts.limits.ranges) {
                throw new MaxLengthError('Decode error - repeated field "ranges" had too many elements')
              }

              obj.ranges.push(reader.uint32())
              break
            }
            case 3: {
              obj.read = reader.uint32()
              break
            }
            case 4: {
              obj.newest = reader.uint32()
              break
            }
            case 5: {
              obj.had = reader.uint32()
              break
            }
            case 6: {
              obj.since = reader.uint32()
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

  export function encode (obj: Partial<ProgressRecord>): Uint8Array {
    return encodeMessage(obj, ProgressRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProgressRecord>): ProgressRecord {
    return decodeMessage(buf, ProgressRecord.codec(), opts)
  }
}

export interface OutboxRecord {
  group: Uint8Array
  epoch: Uint8Array
  log: Uint8Array
  envelope: Uint8Array
  firstSeq: number
  lastSeq: number
  queuedAtMs: bigint
  acknowledged: Uint8Array[]
}

export namespace OutboxRecord {
  let _codec: Codec<OutboxRecord>

  export const codec = (): Codec<OutboxRecord> => {
    if (_codec == null) {
      _codec = message<OutboxRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.group != null && obj.group.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.group)
        }

        if ((obj.epoch != null && obj.epoch.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.epoch)
        }

        if ((obj.log != null && obj.log.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.log)
        }

        if ((obj.envelope != null && obj.envelope.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.envelope)
        }

        if ((obj.firstSeq != null && obj.firstSeq !== 0)) {
          w.uint32(40)
          w.uint32(obj.firstSeq)
        }

        if ((obj.lastSeq != null && obj.lastSeq !== 0)) {
          w.uint32(48)
          w.uint32(obj.lastSeq)
        }

        if ((obj.queuedAtMs != null && obj.queuedAtMs !== 0n)) {
          w.uint32(56)
          w.uint64(obj.queuedAtMs)
        }

        if (obj.acknowledged != null && obj.acknowledged.length > 0) {
          for (const value of obj.acknowledged) {
            w.uint32(66)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          group: uint8ArrayAlloc(0),
          epoch: uint8ArrayAlloc(0),
          log: uint8ArrayAlloc(0),
          envelope: uint8ArrayAlloc(0),
          firstSeq: 0,
          lastSeq: 0,
          queuedAtMs: 0n,
          acknowledged: []
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
              obj.epoch = reader.bytes()
              break
            }
            case 3: {
              obj.log = reader.bytes()
              break
            }
            case 4: {
              obj.envelope = reader.bytes()
              break
            }
            case 5: {
              obj.firstSeq = reader.uint32()
              break
            }
            case 6: {
              obj.lastSeq = reader.uint32()
              break
            }
            case 7: {
              obj.queuedAtMs = reader.uint64()
              break
            }
            case 8: {
              if (opts.limits?.acknowledged != null && obj.acknowledged.length === opts.limits.acknowledged) {
                throw new MaxLengthError('Decode error - repeated field "acknowledged" had too many elements')
              }

              obj.acknowledged.push(reader.bytes())
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

  export function encode (obj: Partial<OutboxRecord>): Uint8Array {
    return encodeMessage(obj, OutboxRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OutboxRecord>): OutboxRecord {
    return decodeMessage(buf, OutboxRecord.codec(), opts)
  }
}

export interface StoredMarkRecord {
  relay: Uint8Array
  storage: Uint8Array
  atMs: bigint
  untilMs: bigint
  log: Uint8Array
}

export namespace StoredMarkRecord {
  let _codec: Codec<StoredMarkRecord>

  export const codec = (): Codec<StoredMarkRecord> => {
    if (_codec == null) {
      _codec = message<StoredMarkRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.relay != null && obj.relay.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.relay)
        }

        if ((obj.storage != null && obj.storage.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.storage)
        }

        if ((obj.atMs != null && obj.atMs !== 0n)) {
          w.uint32(24)
          w.uint64(obj.atMs)
        }

        if ((obj.untilMs != null && obj.untilMs !== 0n)) {
          w.uint32(32)
          w.uint64(obj.untilMs)
        }

        if ((obj.log != null && obj.log.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.log)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          relay: uint8ArrayAlloc(0),
          storage: uint8ArrayAlloc(0),
          atMs: 0n,
          untilMs: 0n,
          log: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.relay = reader.bytes()
              break
            }
            case 2: {
              obj.storage = reader.bytes()
              break
            }
            case 3: {
              obj.atMs = reader.uint64()
              break
            }
            case 4: {
              obj.untilMs = reader.uint64()
              break
            }
            case 5: {
              obj.log = reader.bytes()
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

  export function encode (obj: Partial<StoredMarkRecord>): Uint8Array {
    return encodeMessage(obj, StoredMarkRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StoredMarkRecord>): StoredMarkRecord {
    return decodeMessage(buf, StoredMarkRecord.codec(), opts)
  }
}

export interface LogPlacesRecord {
  places: LogPlaceRecord[]
  told: Uint8Array
  walks: LogWalkRecord[]
}

export namespace LogPlacesRecord {
  let _codec: Codec<LogPlacesRecord>

  export const codec = (): Codec<LogPlacesRecord> => {
    if (_codec == null) {
      _codec = message<LogPlacesRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.places != null && obj.places.length > 0) {
          for (const value of obj.places) {
            w.uint32(10)
            LogPlaceRecord.codec().encode(value, w)
          }
        }

        if ((obj.told != null && obj.told.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.told)
        }

        if (obj.walks != null && obj.walks.length > 0) {
          for (const value of obj.walks) {
            w.uint32(26)
            LogWalkRecord.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          places: [],
          told: uint8ArrayAlloc(0),
          walks: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.places != null && obj.places.length === opts.limits.places) {
                throw new MaxLengthError('Decode error - repeated field "places" had too many elements')
              }

              obj.places.push(LogPlaceRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.places$
              }))
              break
            }
            case 2: {
              obj.told = reader.bytes()
              break
            }
            case 3: {
              if (opts.limits?.walks != null && obj.walks.length === opts.limits.walks) {
                throw new MaxLengthError('Decode error - repeated field "walks" had too many elements')
              }

              obj.walks.push(LogWalkRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.walks$
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

  export function encode (obj: Partial<LogPlacesRecord>): Uint8Array {
    return encodeMessage(obj, LogPlacesRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LogPlacesRecord>): LogPlacesRecord {
    return decodeMessage(buf, LogPlacesRecord.codec(), opts)
  }
}

export interface LogWalkRecord {
  relay: Uint8Array
  log: Uint8Array
  storage: Uint8Array
  place: number
  unseen: number[]
  startedAtMs: bigint
  lookedAtMs: bigint
}

export namespace LogWalkRecord {
  let _codec: Codec<LogWalkRecord>

  export const codec = (): Codec<LogWalkRecord> => {
    if (_codec == null) {
      _codec = message<LogWalkRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.relay != null && obj.relay.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.relay)
        }

        if ((obj.log != null && obj.log.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.log)
        }

        if ((obj.storage != null && obj.storage.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.storage)
        }

        if ((obj.place != null && obj.place !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.place)
        }

        if (obj.unseen != null && obj.unseen.length > 0) {
          for (const value of obj.unseen) {
            w.uint32(40)
            w.uint32(value)
          }
        }

        if ((obj.startedAtMs != null && obj.startedAtMs !== 0n)) {
          w.uint32(48)
          w.uint64(obj.startedAtMs)
        }

        if ((obj.lookedAtMs != null && obj.lookedAtMs !== 0n)) {
          w.uint32(56)
          w.uint64(obj.lookedAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          relay: uint8ArrayAlloc(0),
          log: uint8ArrayAlloc(0),
          storage: uint8ArrayAlloc(0),
          place: 0,
          unseen: [],
          startedAtMs: 0n,
          lookedAtMs: 0n
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.relay = reader.bytes()
              break
            }
            case 2: {
              obj.log = reader.bytes()
              break
            }
            case 3: {
              obj.storage = reader.bytes()
              break
            }
            case 4: {
              obj.place = reader.uint64Number()
              break
            }
            case 5: {
              if (opts.limits?.unseen != null && obj.unseen.length === opts.limits.unseen) {
                throw new MaxLengthError('Decode error - repeated field "unseen" had too many elements')
              }

              obj.unseen.push(reader.uint32())
              break
            }
            case 6: {
              obj.startedAtMs = reader.uint64()
              break
            }
            case 7: {
              obj.lookedAtMs = reader.uint64()
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

  export function encode (obj: Partial<LogWalkRecord>): Uint8Array {
    return encodeMessage(obj, LogWalkRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LogWalkRecord>): LogWalkRecord {
    return decodeMessage(buf, LogWalkRecord.codec(), opts)
  }
}

export interface LogPlaceRecord {
  relay: Uint8Array
  log: Uint8Array
  storage: Uint8Array
  place: number
}

export namespace LogPlaceRecord {
  let _codec: Codec<LogPlaceRecord>

  export const codec = (): Codec<LogPlaceRecord> => {
    if (_codec == null) {
      _codec = message<LogPlaceRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.relay != null && obj.relay.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.relay)
        }

        if ((obj.log != null && obj.log.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.log)
        }

        if ((obj.storage != null && obj.storage.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.storage)
        }

        if ((obj.place != null && obj.place !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.place)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          relay: uint8ArrayAlloc(0),
          log: uint8ArrayAlloc(0),
          storage: uint8ArrayAlloc(0),
          place: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.relay = reader.bytes()
              break
            }
            case 2: {
              obj.log = reader.bytes()
              break
            }
            case 3: {
              obj.storage = reader.bytes()
              break
            }
            case 4: {
              obj.place = reader.uint64Number()
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

  export function encode (obj: Partial<LogPlaceRecord>): Uint8Array {
    return encodeMessage(obj, LogPlaceRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LogPlaceRecord>): LogPlaceRecord {
    return decodeMessage(buf, LogPlaceRecord.codec(), opts)
  }
}

export interface OnceRecord {
  mark: Uint8Array
  seq: number
}

export namespace OnceRecord {
  let _codec: Codec<OnceRecord>

  export const codec = (): Codec<OnceRecord> => {
    if (_codec == null) {
      _codec = message<OnceRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.mark != null && obj.mark.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.mark)
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(16)
          w.uint32(obj.seq)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          mark: uint8ArrayAlloc(0),
          seq: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.mark = reader.bytes()
              break
            }
            case 2: {
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

  export function encode (obj: Partial<OnceRecord>): Uint8Array {
    return encodeMessage(obj, OnceRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OnceRecord>): OnceRecord {
    return decodeMessage(buf, OnceRecord.codec(), opts)
  }
}

export interface ReceiptMarkRecord {
  atMs: bigint
}

export namespace ReceiptMarkRecord {
  let _codec: Codec<ReceiptMarkRecord>

  export const codec = (): Codec<ReceiptMarkRecord> => {
    if (_codec == null) {
      _codec = message<ReceiptMarkRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.atMs != null && obj.atMs !== 0n)) {
          w.uint32(8)
          w.uint64(obj.atMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          atMs: 0n
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.atMs = reader.uint64()
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

  export function encode (obj: Partial<ReceiptMarkRecord>): Uint8Array {
    return encodeMessage(obj, ReceiptMarkRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ReceiptMarkRecord>): ReceiptMarkRecord {
    return decodeMessage(buf, ReceiptMarkRecord.codec(), opts)
  }
}

export interface ReservationRecord {
  generation: number
}

export namespace ReservationRecord {
  let _codec: Codec<ReservationRecord>

  export const codec = (): Codec<ReservationRecord> => {
    if (_codec == null) {
      _codec = message<ReservationRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.generation != null && obj.generation !== 0)) {
          w.uint32(8)
          w.uint32(obj.generation)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          generation: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.generation = reader.uint32()
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

  export function encode (obj: Partial<ReservationRecord>): Uint8Array {
    return encodeMessage(obj, ReservationRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ReservationRecord>): ReservationRecord {
    return decodeMessage(buf, ReservationRecord.codec(), opts)
  }
}

export interface ContactRecord {
  account: Uint8Array
  name: string
  state: string
  verified: boolean
  stateBeforeBlock: string
  changedAtMs: bigint
  devices: DeviceAddressRecord[]
  token: Uint8Array
  relays: NamedRelayRecord[]
  relaysChangedAtMs: bigint
  directoryKey: Uint8Array
  directoryValueKey: Uint8Array
  revoked: Uint8Array[]
}

export namespace ContactRecord {
  let _codec: Codec<ContactRecord>

  export const codec = (): Codec<ContactRecord> => {
    if (_codec == null) {
      _codec = message<ContactRecord>((obj, w, opts = {}) => {
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

        if ((obj.verified != null && obj.verified !== false)) {
          w.uint32(32)
          w.bool(obj.verified)
        }

        if ((obj.stateBeforeBlock != null && obj.stateBeforeBlock !== '')) {
          w.uint32(42)
          w.string(obj.stateBeforeBlock)
        }

        if ((obj.changedAtMs != null && obj.changedAtMs !== 0n)) {
          w.uint32(48)
          w.uint64(obj.changedAtMs)
        }

        if (obj.devices != null && obj.devices.length > 0) {
          for (const value of obj.devices) {
            w.uint32(58)
            DeviceAddressRecord.codec().encode(value, w)
          }
        }

        if ((obj.token != null && obj.token.byteLength > 0)) {
          w.uint32(66)
          w.bytes(obj.token)
        }

        if (obj.relays != null && obj.relays.length > 0) {
          for (const value of obj.relays) {
            w.uint32(74)
            NamedRelayRecord.codec().encode(value, w)
          }
        }

        if ((obj.relaysChangedAtMs != null && obj.relaysChangedAtMs !== 0n)) {
          w.uint32(80)
          w.uint64(obj.relaysChangedAtMs)
        }

        if ((obj.directoryKey != null && obj.directoryKey.byteLength > 0)) {
          w.uint32(90)
          w.bytes(obj.directoryKey)
        }

        if ((obj.directoryValueKey != null && obj.directoryValueKey.byteLength > 0)) {
          w.uint32(98)
          w.bytes(obj.directoryValueKey)
        }

        if (obj.revoked != null && obj.revoked.length > 0) {
          for (const value of obj.revoked) {
            w.uint32(106)
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
          state: '',
          verified: false,
          stateBeforeBlock: '',
          changedAtMs: 0n,
          devices: [],
          token: uint8ArrayAlloc(0),
          relays: [],
          relaysChangedAtMs: 0n,
          directoryKey: uint8ArrayAlloc(0),
          directoryValueKey: uint8ArrayAlloc(0),
          revoked: []
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
              obj.verified = reader.bool()
              break
            }
            case 5: {
              obj.stateBeforeBlock = reader.string()
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

              obj.devices.push(DeviceAddressRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.devices$
              }))
              break
            }
            case 8: {
              obj.token = reader.bytes()
              break
            }
            case 9: {
              if (opts.limits?.relays != null && obj.relays.length === opts.limits.relays) {
                throw new MaxLengthError('Decode error - repeated field "relays" had too many elements')
              }

              obj.relays.push(NamedRelayRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.relays$
              }))
              break
            }
            case 10: {
              obj.relaysChangedAtMs = reader.uint64()
              break
            }
            case 11: {
              obj.directoryKey = reader.bytes()
              break
            }
            case 12: {
              obj.directoryValueKey = reader.bytes()
              break
            }
            case 13: {
              if (opts.limits?.revoked != null && obj.revoked.length === opts.limits.revoked) {
                throw new MaxLengthError('Decode error - repeated field "revoked" had too many elements')
              }

              obj.revoked.push(reader.bytes())
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

  export function encode (obj: Partial<ContactRecord>): Uint8Array {
    return encodeMessage(obj, ContactRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ContactRecord>): ContactRecord {
    return decodeMessage(buf, ContactRecord.codec(), opts)
  }
}

export interface NamedRelayRecord {
  address: string
  leftAtMs: bigint
}

export namespace NamedRelayRecord {
  let _codec: Codec<NamedRelayRecord>

  export const codec = (): Codec<NamedRelayRecord> => {
    if (_codec == null) {
      _codec = message<NamedRelayRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.address != null && obj.address !== '')) {
          w.uint32(10)
          w.string(obj.address)
        }

        if ((obj.leftAtMs != null && obj.leftAtMs !== 0n)) {
          w.uint32(16)
          w.uint64(obj.leftAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          address: '',
          leftAtMs: 0n
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.address = reader.string()
              break
            }
            case 2: {
              obj.leftAtMs = reader.uint64()
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

  export function encode (obj: Partial<NamedRelayRecord>): Uint8Array {
    return encodeMessage(obj, NamedRelayRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<NamedRelayRecord>): NamedRelayRecord {
    return decodeMessage(buf, NamedRelayRecord.codec(), opts)
  }
}

export interface DeviceAddressRecord {
  device: Uint8Array
  addresses: string[]
}

export namespace DeviceAddressRecord {
  let _codec: Codec<DeviceAddressRecord>

  export const codec = (): Codec<DeviceAddressRecord> => {
    if (_codec == null) {
      _codec = message<DeviceAddressRecord>((obj, w, opts = {}) => {
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
            w.string(value)
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

              obj.addresses.push(reader.string())
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

  export function encode (obj: Partial<DeviceAddressRecord>): Uint8Array {
    return encodeMessage(obj, DeviceAddressRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DeviceAddressRecord>): DeviceAddressRecord {
    return decodeMessage(buf, DeviceAddressRecord.codec(), opts)
  }
}

export interface InvitationRecord {
  id: string
  token: Uint8Array
  label: string
  createdAtMs: bigint
  expiresAtMs?: bigint
  uses?: number
  used: number
  waiting: Uint8Array[]
  revoked: boolean
  takes: number
  takesSinceMs: bigint
}

export namespace InvitationRecord {
  let _codec: Codec<InvitationRecord>

  export const codec = (): Codec<InvitationRecord> => {
    if (_codec == null) {
      _codec = message<InvitationRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id !== '')) {
          w.uint32(10)
          w.string(obj.id)
        }

        if ((obj.token != null && obj.token.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.token)
        }

        if ((obj.label != null && obj.label !== '')) {
          w.uint32(26)
          w.string(obj.label)
        }

        if ((obj.createdAtMs != null && obj.createdAtMs !== 0n)) {
          w.uint32(32)
          w.uint64(obj.createdAtMs)
        }

        if (obj.expiresAtMs != null) {
          w.uint32(40)
          w.uint64(obj.expiresAtMs)
        }

        if (obj.uses != null) {
          w.uint32(48)
          w.uint32(obj.uses)
        }

        if ((obj.used != null && obj.used !== 0)) {
          w.uint32(56)
          w.uint32(obj.used)
        }

        if (obj.waiting != null && obj.waiting.length > 0) {
          for (const value of obj.waiting) {
            w.uint32(66)
            w.bytes(value)
          }
        }

        if ((obj.revoked != null && obj.revoked !== false)) {
          w.uint32(72)
          w.bool(obj.revoked)
        }

        if ((obj.takes != null && obj.takes !== 0)) {
          w.uint32(80)
          w.uint32(obj.takes)
        }

        if ((obj.takesSinceMs != null && obj.takesSinceMs !== 0n)) {
          w.uint32(88)
          w.uint64(obj.takesSinceMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: '',
          token: uint8ArrayAlloc(0),
          label: '',
          createdAtMs: 0n,
          used: 0,
          waiting: [],
          revoked: false,
          takes: 0,
          takesSinceMs: 0n
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.string()
              break
            }
            case 2: {
              obj.token = reader.bytes()
              break
            }
            case 3: {
              obj.label = reader.string()
              break
            }
            case 4: {
              obj.createdAtMs = reader.uint64()
              break
            }
            case 5: {
              obj.expiresAtMs = reader.uint64()
              break
            }
            case 6: {
              obj.uses = reader.uint32()
              break
            }
            case 7: {
              obj.used = reader.uint32()
              break
            }
            case 8: {
              if (opts.limits?.waiting != null && obj.waiting.length === opts.limits.waiting) {
                throw new MaxLengthError('Decode error - repeated field "waiting" had too many elements')
              }

              obj.waiting.push(reader.bytes())
              break
            }
            case 9: {
              obj.revoked = reader.bool()
              break
            }
            case 10: {
              obj.takes = reader.uint32()
              break
            }
            case 11: {
              obj.takesSinceMs = reader.uint64()
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

  export function encode (obj: Partial<InvitationRecord>): Uint8Array {
    return encodeMessage(obj, InvitationRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<InvitationRecord>): InvitationRecord {
    return decodeMessage(buf, InvitationRecord.codec(), opts)
  }
}

export interface KeyPackageRecord {
  ref: Uint8Array
  published: Uint8Array
  secret: Uint8Array
  lastResort: boolean
  createdAtMs: bigint
}

export namespace KeyPackageRecord {
  let _codec: Codec<KeyPackageRecord>

  export const codec = (): Codec<KeyPackageRecord> => {
    if (_codec == null) {
      _codec = message<KeyPackageRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.ref != null && obj.ref.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.ref)
        }

        if ((obj.published != null && obj.published.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.published)
        }

        if ((obj.secret != null && obj.secret.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.secret)
        }

        if ((obj.lastResort != null && obj.lastResort !== false)) {
          w.uint32(32)
          w.bool(obj.lastResort)
        }

        if ((obj.createdAtMs != null && obj.createdAtMs !== 0n)) {
          w.uint32(40)
          w.uint64(obj.createdAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          ref: uint8ArrayAlloc(0),
          published: uint8ArrayAlloc(0),
          secret: uint8ArrayAlloc(0),
          lastResort: false,
          createdAtMs: 0n
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ref = reader.bytes()
              break
            }
            case 2: {
              obj.published = reader.bytes()
              break
            }
            case 3: {
              obj.secret = reader.bytes()
              break
            }
            case 4: {
              obj.lastResort = reader.bool()
              break
            }
            case 5: {
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

  export function encode (obj: Partial<KeyPackageRecord>): Uint8Array {
    return encodeMessage(obj, KeyPackageRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<KeyPackageRecord>): KeyPackageRecord {
    return decodeMessage(buf, KeyPackageRecord.codec(), opts)
  }
}

export interface ShelvedRecord {
  storage: string
  atMs: bigint
}

export namespace ShelvedRecord {
  let _codec: Codec<ShelvedRecord>

  export const codec = (): Codec<ShelvedRecord> => {
    if (_codec == null) {
      _codec = message<ShelvedRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.storage != null && obj.storage !== '')) {
          w.uint32(10)
          w.string(obj.storage)
        }

        if ((obj.atMs != null && obj.atMs !== 0n)) {
          w.uint32(16)
          w.uint64(obj.atMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          storage: '',
          atMs: 0n
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.storage = reader.string()
              break
            }
            case 2: {
              obj.atMs = reader.uint64()
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

  export function encode (obj: Partial<ShelvedRecord>): Uint8Array {
    return encodeMessage(obj, ShelvedRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ShelvedRecord>): ShelvedRecord {
    return decodeMessage(buf, ShelvedRecord.codec(), opts)
  }
}

export interface OwnRecord {
  name: string
  certificate: Uint8Array
  deviceList: Uint8Array
  createdAtMs: bigint
  relays: NamedRelayRecord[]
  relaysChangedAtMs: bigint
  directorySeed: Uint8Array
  directoryValueKey: Uint8Array
  indexKey: Uint8Array
  doorKey: Uint8Array
  linked: boolean
  relayHere: string
}

export namespace OwnRecord {
  let _codec: Codec<OwnRecord>

  export const codec = (): Codec<OwnRecord> => {
    if (_codec == null) {
      _codec = message<OwnRecord>((obj, w, opts = {}) => {
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

        if ((obj.deviceList != null && obj.deviceList.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.deviceList)
        }

        if ((obj.createdAtMs != null && obj.createdAtMs !== 0n)) {
          w.uint32(32)
          w.uint64(obj.createdAtMs)
        }

        if (obj.relays != null && obj.relays.length > 0) {
          for (const value of obj.relays) {
            w.uint32(42)
            NamedRelayRecord.codec().encode(value, w)
          }
        }

        if ((obj.relaysChangedAtMs != null && obj.relaysChangedAtMs !== 0n)) {
          w.uint32(48)
          w.uint64(obj.relaysChangedAtMs)
        }

        if ((obj.directorySeed != null && obj.directorySeed.byteLength > 0)) {
          w.uint32(58)
          w.bytes(obj.directorySeed)
        }

        if ((obj.directoryValueKey != null && obj.directoryValueKey.byteLength > 0)) {
          w.uint32(66)
          w.bytes(obj.directoryValueKey)
        }

        if ((obj.indexKey != null && obj.indexKey.byteLength > 0)) {
          w.uint32(74)
          w.bytes(obj.indexKey)
        }

        if ((obj.doorKey != null && obj.doorKey.byteLength > 0)) {
          w.uint32(82)
          w.bytes(obj.doorKey)
        }

        if ((obj.linked != null && obj.linked !== false)) {
          w.uint32(88)
          w.bool(obj.linked)
        }

        if ((obj.relayHere != null && obj.relayHere !== '')) {
          w.uint32(98)
          w.string(obj.relayHere)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          name: '',
          certificate: uint8ArrayAlloc(0),
          deviceList: uint8ArrayAlloc(0),
          createdAtMs: 0n,
          relays: [],
          relaysChangedAtMs: 0n,
          directorySeed: uint8ArrayAlloc(0),
          directoryValueKey: uint8ArrayAlloc(0),
          indexKey: uint8ArrayAlloc(0),
          doorKey: uint8ArrayAlloc(0),
          linked: false,
          relayHere: ''
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
              obj.deviceList = reader.bytes()
              break
            }
            case 4: {
              obj.createdAtMs = reader.uint64()
              break
            }
            case 5: {
              if (opts.limits?.relays != null && obj.relays.length === opts.limits.relays) {
                throw new MaxLengthError('Decode error - repeated field "relays" had too many elements')
              }

              obj.relays.push(NamedRelayRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.relays$
              }))
              break
            }
            case 6: {
              obj.relaysChangedAtMs = reader.uint64()
              break
            }
            case 7: {
              obj.directorySeed = reader.bytes()
              break
            }
            case 8: {
              obj.directoryValueKey = reader.bytes()
              break
            }
            case 9: {
              obj.indexKey = reader.bytes()
              break
            }
            case 10: {
              obj.doorKey = reader.bytes()
              break
            }
            case 11: {
              obj.linked = reader.bool()
              break
            }
            case 12: {
              obj.relayHere = reader.string()
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

  export function encode (obj: Partial<OwnRecord>): Uint8Array {
    return encodeMessage(obj, OwnRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OwnRecord>): OwnRecord {
    return decodeMessage(buf, OwnRecord.codec(), opts)
  }
}

export interface OwnDevicesRecord {
  devices: DeviceAddressRecord[]
}

export namespace OwnDevicesRecord {
  let _codec: Codec<OwnDevicesRecord>

  export const codec = (): Codec<OwnDevicesRecord> => {
    if (_codec == null) {
      _codec = message<OwnDevicesRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.devices != null && obj.devices.length > 0) {
          for (const value of obj.devices) {
            w.uint32(10)
            DeviceAddressRecord.codec().encode(value, w)
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
              if (opts.limits?.devices != null && obj.devices.length === opts.limits.devices) {
                throw new MaxLengthError('Decode error - repeated field "devices" had too many elements')
              }

              obj.devices.push(DeviceAddressRecord.codec().decode(reader, reader.uint32(), {
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

  export function encode (obj: Partial<OwnDevicesRecord>): Uint8Array {
    return encodeMessage(obj, OwnDevicesRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OwnDevicesRecord>): OwnDevicesRecord {
    return decodeMessage(buf, OwnDevicesRecord.codec(), opts)
  }
}

export interface IndexRecord {
  seq: number
  hash: Uint8Array
  restored?: number
  relays: string[]
}

export namespace IndexRecord {
  let _codec: Codec<IndexRecord>

  export const codec = (): Codec<IndexRecord> => {
    if (_codec == null) {
      _codec = message<IndexRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.seq)
        }

        if ((obj.hash != null && obj.hash.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.hash)
        }

        if (obj.restored != null) {
          w.uint32(24)
          w.uint64Number(obj.restored)
        }

        if (obj.relays != null && obj.relays.length > 0) {
          for (const value of obj.relays) {
            w.uint32(34)
            w.string(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          seq: 0,
          hash: uint8ArrayAlloc(0),
          relays: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.seq = reader.uint64Number()
              break
            }
            case 2: {
              obj.hash = reader.bytes()
              break
            }
            case 3: {
              obj.restored = reader.uint64Number()
              break
            }
            case 4: {
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

  export function encode (obj: Partial<IndexRecord>): Uint8Array {
    return encodeMessage(obj, IndexRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<IndexRecord>): IndexRecord {
    return decodeMessage(buf, IndexRecord.codec(), opts)
  }
}

export interface KeptEnvelopeRecord {
  envelope: Uint8Array
  device: Uint8Array
  first: number
  last: number
  child: Uint8Array
}

export namespace KeptEnvelopeRecord {
  let _codec: Codec<KeptEnvelopeRecord>

  export const codec = (): Codec<KeptEnvelopeRecord> => {
    if (_codec == null) {
      _codec = message<KeptEnvelopeRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.envelope != null && obj.envelope.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.envelope)
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.device)
        }

        if ((obj.first != null && obj.first !== 0)) {
          w.uint32(16)
          w.uint32(obj.first)
        }

        if ((obj.last != null && obj.last !== 0)) {
          w.uint32(24)
          w.uint32(obj.last)
        }

        if ((obj.child != null && obj.child.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.child)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          envelope: uint8ArrayAlloc(0),
          device: uint8ArrayAlloc(0),
          first: 0,
          last: 0,
          child: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.envelope = reader.bytes()
              break
            }
            case 5: {
              obj.device = reader.bytes()
              break
            }
            case 2: {
              obj.first = reader.uint32()
              break
            }
            case 3: {
              obj.last = reader.uint32()
              break
            }
            case 4: {
              obj.child = reader.bytes()
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

  export function encode (obj: Partial<KeptEnvelopeRecord>): Uint8Array {
    return encodeMessage(obj, KeptEnvelopeRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<KeptEnvelopeRecord>): KeptEnvelopeRecord {
    return decodeMessage(buf, KeptEnvelopeRecord.codec(), opts)
  }
}

export interface OwnStateRecord {
  hlc: bigint
  device: Uint8Array
  value: Uint8Array
}

export namespace OwnStateRecord {
  let _codec: Codec<OwnStateRecord>

  export const codec = (): Codec<OwnStateRecord> => {
    if (_codec == null) {
      _codec = message<OwnStateRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.hlc != null && obj.hlc !== 0n)) {
          w.uint32(9)
          w.fixed64(obj.hlc)
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.device)
        }

        if ((obj.value != null && obj.value.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.value)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          hlc: 0n,
          device: uint8ArrayAlloc(0),
          value: uint8ArrayAlloc(0)
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
              obj.device = reader.bytes()
              break
            }
            case 3: {
              obj.value = reader.bytes()
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

  export function encode (obj: Partial<OwnStateRecord>): Uint8Array {
    return encodeMessage(obj, OwnStateRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OwnStateRecord>): OwnStateRecord {
    return decodeMessage(buf, OwnStateRecord.codec(), opts)
  }
}

export interface HistoryRecord {
  wanted: boolean
  given: Uint8Array[]
  messages: number
  all: boolean
}

export namespace HistoryRecord {
  let _codec: Codec<HistoryRecord>

  export const codec = (): Codec<HistoryRecord> => {
    if (_codec == null) {
      _codec = message<HistoryRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.wanted != null && obj.wanted !== false)) {
          w.uint32(8)
          w.bool(obj.wanted)
        }

        if (obj.given != null && obj.given.length > 0) {
          for (const value of obj.given) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if ((obj.messages != null && obj.messages !== 0)) {
          w.uint32(24)
          w.uint32(obj.messages)
        }

        if ((obj.all != null && obj.all !== false)) {
          w.uint32(32)
          w.bool(obj.all)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          wanted: false,
          given: [],
          messages: 0,
          all: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.wanted = reader.bool()
              break
            }
            case 2: {
              if (opts.limits?.given != null && obj.given.length === opts.limits.given) {
                throw new MaxLengthError('Decode error - repeated field "given" had too many elements')
              }

              obj.given.push(reader.bytes())
              break
            }
            case 3: {
              obj.messages = reader.uint32()
              break
            }
            case 4: {
              obj.all = reader.bool()
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

  export function encode (obj: Partial<HistoryRecord>): Uint8Array {
    return encodeMessage(obj, HistoryRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HistoryRecord>): HistoryRecord {
    return decodeMessage(buf, HistoryRecord.codec(), opts)
  }
}
