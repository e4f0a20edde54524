import { bytes, message, optional, plain, repeated, string, uint32, uint64Number, type Codec } from '../protobuf.js'

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

export const LinkFrame: Codec<LinkFrame> = /* @__PURE__ */ message(() => [
  optional(1, 'hello', LinkHello),
  optional(2, 'envelope', LinkEnvelope),
  optional(3, 'request', LinkRequest),
  optional(4, 'outcomes', LinkOutcomes),
  optional(5, 'answer', LinkAnswer),
  optional(6, 'ping', LinkPing),
  optional(7, 'pong', LinkPing),
  optional(8, 'goodbye', LinkGoodbye)
])

export interface LinkHello {
  version: number
  run: Uint8Array
  windowFrames: number
  windowBytes: number
}

export const LinkHello: Codec<LinkHello> = /* @__PURE__ */ message(() => [
  plain(1, 'version', uint32),
  plain(2, 'run', bytes),
  plain(3, 'windowFrames', uint32),
  plain(4, 'windowBytes', uint32)
])

export interface LinkEnvelope {
  id: number
  log: Uint8Array
  bytes: Uint8Array
  place?: number
}

export const LinkEnvelope: Codec<LinkEnvelope> = /* @__PURE__ */ message(() => [
  plain(1, 'id', uint64Number),
  plain(2, 'log', bytes),
  plain(3, 'bytes', bytes),
  optional(4, 'place', uint64Number)
])

export interface LinkRequest {
  id: number
  kind: number
  body: Uint8Array
}

export const LinkRequest: Codec<LinkRequest> = /* @__PURE__ */ message(() => [
  plain(1, 'id', uint64Number),
  plain(2, 'kind', uint32),
  plain(3, 'body', bytes)
])

export interface LinkOutcomes {
  durable: LinkSpan[]
  refused: LinkRefusal[]
  releasedFrames: number
  releasedBytes: number
}

export const LinkOutcomes: Codec<LinkOutcomes> = /* @__PURE__ */ message(() => [
  repeated(1, 'durable', LinkSpan),
  repeated(2, 'refused', LinkRefusal),
  plain(3, 'releasedFrames', uint32),
  plain(4, 'releasedBytes', uint32)
])

export interface LinkSpan {
  first: number
  count: number
}

export const LinkSpan: Codec<LinkSpan> = /* @__PURE__ */ message(() => [
  plain(1, 'first', uint64Number),
  plain(2, 'count', uint32)
])

export interface LinkRefusal {
  id: number
  code: string
}

export const LinkRefusal: Codec<LinkRefusal> = /* @__PURE__ */ message(() => [
  plain(1, 'id', uint64Number),
  plain(2, 'code', string)
])

export interface LinkAnswer {
  id: number
  body: Uint8Array
}

export const LinkAnswer: Codec<LinkAnswer> = /* @__PURE__ */ message(() => [
  plain(1, 'id', uint64Number),
  plain(2, 'body', bytes)
])

export interface LinkPing {
  number: number
}

export const LinkPing: Codec<LinkPing> = /* @__PURE__ */ message(() => [
  plain(1, 'number', uint32)
])

export interface LinkGoodbye {}

export const LinkGoodbye: Codec<LinkGoodbye> = /* @__PURE__ */ message(() => [

])
