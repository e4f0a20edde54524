import { decodeMessage, encodeMessage, MaxLengthError, message } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface Content {
  messages: Uint8Array[]
  receipt?: Receipt
  whereabouts?: Whereabouts
  admissions: Admission[]
}

export namespace Content {
  let _codec: Codec<Content>

  export const codec = (): Codec<Content> => {
    if (_codec == null) {
      _codec = message<Content>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.messages != null && obj.messages.length > 0) {
          for (const value of obj.messages) {
            w.uint32(10)
            w.bytes(value)
          }
        }

        if (obj.receipt != null) {
          w.uint32(18)
          Receipt.codec().encode(obj.receipt, w)
        }

        if (obj.whereabouts != null) {
          w.uint32(26)
          Whereabouts.codec().encode(obj.whereabouts, w)
        }

        if (obj.admissions != null && obj.admissions.length > 0) {
          for (const value of obj.admissions) {
            w.uint32(34)
            Admission.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          messages: [],
          admissions: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.messages != null && obj.messages.length === opts.limits.messages) {
                throw new MaxLengthError('Decode error - repeated field "messages" had too many elements')
              }

              obj.messages.push(reader.bytes())
              break
            }
            case 2: {
              obj.receipt = Receipt.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.receipt
              })
              break
            }
            case 3: {
              obj.whereabouts = Whereabouts.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.whereabouts
              })
              break
            }
            case 4: {
              if (opts.limits?.admissions != null && obj.admissions.length === opts.limits.admissions) {
                throw new MaxLengthError('Decode error - repeated field "admissions" had too many elements')
              }

              obj.admissions.push(Admission.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.admissions$
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

  export function encode (obj: Partial<Content>): Uint8Array {
    return encodeMessage(obj, Content.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Content>): Content {
    return decodeMessage(buf, Content.codec(), opts)
  }
}

export interface Admission {
  first: number
  accounts: Uint8Array
}

export namespace Admission {
  let _codec: Codec<Admission>

  export const codec = (): Codec<Admission> => {
    if (_codec == null) {
      _codec = message<Admission>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.first != null && obj.first !== 0)) {
          w.uint32(8)
          w.uint32(obj.first)
        }

        if ((obj.accounts != null && obj.accounts.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.accounts)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          first: 0,
          accounts: uint8ArrayAlloc(0)
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
              obj.accounts = reader.bytes()
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

  export function encode (obj: Partial<Admission>): Uint8Array {
    return encodeMessage(obj, Admission.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Admission>): Admission {
    return decodeMessage(buf, Admission.codec(), opts)
  }
}

export interface Whereabouts {
  relays: string[]
  changedAtMs: bigint
  door: Uint8Array
  presence: Uint8Array
}

export namespace Whereabouts {
  let _codec: Codec<Whereabouts>

  export const codec = (): Codec<Whereabouts> => {
    if (_codec == null) {
      _codec = message<Whereabouts>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.relays != null && obj.relays.length > 0) {
          for (const value of obj.relays) {
            w.uint32(10)
            w.string(value)
          }
        }

        if ((obj.changedAtMs != null && obj.changedAtMs !== 0n)) {
          w.uint32(16)
          w.uint64(obj.changedAtMs)
        }

        if ((obj.door != null && obj.door.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.door)
        }

        if ((obj.presence != null && obj.presence.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.presence)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          relays: [],
          changedAtMs: 0n,
          door: uint8ArrayAlloc(0),
          presence: uint8ArrayAlloc(0)
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
            case 2: {
              obj.changedAtMs = reader.uint64()
              break
            }
            case 3: {
              obj.door = reader.bytes()
              break
            }
            case 4: {
              obj.presence = reader.bytes()
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

  export function encode (obj: Partial<Whereabouts>): Uint8Array {
    return encodeMessage(obj, Whereabouts.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Whereabouts>): Whereabouts {
    return decodeMessage(buf, Whereabouts.codec(), opts)
  }
}

export interface SignedPresence {
  device: Uint8Array
  body: Uint8Array
  signature: Uint8Array
}

export namespace SignedPresence {
  let _codec: Codec<SignedPresence>

  export const codec = (): Codec<SignedPresence> => {
    if (_codec == null) {
      _codec = message<SignedPresence>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.device)
        }

        if ((obj.body != null && obj.body.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.body)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          device: uint8ArrayAlloc(0),
          body: uint8ArrayAlloc(0),
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
              obj.body = reader.bytes()
              break
            }
            case 3: {
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

  export function encode (obj: Partial<SignedPresence>): Uint8Array {
    return encodeMessage(obj, SignedPresence.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedPresence>): SignedPresence {
    return decodeMessage(buf, SignedPresence.codec(), opts)
  }
}

export interface Presence {
  name: string
  addresses: string[]
  relays: string[]
  toldAtMs: bigint
}

export namespace Presence {
  let _codec: Codec<Presence>

  export const codec = (): Codec<Presence> => {
    if (_codec == null) {
      _codec = message<Presence>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(10)
          w.string(obj.name)
        }

        if (obj.addresses != null && obj.addresses.length > 0) {
          for (const value of obj.addresses) {
            w.uint32(18)
            w.string(value)
          }
        }

        if (obj.relays != null && obj.relays.length > 0) {
          for (const value of obj.relays) {
            w.uint32(26)
            w.string(value)
          }
        }

        if ((obj.toldAtMs != null && obj.toldAtMs !== 0n)) {
          w.uint32(32)
          w.uint64(obj.toldAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          name: '',
          addresses: [],
          relays: [],
          toldAtMs: 0n
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
              if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              obj.addresses.push(reader.string())
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

  export function encode (obj: Partial<Presence>): Uint8Array {
    return encodeMessage(obj, Presence.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Presence>): Presence {
    return decodeMessage(buf, Presence.codec(), opts)
  }
}

export interface Message {
  seq: number
  hlc: bigint
  sentAtMs: bigint
  parents: Parent[]
  text: string
  leaving: boolean
  state: Uint8Array
  answers: Uint8Array
  annotation?: Annotation
  erased: Uint8Array
  mentions: Mention[]
  forwarded: boolean
}

export namespace Message {
  let _codec: Codec<Message>

  export const codec = (): Codec<Message> => {
    if (_codec == null) {
      _codec = message<Message>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(8)
          w.uint32(obj.seq)
        }

        if ((obj.hlc != null && obj.hlc !== 0n)) {
          w.uint32(17)
          w.fixed64(obj.hlc)
        }

        if ((obj.sentAtMs != null && obj.sentAtMs !== 0n)) {
          w.uint32(24)
          w.uint64(obj.sentAtMs)
        }

        if (obj.parents != null && obj.parents.length > 0) {
          for (const value of obj.parents) {
            w.uint32(34)
            Parent.codec().encode(value, w)
          }
        }

        if ((obj.text != null && obj.text !== '')) {
          w.uint32(42)
          w.string(obj.text)
        }

        if ((obj.leaving != null && obj.leaving !== false)) {
          w.uint32(48)
          w.bool(obj.leaving)
        }

        if ((obj.state != null && obj.state.byteLength > 0)) {
          w.uint32(58)
          w.bytes(obj.state)
        }

        if ((obj.answers != null && obj.answers.byteLength > 0)) {
          w.uint32(66)
          w.bytes(obj.answers)
        }

        if (obj.annotation != null) {
          w.uint32(74)
          Annotation.codec().encode(obj.annotation, w)
        }

        if ((obj.erased != null && obj.erased.byteLength > 0)) {
          w.uint32(82)
          w.bytes(obj.erased)
        }

        if (obj.mentions != null && obj.mentions.length > 0) {
          for (const value of obj.mentions) {
            w.uint32(90)
            Mention.codec().encode(value, w)
          }
        }

        if ((obj.forwarded != null && obj.forwarded !== false)) {
          w.uint32(96)
          w.bool(obj.forwarded)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          seq: 0,
          hlc: 0n,
          sentAtMs: 0n,
          parents: [],
          text: '',
          leaving: false,
          state: uint8ArrayAlloc(0),
          answers: uint8ArrayAlloc(0),
          erased: uint8ArrayAlloc(0),
          mentions: [],
          forwarded: false
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
              obj.hlc = reader.fixed64()
              break
            }
            case 3: {
              obj.sentAtMs = reader.uint64()
              break
            }
            case 4: {
              if (opts.limits?.parents != null && obj.parents.length === opts.limits.parents) {
                throw new MaxLengthError('Decode error - repeated field "parents" had too many elements')
              }

              obj.parents.push(Parent.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.parents$
              }))
              break
            }
            case 5: {
              obj.text = reader.string()
              break
            }
            case 6: {
              obj.leaving = reader.bool()
              break
            }
            case 7: {
              obj.state = reader.bytes()
              break
            }
            case 8: {
              obj.answers = reader.bytes()
              break
            }
            case 9: {
              obj.annotation = Annotation.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.annotation
              })
              break
            }
            case 10: {
              obj.erased = reader.bytes()
              break
            }
            case 11: {
              if (opts.limits?.mentions != null && obj.mentions.length === opts.limits.mentions) {
                throw new MaxLengthError('Decode error - repeated field "mentions" had too many elements')
              }

              obj.mentions.push(Mention.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.mentions$
              }))
              break
            }
            case 12: {
              obj.forwarded = reader.bool()
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

  export function encode (obj: Partial<Message>): Uint8Array {
    return encodeMessage(obj, Message.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Message>): Message {
    return decodeMessage(buf, Message.codec(), opts)
  }
}

export interface Mention {
  account: Uint8Array
  name: string
}

export namespace Mention {
  let _codec: Codec<Mention>

  export const codec = (): Codec<Mention> => {
    if (_codec == null) {
      _codec = message<Mention>((obj, w, opts = {}) => {
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

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          account: uint8ArrayAlloc(0),
          name: ''
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

  export function encode (obj: Partial<Mention>): Uint8Array {
    return encodeMessage(obj, Mention.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Mention>): Mention {
    return decodeMessage(buf, Mention.codec(), opts)
  }
}

export interface Annotation {
  target: Uint8Array
  kind: string
  text: string
}

export namespace Annotation {
  let _codec: Codec<Annotation>

  export const codec = (): Codec<Annotation> => {
    if (_codec == null) {
      _codec = message<Annotation>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.target != null && obj.target.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.target)
        }

        if ((obj.kind != null && obj.kind !== '')) {
          w.uint32(18)
          w.string(obj.kind)
        }

        if ((obj.text != null && obj.text !== '')) {
          w.uint32(26)
          w.string(obj.text)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          target: uint8ArrayAlloc(0),
          kind: '',
          text: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.target = reader.bytes()
              break
            }
            case 2: {
              obj.kind = reader.string()
              break
            }
            case 3: {
              obj.text = reader.string()
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

  export function encode (obj: Partial<Annotation>): Uint8Array {
    return encodeMessage(obj, Annotation.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Annotation>): Annotation {
    return decodeMessage(buf, Annotation.codec(), opts)
  }
}

export interface Parent {
  id: Uint8Array
  hash: Uint8Array
}

export namespace Parent {
  let _codec: Codec<Parent>

  export const codec = (): Codec<Parent> => {
    if (_codec == null) {
      _codec = message<Parent>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if ((obj.hash != null && obj.hash.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.hash)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0),
          hash: uint8ArrayAlloc(0)
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
              obj.hash = reader.bytes()
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

  export function encode (obj: Partial<Parent>): Uint8Array {
    return encodeMessage(obj, Parent.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Parent>): Parent {
    return decodeMessage(buf, Parent.codec(), opts)
  }
}

export interface Receipt {
  devices: DeviceReceipt[]
}

export namespace Receipt {
  let _codec: Codec<Receipt>

  export const codec = (): Codec<Receipt> => {
    if (_codec == null) {
      _codec = message<Receipt>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.devices != null && obj.devices.length > 0) {
          for (const value of obj.devices) {
            w.uint32(10)
            DeviceReceipt.codec().encode(value, w)
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

              obj.devices.push(DeviceReceipt.codec().decode(reader, reader.uint32(), {
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

  export function encode (obj: Partial<Receipt>): Uint8Array {
    return encodeMessage(obj, Receipt.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Receipt>): Receipt {
    return decodeMessage(buf, Receipt.codec(), opts)
  }
}

export interface DeviceReceipt {
  device: Uint8Array
  contiguous: number
  ranges: number[]
  read: number
}

export namespace DeviceReceipt {
  let _codec: Codec<DeviceReceipt>

  export const codec = (): Codec<DeviceReceipt> => {
    if (_codec == null) {
      _codec = message<DeviceReceipt>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.device)
        }

        if ((obj.contiguous != null && obj.contiguous !== 0)) {
          w.uint32(16)
          w.uint32(obj.contiguous)
        }

        if (obj.ranges != null && obj.ranges.length > 0) {
          for (const value of obj.ranges) {
            w.uint32(24)
            w.uint32(value)
          }
        }

        if ((obj.read != null && obj.read !== 0)) {
          w.uint32(32)
          w.uint32(obj.read)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          device: uint8ArrayAlloc(0),
          contiguous: 0,
          ranges: [],
          read: 0
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
              obj.contiguous = reader.uint32()
              break
            }
            case 3: {
              if (opts.limits?.ranges != null && obj.ranges.length === opts.limits.ranges) {
                throw new MaxLengthError('Decode error - repeated field "ranges" had too many elements')
              }

              obj.ranges.push(reader.uint32())
              break
            }
            case 4: {
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
      }, function * () {})
    }

    return _codec
  }

  export function encode (obj: Partial<DeviceReceipt>): Uint8Array {
    return encodeMessage(obj, DeviceReceipt.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DeviceReceipt>): DeviceReceipt {
    return decodeMessage(buf, DeviceReceipt.codec(), opts)
  }
}

export interface OwnState {
  about: string
  of: Uint8Array
  hlc: bigint
  device: Uint8Array
  value: Uint8Array
}

export namespace OwnState {
  let _codec: Codec<OwnState>

  export const codec = (): Codec<OwnState> => {
    if (_codec == null) {
      _codec = message<OwnState>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.about != null && obj.about !== '')) {
          w.uint32(10)
          w.string(obj.about)
        }

        if ((obj.of != null && obj.of.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.of)
        }

        if ((obj.hlc != null && obj.hlc !== 0n)) {
          w.uint32(25)
          w.fixed64(obj.hlc)
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.device)
        }

        if ((obj.value != null && obj.value.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.value)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          about: '',
          of: uint8ArrayAlloc(0),
          hlc: 0n,
          device: uint8ArrayAlloc(0),
          value: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.about = reader.string()
              break
            }
            case 2: {
              obj.of = reader.bytes()
              break
            }
            case 3: {
              obj.hlc = reader.fixed64()
              break
            }
            case 4: {
              obj.device = reader.bytes()
              break
            }
            case 5: {
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

  export function encode (obj: Partial<OwnState>): Uint8Array {
    return encodeMessage(obj, OwnState.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OwnState>): OwnState {
    return decodeMessage(buf, OwnState.codec(), opts)
  }
}

export interface OwnReadMark {
  hlc: bigint
  device: Uint8Array
  seq: number
}

export namespace OwnReadMark {
  let _codec: Codec<OwnReadMark>

  export const codec = (): Codec<OwnReadMark> => {
    if (_codec == null) {
      _codec = message<OwnReadMark>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<OwnReadMark>): Uint8Array {
    return encodeMessage(obj, OwnReadMark.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OwnReadMark>): OwnReadMark {
    return decodeMessage(buf, OwnReadMark.codec(), opts)
  }
}
