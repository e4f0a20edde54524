import { decodeMessage, encodeMessage, MaxLengthError, message } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface Take {
  token: Uint8Array
}

export namespace Take {
  let _codec: Codec<Take>

  export const codec = (): Codec<Take> => {
    if (_codec == null) {
      _codec = message<Take>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<Take>): Uint8Array {
    return encodeMessage(obj, Take.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Take>): Take {
    return decodeMessage(buf, Take.codec(), opts)
  }
}

export interface Taken {
  keyPackages: Uint8Array[]
}

export namespace Taken {
  let _codec: Codec<Taken>

  export const codec = (): Codec<Taken> => {
    if (_codec == null) {
      _codec = message<Taken>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.keyPackages != null && obj.keyPackages.length > 0) {
          for (const value of obj.keyPackages) {
            w.uint32(10)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          keyPackages: []
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

  export function encode (obj: Partial<Taken>): Uint8Array {
    return encodeMessage(obj, Taken.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Taken>): Taken {
    return decodeMessage(buf, Taken.codec(), opts)
  }
}

export interface Knock {
  token: Uint8Array
  sealed: SealedKnock[]
  welcome: Uint8Array
}

export namespace Knock {
  let _codec: Codec<Knock>

  export const codec = (): Codec<Knock> => {
    if (_codec == null) {
      _codec = message<Knock>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.token != null && obj.token.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.token)
        }

        if (obj.sealed != null && obj.sealed.length > 0) {
          for (const value of obj.sealed) {
            w.uint32(18)
            SealedKnock.codec().encode(value, w)
          }
        }

        if ((obj.welcome != null && obj.welcome.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.welcome)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          token: uint8ArrayAlloc(0),
          sealed: [],
          welcome: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.token = reader.bytes()
              break
            }
            case 2: {
              if (opts.limits?.sealed != null && obj.sealed.length === opts.limits.sealed) {
                throw new MaxLengthError('Decode error - repeated field "sealed" had too many elements')
              }

              obj.sealed.push(SealedKnock.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.sealed$
              }))
              break
            }
            case 3: {
              obj.welcome = reader.bytes()
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

  export function encode (obj: Partial<Knock>): Uint8Array {
    return encodeMessage(obj, Knock.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Knock>): Knock {
    return decodeMessage(buf, Knock.codec(), opts)
  }
}

export interface Knocked {
  lacking: Uint8Array
}

export namespace Knocked {
  let _codec: Codec<Knocked>

  export const codec = (): Codec<Knocked> => {
    if (_codec == null) {
      _codec = message<Knocked>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.lacking != null && obj.lacking.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.lacking)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          lacking: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.lacking = reader.bytes()
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

  export function encode (obj: Partial<Knocked>): Uint8Array {
    return encodeMessage(obj, Knocked.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Knocked>): Knocked {
    return decodeMessage(buf, Knocked.codec(), opts)
  }
}

export interface SealedKnock {
  keyPackageRef: Uint8Array
  sealed: Uint8Array
}

export namespace SealedKnock {
  let _codec: Codec<SealedKnock>

  export const codec = (): Codec<SealedKnock> => {
    if (_codec == null) {
      _codec = message<SealedKnock>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.keyPackageRef != null && obj.keyPackageRef.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.keyPackageRef)
        }

        if ((obj.sealed != null && obj.sealed.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.sealed)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          keyPackageRef: uint8ArrayAlloc(0),
          sealed: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.keyPackageRef = reader.bytes()
              break
            }
            case 2: {
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

  export function encode (obj: Partial<SealedKnock>): Uint8Array {
    return encodeMessage(obj, SealedKnock.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SealedKnock>): SealedKnock {
    return decodeMessage(buf, SealedKnock.codec(), opts)
  }
}

export interface Introduction {
  card: Uint8Array
  group: Uint8Array
  logSeed: Uint8Array
  wrapKey: Uint8Array
  signature: Uint8Array
  deviceList: Uint8Array
  asksIn: boolean
  head: Uint8Array
}

export namespace Introduction {
  let _codec: Codec<Introduction>

  export const codec = (): Codec<Introduction> => {
    if (_codec == null) {
      _codec = message<Introduction>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.card != null && obj.card.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.card)
        }

        if ((obj.group != null && obj.group.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.group)
        }

        if ((obj.logSeed != null && obj.logSeed.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.logSeed)
        }

        if ((obj.wrapKey != null && obj.wrapKey.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.wrapKey)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.signature)
        }

        if ((obj.deviceList != null && obj.deviceList.byteLength > 0)) {
          w.uint32(50)
          w.bytes(obj.deviceList)
        }

        if ((obj.asksIn != null && obj.asksIn !== false)) {
          w.uint32(56)
          w.bool(obj.asksIn)
        }

        if ((obj.head != null && obj.head.byteLength > 0)) {
          w.uint32(66)
          w.bytes(obj.head)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          card: uint8ArrayAlloc(0),
          group: uint8ArrayAlloc(0),
          logSeed: uint8ArrayAlloc(0),
          wrapKey: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0),
          deviceList: uint8ArrayAlloc(0),
          asksIn: false,
          head: uint8ArrayAlloc(0)
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
              obj.group = reader.bytes()
              break
            }
            case 3: {
              obj.logSeed = reader.bytes()
              break
            }
            case 4: {
              obj.wrapKey = reader.bytes()
              break
            }
            case 5: {
              obj.signature = reader.bytes()
              break
            }
            case 6: {
              obj.deviceList = reader.bytes()
              break
            }
            case 7: {
              obj.asksIn = reader.bool()
              break
            }
            case 8: {
              obj.head = reader.bytes()
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

  export function encode (obj: Partial<Introduction>): Uint8Array {
    return encodeMessage(obj, Introduction.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Introduction>): Introduction {
    return decodeMessage(buf, Introduction.codec(), opts)
  }
}

export interface Sync {
  log: Uint8Array
  signature: Uint8Array
  receipt: Uint8Array
  newest: number
  door: Uint8Array
  since: number
}

export namespace Sync {
  let _codec: Codec<Sync>

  export const codec = (): Codec<Sync> => {
    if (_codec == null) {
      _codec = message<Sync>((obj, w, opts = {}) => {
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

        if ((obj.receipt != null && obj.receipt.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.receipt)
        }

        if ((obj.newest != null && obj.newest !== 0)) {
          w.uint32(32)
          w.uint32(obj.newest)
        }

        if ((obj.door != null && obj.door.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.door)
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
          log: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0),
          receipt: uint8ArrayAlloc(0),
          newest: 0,
          door: uint8ArrayAlloc(0),
          since: 0
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
              obj.receipt = reader.bytes()
              break
            }
            case 4: {
              obj.newest = reader.uint32()
              break
            }
            case 5: {
              obj.door = reader.bytes()
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

  export function encode (obj: Partial<Sync>): Uint8Array {
    return encodeMessage(obj, Sync.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Sync>): Sync {
    return decodeMessage(buf, Sync.codec(), opts)
  }
}

export interface Ask {
  log: Uint8Array
  signature: Uint8Array
  receipt: Uint8Array
  epochs: Uint8Array
  presences: KnownPresence[]
}

export namespace Ask {
  let _codec: Codec<Ask>

  export const codec = (): Codec<Ask> => {
    if (_codec == null) {
      _codec = message<Ask>((obj, w, opts = {}) => {
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

        if ((obj.receipt != null && obj.receipt.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.receipt)
        }

        if ((obj.epochs != null && obj.epochs.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.epochs)
        }

        if (obj.presences != null && obj.presences.length > 0) {
          for (const value of obj.presences) {
            w.uint32(42)
            KnownPresence.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          log: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0),
          receipt: uint8ArrayAlloc(0),
          epochs: uint8ArrayAlloc(0),
          presences: []
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
              obj.receipt = reader.bytes()
              break
            }
            case 4: {
              obj.epochs = reader.bytes()
              break
            }
            case 5: {
              if (opts.limits?.presences != null && obj.presences.length === opts.limits.presences) {
                throw new MaxLengthError('Decode error - repeated field "presences" had too many elements')
              }

              obj.presences.push(KnownPresence.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.presences$
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

  export function encode (obj: Partial<Ask>): Uint8Array {
    return encodeMessage(obj, Ask.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Ask>): Ask {
    return decodeMessage(buf, Ask.codec(), opts)
  }
}

export interface KnownPresence {
  device: Uint8Array
  toldAtMs: bigint
}

export namespace KnownPresence {
  let _codec: Codec<KnownPresence>

  export const codec = (): Codec<KnownPresence> => {
    if (_codec == null) {
      _codec = message<KnownPresence>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.device)
        }

        if ((obj.toldAtMs != null && obj.toldAtMs !== 0n)) {
          w.uint32(16)
          w.uint64(obj.toldAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          device: uint8ArrayAlloc(0),
          toldAtMs: 0n
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
              obj.toldAtMs = reader.uint64()
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

  export function encode (obj: Partial<KnownPresence>): Uint8Array {
    return encodeMessage(obj, KnownPresence.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<KnownPresence>): KnownPresence {
    return decodeMessage(buf, KnownPresence.codec(), opts)
  }
}

export interface Given {
  envelopes: GivenEnvelope[]
  presences: Uint8Array[]
  more: boolean
  receipt: Uint8Array
  lost: boolean
}

export namespace Given {
  let _codec: Codec<Given>

  export const codec = (): Codec<Given> => {
    if (_codec == null) {
      _codec = message<Given>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.envelopes != null && obj.envelopes.length > 0) {
          for (const value of obj.envelopes) {
            w.uint32(10)
            GivenEnvelope.codec().encode(value, w)
          }
        }

        if (obj.presences != null && obj.presences.length > 0) {
          for (const value of obj.presences) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if ((obj.more != null && obj.more !== false)) {
          w.uint32(24)
          w.bool(obj.more)
        }

        if ((obj.receipt != null && obj.receipt.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.receipt)
        }

        if ((obj.lost != null && obj.lost !== false)) {
          w.uint32(40)
          w.bool(obj.lost)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          envelopes: [],
          presences: [],
          more: false,
          receipt: uint8ArrayAlloc(0),
          lost: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.envelopes != null && obj.envelopes.length === opts.limits.envelopes) {
                throw new MaxLengthError('Decode error - repeated field "envelopes" had too many elements')
              }

              obj.envelopes.push(GivenEnvelope.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.envelopes$
              }))
              break
            }
            case 2: {
              if (opts.limits?.presences != null && obj.presences.length === opts.limits.presences) {
                throw new MaxLengthError('Decode error - repeated field "presences" had too many elements')
              }

              obj.presences.push(reader.bytes())
              break
            }
            case 3: {
              obj.more = reader.bool()
              break
            }
            case 4: {
              obj.receipt = reader.bytes()
              break
            }
            case 5: {
              obj.lost = reader.bool()
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

  export function encode (obj: Partial<Given>): Uint8Array {
    return encodeMessage(obj, Given.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Given>): Given {
    return decodeMessage(buf, Given.codec(), opts)
  }
}

export interface GivenEnvelope {
  log: Uint8Array
  bytes: Uint8Array
  device: Uint8Array
  first: number
  last: number
}

export namespace GivenEnvelope {
  let _codec: Codec<GivenEnvelope>

  export const codec = (): Codec<GivenEnvelope> => {
    if (_codec == null) {
      _codec = message<GivenEnvelope>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.log != null && obj.log.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.log)
        }

        if ((obj.bytes != null && obj.bytes.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.bytes)
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.device)
        }

        if ((obj.first != null && obj.first !== 0)) {
          w.uint32(32)
          w.uint32(obj.first)
        }

        if ((obj.last != null && obj.last !== 0)) {
          w.uint32(40)
          w.uint32(obj.last)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          log: uint8ArrayAlloc(0),
          bytes: uint8ArrayAlloc(0),
          device: uint8ArrayAlloc(0),
          first: 0,
          last: 0
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
              obj.bytes = reader.bytes()
              break
            }
            case 3: {
              obj.device = reader.bytes()
              break
            }
            case 4: {
              obj.first = reader.uint32()
              break
            }
            case 5: {
              obj.last = reader.uint32()
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

  export function encode (obj: Partial<GivenEnvelope>): Uint8Array {
    return encodeMessage(obj, GivenEnvelope.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GivenEnvelope>): GivenEnvelope {
    return decodeMessage(buf, GivenEnvelope.codec(), opts)
  }
}

export interface Announcement {
  addresses: string[]
  name: string
  relays: string[]
  relaysChangedAtMs: bigint
  deviceList: Uint8Array
}

export namespace Announcement {
  let _codec: Codec<Announcement>

  export const codec = (): Codec<Announcement> => {
    if (_codec == null) {
      _codec = message<Announcement>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.addresses != null && obj.addresses.length > 0) {
          for (const value of obj.addresses) {
            w.uint32(10)
            w.string(value)
          }
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(18)
          w.string(obj.name)
        }

        if (obj.relays != null && obj.relays.length > 0) {
          for (const value of obj.relays) {
            w.uint32(26)
            w.string(value)
          }
        }

        if ((obj.relaysChangedAtMs != null && obj.relaysChangedAtMs !== 0n)) {
          w.uint32(32)
          w.uint64(obj.relaysChangedAtMs)
        }

        if ((obj.deviceList != null && obj.deviceList.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.deviceList)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          addresses: [],
          name: '',
          relays: [],
          relaysChangedAtMs: 0n,
          deviceList: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              obj.addresses.push(reader.string())
              break
            }
            case 2: {
              obj.name = reader.string()
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
              obj.relaysChangedAtMs = reader.uint64()
              break
            }
            case 5: {
              obj.deviceList = reader.bytes()
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

  export function encode (obj: Partial<Announcement>): Uint8Array {
    return encodeMessage(obj, Announcement.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Announcement>): Announcement {
    return decodeMessage(buf, Announcement.codec(), opts)
  }
}

export interface LinkRequest {
  begin?: LinkBegin
  nonce: Uint8Array
  handover?: LinkHandover
  part?: LinkPart
}

export namespace LinkRequest {
  let _codec: Codec<LinkRequest>

  export const codec = (): Codec<LinkRequest> => {
    if (_codec == null) {
      _codec = message<LinkRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.begin != null) {
          w.uint32(10)
          LinkBegin.codec().encode(obj.begin, w)
        }

        if ((obj.nonce != null && obj.nonce.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.nonce)
        }

        if (obj.handover != null) {
          w.uint32(26)
          LinkHandover.codec().encode(obj.handover, w)
        }

        if (obj.part != null) {
          w.uint32(34)
          LinkPart.codec().encode(obj.part, w)
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
              obj.begin = LinkBegin.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.begin
              })
              break
            }
            case 2: {
              obj.nonce = reader.bytes()
              break
            }
            case 3: {
              obj.handover = LinkHandover.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.handover
              })
              break
            }
            case 4: {
              obj.part = LinkPart.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.part
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

  export function encode (obj: Partial<LinkRequest>): Uint8Array {
    return encodeMessage(obj, LinkRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkRequest>): LinkRequest {
    return decodeMessage(buf, LinkRequest.codec(), opts)
  }
}

export interface LinkBegin {
  token: Uint8Array
  certificate: Uint8Array
  commitment: Uint8Array
  name: string
}

export namespace LinkBegin {
  let _codec: Codec<LinkBegin>

  export const codec = (): Codec<LinkBegin> => {
    if (_codec == null) {
      _codec = message<LinkBegin>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.token != null && obj.token.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.token)
        }

        if ((obj.certificate != null && obj.certificate.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.certificate)
        }

        if ((obj.commitment != null && obj.commitment.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.commitment)
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
          token: uint8ArrayAlloc(0),
          certificate: uint8ArrayAlloc(0),
          commitment: uint8ArrayAlloc(0),
          name: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.token = reader.bytes()
              break
            }
            case 2: {
              obj.certificate = reader.bytes()
              break
            }
            case 3: {
              obj.commitment = reader.bytes()
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

  export function encode (obj: Partial<LinkBegin>): Uint8Array {
    return encodeMessage(obj, LinkBegin.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkBegin>): LinkBegin {
    return decodeMessage(buf, LinkBegin.codec(), opts)
  }
}

export interface LinkAnswer {
  nonce: Uint8Array
}

export namespace LinkAnswer {
  let _codec: Codec<LinkAnswer>

  export const codec = (): Codec<LinkAnswer> => {
    if (_codec == null) {
      _codec = message<LinkAnswer>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.nonce != null && obj.nonce.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.nonce)
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

  export function encode (obj: Partial<LinkAnswer>): Uint8Array {
    return encodeMessage(obj, LinkAnswer.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkAnswer>): LinkAnswer {
    return decodeMessage(buf, LinkAnswer.codec(), opts)
  }
}

export interface LinkHandover {
  name: string
  deviceList: Uint8Array
  relays: string[]
  relaysChangedAtMs: bigint
  directorySeed: Uint8Array
  directoryValueKey: Uint8Array
  indexKey: Uint8Array
  doorKey: Uint8Array
  parts: number
  devices: LinkedDevice[]
}

export namespace LinkHandover {
  let _codec: Codec<LinkHandover>

  export const codec = (): Codec<LinkHandover> => {
    if (_codec == null) {
      _codec = message<LinkHandover>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(10)
          w.string(obj.name)
        }

        if ((obj.deviceList != null && obj.deviceList.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.deviceList)
        }

        if (obj.relays != null && obj.relays.length > 0) {
          for (const value of obj.relays) {
            w.uint32(26)
            w.string(value)
          }
        }

        if ((obj.relaysChangedAtMs != null && obj.relaysChangedAtMs !== 0n)) {
          w.uint32(32)
          w.uint64(obj.relaysChangedAtMs)
        }

        if ((obj.directorySeed != null && obj.directorySeed.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.directorySeed)
        }

        if ((obj.directoryValueKey != null && obj.directoryValueKey.byteLength > 0)) {
          w.uint32(50)
          w.bytes(obj.directoryValueKey)
        }

        if ((obj.indexKey != null && obj.indexKey.byteLength > 0)) {
          w.uint32(58)
          w.bytes(obj.indexKey)
        }

        if ((obj.doorKey != null && obj.doorKey.byteLength > 0)) {
          w.uint32(66)
          w.bytes(obj.doorKey)
        }

        if ((obj.parts != null && obj.parts !== 0)) {
          w.uint32(72)
          w.uint32(obj.parts)
        }

        if (obj.devices != null && obj.devices.length > 0) {
          for (const value of obj.devices) {
            w.uint32(82)
            LinkedDevice.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          name: '',
          deviceList: uint8ArrayAlloc(0),
          relays: [],
          relaysChangedAtMs: 0n,
          directorySeed: uint8ArrayAlloc(0),
          directoryValueKey: uint8ArrayAlloc(0),
          indexKey: uint8ArrayAlloc(0),
          doorKey: uint8ArrayAlloc(0),
          parts: 0,
          devices: []
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
              obj.deviceList = reader.bytes()
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
              obj.relaysChangedAtMs = reader.uint64()
              break
            }
            case 5: {
              obj.directorySeed = reader.bytes()
              break
            }
            case 6: {
              obj.directoryValueKey = reader.bytes()
              break
            }
            case 7: {
              obj.indexKey = reader.bytes()
              break
            }
            case 8: {
              obj.doorKey = reader.bytes()
              break
            }
            case 9: {
              obj.parts = reader.uint32()
              break
            }
            case 10: {
              if (opts.limits?.devices != null && obj.devices.length === opts.limits.devices) {
                throw new MaxLengthError('Decode error - repeated field "devices" had too many elements')
              }

              obj.devices.push(LinkedDevice.codec().decode(reader, reader.uint32(), {
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

  export function encode (obj: Partial<LinkHandover>): Uint8Array {
    return encodeMessage(obj, LinkHandover.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkHandover>): LinkHandover {
    return decodeMessage(buf, LinkHandover.codec(), opts)
  }
}

export interface LinkedDevice {
  device: Uint8Array
  addresses: string[]
}

export namespace LinkedDevice {
  let _codec: Codec<LinkedDevice>

  export const codec = (): Codec<LinkedDevice> => {
    if (_codec == null) {
      _codec = message<LinkedDevice>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<LinkedDevice>): Uint8Array {
    return encodeMessage(obj, LinkedDevice.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkedDevice>): LinkedDevice {
    return decodeMessage(buf, LinkedDevice.codec(), opts)
  }
}

export interface LinkPart {
  index: Uint8Array
}

export namespace LinkPart {
  let _codec: Codec<LinkPart>

  export const codec = (): Codec<LinkPart> => {
    if (_codec == null) {
      _codec = message<LinkPart>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.index != null && obj.index.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.index)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          index: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.index = reader.bytes()
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

  export function encode (obj: Partial<LinkPart>): Uint8Array {
    return encodeMessage(obj, LinkPart.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkPart>): LinkPart {
    return decodeMessage(buf, LinkPart.codec(), opts)
  }
}

export interface SharedPage {
  conversation: Uint8Array
  messages: SharedMessage[]
}

export namespace SharedPage {
  let _codec: Codec<SharedPage>

  export const codec = (): Codec<SharedPage> => {
    if (_codec == null) {
      _codec = message<SharedPage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.conversation != null && obj.conversation.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.conversation)
        }

        if (obj.messages != null && obj.messages.length > 0) {
          for (const value of obj.messages) {
            w.uint32(18)
            SharedMessage.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          conversation: uint8ArrayAlloc(0),
          messages: []
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
              if (opts.limits?.messages != null && obj.messages.length === opts.limits.messages) {
                throw new MaxLengthError('Decode error - repeated field "messages" had too many elements')
              }

              obj.messages.push(SharedMessage.codec().decode(reader, reader.uint32(), {
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

  export function encode (obj: Partial<SharedPage>): Uint8Array {
    return encodeMessage(obj, SharedPage.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SharedPage>): SharedPage {
    return decodeMessage(buf, SharedPage.codec(), opts)
  }
}

export interface SharedMessage {
  message: Uint8Array
  device: Uint8Array
  account: Uint8Array
  name: string
}

export namespace SharedMessage {
  let _codec: Codec<SharedMessage>

  export const codec = (): Codec<SharedMessage> => {
    if (_codec == null) {
      _codec = message<SharedMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.message != null && obj.message.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.message)
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
          message: uint8ArrayAlloc(0),
          device: uint8ArrayAlloc(0),
          account: uint8ArrayAlloc(0),
          name: ''
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

  export function encode (obj: Partial<SharedMessage>): Uint8Array {
    return encodeMessage(obj, SharedMessage.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SharedMessage>): SharedMessage {
    return decodeMessage(buf, SharedMessage.codec(), opts)
  }
}

export interface HistoryAsk {
  conversation: Uint8Array
  after: Uint8Array
  before?: HistoryPlace
  receipt: Uint8Array
}

export namespace HistoryAsk {
  let _codec: Codec<HistoryAsk>

  export const codec = (): Codec<HistoryAsk> => {
    if (_codec == null) {
      _codec = message<HistoryAsk>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.conversation != null && obj.conversation.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.conversation)
        }

        if ((obj.after != null && obj.after.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.after)
        }

        if (obj.before != null) {
          w.uint32(26)
          HistoryPlace.codec().encode(obj.before, w)
        }

        if ((obj.receipt != null && obj.receipt.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.receipt)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          conversation: uint8ArrayAlloc(0),
          after: uint8ArrayAlloc(0),
          receipt: uint8ArrayAlloc(0)
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
              obj.after = reader.bytes()
              break
            }
            case 3: {
              obj.before = HistoryPlace.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.before
              })
              break
            }
            case 4: {
              obj.receipt = reader.bytes()
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

  export function encode (obj: Partial<HistoryAsk>): Uint8Array {
    return encodeMessage(obj, HistoryAsk.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HistoryAsk>): HistoryAsk {
    return decodeMessage(buf, HistoryAsk.codec(), opts)
  }
}

export interface HistoryPlace {
  hlc: bigint
  device: Uint8Array
  seq: number
}

export namespace HistoryPlace {
  let _codec: Codec<HistoryPlace>

  export const codec = (): Codec<HistoryPlace> => {
    if (_codec == null) {
      _codec = message<HistoryPlace>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<HistoryPlace>): Uint8Array {
    return encodeMessage(obj, HistoryPlace.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HistoryPlace>): HistoryPlace {
    return decodeMessage(buf, HistoryPlace.codec(), opts)
  }
}

export interface HistoryGiven {
  conversations: HistoryConversation[]
  conversation: Uint8Array
  messages: Uint8Array
  passed: number
  next?: HistoryPlace
  more: boolean
  whole: boolean
}

export namespace HistoryGiven {
  let _codec: Codec<HistoryGiven>

  export const codec = (): Codec<HistoryGiven> => {
    if (_codec == null) {
      _codec = message<HistoryGiven>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.conversations != null && obj.conversations.length > 0) {
          for (const value of obj.conversations) {
            w.uint32(10)
            HistoryConversation.codec().encode(value, w)
          }
        }

        if ((obj.conversation != null && obj.conversation.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.conversation)
        }

        if ((obj.messages != null && obj.messages.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.messages)
        }

        if ((obj.passed != null && obj.passed !== 0)) {
          w.uint32(32)
          w.uint32(obj.passed)
        }

        if (obj.next != null) {
          w.uint32(42)
          HistoryPlace.codec().encode(obj.next, w)
        }

        if ((obj.more != null && obj.more !== false)) {
          w.uint32(48)
          w.bool(obj.more)
        }

        if ((obj.whole != null && obj.whole !== false)) {
          w.uint32(56)
          w.bool(obj.whole)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          conversations: [],
          conversation: uint8ArrayAlloc(0),
          messages: uint8ArrayAlloc(0),
          passed: 0,
          more: false,
          whole: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.conversations != null && obj.conversations.length === opts.limits.conversations) {
                throw new MaxLengthError('Decode error - repeated field "conversations" had too many elements')
              }

              obj.conversations.push(HistoryConversation.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.conversations$
              }))
              break
            }
            case 2: {
              obj.conversation = reader.bytes()
              break
            }
            case 3: {
              obj.messages = reader.bytes()
              break
            }
            case 4: {
              obj.passed = reader.uint32()
              break
            }
            case 5: {
              obj.next = HistoryPlace.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.next
              })
              break
            }
            case 6: {
              obj.more = reader.bool()
              break
            }
            case 7: {
              obj.whole = reader.bool()
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

  export function encode (obj: Partial<HistoryGiven>): Uint8Array {
    return encodeMessage(obj, HistoryGiven.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HistoryGiven>): HistoryGiven {
    return decodeMessage(buf, HistoryGiven.codec(), opts)
  }
}

export interface HistoryConversation {
  id: Uint8Array
  newest: bigint
  messages: number
}

export namespace HistoryConversation {
  let _codec: Codec<HistoryConversation>

  export const codec = (): Codec<HistoryConversation> => {
    if (_codec == null) {
      _codec = message<HistoryConversation>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if ((obj.newest != null && obj.newest !== 0n)) {
          w.uint32(17)
          w.fixed64(obj.newest)
        }

        if ((obj.messages != null && obj.messages !== 0)) {
          w.uint32(24)
          w.uint32(obj.messages)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0),
          newest: 0n,
          messages: 0
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
              obj.newest = reader.fixed64()
              break
            }
            case 3: {
              obj.messages = reader.uint32()
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

  export function encode (obj: Partial<HistoryConversation>): Uint8Array {
    return encodeMessage(obj, HistoryConversation.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HistoryConversation>): HistoryConversation {
    return decodeMessage(buf, HistoryConversation.codec(), opts)
  }
}
