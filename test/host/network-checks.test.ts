import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { hostNetworkChecks } from '../../node/host/network-checks.js'
import { isChatError } from '../../node/base/errors.js'
import { mappedAddresses, parseStunServer } from '../../node/host/stun.js'

const test = suite('what this machine can tell of its network')
const MAGIC = Buffer.from([0x21, 0x12, 0xa4, 0x42])

interface StunServer {
  readonly url: string
  close(): void
}

/** Answers each request with what `answer` makes of it; nothing where that is nothing. */
async function stunServer(answer: (request: Buffer, port: number) => readonly Buffer[]): Promise<StunServer> {
  const socket: Socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  socket.on('message', (request, { address, port }) => {
    for (const reply of answer(request, port)) socket.send(reply, port, address)
  })
  return { url: `stun:127.0.0.1:${socket.address().port}`, close: () => socket.close() }
}

/** RFC 8489: another attribute first, whose length is no multiple of four. */
function success(request: Buffer, host: readonly number[], port: number): Buffer {
  const software = Buffer.from([0x80, 0x22, 0, 3, 0x61, 0x62, 0x63, 0])
  const mapped = Buffer.from([0, 0x20, 0, 8, 0, 1, 0, 0, ...host.map((byte, i) => byte ^ (MAGIC[i] ?? 0))])
  mapped.writeUInt16BE(port ^ 0x2112, 6)
  const header = Buffer.concat([Buffer.from([1, 1, 0, software.length + mapped.length]), request.subarray(4, 20)])
  return Buffer.concat([header, software, mapped])
}

const steady = (request: Buffer) => [success(request, [203, 0, 113, 7], 4_000)]
const moody = (request: Buffer) => [success(request, [203, 0, 113, 7], 4_001)]

async function natWith(...answers: ((request: Buffer, port: number) => readonly Buffer[])[]) {
  const servers = await Promise.all(answers.map(stunServer))
  try {
    const checks = await hostNetworkChecks({ mdns: false, stunServers: servers.map(({ url }) => url) })
    return checks.find(({ name }) => name === 'nat')
  } finally {
    for (const server of servers) server.close()
  }
}

test('a STUN request is as RFC 8489 has it, and the answer says where it came from', async () => {
  const requests: Buffer[] = []
  const server = await stunServer((request, port) => {
    requests.push(request)
    return [success(request, [127, 0, 0, 1], port)]
  })
  const [mapped] = await mappedAddresses([server.url])
  server.close()
  const [request] = requests
  assert.is(mapped?.host, '127.0.0.1')
  assert.is(request?.length, 20)
  assert.equal([...(request?.subarray(0, 8) ?? [])], [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42])
})

test('answers to something else, cut short or of another kind are none', async () => {
  const server = await stunServer((request, port) => {
    const good = success(request, [203, 0, 113, 7], port)
    const foreign = Buffer.from(good)
    foreign.writeUInt8(foreign.readUInt8(8) ^ 1, 8)
    const kind = Buffer.from(good)
    kind.writeUInt16BE(0x0111, 0)
    return [
      Buffer.alloc(0),
      good.subarray(0, 10),
      good.subarray(0, 30),
      good.subarray(0, good.length - 1),
      foreign,
      kind,
      Buffer.alloc(100, 255)
    ]
  })
  assert.equal(await mappedAddresses([server.url]), [])
  server.close()
})

test('a machine that others see by its own address has no router before it', async () => {
  assert.equal(await natWith((request, port) => [success(request, [127, 0, 0, 1], port)]), {
    name: 'nat',
    ok: true,
    detail: 'none: others see this machine as 127.0.0.1'
  })
})

test('a router that keeps its ports is told from one that gives every peer another', async () => {
  assert.match((await natWith(steady))?.detail ?? '', '203.0.113.7; it may keep its ports')
  assert.match((await natWith(steady, steady))?.detail ?? '', 'it keeps its ports')
  const different = await natWith(steady, moody)
  assert.is(different?.ok, false)
  assert.match(different?.advice ?? '', 'forward a port')
})

test('who asks nobody measures nothing; where nobody answers, that is said', async () => {
  assert.match((await natWith())?.detail ?? '', 'not measured')
  const silent = await natWith(() => [])
  assert.is(silent?.ok, false)
  assert.match(silent?.detail ?? '', 'UDP may be blocked')
  assert.equal(await mappedAddresses(['stun:', 'turn:127.0.0.1', 'stun:127.0.0.1:x']), [])
})

test('a port that is none is asked nothing, and the others still are', async () => {
  const server = await stunServer(steady)
  const seen = await mappedAddresses(['stun:127.0.0.1:99999', 'stun:127.0.0.1:0', 'stun:[::1]:3478', server.url])
  server.close()
  assert.equal(seen, [{ host: '203.0.113.7', port: 4_000 }])
})

test('what names no STUN server is refused, and what does is taken apart', () => {
  assert.equal(parseStunServer('stun:stun.example.org'), { host: 'stun.example.org', port: 3_478 })
  assert.equal(parseStunServer('stun:[2001:db8::1]:65535'), { host: '[2001:db8::1]', port: 65_535 })
  for (const wrong of ['stun:h:0', 'stun:h:65536', 'stun:h:99999', 'stun:', 'turn:h', 'h:3478'])
    assert.throws(
      () => parseStunServer(wrong),
      (err: unknown) => isChatError(err, 'ERR_INVALID_ARGUMENT') && err.message.includes(wrong)
    )
})

test('mDNS is said to be on or off, and WebRTC to be there', async () => {
  for (const mdns of [true, false]) {
    const checks = await hostNetworkChecks({ mdns, stunServers: [] })
    assert.match(checks.find(({ name }) => name === 'mdns')?.detail ?? '', mdns ? 'looks for others' : 'off')
    assert.ok(checks.find(({ name }) => name === 'webrtc')?.ok)
  }
})

test.run()
