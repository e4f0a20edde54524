/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, MaxLengthError, message } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface LinkFrame {
  hello?: LinkHello
  envelope?: LinkEnvelope
  request?: LinkRequest
  outcomes?: LinkOutcomes
  answer?: LinkAnswer
  ping?: LinkPing
  pong?: LinkPing
  goodbye?: LinkGoodbye
}

export namespace LinkFrame {
  let _codec: Codec<LinkFrame>

  export const codec = (): Codec<LinkFrame> => {
    if (_codec == null) {
      _codec = message<LinkFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.hello != null) {
          w.uint32(10)
          LinkHello.codec().encode(obj.hello, w)
        }

        if (obj.envelope != null) {
          w.uint32(18)
          LinkEnvelope.codec().encode(obj.envelope, w)
        }

        if (obj.request != null) {
          w.uint32(26)
          LinkRequest.codec().encode(obj.request, w)
        }

        if (obj.outcomes != null) {
          w.uint32(34)
          LinkOutcomes.codec().encode(obj.outcomes, w)
        }

        if (obj.answer != null) {
          w.uint32(42)
          LinkAnswer.codec().encode(obj.answer, w)
        }

        if (obj.ping != null) {
          w.uint32(50)
          LinkPing.codec().encode(obj.ping, w)
        }

        if (obj.pong != null) {
          w.uint32(58)
          LinkPing.codec().encode(obj.pong, w)
        }

        if (obj.goodbye != null) {
          w.uint32(66)
          LinkGoodbye.codec().encode(obj.goodbye, w)
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
              obj.hello = LinkHello.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.hello
              })
              break
            }
            case 2: {
              obj.envelope = LinkEnvelope.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.envelope
              })
              break
            }
            case 3: {
              obj.request = LinkRequest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.request
              })
              break
            }
            case 4: {
              obj.outcomes = LinkOutcomes.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.outcomes
              })
              break
            }
            case 5: {
              obj.answer = LinkAnswer.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.answer
              })
              break
            }
            case 6: {
              obj.ping = LinkPing.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ping
              })
              break
            }
            case 7: {
              obj.pong = LinkPing.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pong
              })
              break
            }
            case 8: {
              obj.goodbye = LinkGoodbye.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.goodbye
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

  export function encode (obj: Partial<LinkFrame>): Uint8Array {
    return encodeMessage(obj, LinkFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkFrame>): LinkFrame {
    return decodeMessage(buf, LinkFrame.codec(), opts)
  }
}

export interface LinkHello {
  version: number
  run: Uint8Array
  windowFrames: number
  windowBytes: number
}

export namespace LinkHello {
  let _codec: Codec<LinkHello>

  export const codec = (): Codec<LinkHello> => {
    if (_codec == null) {
      _codec = message<LinkHello>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(8)
          w.uint32(obj.version)
        }

        if ((obj.run != null && obj.run.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.run)
        }

        if ((obj.windowFrames != null && obj.windowFrames !== 0)) {
          w.uint32(24)
          w.uint32(obj.windowFrames)
        }

        if ((obj.windowBytes != null && obj.windowBytes !== 0)) {
          w.uint32(32)
          w.uint32(obj.windowBytes)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          version: 0,
          run: uint8ArrayAlloc(0),
          windowFrames: 0,
          windowBytes: 0
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
              obj.run = reader.bytes()
              break
            }
            case 3: {
              obj.windowFrames = reader.uint32()
              break
            }
            case 4: {
              obj.windowBytes = reader.uint32()
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

  export function encode (obj: Partial<LinkHello>): Uint8Array {
    return encodeMessage(obj, LinkHello.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkHello>): LinkHello {
    return decodeMessage(buf, LinkHello.codec(), opts)
  }
}

export interface LinkEnvelope {
  id: number
  log: Uint8Array
  bytes: Uint8Array
  place?: number
}

export namespace LinkEnvelope {
  let _codec: Codec<LinkEnvelope>

  export const codec = (): Codec<LinkEnvelope> => {
    if (_codec == null) {
      _codec = message<LinkEnvelope>((obj, w, opts = {}) => {
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

        if ((obj.bytes != null && obj.bytes.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.bytes)
        }

        if (obj.place != null) {
          w.uint32(32)
          w.uint64Number(obj.place)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: 0,
          log: uint8ArrayAlloc(0),
          bytes: uint8ArrayAlloc(0)
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
              obj.bytes = reader.bytes()
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

  export function encode (obj: Partial<LinkEnvelope>): Uint8Array {
    return encodeMessage(obj, LinkEnvelope.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkEnvelope>): LinkEnvelope {
    return decodeMessage(buf, LinkEnvelope.codec(), opts)
  }
}

export interface LinkRequest {
  id: number
  kind: number
  body: Uint8Array
}

export namespace LinkRequest {
  let _codec: Codec<LinkRequest>

  export const codec = (): Codec<LinkRequest> => {
    if (_codec == null) {
      _codec = message<LinkRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.id)
        }

        if ((obj.kind != null && obj.kind !== 0)) {
          w.uint32(16)
          w.uint32(obj.kind)
        }

        if ((obj.body != null && obj.body.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.body)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: 0,
          kind: 0,
          body: uint8ArrayAlloc(0)
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
              obj.kind = reader.uint32()
              break
            }
            case 3: {
              obj.body = reader.bytes()
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

export interface LinkOutcomes {
  durable: LinkSpan[]
  refused: LinkRefusal[]
  releasedFrames: number
  releasedBytes: number
}

export namespace LinkOutcomes {
  let _codec: Codec<LinkOutcomes>

  export const codec = (): Codec<LinkOutcomes> => {
    if (_codec == null) {
      _codec = message<LinkOutcomes>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.durable != null && obj.durable.length > 0) {
          for (const value of obj.durable) {
            w.uint32(10)
            LinkSpan.codec().encode(value, w)
          }
        }

        if (obj.refused != null && obj.refused.length > 0) {
          for (const value of obj.refused) {
            w.uint32(18)
            LinkRefusal.codec().encode(value, w)
          }
        }

        if ((obj.releasedFrames != null && obj.releasedFrames !== 0)) {
          w.uint32(24)
          w.uint32(obj.releasedFrames)
        }

        if ((obj.releasedBytes != null && obj.releasedBytes !== 0)) {
          w.uint32(32)
          w.uint32(obj.releasedBytes)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          durable: [],
          refused: [],
          releasedFrames: 0,
          releasedBytes: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.durable != null && obj.durable.length === opts.limits.durable) {
                throw new MaxLengthError('Decode error - repeated field "durable" had too many elements')
              }

              obj.durable.push(LinkSpan.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.durable$
              }))
              break
            }
            case 2: {
              if (opts.limits?.refused != null && obj.refused.length === opts.limits.refused) {
                throw new MaxLengthError('Decode error - repeated field "refused" had too many elements')
              }

              obj.refused.push(LinkRefusal.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.refused$
              }))
              break
            }
            case 3: {
              obj.releasedFrames = reader.uint32()
              break
            }
            case 4: {
              obj.releasedBytes = reader.uint32()
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

  export function encode (obj: Partial<LinkOutcomes>): Uint8Array {
    return encodeMessage(obj, LinkOutcomes.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkOutcomes>): LinkOutcomes {
    return decodeMessage(buf, LinkOutcomes.codec(), opts)
  }
}

export interface LinkSpan {
  first: number
  count: number
}

export namespace LinkSpan {
  let _codec: Codec<LinkSpan>

  export const codec = (): Codec<LinkSpan> => {
    if (_codec == null) {
      _codec = message<LinkSpan>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.first != null && obj.first !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.first)
        }

        if ((obj.count != null && obj.count !== 0)) {
          w.uint32(16)
          w.uint32(obj.count)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          first: 0,
          count: 0
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
              obj.count = reader.uint32()
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

  export function encode (obj: Partial<LinkSpan>): Uint8Array {
    return encodeMessage(obj, LinkSpan.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkSpan>): LinkSpan {
    return decodeMessage(buf, LinkSpan.codec(), opts)
  }
}

export interface LinkRefusal {
  id: number
  code: string
}

export namespace LinkRefusal {
  let _codec: Codec<LinkRefusal>

  export const codec = (): Codec<LinkRefusal> => {
    if (_codec == null) {
      _codec = message<LinkRefusal>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.id)
        }

        if ((obj.code != null && obj.code !== '')) {
          w.uint32(18)
          w.string(obj.code)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: 0,
          code: ''
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
              obj.code = reader.string()
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

  export function encode (obj: Partial<LinkRefusal>): Uint8Array {
    return encodeMessage(obj, LinkRefusal.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkRefusal>): LinkRefusal {
    return decodeMessage(buf, LinkRefusal.codec(), opts)
  }
}

export interface LinkAnswer {
  id: number
  body: Uint8Array
}

export namespace LinkAnswer {
  let _codec: Codec<LinkAnswer>

  export const codec = (): Codec<LinkAnswer> => {
    if (_codec == null) {
      _codec = message<LinkAnswer>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.id)
        }

        if ((obj.body != null && obj.body.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.body)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: 0,
          body: uint8ArrayAlloc(0)
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
              obj.body = reader.bytes()
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

export interface LinkPing {
  number: number
}

export namespace LinkPing {
  let _codec: Codec<LinkPing>

  export const codec = (): Codec<LinkPing> => {
    if (_codec == null) {
      _codec = message<LinkPing>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.number != null && obj.number !== 0)) {
          w.uint32(8)
          w.uint32(obj.number)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          number: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.number = reader.uint32()
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

  export function encode (obj: Partial<LinkPing>): Uint8Array {
    return encodeMessage(obj, LinkPing.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkPing>): LinkPing {
    return decodeMessage(buf, LinkPing.codec(), opts)
  }
}

export interface LinkGoodbye {}

export namespace LinkGoodbye {
  let _codec: Codec<LinkGoodbye>

  export const codec = (): Codec<LinkGoodbye> => {
    if (_codec == null) {
      _codec = message<LinkGoodbye>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
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

  export function encode (obj: Partial<LinkGoodbye>): Uint8Array {
    return encodeMessage(obj, LinkGoodbye.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkGoodbye>): LinkGoodbye {
    return decodeMessage(buf, LinkGoodbye.codec(), opts)
  }
}
