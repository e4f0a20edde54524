import { decodeMessage, encodeMessage, MaxLengthError, message } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface StorageRecord {
  id: Uint8Array
  mark: Uint8Array
  nextMark: Uint8Array
}

export namespace StorageRecord {
  let _codec: Codec<StorageRecord>

  export const codec = (): Codec<StorageRecord> => {
    if (_codec == null) {
      _codec = message<StorageRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if ((obj.mark != null && obj.mark.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.mark)
        }

        if ((obj.nextMark != null && obj.nextMark.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.nextMark)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0),
          mark: uint8ArrayAlloc(0),
          nextMark: uint8ArrayAlloc(0)
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
              obj.mark = reader.bytes()
              break
            }
            case 3: {
              obj.nextMark = reader.bytes()
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

  export function encode (obj: Partial<StorageRecord>): Uint8Array {
    return encodeMessage(obj, StorageRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StorageRecord>): StorageRecord {
    return decodeMessage(buf, StorageRecord.codec(), opts)
  }
}

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

export namespace LogRecord {
  let _codec: Codec<LogRecord>

  export const codec = (): Codec<LogRecord> => {
    if (_codec == null) {
      _codec = message<LogRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.owner != null && obj.owner.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.owner)
        }

        if ((obj.isSmall != null && obj.isSmall !== false)) {
          w.uint32(16)
          w.bool(obj.isSmall)
        }

        if ((obj.isClosed != null && obj.isClosed !== false)) {
          w.uint32(24)
          w.bool(obj.isClosed)
        }

        if ((obj.newest != null && obj.newest !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.newest)
        }

        if ((obj.oldest != null && obj.oldest !== 0)) {
          w.uint32(40)
          w.uint64Number(obj.oldest)
        }

        if ((obj.bytes != null && obj.bytes !== 0)) {
          w.uint32(48)
          w.uint64Number(obj.bytes)
        }

        if (obj.tailEnd != null) {
          w.uint32(56)
          w.uint64Number(obj.tailEnd)
        }

        if (obj.children != null && obj.children.length > 0) {
          for (const value of obj.children) {
            w.uint32(66)
            w.bytes(value)
          }
        }

        if (obj.days != null && obj.days.length > 0) {
          for (const value of obj.days) {
            w.uint32(74)
            LogDay.codec().encode(value, w)
          }
        }

        if ((obj.usedDay != null && obj.usedDay !== 0)) {
          w.uint32(80)
          w.uint32(obj.usedDay)
        }

        if ((obj.isChild != null && obj.isChild !== false)) {
          w.uint32(88)
          w.bool(obj.isChild)
        }

        if ((obj.renewed != null && obj.renewed !== 0)) {
          w.uint32(96)
          w.uint32(obj.renewed)
        }

        if (obj.root != null) {
          w.uint32(106)
          w.bytes(obj.root)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          owner: uint8ArrayAlloc(0),
          isSmall: false,
          isClosed: false,
          newest: 0,
          oldest: 0,
          bytes: 0,
          children: [],
          days: [],
          usedDay: 0,
          isChild: false,
          renewed: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.owner = reader.bytes()
              break
            }
            case 2: {
              obj.isSmall = reader.bool()
              break
            }
            case 3: {
              obj.isClosed = reader.bool()
              break
            }
            case 4: {
              obj.newest = reader.uint64Number()
              break
            }
            case 5: {
              obj.oldest = reader.uint64Number()
              break
            }
            case 6: {
              obj.bytes = reader.uint64Number()
              break
            }
            case 7: {
              obj.tailEnd = reader.uint64Number()
              break
            }
            case 8: {
              if (opts.limits?.children != null && obj.children.length === opts.limits.children) {
                throw new MaxLengthError('Decode error - repeated field "children" had too many elements')
              }

              obj.children.push(reader.bytes())
              break
            }
            case 9: {
              if (opts.limits?.days != null && obj.days.length === opts.limits.days) {
                throw new MaxLengthError('Decode error - repeated field "days" had too many elements')
              }

              obj.days.push(LogDay.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.days$
              }))
              break
            }
            case 10: {
              obj.usedDay = reader.uint32()
              break
            }
            case 11: {
              obj.isChild = reader.bool()
              break
            }
            case 12: {
              obj.renewed = reader.uint32()
              break
            }
            case 13: {
              obj.root = reader.bytes()
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

  export function encode (obj: Partial<LogRecord>): Uint8Array {
    return encodeMessage(obj, LogRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LogRecord>): LogRecord {
    return decodeMessage(buf, LogRecord.codec(), opts)
  }
}

export interface LogDay {
  day: number
  first: number
}

export namespace LogDay {
  let _codec: Codec<LogDay>

  export const codec = (): Codec<LogDay> => {
    if (_codec == null) {
      _codec = message<LogDay>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.day != null && obj.day !== 0)) {
          w.uint32(8)
          w.uint32(obj.day)
        }

        if ((obj.first != null && obj.first !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.first)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          day: 0,
          first: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.day = reader.uint32()
              break
            }
            case 2: {
              obj.first = reader.uint64Number()
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

  export function encode (obj: Partial<LogDay>): Uint8Array {
    return encodeMessage(obj, LogDay.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LogDay>): LogDay {
    return decodeMessage(buf, LogDay.codec(), opts)
  }
}

export interface MemberRecord {
  sinceMs: number
  bytes?: number
}

export namespace MemberRecord {
  let _codec: Codec<MemberRecord>

  export const codec = (): Codec<MemberRecord> => {
    if (_codec == null) {
      _codec = message<MemberRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.sinceMs != null && obj.sinceMs !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.sinceMs)
        }

        if (obj.bytes != null) {
          w.uint32(16)
          w.uint64Number(obj.bytes)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          sinceMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.sinceMs = reader.uint64Number()
              break
            }
            case 2: {
              obj.bytes = reader.uint64Number()
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

export interface RelayInviteRecord {
  expiresAtMs?: number
}

export namespace RelayInviteRecord {
  let _codec: Codec<RelayInviteRecord>

  export const codec = (): Codec<RelayInviteRecord> => {
    if (_codec == null) {
      _codec = message<RelayInviteRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.expiresAtMs != null) {
          w.uint32(8)
          w.uint64Number(obj.expiresAtMs)
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
              obj.expiresAtMs = reader.uint64Number()
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

  export function encode (obj: Partial<RelayInviteRecord>): Uint8Array {
    return encodeMessage(obj, RelayInviteRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayInviteRecord>): RelayInviteRecord {
    return decodeMessage(buf, RelayInviteRecord.codec(), opts)
  }
}

export interface ToldInviteRecord {
  device: Uint8Array
  expiresAtMs?: number
  uses?: number
  used: number
}

export namespace ToldInviteRecord {
  let _codec: Codec<ToldInviteRecord>

  export const codec = (): Codec<ToldInviteRecord> => {
    if (_codec == null) {
      _codec = message<ToldInviteRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.device)
        }

        if (obj.expiresAtMs != null) {
          w.uint32(16)
          w.uint64Number(obj.expiresAtMs)
        }

        if (obj.uses != null) {
          w.uint32(24)
          w.uint32(obj.uses)
        }

        if ((obj.used != null && obj.used !== 0)) {
          w.uint32(32)
          w.uint32(obj.used)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          device: uint8ArrayAlloc(0),
          used: 0
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
              obj.expiresAtMs = reader.uint64Number()
              break
            }
            case 3: {
              obj.uses = reader.uint32()
              break
            }
            case 4: {
              obj.used = reader.uint32()
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

  export function encode (obj: Partial<ToldInviteRecord>): Uint8Array {
    return encodeMessage(obj, ToldInviteRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ToldInviteRecord>): ToldInviteRecord {
    return decodeMessage(buf, ToldInviteRecord.codec(), opts)
  }
}

export interface BoxRecord {
  lastId: number
  entries: BoxEntryRecord[]
}

export namespace BoxRecord {
  let _codec: Codec<BoxRecord>

  export const codec = (): Codec<BoxRecord> => {
    if (_codec == null) {
      _codec = message<BoxRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.lastId != null && obj.lastId !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.lastId)
        }

        if (obj.entries != null && obj.entries.length > 0) {
          for (const value of obj.entries) {
            w.uint32(18)
            BoxEntryRecord.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          lastId: 0,
          entries: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.lastId = reader.uint64Number()
              break
            }
            case 2: {
              if (opts.limits?.entries != null && obj.entries.length === opts.limits.entries) {
                throw new MaxLengthError('Decode error - repeated field "entries" had too many elements')
              }

              obj.entries.push(BoxEntryRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.entries$
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

  export function encode (obj: Partial<BoxRecord>): Uint8Array {
    return encodeMessage(obj, BoxRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<BoxRecord>): BoxRecord {
    return decodeMessage(buf, BoxRecord.codec(), opts)
  }
}

export interface BoxEntryRecord {
  id: number
  log: Uint8Array
  tokenHash: Uint8Array
  bytes: number
}

export namespace BoxEntryRecord {
  let _codec: Codec<BoxEntryRecord>

  export const codec = (): Codec<BoxEntryRecord> => {
    if (_codec == null) {
      _codec = message<BoxEntryRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.id)
        }

        if ((obj.log != null && obj.log.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.log)
        }

        if ((obj.tokenHash != null && obj.tokenHash.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.tokenHash)
        }

        if ((obj.bytes != null && obj.bytes !== 0)) {
          w.uint32(32)
          w.uint32(obj.bytes)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: 0,
          log: uint8ArrayAlloc(0),
          tokenHash: uint8ArrayAlloc(0),
          bytes: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.uint64Number()
              break
            }
            case 2: {
              obj.log = reader.bytes()
              break
            }
            case 3: {
              obj.tokenHash = reader.bytes()
              break
            }
            case 4: {
              obj.bytes = reader.uint32()
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

  export function encode (obj: Partial<BoxEntryRecord>): Uint8Array {
    return encodeMessage(obj, BoxEntryRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<BoxEntryRecord>): BoxEntryRecord {
    return decodeMessage(buf, BoxEntryRecord.codec(), opts)
  }
}

export interface ShelfRecord {
  first: number
  next: number
  lastResort?: Uint8Array
  usedDay: number
}

export namespace ShelfRecord {
  let _codec: Codec<ShelfRecord>

  export const codec = (): Codec<ShelfRecord> => {
    if (_codec == null) {
      _codec = message<ShelfRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.first != null && obj.first !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.first)
        }

        if ((obj.next != null && obj.next !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.next)
        }

        if (obj.lastResort != null) {
          w.uint32(26)
          w.bytes(obj.lastResort)
        }

        if ((obj.usedDay != null && obj.usedDay !== 0)) {
          w.uint32(32)
          w.uint32(obj.usedDay)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          first: 0,
          next: 0,
          usedDay: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.first = reader.uint64Number()
              break
            }
            case 2: {
              obj.next = reader.uint64Number()
              break
            }
            case 3: {
              obj.lastResort = reader.bytes()
              break
            }
            case 4: {
              obj.usedDay = reader.uint32()
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

  export function encode (obj: Partial<ShelfRecord>): Uint8Array {
    return encodeMessage(obj, ShelfRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ShelfRecord>): ShelfRecord {
    return decodeMessage(buf, ShelfRecord.codec(), opts)
  }
}

export interface IndexRecord {
  whole?: IndexPartsRecord
  growing: IndexPartsRecord[]
}

export namespace IndexRecord {
  let _codec: Codec<IndexRecord>

  export const codec = (): Codec<IndexRecord> => {
    if (_codec == null) {
      _codec = message<IndexRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.whole != null) {
          w.uint32(10)
          IndexPartsRecord.codec().encode(obj.whole, w)
        }

        if (obj.growing != null && obj.growing.length > 0) {
          for (const value of obj.growing) {
            w.uint32(18)
            IndexPartsRecord.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          growing: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.whole = IndexPartsRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.whole
              })
              break
            }
            case 2: {
              if (opts.limits?.growing != null && obj.growing.length === opts.limits.growing) {
                throw new MaxLengthError('Decode error - repeated field "growing" had too many elements')
              }

              obj.growing.push(IndexPartsRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.growing$
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

  export function encode (obj: Partial<IndexRecord>): Uint8Array {
    return encodeMessage(obj, IndexRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<IndexRecord>): IndexRecord {
    return decodeMessage(buf, IndexRecord.codec(), opts)
  }
}

export interface IndexPartsRecord {
  seq: number
  parts: number
  have: number[]
  device: Uint8Array
}

export namespace IndexPartsRecord {
  let _codec: Codec<IndexPartsRecord>

  export const codec = (): Codec<IndexPartsRecord> => {
    if (_codec == null) {
      _codec = message<IndexPartsRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.seq)
        }

        if ((obj.parts != null && obj.parts !== 0)) {
          w.uint32(16)
          w.uint32(obj.parts)
        }

        if (obj.have != null && obj.have.length > 0) {
          for (const value of obj.have) {
            w.uint32(24)
            w.uint32(value)
          }
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.device)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          seq: 0,
          parts: 0,
          have: [],
          device: uint8ArrayAlloc(0)
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
              obj.parts = reader.uint32()
              break
            }
            case 3: {
              if (opts.limits?.have != null && obj.have.length === opts.limits.have) {
                throw new MaxLengthError('Decode error - repeated field "have" had too many elements')
              }

              obj.have.push(reader.uint32())
              break
            }
            case 4: {
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

  export function encode (obj: Partial<IndexPartsRecord>): Uint8Array {
    return encodeMessage(obj, IndexPartsRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<IndexPartsRecord>): IndexPartsRecord {
    return decodeMessage(buf, IndexPartsRecord.codec(), opts)
  }
}
