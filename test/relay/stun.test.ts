import { createSocket, type Socket } from 'node:dgram'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromHex, toHex } from '../../node/base/bytes.js'
import { systemClock } from '../../node/base/clock.js'
import type { NowMs } from '../../node/base/ids.js'
import { answerStun, type Sender } from '../../relay/stun.js'
import { serveStun } from '../../relay/stun-responder.js'

const stun = suite('STUN')
const TRANSACTION = 'b7e7a701bc34d686fa87dfae'
const REQUEST = fromHex(`000100002112a442${TRANSACTION}`)
const ada: Sender = { address: '192.0.2.1', family: 'ip4', port: 32_853 }

/** RFC 5769, section 2.1: with SOFTWARE, PRIORITY, ICE-CONTROLLED, USERNAME, MESSAGE-INTEGRITY and FINGERPRINT. */
const ICE_CHECK = fromHex(
  '000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74002400046e0001ff80290008932ff9b151263b36' +
    '000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf'
)

stun('answers as RFC 5769 section 2.2 has it for IPv4', () => {
  assert.is(toHex(answerStun(REQUEST, ada) ?? new Uint8Array()), `0101000c2112a442${TRANSACTION}002000080001a147e112a643`)
})

stun('answers as RFC 5769 section 2.3 has it for IPv6, whatever the zone', () => {
  const mapped = '002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9'
  for (const address of ['2001:db8:1234:5678:11:2233:4455:6677', '2001:db8:1234:5678:11:2233:4455:6677%eth0']) {
    const answer = answerStun(REQUEST, { address, family: 'ip6', port: 32_853 })
    assert.is(toHex(answer ?? new Uint8Array()), `010100182112a442${TRANSACTION}${mapped}`)
  }
})

stun('answers a request with attributes that may be passed over', () => {
  const software = '80220003616263ff'
  assert.ok(answerStun(fromHex(`000100082112a442${TRANSACTION}${software}`), ada))
})

const header = (type: string, length: string, cookie = '2112a442'): string => type + length + cookie + TRANSACTION

stun('is silent to anything else', () => {
  for (const [what, bytes] of [
    ['nothing', ''],
    ['half a header', header('0001', '0000').slice(0, 38)],
    ['another cookie', header('0001', '0000', '2112a443')],
    ['an indication', header('0011', '0000')],
    ['an answer', header('0101', '0000')],
    ['a length that is not there', header('0001', '0008')],
    ['bytes behind its length', `${header('0001', '0000')}80220000`],
    ['an attribute beyond the end', `${header('0001', '0004')}80220008`],
    ['a credential', `${header('0001', '0008')}0006000461626364`]
  ] as const)
    assert.is(answerStun(fromHex(bytes), ada), undefined, what)
  assert.is(answerStun(ICE_CHECK, ada), undefined, 'a check of ICE (RFC 5769, section 2.1)')
})

stun('tells over real sockets where one comes from, a few times a second for each address', async () => {
  let now = systemClock.now()
  const responder = await serveStun({ port: 0, hosts: ['127.0.0.1'], clock: { now: () => now } })
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  const ask = async (): Promise<string> => {
    const answered = once(socket, 'message')
    socket.send(REQUEST, responder.port, '127.0.0.1')
    const [answer] = (await answered) as [Uint8Array]
    return toHex(answer)
  }
  const expected = toHex(answerStun(REQUEST, { address: '127.0.0.1', family: 'ip4', port }) ?? new Uint8Array())
  for (let i = 0; i < 8; i++) assert.is(await ask(), expected)
  socket.send(REQUEST, responder.port, '127.0.0.1')
  socket.send('no STUN', responder.port, '127.0.0.1')
  while (responder.counts().ignored < 2) await new Promise(setImmediate)
  now = (now + 1_000) as NowMs
  assert.is(await ask(), expected)
  assert.equal(responder.counts(), { answered: 9, ignored: 2 })
  socket.close()
  await responder.close()
})

stun('is silent to what comes from port 0, where nothing can be sent', async () => {
  assert.is(answerStun(REQUEST, { ...ada, port: 0 }), undefined)
  const made: Socket[] = []
  const onSocket = (message: unknown): void => void made.push((message as { socket: Socket }).socket)
  subscribe('udp.socket', onSocket)
  const responder = await serveStun({ port: 0, hosts: ['127.0.0.1'], clock: systemClock })
  unsubscribe('udp.socket', onSocket)
  const [socket] = made
  socket?.emit('message', Buffer.from(REQUEST), { address: '127.0.0.1', family: 'IPv4', port: 0, size: REQUEST.length })
  // None that a system hands over, but whatever Node refuses to send must end nothing.
  socket?.emit('message', Buffer.from(REQUEST), { address: '127.0.0.1', family: 'IPv4', port: 65_536, size: REQUEST.length })
  assert.equal(responder.counts(), { answered: 1, ignored: 1 })
  await responder.close()
})

stun('refuses a port that is taken with an error that names it', async () => {
  const first = await serveStun({ port: 0, hosts: ['127.0.0.1'], clock: systemClock })
  try {
    await serveStun({ port: first.port, hosts: ['127.0.0.1'], clock: systemClock })
    assert.unreachable()
  } catch (err) {
    assert.match(String(err), `UDP port ${first.port}`)
  }
  await first.close()
})

stun.run()
