import { decodeMessage, encodeMessage, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface MessageRecord {
  message: Uint8Array
  device: number
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

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          message: uint8ArrayAlloc(0),
          device: 0
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

  export interface MessageRecordMessageFieldEvent {
    field: '$.message'
    value: Uint8Array
  }

  export interface MessageRecordDeviceFieldEvent {
    field: '$.device'
    value: number
  }

  export function encode (obj: Partial<MessageRecord>): Uint8Array {
    return encodeMessage(obj, MessageRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MessageRecord>): MessageRecord {
    return decodeMessage(buf, MessageRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MessageRecord>): Generator<MessageRecordMessageFieldEvent | MessageRecordDeviceFieldEvent> {
    return streamMessage(buf, MessageRecord.codec(), opts)
  }
}

export interface MessageIndexRecord {
  conversation: Uint8Array
  hlc: bigint
  device: number
  seq: number
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

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          conversation: uint8ArrayAlloc(0),
          hlc: 0n,
          device: 0,
          seq: 0
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
                field: `${prefix}.conversation`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.hlc`,
                value: reader.fixed64()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.device`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
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

  export interface MessageIndexRecordConversationFieldEvent {
    field: '$.conversation'
    value: Uint8Array
  }

  export interface MessageIndexRecordHlcFieldEvent {
    field: '$.hlc'
    value: bigint
  }

  export interface MessageIndexRecordDeviceFieldEvent {
    field: '$.device'
    value: number
  }

  export interface MessageIndexRecordSeqFieldEvent {
    field: '$.seq'
    value: number
  }

  export function encode (obj: Partial<MessageIndexRecord>): Uint8Array {
    return encodeMessage(obj, MessageIndexRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MessageIndexRecord>): MessageIndexRecord {
    return decodeMessage(buf, MessageIndexRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MessageIndexRecord>): Generator<MessageIndexRecordConversationFieldEvent | MessageIndexRecordHlcFieldEvent | MessageIndexRecordDeviceFieldEvent | MessageIndexRecordSeqFieldEvent> {
    return streamMessage(buf, MessageIndexRecord.codec(), opts)
  }
}

export interface ConversationRecord {
  id: Uint8Array
  accounts: Uint8Array[]
  devices: Uint8Array[]
  groups: GroupRecord[]
  createdAtMs: bigint
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
            w.bytes(value)
          }
        }

        if (obj.groups != null && obj.groups.length > 0) {
          for (const value of obj.groups) {
            w.uint32(34)
            GroupRecord.codec().encode(value, w)
          }
        }

        if ((obj.createdAtMs != null && obj.createdAtMs !== 0n)) {
          w.uint32(41)
          w.fixed64(obj.createdAtMs)
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
          createdAtMs: 0n
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

              obj.devices.push(reader.bytes())
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
              obj.createdAtMs = reader.fixed64()
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

              yield {
                field: `${prefix}.devices[]`,
                index: obj.devices,
                value: reader.bytes()
              }

              obj.devices++

              break
            }
            case 4: {
              if (opts.limits?.groups != null && obj.groups === opts.limits.groups) {
                throw new MaxLengthError('Streaming decode error - repeated field "groups" had too many elements')
              }

              for (const evt of GroupRecord.codec().stream(reader, reader.uint32(), `${prefix}.groups[]`, {
                limits: opts.limits?.groups$
              })) {
                yield {
                  ...evt,
                  index: obj.groups
                }
              }

              obj.groups++

              break
            }
            case 5: {
              yield {
                field: `${prefix}.createdAtMs`,
                value: reader.fixed64()
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

  export interface ConversationRecordIdFieldEvent {
    field: '$.id'
    value: Uint8Array
  }

  export interface ConversationRecordAccountsFieldEvent {
    field: '$.accounts[]'
    index: number
    value: Uint8Array
  }

  export interface ConversationRecordDevicesFieldEvent {
    field: '$.devices[]'
    index: number
    value: Uint8Array
  }

  export interface ConversationRecordGroupsIdFieldEvent {
    field: '$.groups[].id'
    value: Uint8Array
    index: number
  }

  export interface ConversationRecordGroupsHeadFieldEvent {
    field: '$.groups[].head'
    value: Uint8Array
    index: number
  }

  export interface ConversationRecordGroupsEpochsFieldEvent {
    field: '$.groups[].epochs[]'
    index: number
    value: Uint8Array
  }

  export interface ConversationRecordGroupsKnockFieldEvent {
    field: '$.groups[].knock'
    value: Uint8Array
    index: number
  }

  export interface ConversationRecordCreatedAtMsFieldEvent {
    field: '$.createdAtMs'
    value: bigint
  }

  export function encode (obj: Partial<ConversationRecord>): Uint8Array {
    return encodeMessage(obj, ConversationRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ConversationRecord>): ConversationRecord {
    return decodeMessage(buf, ConversationRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ConversationRecord>): Generator<ConversationRecordIdFieldEvent | ConversationRecordAccountsFieldEvent | ConversationRecordDevicesFieldEvent | ConversationRecordGroupsIdFieldEvent | ConversationRecordGroupsHeadFieldEvent | ConversationRecordGroupsEpochsFieldEvent | ConversationRecordGroupsKnockFieldEvent | ConversationRecordCreatedAtMsFieldEvent> {
    return streamMessage(buf, ConversationRecord.codec(), opts)
  }
}

export interface GroupRecord {
  id: Uint8Array
  head: Uint8Array
  epochs: Uint8Array[]
  knock: Uint8Array
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

        if ((obj.head != null && obj.head.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.head)
        }

        if (obj.epochs != null && obj.epochs.length > 0) {
          for (const value of obj.epochs) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        if ((obj.knock != null && obj.knock.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.knock)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0),
          head: uint8ArrayAlloc(0),
          epochs: [],
          knock: uint8ArrayAlloc(0)
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
              obj.head = reader.bytes()
              break
            }
            case 3: {
              if (opts.limits?.epochs != null && obj.epochs.length === opts.limits.epochs) {
                throw new MaxLengthError('Decode error - repeated field "epochs" had too many elements')
              }

              obj.epochs.push(reader.bytes())
              break
            }
            case 4: {
              obj.knock = reader.bytes()
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
          epochs: 0
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
              yield {
                field: `${prefix}.head`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              if (opts.limits?.epochs != null && obj.epochs === opts.limits.epochs) {
                throw new MaxLengthError('Streaming decode error - repeated field "epochs" had too many elements')
              }

              yield {
                field: `${prefix}.epochs[]`,
                index: obj.epochs,
                value: reader.bytes()
              }

              obj.epochs++

              break
            }
            case 4: {
              yield {
                field: `${prefix}.knock`,
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

  export interface GroupRecordIdFieldEvent {
    field: '$.id'
    value: Uint8Array
  }

  export interface GroupRecordHeadFieldEvent {
    field: '$.head'
    value: Uint8Array
  }

  export interface GroupRecordEpochsFieldEvent {
    field: '$.epochs[]'
    index: number
    value: Uint8Array
  }

  export interface GroupRecordKnockFieldEvent {
    field: '$.knock'
    value: Uint8Array
  }

  export function encode (obj: Partial<GroupRecord>): Uint8Array {
    return encodeMessage(obj, GroupRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupRecord>): GroupRecord {
    return decodeMessage(buf, GroupRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupRecord>): Generator<GroupRecordIdFieldEvent | GroupRecordHeadFieldEvent | GroupRecordEpochsFieldEvent | GroupRecordKnockFieldEvent> {
    return streamMessage(buf, GroupRecord.codec(), opts)
  }
}

export interface CountersRecord {
  nextSeq: number
  hlc: bigint
  unread: number
  readHlc: bigint
  nextRow: number
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

        if ((obj.readHlc != null && obj.readHlc !== 0n)) {
          w.uint32(33)
          w.fixed64(obj.readHlc)
        }

        if ((obj.nextRow != null && obj.nextRow !== 0)) {
          w.uint32(40)
          w.uint32(obj.nextRow)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          nextSeq: 0,
          hlc: 0n,
          unread: 0,
          readHlc: 0n,
          nextRow: 0
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
              obj.readHlc = reader.fixed64()
              break
            }
            case 5: {
              obj.nextRow = reader.uint32()
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
                field: `${prefix}.nextSeq`,
                value: reader.uint32()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.hlc`,
                value: reader.fixed64()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.unread`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.readHlc`,
                value: reader.fixed64()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.nextRow`,
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

  export interface CountersRecordNextSeqFieldEvent {
    field: '$.nextSeq'
    value: number
  }

  export interface CountersRecordHlcFieldEvent {
    field: '$.hlc'
    value: bigint
  }

  export interface CountersRecordUnreadFieldEvent {
    field: '$.unread'
    value: number
  }

  export interface CountersRecordReadHlcFieldEvent {
    field: '$.readHlc'
    value: bigint
  }

  export interface CountersRecordNextRowFieldEvent {
    field: '$.nextRow'
    value: number
  }

  export function encode (obj: Partial<CountersRecord>): Uint8Array {
    return encodeMessage(obj, CountersRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CountersRecord>): CountersRecord {
    return decodeMessage(buf, CountersRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CountersRecord>): Generator<CountersRecordNextSeqFieldEvent | CountersRecordHlcFieldEvent | CountersRecordUnreadFieldEvent | CountersRecordReadHlcFieldEvent | CountersRecordNextRowFieldEvent> {
    return streamMessage(buf, CountersRecord.codec(), opts)
  }
}

export interface ProgressRecord {
  contiguous: number
  ranges: number[]
  read: number
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

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          contiguous: 0,
          ranges: [],
          read: 0
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
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          ranges: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.contiguous`,
                value: reader.uint32()
              }
              break
            }
            case 2: {
              if (opts.limits?.ranges != null && obj.ranges === opts.limits.ranges) {
                throw new MaxLengthError('Streaming decode error - repeated field "ranges" had too many elements')
              }

              yield {
                field: `${prefix}.ranges[]`,
                index: obj.ranges,
                value: reader.uint32()
              }

              obj.ranges++

              break
            }
            case 3: {
              yield {
                field: `${prefix}.read`,
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

  export interface ProgressRecordContiguousFieldEvent {
    field: '$.contiguous'
    value: number
  }

  export interface ProgressRecordRangesFieldEvent {
    field: '$.ranges[]'
    index: number
    value: number
  }

  export interface ProgressRecordReadFieldEvent {
    field: '$.read'
    value: number
  }

  export function encode (obj: Partial<ProgressRecord>): Uint8Array {
    return encodeMessage(obj, ProgressRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProgressRecord>): ProgressRecord {
    return decodeMessage(buf, ProgressRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProgressRecord>): Generator<ProgressRecordContiguousFieldEvent | ProgressRecordRangesFieldEvent | ProgressRecordReadFieldEvent> {
    return streamMessage(buf, ProgressRecord.codec(), opts)
  }
}

export interface OutboxRecord {
  epoch: Uint8Array
  log: Uint8Array
  envelope: Uint8Array
  firstSeq: number
  lastSeq: number
  queuedAtMs: bigint
}

export namespace OutboxRecord {
  let _codec: Codec<OutboxRecord>

  export const codec = (): Codec<OutboxRecord> => {
    if (_codec == null) {
      _codec = message<OutboxRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.epoch != null && obj.epoch.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.epoch)
        }

        if ((obj.log != null && obj.log.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.log)
        }

        if ((obj.envelope != null && obj.envelope.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.envelope)
        }

        if ((obj.firstSeq != null && obj.firstSeq !== 0)) {
          w.uint32(32)
          w.uint32(obj.firstSeq)
        }

        if ((obj.lastSeq != null && obj.lastSeq !== 0)) {
          w.uint32(40)
          w.uint32(obj.lastSeq)
        }

        if ((obj.queuedAtMs != null && obj.queuedAtMs !== 0n)) {
          w.uint32(48)
          w.uint64(obj.queuedAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          epoch: uint8ArrayAlloc(0),
          log: uint8ArrayAlloc(0),
          envelope: uint8ArrayAlloc(0),
          firstSeq: 0,
          lastSeq: 0,
          queuedAtMs: 0n
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
              obj.log = reader.bytes()
              break
            }
            case 3: {
              obj.envelope = reader.bytes()
              break
            }
            case 4: {
              obj.firstSeq = reader.uint32()
              break
            }
            case 5: {
              obj.lastSeq = reader.uint32()
              break
            }
            case 6: {
              obj.queuedAtMs = reader.uint64()
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
                field: `${prefix}.epoch`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.log`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.envelope`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.firstSeq`,
                value: reader.uint32()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.lastSeq`,
                value: reader.uint32()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.queuedAtMs`,
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

  export interface OutboxRecordEpochFieldEvent {
    field: '$.epoch'
    value: Uint8Array
  }

  export interface OutboxRecordLogFieldEvent {
    field: '$.log'
    value: Uint8Array
  }

  export interface OutboxRecordEnvelopeFieldEvent {
    field: '$.envelope'
    value: Uint8Array
  }

  export interface OutboxRecordFirstSeqFieldEvent {
    field: '$.firstSeq'
    value: number
  }

  export interface OutboxRecordLastSeqFieldEvent {
    field: '$.lastSeq'
    value: number
  }

  export interface OutboxRecordQueuedAtMsFieldEvent {
    field: '$.queuedAtMs'
    value: bigint
  }

  export function encode (obj: Partial<OutboxRecord>): Uint8Array {
    return encodeMessage(obj, OutboxRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OutboxRecord>): OutboxRecord {
    return decodeMessage(buf, OutboxRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OutboxRecord>): Generator<OutboxRecordEpochFieldEvent | OutboxRecordLogFieldEvent | OutboxRecordEnvelopeFieldEvent | OutboxRecordFirstSeqFieldEvent | OutboxRecordLastSeqFieldEvent | OutboxRecordQueuedAtMsFieldEvent> {
    return streamMessage(buf, OutboxRecord.codec(), opts)
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
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.generation`,
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

  export interface ReservationRecordGenerationFieldEvent {
    field: '$.generation'
    value: number
  }

  export function encode (obj: Partial<ReservationRecord>): Uint8Array {
    return encodeMessage(obj, ReservationRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ReservationRecord>): ReservationRecord {
    return decodeMessage(buf, ReservationRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ReservationRecord>): Generator<ReservationRecordGenerationFieldEvent> {
    return streamMessage(buf, ReservationRecord.codec(), opts)
  }
}

export interface ContactRecord {
  card: Uint8Array
  name: string
  state: string
  verified: boolean
  deviceList: Uint8Array
  stateBeforeBlock: string
  changedAtMs: bigint
}

export namespace ContactRecord {
  let _codec: Codec<ContactRecord>

  export const codec = (): Codec<ContactRecord> => {
    if (_codec == null) {
      _codec = message<ContactRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.card != null && obj.card.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.card)
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

        if ((obj.deviceList != null && obj.deviceList.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.deviceList)
        }

        if ((obj.stateBeforeBlock != null && obj.stateBeforeBlock !== '')) {
          w.uint32(50)
          w.string(obj.stateBeforeBlock)
        }

        if ((obj.changedAtMs != null && obj.changedAtMs !== 0n)) {
          w.uint32(56)
          w.uint64(obj.changedAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          card: uint8ArrayAlloc(0),
          name: '',
          state: '',
          verified: false,
          deviceList: uint8ArrayAlloc(0),
          stateBeforeBlock: '',
          changedAtMs: 0n
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
              obj.deviceList = reader.bytes()
              break
            }
            case 6: {
              obj.stateBeforeBlock = reader.string()
              break
            }
            case 7: {
              obj.changedAtMs = reader.uint64()
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
                field: `${prefix}.card`,
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
                field: `${prefix}.verified`,
                value: reader.bool()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.deviceList`,
                value: reader.bytes()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.stateBeforeBlock`,
                value: reader.string()
              }
              break
            }
            case 7: {
              yield {
                field: `${prefix}.changedAtMs`,
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

  export interface ContactRecordCardFieldEvent {
    field: '$.card'
    value: Uint8Array
  }

  export interface ContactRecordNameFieldEvent {
    field: '$.name'
    value: string
  }

  export interface ContactRecordStateFieldEvent {
    field: '$.state'
    value: string
  }

  export interface ContactRecordVerifiedFieldEvent {
    field: '$.verified'
    value: boolean
  }

  export interface ContactRecordDeviceListFieldEvent {
    field: '$.deviceList'
    value: Uint8Array
  }

  export interface ContactRecordStateBeforeBlockFieldEvent {
    field: '$.stateBeforeBlock'
    value: string
  }

  export interface ContactRecordChangedAtMsFieldEvent {
    field: '$.changedAtMs'
    value: bigint
  }

  export function encode (obj: Partial<ContactRecord>): Uint8Array {
    return encodeMessage(obj, ContactRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ContactRecord>): ContactRecord {
    return decodeMessage(buf, ContactRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ContactRecord>): Generator<ContactRecordCardFieldEvent | ContactRecordNameFieldEvent | ContactRecordStateFieldEvent | ContactRecordVerifiedFieldEvent | ContactRecordDeviceListFieldEvent | ContactRecordStateBeforeBlockFieldEvent | ContactRecordChangedAtMsFieldEvent> {
    return streamMessage(buf, ContactRecord.codec(), opts)
  }
}
