import { decodeMessage, encodeMessage, MaxLengthError, message } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface CommitData {
  version: number
  parent: Uint8Array
  undone: Undone[]
  atMs: number
}

export namespace CommitData {
  let _codec: Codec<CommitData>

  export const codec = (): Codec<CommitData> => {
    if (_codec == null) {
      _codec = message<CommitData>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(8)
          w.uint32(obj.version)
        }

        if ((obj.parent != null && obj.parent.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.parent)
        }

        if (obj.undone != null && obj.undone.length > 0) {
          for (const value of obj.undone) {
            w.uint32(26)
            Undone.codec().encode(value, w)
          }
        }

        if ((obj.atMs != null && obj.atMs !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.atMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          version: 0,
          parent: uint8ArrayAlloc(0),
          undone: [],
          atMs: 0
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
              obj.parent = reader.bytes()
              break
            }
            case 3: {
              if (opts.limits?.undone != null && obj.undone.length === opts.limits.undone) {
                throw new MaxLengthError('Decode error - repeated field "undone" had too many elements')
              }

              obj.undone.push(Undone.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.undone$
              }))
              break
            }
            case 4: {
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

  export function encode (obj: Partial<CommitData>): Uint8Array {
    return encodeMessage(obj, CommitData.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CommitData>): CommitData {
    return decodeMessage(buf, CommitData.codec(), opts)
  }
}

export interface Undone {
  account: Uint8Array
  removals: Uint8Array[]
}

export namespace Undone {
  let _codec: Codec<Undone>

  export const codec = (): Codec<Undone> => {
    if (_codec == null) {
      _codec = message<Undone>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.account)
        }

        if (obj.removals != null && obj.removals.length > 0) {
          for (const value of obj.removals) {
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
          removals: []
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
              if (opts.limits?.removals != null && obj.removals.length === opts.limits.removals) {
                throw new MaxLengthError('Decode error - repeated field "removals" had too many elements')
              }

              obj.removals.push(reader.bytes())
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

  export function encode (obj: Partial<Undone>): Uint8Array {
    return encodeMessage(obj, Undone.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Undone>): Undone {
    return decodeMessage(buf, Undone.codec(), opts)
  }
}

export interface Committer {
  leaf: number
  account: Uint8Array
  device: Uint8Array
}

export namespace Committer {
  let _codec: Codec<Committer>

  export const codec = (): Codec<Committer> => {
    if (_codec == null) {
      _codec = message<Committer>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.leaf != null && obj.leaf !== 0)) {
          w.uint32(8)
          w.uint32(obj.leaf)
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.account)
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.device)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          leaf: 0,
          account: uint8ArrayAlloc(0),
          device: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.leaf = reader.uint32()
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

  export function encode (obj: Partial<Committer>): Uint8Array {
    return encodeMessage(obj, Committer.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Committer>): Committer {
    return decodeMessage(buf, Committer.codec(), opts)
  }
}

export interface Ancestor {
  parent: Uint8Array
  committer?: Committer
  removed: Uint8Array[]
  added: Undone[]
  roles?: Uint8Array
  profile?: Uint8Array
  atMs: number
  rolesBefore?: Uint8Array
}

export namespace Ancestor {
  let _codec: Codec<Ancestor>

  export const codec = (): Codec<Ancestor> => {
    if (_codec == null) {
      _codec = message<Ancestor>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.parent != null && obj.parent.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.parent)
        }

        if (obj.committer != null) {
          w.uint32(18)
          Committer.codec().encode(obj.committer, w)
        }

        if (obj.removed != null && obj.removed.length > 0) {
          for (const value of obj.removed) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        if (obj.added != null && obj.added.length > 0) {
          for (const value of obj.added) {
            w.uint32(34)
            Undone.codec().encode(value, w)
          }
        }

        if (obj.roles != null) {
          w.uint32(42)
          w.bytes(obj.roles)
        }

        if (obj.profile != null) {
          w.uint32(50)
          w.bytes(obj.profile)
        }

        if ((obj.atMs != null && obj.atMs !== 0)) {
          w.uint32(56)
          w.uint64Number(obj.atMs)
        }

        if (obj.rolesBefore != null) {
          w.uint32(66)
          w.bytes(obj.rolesBefore)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          parent: uint8ArrayAlloc(0),
          removed: [],
          added: [],
          atMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.parent = reader.bytes()
              break
            }
            case 2: {
              obj.committer = Committer.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.committer
              })
              break
            }
            case 3: {
              if (opts.limits?.removed != null && obj.removed.length === opts.limits.removed) {
                throw new MaxLengthError('Decode error - repeated field "removed" had too many elements')
              }

              obj.removed.push(reader.bytes())
              break
            }
            case 4: {
              if (opts.limits?.added != null && obj.added.length === opts.limits.added) {
                throw new MaxLengthError('Decode error - repeated field "added" had too many elements')
              }

              obj.added.push(Undone.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.added$
              }))
              break
            }
            case 5: {
              obj.roles = reader.bytes()
              break
            }
            case 6: {
              obj.profile = reader.bytes()
              break
            }
            case 7: {
              obj.atMs = reader.uint64Number()
              break
            }
            case 8: {
              obj.rolesBefore = reader.bytes()
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

  export function encode (obj: Partial<Ancestor>): Uint8Array {
    return encodeMessage(obj, Ancestor.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Ancestor>): Ancestor {
    return decodeMessage(buf, Ancestor.codec(), opts)
  }
}

export interface Lineage {
  version: number
  ancestors: Ancestor[]
}

export namespace Lineage {
  let _codec: Codec<Lineage>

  export const codec = (): Codec<Lineage> => {
    if (_codec == null) {
      _codec = message<Lineage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(8)
          w.uint32(obj.version)
        }

        if (obj.ancestors != null && obj.ancestors.length > 0) {
          for (const value of obj.ancestors) {
            w.uint32(18)
            Ancestor.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          version: 0,
          ancestors: []
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
              if (opts.limits?.ancestors != null && obj.ancestors.length === opts.limits.ancestors) {
                throw new MaxLengthError('Decode error - repeated field "ancestors" had too many elements')
              }

              obj.ancestors.push(Ancestor.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ancestors$
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

  export function encode (obj: Partial<Lineage>): Uint8Array {
    return encodeMessage(obj, Lineage.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Lineage>): Lineage {
    return decodeMessage(buf, Lineage.codec(), opts)
  }
}

export interface KeyPackageSecret {
  version: number
  published: Uint8Array
  initKey: Uint8Array
  leafKey: Uint8Array
  knockKey: Uint8Array
}

export namespace KeyPackageSecret {
  let _codec: Codec<KeyPackageSecret>

  export const codec = (): Codec<KeyPackageSecret> => {
    if (_codec == null) {
      _codec = message<KeyPackageSecret>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(8)
          w.uint32(obj.version)
        }

        if ((obj.published != null && obj.published.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.published)
        }

        if ((obj.initKey != null && obj.initKey.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.initKey)
        }

        if ((obj.leafKey != null && obj.leafKey.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.leafKey)
        }

        if ((obj.knockKey != null && obj.knockKey.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.knockKey)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          version: 0,
          published: uint8ArrayAlloc(0),
          initKey: uint8ArrayAlloc(0),
          leafKey: uint8ArrayAlloc(0),
          knockKey: uint8ArrayAlloc(0)
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
              obj.published = reader.bytes()
              break
            }
            case 3: {
              obj.initKey = reader.bytes()
              break
            }
            case 4: {
              obj.leafKey = reader.bytes()
              break
            }
            case 5: {
              obj.knockKey = reader.bytes()
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

  export function encode (obj: Partial<KeyPackageSecret>): Uint8Array {
    return encodeMessage(obj, KeyPackageSecret.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<KeyPackageSecret>): KeyPackageSecret {
    return decodeMessage(buf, KeyPackageSecret.codec(), opts)
  }
}

export interface EpochRecord {
  version: number
  state: Uint8Array
  lineage: Uint8Array
  ratchets: Uint8Array[]
}

export namespace EpochRecord {
  let _codec: Codec<EpochRecord>

  export const codec = (): Codec<EpochRecord> => {
    if (_codec == null) {
      _codec = message<EpochRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(8)
          w.uint32(obj.version)
        }

        if ((obj.state != null && obj.state.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.state)
        }

        if ((obj.lineage != null && obj.lineage.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.lineage)
        }

        if (obj.ratchets != null && obj.ratchets.length > 0) {
          for (const value of obj.ratchets) {
            w.uint32(34)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          version: 0,
          state: uint8ArrayAlloc(0),
          lineage: uint8ArrayAlloc(0),
          ratchets: []
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
              obj.state = reader.bytes()
              break
            }
            case 3: {
              obj.lineage = reader.bytes()
              break
            }
            case 4: {
              if (opts.limits?.ratchets != null && obj.ratchets.length === opts.limits.ratchets) {
                throw new MaxLengthError('Decode error - repeated field "ratchets" had too many elements')
              }

              obj.ratchets.push(reader.bytes())
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

  export function encode (obj: Partial<EpochRecord>): Uint8Array {
    return encodeMessage(obj, EpochRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<EpochRecord>): EpochRecord {
    return decodeMessage(buf, EpochRecord.codec(), opts)
  }
}
