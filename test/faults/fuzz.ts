import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import * as fc from 'fast-check'
import { concat, fromHex, utf8 } from '../../node/base/bytes.js'

/** Bytes in the pieces in which they are sent. */
type Case = readonly Uint8Array[]

const AT_ONCE = 16
/** A case leaves its connection open for so long, so that the other side may answer, or wait for the rest. */
const HANGS_UP_MS = 40
const MOST_RANDOM_BYTES = 2_000

/** What a protocol begins with, and what breaks it later. */
export interface Half {
  readonly begins: readonly Uint8Array[]
  readonly goesOn: readonly Uint8Array[]
}

const MULTISTREAM = utf8('\x13/multistream/1.0.0\n')
const NOISE = utf8('\x07/noise\n')

export const LIBP2P: Half = {
  begins: [MULTISTREAM, concat([MULTISTREAM, NOISE]), new Uint8Array()],
  goesOn: [
    NOISE,
    utf8('\x03ls\n'),
    Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
    Uint8Array.of(0, 0),
    concat([Uint8Array.of(0, 32), new Uint8Array(32)]),
    concat([Uint8Array.of(0xff, 0xff), new Uint8Array(600)])
  ]
}

/** A client's frames have a mask, which of zeros changes nothing. */
const masked = (firstByte: number, payload: Uint8Array): Uint8Array =>
  concat([Uint8Array.of(firstByte, 0x80 | payload.length, 0, 0, 0, 0), payload])

const FRAMES: readonly Uint8Array[] = [
  utf8('\x02\x05hello'),
  Uint8Array.of(0x82, 5, 0x68, 0x65, 0x6c, 0x6c, 0x6f),
  Uint8Array.of(0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
  masked(0xf2, utf8('hello')),
  masked(0x82, concat([MULTISTREAM, NOISE])),
  masked(0x81, Uint8Array.of(0xff, 0xfe)),
  masked(0x81, utf8('{"jsonrpc":"2.0","id":1,"method":"status"}')),
  masked(0x80, utf8('a continuation of nothing')),
  masked(0x88, Uint8Array.of(0)),
  masked(0x88, Uint8Array.of(0, 1)),
  masked(0x89, utf8('ping')),
  masked(0x8f, utf8('no such opcode'))
]

const upgrade = (path: string, host: string, headers: string): Uint8Array =>
  utf8(
    `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\n` +
      `sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${headers}\r\n`
  )

export const WEB_SOCKET: Half = { begins: [upgrade('/', 'x', '')], goesOn: FRAMES }

/** Of a port on loopback; with a token also what comes behind the door. */
export function httpAt(host: string, token = ''): Half {
  const bearer = token === '' ? '' : `authorization: Bearer ${token}\r\n`
  const post = `POST /rpc HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n${bearer}`
  return {
    begins: [
      upgrade('/rpc', host, bearer),
      utf8(`${post}transfer-encoding: chunked\r\n\r\n`),
      utf8(`${post}content-length: 43\r\n\r\n`),
      utf8(`${post}content-length: 99999999999\r\n\r\n`),
      utf8(`GET /healthz HTTP/1.1\r\nhost: ${host}\r\n\r\n`),
      utf8(`GET http://[ HTTP/1.1\r\nhost: ${host}\r\n\r\n`),
      utf8(`GET //?%ff HTTP/1.1\r\nhost: ${host}\r\n${bearer}\r\n`),
      utf8(`OPTIONS * HTTP/1.1\r\nhost: ${host}\r\n\r\n`),
      utf8(`CONNECT a:1 HTTP/1.1\r\nhost: ${host}\r\n\r\n`)
    ],
    goesOn: [
      ...FRAMES,
      utf8('[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[['),
      utf8('{"jsonrpc":"2.0","id":1,"method":"__proto__"'),
      utf8('5\r\n{"a":\r\nzz\r\n'),
      utf8('ffffffffffffffffff\r\n')
    ]
  }
}

const HEADER = fromHex('000100002112a442b7e7a701bc34d686fa87dfae')
const HEADER_OF_EIGHT = fromHex('000100082112a442b7e7a701bc34d686fa87dfae')

export const STUN: Half = {
  begins: [HEADER, HEADER_OF_EIGHT, new Uint8Array()],
  goesOn: [new Uint8Array(), fromHex('80220003616263ff'), fromHex('8022ffff616263ff'), fromHex('0006000461626364')]
}

/** The whole, or with a byte changed, or cut. */
const damaged = (whole: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(whole) },
    fc.tuple(fc.nat(), fc.nat(255)).map(([at, byte]) => whole.map((old, i) => (i === at % whole.length ? byte : old))),
    fc.nat().map(at => whole.subarray(0, at % (whole.length + 1)))
  )

/** The half-valid ones, some changed or cut, and some that are random from the first byte. */
function casesOf({ begins, goesOn }: Half): fc.Arbitrary<Case> {
  const noise = fc.uint8Array({ maxLength: MOST_RANDOM_BYTES })
  const half = fc.tuple(
    fc.constantFrom(...begins).chain(damaged),
    fc.constantFrom(...goesOn).chain(damaged),
    fc.oneof(fc.constant(new Uint8Array()), noise)
  )
  return fc.oneof(
    { weight: 4, arbitrary: half },
    half.map(pieces => [concat(pieces)]),
    noise.map(bytes => [bytes])
  )
}

const sample = (half: Half, seed: number, count: number): Case[] => fc.sample(casesOf(half), { seed, numRuns: count })

/** Each case on a connection of its own, some at a time. Resolves once all have been sent, or cut. */
export async function fuzzTcp(port: number, half: Half, seed: number, count: number): Promise<void> {
  const cases = sample(half, seed, count)
  const worker = async (): Promise<void> => {
    for (let pieces = cases.pop(); pieces !== undefined; pieces = cases.pop()) await say(port, pieces)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

const GIVEN_UP_MS = 10_000

/** The second piece goes once the first has been answered, if it is; some end their side, all hang up. */
async function say(port: number, [first = new Uint8Array(), ...later]: Case): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined) // cut: what it deserves
  const closed = new Promise(resolve => socket.once('close', resolve))
  const rest = concat(later)
  socket.once('data', () => socket.write(rest))
  socket.once('connect', () => {
    socket.write(first)
    setTimeout(() => (first.length % 2 === 0 ? socket.end(rest) : socket.write(rest)), HANGS_UP_MS / 2)
    setTimeout(() => (rest.length % 2 === 0 ? socket.destroy() : socket.resetAndDestroy()), HANGS_UP_MS)
  })
  // One that is not even accepted is given up: whether the port still answers is asked afterwards, with a deadline.
  const giveUp = setTimeout(() => socket.destroy(), GIVEN_UP_MS)
  await closed
  clearTimeout(giveUp)
}

/** Each case a datagram. */
export async function fuzzUdp(port: number, half: Half, seed: number, count: number): Promise<void> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  for (const pieces of sample(half, seed, count))
    await new Promise<void>((resolve, reject) =>
      socket.send(concat([...pieces]), port, '127.0.0.1', err => (err ? reject(err) : resolve()))
    )
  socket.close()
}
