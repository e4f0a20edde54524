import { decodeMessage, encodeMessage, MaxLengthError, message } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface RelayHello {
  nonce: Uint8Array
  certificate?: Uint8Array
}

export namespace RelayHello {
  let _codec: Codec<RelayHello>

  export const codec = (): Codec<RelayHello> => {
    if (_codec == null) {
      _codec = message<RelayHello>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.nonce != null && obj.nonce.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.nonce)
        }

        if (obj.certificate != null) {
          w.uint32(18)
          w.bytes(obj.certificate)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          nonce: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.nonce = reader.bytes()
              break
            }
            case 2: {
              obj.certificate = reader.bytes()
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

  export function encode (obj: Partial<RelayHello>): Uint8Array {
    return encodeMessage(obj, RelayHello.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayHello>): RelayHello {
    return decodeMessage(buf, RelayHello.codec(), opts)
  }
}

export interface RelayWelcome {
  nonce: Uint8Array
  storage: Uint8Array
  standing: string
  limits?: RelayLimits
  stunPort: number
}

export namespace RelayWelcome {
  let _codec: Codec<RelayWelcome>

  export const codec = (): Codec<RelayWelcome> => {
    if (_codec == null) {
      _codec = message<RelayWelcome>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.nonce != null && obj.nonce.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.nonce)
        }

        if ((obj.storage != null && obj.storage.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.storage)
        }

        if ((obj.standing != null && obj.standing !== '')) {
          w.uint32(26)
          w.string(obj.standing)
        }

        if (obj.limits != null) {
          w.uint32(34)
          RelayLimits.codec().encode(obj.limits, w)
        }

        if ((obj.stunPort != null && obj.stunPort !== 0)) {
          w.uint32(40)
          w.uint32(obj.stunPort)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          nonce: uint8ArrayAlloc(0),
          storage: uint8ArrayAlloc(0),
          standing: '',
          stunPort: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.nonce = reader.bytes()
              break
            }
            case 2: {
              obj.storage = reader.bytes()
              break
            }
            case 3: {
              obj.standing = reader.string()
              break
            }
            case 4: {
              obj.limits = RelayLimits.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.limits
              })
              break
            }
            case 5: {
              obj.stunPort = reader.uint32()
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

  export function encode (obj: Partial<RelayWelcome>): Uint8Array {
    return encodeMessage(obj, RelayWelcome.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayWelcome>): RelayWelcome {
    return decodeMessage(buf, RelayWelcome.codec(), opts)
  }
}

export interface RelayLimits {
  retentionDays: number
  envelopesPerLog: number
  bytesPerLog: number
  bytesPerAccount: number
  bytesUsed: number
  logsPerAccount: number
  logsUsed: number
  isOpen: boolean
}

export namespace RelayLimits {
  let _codec: Codec<RelayLimits>

  export const codec = (): Codec<RelayLimits> => {
    if (_codec == null) {
      _codec = message<RelayLimits>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.retentionDays != null && obj.retentionDays !== 0)) {
          w.uint32(8)
          w.uint32(obj.retentionDays)
        }

        if ((obj.envelopesPerLog != null && obj.envelopesPerLog !== 0)) {
          w.uint32(16)
          w.uint32(obj.envelopesPerLog)
        }

        if ((obj.bytesPerLog != null && obj.bytesPerLog !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.bytesPerLog)
        }

        if ((obj.bytesPerAccount != null && obj.bytesPerAccount !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.bytesPerAccount)
        }

        if ((obj.bytesUsed != null && obj.bytesUsed !== 0)) {
          w.uint32(40)
          w.uint64Number(obj.bytesUsed)
        }

        if ((obj.logsPerAccount != null && obj.logsPerAccount !== 0)) {
          w.uint32(48)
          w.uint32(obj.logsPerAccount)
        }

        if ((obj.logsUsed != null && obj.logsUsed !== 0)) {
          w.uint32(56)
          w.uint32(obj.logsUsed)
        }

        if ((obj.isOpen != null && obj.isOpen !== false)) {
          w.uint32(64)
          w.bool(obj.isOpen)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          retentionDays: 0,
          envelopesPerLog: 0,
          bytesPerLog: 0,
          bytesPerAccount: 0,
          bytesUsed: 0,
          logsPerAccount: 0,
          logsUsed: 0,
          isOpen: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.retentionDays = reader.uint32()
              break
            }
            case 2: {
              obj.envelopesPerLog = reader.uint32()
              break
            }
            case 3: {
              obj.bytesPerLog = reader.uint64Number()
              break
            }
            case 4: {
              obj.bytesPerAccount = reader.uint64Number()
              break
            }
            case 5: {
              obj.bytesUsed = reader.uint64Number()
              break
            }
            case 6: {
              obj.logsPerAccount = reader.uint32()
              break
            }
            case 7: {
              obj.logsUsed = reader.uint32()
              break
            }
            case 8: {
              obj.isOpen = reader.bool()
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

  export function encode (obj: Partial<RelayLimits>): Uint8Array {
    return encodeMessage(obj, RelayLimits.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayLimits>): RelayLimits {
    return decodeMessage(buf, RelayLimits.codec(), opts)
  }
}

export interface RelayJoin {
  token: Uint8Array
}

export namespace RelayJoin {
  let _codec: Codec<RelayJoin>

  export const codec = (): Codec<RelayJoin> => {
    if (_codec == null) {
      _codec = message<RelayJoin>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.token != null && obj.token.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.token)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          token: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.token = reader.bytes()
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

  export function encode (obj: Partial<RelayJoin>): Uint8Array {
    return encodeMessage(obj, RelayJoin.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayJoin>): RelayJoin {
    return decodeMessage(buf, RelayJoin.codec(), opts)
  }
}

export interface RelayOpen {
  log: Uint8Array
  signature: Uint8Array
  behind: Uint8Array[]
}

export namespace RelayOpen {
  let _codec: Codec<RelayOpen>

  export const codec = (): Codec<RelayOpen> => {
    if (_codec == null) {
      _codec = message<RelayOpen>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.log != null && obj.log.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.log)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.signature)
        }

        if (obj.behind != null && obj.behind.length > 0) {
          for (const value of obj.behind) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          log: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0),
          behind: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.log = reader.bytes()
              break
            }
            case 2: {
              obj.signature = reader.bytes()
              break
            }
            case 3: {
              if (opts.limits?.behind != null && obj.behind.length === opts.limits.behind) {
                throw new MaxLengthError('Decode error - repeated field "behind" had too many elements')
              }

              obj.behind.push(reader.bytes())
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

  export function encode (obj: Partial<RelayOpen>): Uint8Array {
    return encodeMessage(obj, RelayOpen.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayOpen>): RelayOpen {
    return decodeMessage(buf, RelayOpen.codec(), opts)
  }
}

export interface RelayClose {
  log: Uint8Array
}

export namespace RelayClose {
  let _codec: Codec<RelayClose>

  export const codec = (): Codec<RelayClose> => {
    if (_codec == null) {
      _codec = message<RelayClose>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.log != null && obj.log.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.log)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          log: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
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

  export function encode (obj: Partial<RelayClose>): Uint8Array {
    return encodeMessage(obj, RelayClose.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayClose>): RelayClose {
    return decodeMessage(buf, RelayClose.codec(), opts)
  }
}

export interface RelayChild {
  parent: Uint8Array
  child: Uint8Array
  parentSignature: Uint8Array
  childSignature: Uint8Array
}

export namespace RelayChild {
  let _codec: Codec<RelayChild>

  export const codec = (): Codec<RelayChild> => {
    if (_codec == null) {
      _codec = message<RelayChild>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.parent != null && obj.parent.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.parent)
        }

        if ((obj.child != null && obj.child.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.child)
        }

        if ((obj.parentSignature != null && obj.parentSignature.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.parentSignature)
        }

        if ((obj.childSignature != null && obj.childSignature.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.childSignature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          parent: uint8ArrayAlloc(0),
          child: uint8ArrayAlloc(0),
          parentSignature: uint8ArrayAlloc(0),
          childSignature: uint8ArrayAlloc(0)
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
              obj.child = reader.bytes()
              break
            }
            case 3: {
              obj.parentSignature = reader.bytes()
              break
            }
            case 4: {
              obj.childSignature = reader.bytes()
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

  export function encode (obj: Partial<RelayChild>): Uint8Array {
    return encodeMessage(obj, RelayChild.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayChild>): RelayChild {
    return decodeMessage(buf, RelayChild.codec(), opts)
  }
}

export interface RelayProof {
  log: Uint8Array
  signature: Uint8Array
}

export namespace RelayProof {
  let _codec: Codec<RelayProof>

  export const codec = (): Codec<RelayProof> => {
    if (_codec == null) {
      _codec = message<RelayProof>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.log != null && obj.log.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.log)
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
          log: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.log = reader.bytes()
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

  export function encode (obj: Partial<RelayProof>): Uint8Array {
    return encodeMessage(obj, RelayProof.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayProof>): RelayProof {
    return decodeMessage(buf, RelayProof.codec(), opts)
  }
}

export interface RelayRead {
  log: Uint8Array
  proof?: RelayProof
  place: number
  backwards: boolean
  most: number
}

export namespace RelayRead {
  let _codec: Codec<RelayRead>

  export const codec = (): Codec<RelayRead> => {
    if (_codec == null) {
      _codec = message<RelayRead>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.log != null && obj.log.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.log)
        }

        if (obj.proof != null) {
          w.uint32(18)
          RelayProof.codec().encode(obj.proof, w)
        }

        if ((obj.place != null && obj.place !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.place)
        }

        if ((obj.backwards != null && obj.backwards !== false)) {
          w.uint32(32)
          w.bool(obj.backwards)
        }

        if ((obj.most != null && obj.most !== 0)) {
          w.uint32(40)
          w.uint32(obj.most)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          log: uint8ArrayAlloc(0),
          place: 0,
          backwards: false,
          most: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.log = reader.bytes()
              break
            }
            case 2: {
              obj.proof = RelayProof.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.proof
              })
              break
            }
            case 3: {
              obj.place = reader.uint64Number()
              break
            }
            case 4: {
              obj.backwards = reader.bool()
              break
            }
            case 5: {
              obj.most = reader.uint32()
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

  export function encode (obj: Partial<RelayRead>): Uint8Array {
    return encodeMessage(obj, RelayRead.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayRead>): RelayRead {
    return decodeMessage(buf, RelayRead.codec(), opts)
  }
}

export interface RelayPage {
  entries: RelayEntry[]
  newest: number
  oldest: number
}

export namespace RelayPage {
  let _codec: Codec<RelayPage>

  export const codec = (): Codec<RelayPage> => {
    if (_codec == null) {
      _codec = message<RelayPage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.entries != null && obj.entries.length > 0) {
          for (const value of obj.entries) {
            w.uint32(10)
            RelayEntry.codec().encode(value, w)
          }
        }

        if ((obj.newest != null && obj.newest !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.newest)
        }

        if ((obj.oldest != null && obj.oldest !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.oldest)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          entries: [],
          newest: 0,
          oldest: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.entries != null && obj.entries.length === opts.limits.entries) {
                throw new MaxLengthError('Decode error - repeated field "entries" had too many elements')
              }

              obj.entries.push(RelayEntry.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.entries$
              }))
              break
            }
            case 2: {
              obj.newest = reader.uint64Number()
              break
            }
            case 3: {
              obj.oldest = reader.uint64Number()
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

  export function encode (obj: Partial<RelayPage>): Uint8Array {
    return encodeMessage(obj, RelayPage.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayPage>): RelayPage {
    return decodeMessage(buf, RelayPage.codec(), opts)
  }
}

export interface RelayEntry {
  place: number
  envelope: Uint8Array
}

export namespace RelayEntry {
  let _codec: Codec<RelayEntry>

  export const codec = (): Codec<RelayEntry> => {
    if (_codec == null) {
      _codec = message<RelayEntry>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.place != null && obj.place !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.place)
        }

        if ((obj.envelope != null && obj.envelope.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.envelope)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          place: 0,
          envelope: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.place = reader.uint64Number()
              break
            }
            case 2: {
              obj.envelope = reader.bytes()
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

  export function encode (obj: Partial<RelayEntry>): Uint8Array {
    return encodeMessage(obj, RelayEntry.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayEntry>): RelayEntry {
    return decodeMessage(buf, RelayEntry.codec(), opts)
  }
}

export interface RelaySubscribe {
  logs: RelayProof[]
}

export namespace RelaySubscribe {
  let _codec: Codec<RelaySubscribe>

  export const codec = (): Codec<RelaySubscribe> => {
    if (_codec == null) {
      _codec = message<RelaySubscribe>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.logs != null && obj.logs.length > 0) {
          for (const value of obj.logs) {
            w.uint32(10)
            RelayProof.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          logs: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.logs != null && obj.logs.length === opts.limits.logs) {
                throw new MaxLengthError('Decode error - repeated field "logs" had too many elements')
              }

              obj.logs.push(RelayProof.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.logs$
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

  export function encode (obj: Partial<RelaySubscribe>): Uint8Array {
    return encodeMessage(obj, RelaySubscribe.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelaySubscribe>): RelaySubscribe {
    return decodeMessage(buf, RelaySubscribe.codec(), opts)
  }
}

export interface RelaySubscribed {
  states: RelayLogState[]
}

export namespace RelaySubscribed {
  let _codec: Codec<RelaySubscribed>

  export const codec = (): Codec<RelaySubscribed> => {
    if (_codec == null) {
      _codec = message<RelaySubscribed>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.states != null && obj.states.length > 0) {
          for (const value of obj.states) {
            w.uint32(10)
            RelayLogState.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          states: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.states != null && obj.states.length === opts.limits.states) {
                throw new MaxLengthError('Decode error - repeated field "states" had too many elements')
              }

              obj.states.push(RelayLogState.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.states$
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

  export function encode (obj: Partial<RelaySubscribed>): Uint8Array {
    return encodeMessage(obj, RelaySubscribed.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelaySubscribed>): RelaySubscribed {
    return decodeMessage(buf, RelaySubscribed.codec(), opts)
  }
}

export interface RelayLogState {
  refusal: string
  newest: number
}

export namespace RelayLogState {
  let _codec: Codec<RelayLogState>

  export const codec = (): Codec<RelayLogState> => {
    if (_codec == null) {
      _codec = message<RelayLogState>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.refusal != null && obj.refusal !== '')) {
          w.uint32(10)
          w.string(obj.refusal)
        }

        if ((obj.newest != null && obj.newest !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.newest)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          refusal: '',
          newest: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.refusal = reader.string()
              break
            }
            case 2: {
              obj.newest = reader.uint64Number()
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

  export function encode (obj: Partial<RelayLogState>): Uint8Array {
    return encodeMessage(obj, RelayLogState.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayLogState>): RelayLogState {
    return decodeMessage(buf, RelayLogState.codec(), opts)
  }
}

export interface RelayUnsubscribe {
  logs: Uint8Array[]
}

export namespace RelayUnsubscribe {
  let _codec: Codec<RelayUnsubscribe>

  export const codec = (): Codec<RelayUnsubscribe> => {
    if (_codec == null) {
      _codec = message<RelayUnsubscribe>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.logs != null && obj.logs.length > 0) {
          for (const value of obj.logs) {
            w.uint32(10)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          logs: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.logs != null && obj.logs.length === opts.limits.logs) {
                throw new MaxLengthError('Decode error - repeated field "logs" had too many elements')
              }

              obj.logs.push(reader.bytes())
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

  export function encode (obj: Partial<RelayUnsubscribe>): Uint8Array {
    return encodeMessage(obj, RelayUnsubscribe.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayUnsubscribe>): RelayUnsubscribe {
    return decodeMessage(buf, RelayUnsubscribe.codec(), opts)
  }
}

export interface RelayInvites {
  invites: RelayInvite[]
}

export namespace RelayInvites {
  let _codec: Codec<RelayInvites>

  export const codec = (): Codec<RelayInvites> => {
    if (_codec == null) {
      _codec = message<RelayInvites>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.invites != null && obj.invites.length > 0) {
          for (const value of obj.invites) {
            w.uint32(10)
            RelayInvite.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          invites: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.invites != null && obj.invites.length === opts.limits.invites) {
                throw new MaxLengthError('Decode error - repeated field "invites" had too many elements')
              }

              obj.invites.push(RelayInvite.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.invites$
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

  export function encode (obj: Partial<RelayInvites>): Uint8Array {
    return encodeMessage(obj, RelayInvites.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayInvites>): RelayInvites {
    return decodeMessage(buf, RelayInvites.codec(), opts)
  }
}

export interface RelayInvite {
  tokenHash: Uint8Array
  expiresAtMs?: number
  uses?: number
}

export namespace RelayInvite {
  let _codec: Codec<RelayInvite>

  export const codec = (): Codec<RelayInvite> => {
    if (_codec == null) {
      _codec = message<RelayInvite>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.tokenHash != null && obj.tokenHash.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.tokenHash)
        }

        if (obj.expiresAtMs != null) {
          w.uint32(16)
          w.uint64Number(obj.expiresAtMs)
        }

        if (obj.uses != null) {
          w.uint32(24)
          w.uint32(obj.uses)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          tokenHash: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.tokenHash = reader.bytes()
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

  export function encode (obj: Partial<RelayInvite>): Uint8Array {
    return encodeMessage(obj, RelayInvite.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayInvite>): RelayInvite {
    return decodeMessage(buf, RelayInvite.codec(), opts)
  }
}

export interface RelayKnock {
  account: Uint8Array
  knock: Uint8Array
}

export namespace RelayKnock {
  let _codec: Codec<RelayKnock>

  export const codec = (): Codec<RelayKnock> => {
    if (_codec == null) {
      _codec = message<RelayKnock>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.account)
        }

        if ((obj.knock != null && obj.knock.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.knock)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          account: uint8ArrayAlloc(0),
          knock: uint8ArrayAlloc(0)
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
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<RelayKnock>): Uint8Array {
    return encodeMessage(obj, RelayKnock.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayKnock>): RelayKnock {
    return decodeMessage(buf, RelayKnock.codec(), opts)
  }
}

export interface RelayKnocks {
  after: number
}

export namespace RelayKnocks {
  let _codec: Codec<RelayKnocks>

  export const codec = (): Codec<RelayKnocks> => {
    if (_codec == null) {
      _codec = message<RelayKnocks>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.after != null && obj.after !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.after)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          after: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.after = reader.uint64Number()
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

  export function encode (obj: Partial<RelayKnocks>): Uint8Array {
    return encodeMessage(obj, RelayKnocks.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayKnocks>): RelayKnocks {
    return decodeMessage(buf, RelayKnocks.codec(), opts)
  }
}

export interface RelayKnockBox {
  knocks: RelayBoxedKnock[]
  more: boolean
}

export namespace RelayKnockBox {
  let _codec: Codec<RelayKnockBox>

  export const codec = (): Codec<RelayKnockBox> => {
    if (_codec == null) {
      _codec = message<RelayKnockBox>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.knocks != null && obj.knocks.length > 0) {
          for (const value of obj.knocks) {
            w.uint32(10)
            RelayBoxedKnock.codec().encode(value, w)
          }
        }

        if ((obj.more != null && obj.more !== false)) {
          w.uint32(16)
          w.bool(obj.more)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          knocks: [],
          more: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.knocks != null && obj.knocks.length === opts.limits.knocks) {
                throw new MaxLengthError('Decode error - repeated field "knocks" had too many elements')
              }

              obj.knocks.push(RelayBoxedKnock.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.knocks$
              }))
              break
            }
            case 2: {
              obj.more = reader.bool()
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

  export function encode (obj: Partial<RelayKnockBox>): Uint8Array {
    return encodeMessage(obj, RelayKnockBox.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayKnockBox>): RelayKnockBox {
    return decodeMessage(buf, RelayKnockBox.codec(), opts)
  }
}

export interface RelayBoxedKnock {
  id: number
  knock: Uint8Array
}

export namespace RelayBoxedKnock {
  let _codec: Codec<RelayBoxedKnock>

  export const codec = (): Codec<RelayBoxedKnock> => {
    if (_codec == null) {
      _codec = message<RelayBoxedKnock>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.id)
        }

        if ((obj.knock != null && obj.knock.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.knock)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: 0,
          knock: uint8ArrayAlloc(0)
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
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<RelayBoxedKnock>): Uint8Array {
    return encodeMessage(obj, RelayBoxedKnock.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayBoxedKnock>): RelayBoxedKnock {
    return decodeMessage(buf, RelayBoxedKnock.codec(), opts)
  }
}

export interface RelayClear {
  id: number
  accepted: boolean
}

export namespace RelayClear {
  let _codec: Codec<RelayClear>

  export const codec = (): Codec<RelayClear> => {
    if (_codec == null) {
      _codec = message<RelayClear>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.id)
        }

        if ((obj.accepted != null && obj.accepted !== false)) {
          w.uint32(16)
          w.bool(obj.accepted)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: 0,
          accepted: false
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
              obj.accepted = reader.bool()
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

  export function encode (obj: Partial<RelayClear>): Uint8Array {
    return encodeMessage(obj, RelayClear.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayClear>): RelayClear {
    return decodeMessage(buf, RelayClear.codec(), opts)
  }
}

export interface RelayShelve {
  keyPackages: Uint8Array[]
  lastResort?: Uint8Array
  anew: boolean
}

export namespace RelayShelve {
  let _codec: Codec<RelayShelve>

  export const codec = (): Codec<RelayShelve> => {
    if (_codec == null) {
      _codec = message<RelayShelve>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.keyPackages != null && obj.keyPackages.length > 0) {
          for (const value of obj.keyPackages) {
            w.uint32(10)
            w.bytes(value)
          }
        }

        if (obj.lastResort != null) {
          w.uint32(18)
          w.bytes(obj.lastResort)
        }

        if ((obj.anew != null && obj.anew !== false)) {
          w.uint32(24)
          w.bool(obj.anew)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          keyPackages: [],
          anew: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.keyPackages != null && obj.keyPackages.length === opts.limits.keyPackages) {
                throw new MaxLengthError('Decode error - repeated field "keyPackages" had too many elements')
              }

              obj.keyPackages.push(reader.bytes())
              break
            }
            case 2: {
              obj.lastResort = reader.bytes()
              break
            }
            case 3: {
              obj.anew = reader.bool()
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

  export function encode (obj: Partial<RelayShelve>): Uint8Array {
    return encodeMessage(obj, RelayShelve.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayShelve>): RelayShelve {
    return decodeMessage(buf, RelayShelve.codec(), opts)
  }
}

export interface RelayShelf {
  left: number
}

export namespace RelayShelf {
  let _codec: Codec<RelayShelf>

  export const codec = (): Codec<RelayShelf> => {
    if (_codec == null) {
      _codec = message<RelayShelf>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.left != null && obj.left !== 0)) {
          w.uint32(8)
          w.uint32(obj.left)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          left: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.left = reader.uint32()
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

  export function encode (obj: Partial<RelayShelf>): Uint8Array {
    return encodeMessage(obj, RelayShelf.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayShelf>): RelayShelf {
    return decodeMessage(buf, RelayShelf.codec(), opts)
  }
}

export interface RelayTake {
  account: Uint8Array
  token: Uint8Array
}

export namespace RelayTake {
  let _codec: Codec<RelayTake>

  export const codec = (): Codec<RelayTake> => {
    if (_codec == null) {
      _codec = message<RelayTake>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.account)
        }

        if ((obj.token != null && obj.token.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.token)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          account: uint8ArrayAlloc(0),
          token: uint8ArrayAlloc(0)
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
              obj.token = reader.bytes()
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

  export function encode (obj: Partial<RelayTake>): Uint8Array {
    return encodeMessage(obj, RelayTake.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayTake>): RelayTake {
    return decodeMessage(buf, RelayTake.codec(), opts)
  }
}

export interface RelayList {
  list: Uint8Array
  account: Uint8Array
}

export namespace RelayList {
  let _codec: Codec<RelayList>

  export const codec = (): Codec<RelayList> => {
    if (_codec == null) {
      _codec = message<RelayList>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.list != null && obj.list.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.list)
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.account)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          list: uint8ArrayAlloc(0),
          account: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.list = reader.bytes()
              break
            }
            case 2: {
              obj.account = reader.bytes()
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

  export function encode (obj: Partial<RelayList>): Uint8Array {
    return encodeMessage(obj, RelayList.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayList>): RelayList {
    return decodeMessage(buf, RelayList.codec(), opts)
  }
}

export interface RelayIndex {
  seq: number
  part: number
  parts: number
  sealed: Uint8Array
}

export namespace RelayIndex {
  let _codec: Codec<RelayIndex>

  export const codec = (): Codec<RelayIndex> => {
    if (_codec == null) {
      _codec = message<RelayIndex>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.seq)
        }

        if ((obj.part != null && obj.part !== 0)) {
          w.uint32(16)
          w.uint32(obj.part)
        }

        if ((obj.parts != null && obj.parts !== 0)) {
          w.uint32(24)
          w.uint32(obj.parts)
        }

        if ((obj.sealed != null && obj.sealed.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.sealed)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          seq: 0,
          part: 0,
          parts: 0,
          sealed: uint8ArrayAlloc(0)
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
              obj.part = reader.uint32()
              break
            }
            case 3: {
              obj.parts = reader.uint32()
              break
            }
            case 4: {
              obj.sealed = reader.bytes()
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

  export function encode (obj: Partial<RelayIndex>): Uint8Array {
    return encodeMessage(obj, RelayIndex.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RelayIndex>): RelayIndex {
    return decodeMessage(buf, RelayIndex.codec(), opts)
  }
}
