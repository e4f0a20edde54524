import { decodeMessage, encodeMessage, MaxLengthError, message } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface EpochTreeRecord {
  origin?: OriginRecord
  commits: CommitRecord[]
  waiting: CommitRecord[]
  bygone: BygoneRemovalRecord[]
}

export namespace EpochTreeRecord {
  let _codec: Codec<EpochTreeRecord>

  export const codec = (): Codec<EpochTreeRecord> => {
    if (_codec == null) {
      _codec = message<EpochTreeRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.origin != null) {
          w.uint32(10)
          OriginRecord.codec().encode(obj.origin, w)
        }

        if (obj.commits != null && obj.commits.length > 0) {
          for (const value of obj.commits) {
            w.uint32(18)
            CommitRecord.codec().encode(value, w)
          }
        }

        if (obj.waiting != null && obj.waiting.length > 0) {
          for (const value of obj.waiting) {
            w.uint32(26)
            CommitRecord.codec().encode(value, w)
          }
        }

        if (obj.bygone != null && obj.bygone.length > 0) {
          for (const value of obj.bygone) {
            w.uint32(34)
            BygoneRemovalRecord.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          commits: [],
          waiting: [],
          bygone: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.origin = OriginRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.origin
              })
              break
            }
            case 2: {
              if (opts.limits?.commits != null && obj.commits.length === opts.limits.commits) {
                throw new MaxLengthError('Decode error - repeated field "commits" had too many elements')
              }

              obj.commits.push(CommitRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.commits$
              }))
              break
            }
            case 3: {
              if (opts.limits?.waiting != null && obj.waiting.length === opts.limits.waiting) {
                throw new MaxLengthError('Decode error - repeated field "waiting" had too many elements')
              }

              obj.waiting.push(CommitRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.waiting$
              }))
              break
            }
            case 4: {
              if (opts.limits?.bygone != null && obj.bygone.length === opts.limits.bygone) {
                throw new MaxLengthError('Decode error - repeated field "bygone" had too many elements')
              }

              obj.bygone.push(BygoneRemovalRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.bygone$
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

  export function encode (obj: Partial<EpochTreeRecord>): Uint8Array {
    return encodeMessage(obj, EpochTreeRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<EpochTreeRecord>): EpochTreeRecord {
    return decodeMessage(buf, EpochTreeRecord.codec(), opts)
  }
}

export interface OriginRecord {
  epoch: Uint8Array
  accounts: Uint8Array[]
  roles: Uint8Array
  profile?: Uint8Array
}

export namespace OriginRecord {
  let _codec: Codec<OriginRecord>

  export const codec = (): Codec<OriginRecord> => {
    if (_codec == null) {
      _codec = message<OriginRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.epoch != null && obj.epoch.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.epoch)
        }

        if (obj.accounts != null && obj.accounts.length > 0) {
          for (const value of obj.accounts) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if ((obj.roles != null && obj.roles.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.roles)
        }

        if (obj.profile != null) {
          w.uint32(34)
          w.bytes(obj.profile)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          epoch: uint8ArrayAlloc(0),
          accounts: [],
          roles: uint8ArrayAlloc(0)
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
              if (opts.limits?.accounts != null && obj.accounts.length === opts.limits.accounts) {
                throw new MaxLengthError('Decode error - repeated field "accounts" had too many elements')
              }

              obj.accounts.push(reader.bytes())
              break
            }
            case 3: {
              obj.roles = reader.bytes()
              break
            }
            case 4: {
              obj.profile = reader.bytes()
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

  export function encode (obj: Partial<OriginRecord>): Uint8Array {
    return encodeMessage(obj, OriginRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OriginRecord>): OriginRecord {
    return decodeMessage(buf, OriginRecord.codec(), opts)
  }
}

export interface CommitRecord {
  child: Uint8Array
  parent: Uint8Array
  leaf: number
  account: Uint8Array
  device: string
  removed: Uint8Array[]
  added: AddRecord[]
  roles?: Uint8Array
  seenAtMs: bigint
  isTold: boolean
  profile?: Uint8Array
  atMs: number
}

export namespace CommitRecord {
  let _codec: Codec<CommitRecord>

  export const codec = (): Codec<CommitRecord> => {
    if (_codec == null) {
      _codec = message<CommitRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.child != null && obj.child.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.child)
        }

        if ((obj.parent != null && obj.parent.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.parent)
        }

        if ((obj.leaf != null && obj.leaf !== 0)) {
          w.uint32(24)
          w.uint32(obj.leaf)
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.account)
        }

        if ((obj.device != null && obj.device !== '')) {
          w.uint32(42)
          w.string(obj.device)
        }

        if (obj.removed != null && obj.removed.length > 0) {
          for (const value of obj.removed) {
            w.uint32(50)
            w.bytes(value)
          }
        }

        if (obj.added != null && obj.added.length > 0) {
          for (const value of obj.added) {
            w.uint32(58)
            AddRecord.codec().encode(value, w)
          }
        }

        if (obj.roles != null) {
          w.uint32(66)
          w.bytes(obj.roles)
        }

        if ((obj.seenAtMs != null && obj.seenAtMs !== 0n)) {
          w.uint32(72)
          w.uint64(obj.seenAtMs)
        }

        if ((obj.isTold != null && obj.isTold !== false)) {
          w.uint32(80)
          w.bool(obj.isTold)
        }

        if (obj.profile != null) {
          w.uint32(90)
          w.bytes(obj.profile)
        }

        if ((obj.atMs != null && obj.atMs !== 0)) {
          w.uint32(96)
          w.uint64Number(obj.atMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          child: uint8ArrayAlloc(0),
          parent: uint8ArrayAlloc(0),
          leaf: 0,
          account: uint8ArrayAlloc(0),
          device: '',
          removed: [],
          added: [],
          seenAtMs: 0n,
          isTold: false,
          atMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.child = reader.bytes()
              break
            }
            case 2: {
              obj.parent = reader.bytes()
              break
            }
            case 3: {
              obj.leaf = reader.uint32()
              break
            }
            case 4: {
              obj.account = reader.bytes()
              break
            }
            case 5: {
              obj.device = reader.string()
              break
            }
            case 6: {
              if (opts.limits?.removed != null && obj.removed.length === opts.limits.removed) {
                throw new MaxLengthError('Decode error - repeated field "removed" had too many elements')
              }

              obj.removed.push(reader.bytes())
              break
            }
            case 7: {
              if (opts.limits?.added != null && obj.added.length === opts.limits.added) {
                throw new MaxLengthError('Decode error - repeated field "added" had too many elements')
              }

              obj.added.push(AddRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.added$
              }))
              break
            }
            case 8: {
              obj.roles = reader.bytes()
              break
            }
            case 9: {
              obj.seenAtMs = reader.uint64()
              break
            }
            case 10: {
              obj.isTold = reader.bool()
              break
            }
            case 11: {
              obj.profile = reader.bytes()
              break
            }
            case 12: {
              obj.atMs = reader.uint64Number()
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

  export function encode (obj: Partial<CommitRecord>): Uint8Array {
    return encodeMessage(obj, CommitRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CommitRecord>): CommitRecord {
    return decodeMessage(buf, CommitRecord.codec(), opts)
  }
}

export interface AddRecord {
  account: Uint8Array
  undoes: Uint8Array[]
}

export namespace AddRecord {
  let _codec: Codec<AddRecord>

  export const codec = (): Codec<AddRecord> => {
    if (_codec == null) {
      _codec = message<AddRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.account)
        }

        if (obj.undoes != null && obj.undoes.length > 0) {
          for (const value of obj.undoes) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          account: uint8ArrayAlloc(0),
          undoes: []
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
              if (opts.limits?.undoes != null && obj.undoes.length === opts.limits.undoes) {
                throw new MaxLengthError('Decode error - repeated field "undoes" had too many elements')
              }

              obj.undoes.push(reader.bytes())
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

  export function encode (obj: Partial<AddRecord>): Uint8Array {
    return encodeMessage(obj, AddRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AddRecord>): AddRecord {
    return decodeMessage(buf, AddRecord.codec(), opts)
  }
}

export interface BygoneRemovalRecord {
  account: Uint8Array
  removal: Uint8Array
}

export namespace BygoneRemovalRecord {
  let _codec: Codec<BygoneRemovalRecord>

  export const codec = (): Codec<BygoneRemovalRecord> => {
    if (_codec == null) {
      _codec = message<BygoneRemovalRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.account)
        }

        if ((obj.removal != null && obj.removal.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.removal)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          account: uint8ArrayAlloc(0),
          removal: uint8ArrayAlloc(0)
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
              obj.removal = reader.bytes()
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

  export function encode (obj: Partial<BygoneRemovalRecord>): Uint8Array {
    return encodeMessage(obj, BygoneRemovalRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<BygoneRemovalRecord>): BygoneRemovalRecord {
    return decodeMessage(buf, BygoneRemovalRecord.codec(), opts)
  }
}
