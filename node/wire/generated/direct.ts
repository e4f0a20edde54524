/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface DirectFrame {
  hello?: DirectHello
  envelope?: DirectEnvelope
  request?: DirectRequest
  outcomes?: DirectOutcomes
  answer?: DirectAnswer
  ping?: DirectPing
  pong?: DirectPing
  goodbye?: DirectGoodbye
}

export namespace DirectFrame {
  let _codec: Codec<DirectFrame>

  export const codec = (): Codec<DirectFrame> => {
    if (_codec == null) {
      _codec = message<DirectFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.hello != null) {
          w.uint32(10)
          DirectHello.codec().encode(obj.hello, w)
        }

        if (obj.envelope != null) {
          w.uint32(18)
          DirectEnvelope.codec().encode(obj.envelope, w)
        }

        if (obj.request != null) {
          w.uint32(26)
          DirectRequest.codec().encode(obj.request, w)
        }

        if (obj.outcomes != null) {
          w.uint32(34)
          DirectOutcomes.codec().encode(obj.outcomes, w)
        }

        if (obj.answer != null) {
          w.uint32(42)
          DirectAnswer.codec().encode(obj.answer, w)
        }

        if (obj.ping != null) {
          w.uint32(50)
          DirectPing.codec().encode(obj.ping, w)
        }

        if (obj.pong != null) {
          w.uint32(58)
          DirectPing.codec().encode(obj.pong, w)
        }

        if (obj.goodbye != null) {
          w.uint32(66)
          DirectGoodbye.codec().encode(obj.goodbye, w)
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
              obj.hello = DirectHello.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.hello
              })
              break
            }
            case 2: {
              obj.envelope = DirectEnvelope.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.envelope
              })
              break
            }
            case 3: {
              obj.request = DirectRequest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.request
              })
              break
            }
            case 4: {
              obj.outcomes = DirectOutcomes.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.outcomes
              })
              break
            }
            case 5: {
              obj.answer = DirectAnswer.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.answer
              })
              break
            }
            case 6: {
              obj.ping = DirectPing.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ping
              })
              break
            }
            case 7: {
              obj.pong = DirectPing.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pong
              })
              break
            }
            case 8: {
              obj.goodbye = DirectGoodbye.codec().decode(reader, reader.uint32(), {
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
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * DirectHello.codec().stream(reader, reader.uint32(), `${prefix}.hello`, {
                limits: opts.limits?.hello
              })

              break
            }
            case 2: {
              yield * DirectEnvelope.codec().stream(reader, reader.uint32(), `${prefix}.envelope`, {
                limits: opts.limits?.envelope
              })

              break
            }
            case 3: {
              yield * DirectRequest.codec().stream(reader, reader.uint32(), `${prefix}.request`, {
                limits: opts.limits?.request
              })

              break
            }
            case 4: {
              yield * DirectOutcomes.codec().stream(reader, reader.uint32(), `${prefix}.outcomes`, {
                limits: opts.limits?.outcomes
              })

              break
            }
            case 5: {
              yield * DirectAnswer.codec().stream(reader, reader.uint32(), `${prefix}.answer`, {
                limits: opts.limits?.answer
              })

              break
            }
            case 6: {
              yield * DirectPing.codec().stream(reader, reader.uint32(), `${prefix}.ping`, {
                limits: opts.limits?.ping
              })

              break
            }
            case 7: {
              yield * DirectPing.codec().stream(reader, reader.uint32(), `${prefix}.pong`, {
                limits: opts.limits?.pong
              })

              break
            }
            case 8: {
              yield * DirectGoodbye.codec().stream(reader, reader.uint32(), `${prefix}.goodbye`, {
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
      })
    }

    return _codec
  }

  export interface DirectFrameHelloVersionFieldEvent {
    field: '$.hello.version'
    value: number
  }

  export interface DirectFrameHelloRunFieldEvent {
    field: '$.hello.run'
    value: Uint8Array
  }

  export interface DirectFrameHelloWindowFramesFieldEvent {
    field: '$.hello.windowFrames'
    value: number
  }

  export interface DirectFrameHelloWindowBytesFieldEvent {
    field: '$.hello.windowBytes'
    value: number
  }

  export interface DirectFrameEnvelopeIdFieldEvent {
    field: '$.envelope.id'
    value: number
  }

  export interface DirectFrameEnvelopeLogFieldEvent {
    field: '$.envelope.log'
    value: Uint8Array
  }

  export interface DirectFrameEnvelopeBytesFieldEvent {
    field: '$.envelope.bytes'
    value: Uint8Array
  }

  export interface DirectFrameRequestIdFieldEvent {
    field: '$.request.id'
    value: number
  }

  export interface DirectFrameRequestKindFieldEvent {
    field: '$.request.kind'
    value: number
  }

  export interface DirectFrameRequestBodyFieldEvent {
    field: '$.request.body'
    value: Uint8Array
  }

  export interface DirectFrameOutcomesDurableFirstFieldEvent {
    field: '$.outcomes.durable[].first'
    value: number
    index: number
  }

  export interface DirectFrameOutcomesDurableCountFieldEvent {
    field: '$.outcomes.durable[].count'
    value: number
    index: number
  }

  export interface DirectFrameOutcomesRefusedIdFieldEvent {
    field: '$.outcomes.refused[].id'
    value: number
    index: number
  }

  export interface DirectFrameOutcomesRefusedCodeFieldEvent {
    field: '$.outcomes.refused[].code'
    value: string
    index: number
  }

  export interface DirectFrameOutcomesReleasedFramesFieldEvent {
    field: '$.outcomes.releasedFrames'
    value: number
  }

  export interface DirectFrameOutcomesReleasedBytesFieldEvent {
    field: '$.outcomes.releasedBytes'
    value: number
  }

  export interface DirectFrameAnswerIdFieldEvent {
    field: '$.answer.id'
    value: number
  }

  export interface DirectFrameAnswerBodyFieldEvent {
    field: '$.answer.body'
    value: Uint8Array
  }

  export interface DirectFramePingNumberFieldEvent {
    field: '$.ping.number'
    value: number
  }

  export interface DirectFramePongNumberFieldEvent {
    field: '$.pong.number'
    value: number
  }

  export function encode (obj: Partial<DirectFrame>): Uint8Array {
    return encodeMessage(obj, DirectFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectFrame>): DirectFrame {
    return decodeMessage(buf, DirectFrame.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectFrame>): Generator<DirectFrameHelloVersionFieldEvent | DirectFrameHelloRunFieldEvent | DirectFrameHelloWindowFramesFieldEvent | DirectFrameHelloWindowBytesFieldEvent | DirectFrameEnvelopeIdFieldEvent | DirectFrameEnvelopeLogFieldEvent | DirectFrameEnvelopeBytesFieldEvent | DirectFrameRequestIdFieldEvent | DirectFrameRequestKindFieldEvent | DirectFrameRequestBodyFieldEvent | DirectFrameOutcomesDurableFirstFieldEvent | DirectFrameOutcomesDurableCountFieldEvent | DirectFrameOutcomesRefusedIdFieldEvent | DirectFrameOutcomesRefusedCodeFieldEvent | DirectFrameOutcomesReleasedFramesFieldEvent | DirectFrameOutcomesReleasedBytesFieldEvent | DirectFrameAnswerIdFieldEvent | DirectFrameAnswerBodyFieldEvent | DirectFramePingNumberFieldEvent | DirectFramePongNumberFieldEvent> {
    return streamMessage(buf, DirectFrame.codec(), opts)
  }
}

export interface DirectHello {
  version: number
  run: Uint8Array
  windowFrames: number
  windowBytes: number
}

export namespace DirectHello {
  let _codec: Codec<DirectHello>

  export const codec = (): Codec<DirectHello> => {
    if (_codec == null) {
      _codec = message<DirectHello>((obj, w, opts = {}) => {
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
                field: `${prefix}.run`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.windowFrames`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.windowBytes`,
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

  export interface DirectHelloVersionFieldEvent {
    field: '$.version'
    value: number
  }

  export interface DirectHelloRunFieldEvent {
    field: '$.run'
    value: Uint8Array
  }

  export interface DirectHelloWindowFramesFieldEvent {
    field: '$.windowFrames'
    value: number
  }

  export interface DirectHelloWindowBytesFieldEvent {
    field: '$.windowBytes'
    value: number
  }

  export function encode (obj: Partial<DirectHello>): Uint8Array {
    return encodeMessage(obj, DirectHello.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectHello>): DirectHello {
    return decodeMessage(buf, DirectHello.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectHello>): Generator<DirectHelloVersionFieldEvent | DirectHelloRunFieldEvent | DirectHelloWindowFramesFieldEvent | DirectHelloWindowBytesFieldEvent> {
    return streamMessage(buf, DirectHello.codec(), opts)
  }
}

export interface DirectEnvelope {
  id: number
  log: Uint8Array
  bytes: Uint8Array
}

export namespace DirectEnvelope {
  let _codec: Codec<DirectEnvelope>

  export const codec = (): Codec<DirectEnvelope> => {
    if (_codec == null) {
      _codec = message<DirectEnvelope>((obj, w, opts = {}) => {
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
                field: `${prefix}.id`,
                value: reader.uint64Number()
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
                field: `${prefix}.bytes`,
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

  export interface DirectEnvelopeIdFieldEvent {
    field: '$.id'
    value: number
  }

  export interface DirectEnvelopeLogFieldEvent {
    field: '$.log'
    value: Uint8Array
  }

  export interface DirectEnvelopeBytesFieldEvent {
    field: '$.bytes'
    value: Uint8Array
  }

  export function encode (obj: Partial<DirectEnvelope>): Uint8Array {
    return encodeMessage(obj, DirectEnvelope.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectEnvelope>): DirectEnvelope {
    return decodeMessage(buf, DirectEnvelope.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectEnvelope>): Generator<DirectEnvelopeIdFieldEvent | DirectEnvelopeLogFieldEvent | DirectEnvelopeBytesFieldEvent> {
    return streamMessage(buf, DirectEnvelope.codec(), opts)
  }
}

export interface DirectRequest {
  id: number
  kind: number
  body: Uint8Array
}

export namespace DirectRequest {
  let _codec: Codec<DirectRequest>

  export const codec = (): Codec<DirectRequest> => {
    if (_codec == null) {
      _codec = message<DirectRequest>((obj, w, opts = {}) => {
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
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.id`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.kind`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.body`,
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

  export interface DirectRequestIdFieldEvent {
    field: '$.id'
    value: number
  }

  export interface DirectRequestKindFieldEvent {
    field: '$.kind'
    value: number
  }

  export interface DirectRequestBodyFieldEvent {
    field: '$.body'
    value: Uint8Array
  }

  export function encode (obj: Partial<DirectRequest>): Uint8Array {
    return encodeMessage(obj, DirectRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectRequest>): DirectRequest {
    return decodeMessage(buf, DirectRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectRequest>): Generator<DirectRequestIdFieldEvent | DirectRequestKindFieldEvent | DirectRequestBodyFieldEvent> {
    return streamMessage(buf, DirectRequest.codec(), opts)
  }
}

export interface DirectOutcomes {
  durable: DirectSpan[]
  refused: DirectRefusal[]
  releasedFrames: number
  releasedBytes: number
}

export namespace DirectOutcomes {
  let _codec: Codec<DirectOutcomes>

  export const codec = (): Codec<DirectOutcomes> => {
    if (_codec == null) {
      _codec = message<DirectOutcomes>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.durable != null && obj.durable.length > 0) {
          for (const value of obj.durable) {
            w.uint32(10)
            DirectSpan.codec().encode(value, w)
          }
        }

        if (obj.refused != null && obj.refused.length > 0) {
          for (const value of obj.refused) {
            w.uint32(18)
            DirectRefusal.codec().encode(value, w)
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

              obj.durable.push(DirectSpan.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.durable$
              }))
              break
            }
            case 2: {
              if (opts.limits?.refused != null && obj.refused.length === opts.limits.refused) {
                throw new MaxLengthError('Decode error - repeated field "refused" had too many elements')
              }

              obj.refused.push(DirectRefusal.codec().decode(reader, reader.uint32(), {
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
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          durable: 0,
          refused: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.durable != null && obj.durable === opts.limits.durable) {
                throw new MaxLengthError('Streaming decode error - repeated field "durable" had too many elements')
              }

              for (const evt of DirectSpan.codec().stream(reader, reader.uint32(), `${prefix}.durable[]`, {
                limits: opts.limits?.durable$
              })) {
                yield {
                  ...evt,
                  index: obj.durable
                }
              }

              obj.durable++

              break
            }
            case 2: {
              if (opts.limits?.refused != null && obj.refused === opts.limits.refused) {
                throw new MaxLengthError('Streaming decode error - repeated field "refused" had too many elements')
              }

              for (const evt of DirectRefusal.codec().stream(reader, reader.uint32(), `${prefix}.refused[]`, {
                limits: opts.limits?.refused$
              })) {
                yield {
                  ...evt,
                  index: obj.refused
                }
              }

              obj.refused++

              break
            }
            case 3: {
              yield {
                field: `${prefix}.releasedFrames`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.releasedBytes`,
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

  export interface DirectOutcomesDurableFirstFieldEvent {
    field: '$.durable[].first'
    value: number
    index: number
  }

  export interface DirectOutcomesDurableCountFieldEvent {
    field: '$.durable[].count'
    value: number
    index: number
  }

  export interface DirectOutcomesRefusedIdFieldEvent {
    field: '$.refused[].id'
    value: number
    index: number
  }

  export interface DirectOutcomesRefusedCodeFieldEvent {
    field: '$.refused[].code'
    value: string
    index: number
  }

  export interface DirectOutcomesReleasedFramesFieldEvent {
    field: '$.releasedFrames'
    value: number
  }

  export interface DirectOutcomesReleasedBytesFieldEvent {
    field: '$.releasedBytes'
    value: number
  }

  export function encode (obj: Partial<DirectOutcomes>): Uint8Array {
    return encodeMessage(obj, DirectOutcomes.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectOutcomes>): DirectOutcomes {
    return decodeMessage(buf, DirectOutcomes.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectOutcomes>): Generator<DirectOutcomesDurableFirstFieldEvent | DirectOutcomesDurableCountFieldEvent | DirectOutcomesRefusedIdFieldEvent | DirectOutcomesRefusedCodeFieldEvent | DirectOutcomesReleasedFramesFieldEvent | DirectOutcomesReleasedBytesFieldEvent> {
    return streamMessage(buf, DirectOutcomes.codec(), opts)
  }
}

export interface DirectSpan {
  first: number
  count: number
}

export namespace DirectSpan {
  let _codec: Codec<DirectSpan>

  export const codec = (): Codec<DirectSpan> => {
    if (_codec == null) {
      _codec = message<DirectSpan>((obj, w, opts = {}) => {
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
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.first`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.count`,
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

  export interface DirectSpanFirstFieldEvent {
    field: '$.first'
    value: number
  }

  export interface DirectSpanCountFieldEvent {
    field: '$.count'
    value: number
  }

  export function encode (obj: Partial<DirectSpan>): Uint8Array {
    return encodeMessage(obj, DirectSpan.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectSpan>): DirectSpan {
    return decodeMessage(buf, DirectSpan.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectSpan>): Generator<DirectSpanFirstFieldEvent | DirectSpanCountFieldEvent> {
    return streamMessage(buf, DirectSpan.codec(), opts)
  }
}

export interface DirectRefusal {
  id: number
  code: string
}

export namespace DirectRefusal {
  let _codec: Codec<DirectRefusal>

  export const codec = (): Codec<DirectRefusal> => {
    if (_codec == null) {
      _codec = message<DirectRefusal>((obj, w, opts = {}) => {
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
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.id`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.code`,
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

  export interface DirectRefusalIdFieldEvent {
    field: '$.id'
    value: number
  }

  export interface DirectRefusalCodeFieldEvent {
    field: '$.code'
    value: string
  }

  export function encode (obj: Partial<DirectRefusal>): Uint8Array {
    return encodeMessage(obj, DirectRefusal.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectRefusal>): DirectRefusal {
    return decodeMessage(buf, DirectRefusal.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectRefusal>): Generator<DirectRefusalIdFieldEvent | DirectRefusalCodeFieldEvent> {
    return streamMessage(buf, DirectRefusal.codec(), opts)
  }
}

export interface DirectAnswer {
  id: number
  body: Uint8Array
}

export namespace DirectAnswer {
  let _codec: Codec<DirectAnswer>

  export const codec = (): Codec<DirectAnswer> => {
    if (_codec == null) {
      _codec = message<DirectAnswer>((obj, w, opts = {}) => {
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
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.id`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.body`,
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

  export interface DirectAnswerIdFieldEvent {
    field: '$.id'
    value: number
  }

  export interface DirectAnswerBodyFieldEvent {
    field: '$.body'
    value: Uint8Array
  }

  export function encode (obj: Partial<DirectAnswer>): Uint8Array {
    return encodeMessage(obj, DirectAnswer.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectAnswer>): DirectAnswer {
    return decodeMessage(buf, DirectAnswer.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectAnswer>): Generator<DirectAnswerIdFieldEvent | DirectAnswerBodyFieldEvent> {
    return streamMessage(buf, DirectAnswer.codec(), opts)
  }
}

export interface DirectPing {
  number: number
}

export namespace DirectPing {
  let _codec: Codec<DirectPing>

  export const codec = (): Codec<DirectPing> => {
    if (_codec == null) {
      _codec = message<DirectPing>((obj, w, opts = {}) => {
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
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.number`,
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

  export interface DirectPingNumberFieldEvent {
    field: '$.number'
    value: number
  }

  export function encode (obj: Partial<DirectPing>): Uint8Array {
    return encodeMessage(obj, DirectPing.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectPing>): DirectPing {
    return decodeMessage(buf, DirectPing.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectPing>): Generator<DirectPingNumberFieldEvent> {
    return streamMessage(buf, DirectPing.codec(), opts)
  }
}

export interface DirectGoodbye {}

export namespace DirectGoodbye {
  let _codec: Codec<DirectGoodbye>

  export const codec = (): Codec<DirectGoodbye> => {
    if (_codec == null) {
      _codec = message<DirectGoodbye>((obj, w, opts = {}) => {
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
      }, function * (reader, length, prefix, opts = {}) {
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
      })
    }

    return _codec
  }

  export function encode (obj: Partial<DirectGoodbye>): Uint8Array {
    return encodeMessage(obj, DirectGoodbye.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectGoodbye>): DirectGoodbye {
    return decodeMessage(buf, DirectGoodbye.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DirectGoodbye>): Generator<{}> {
    return streamMessage(buf, DirectGoodbye.codec(), opts)
  }
}
