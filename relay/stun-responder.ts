import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { multiaddr } from '@multiformats/multiaddr'
import type { Clock } from '../node/base/clock.js'
import { ChatError } from '../node/base/errors.js'
import type { AsyncStop } from '../node/base/lifecycle.js'
import { networkAddressOf } from './network-address.js'
import { answerStun, type Sender } from './stun.js'

const WINDOW_MS = 1_000
/** Whoever looks for its address asks a few times at most. An answer is larger than its request by at most 24 bytes. */
const ANSWERS_PER_ADDRESS = 8
const ANSWERS = 2_000

export interface StunResponder {
  readonly port: number
  counts(): { readonly answered: number; readonly ignored: number }
  readonly close: AsyncStop
}

interface StunOptions {
  /** UDP; 0 lets the system pick. */
  readonly port: number
  /** All interfaces of both families by default. */
  readonly hosts?: readonly string[]
  readonly clock: Pick<Clock, 'now'>
}

/** Answers binding requests, some of each address in a second and some of all; what is beyond that is as if it never came. @throws ERR_INVALID_ARGUMENT */
export async function serveStun({ port, hosts = ['0.0.0.0', '::'], clock }: StunOptions): Promise<StunResponder> {
  const counted = { answered: 0, ignored: 0 }
  const mayAnswer = createWindow(clock)
  const sockets: Socket[] = []
  let bound = port

  function receive(socket: Socket, datagram: Uint8Array, sender: Sender): void {
    const answer = answerStun(datagram, sender)
    if (answer === undefined || !mayAnswer(sender)) {
      counted.ignored++
      return
    }
    counted.answered++
    // A datagram that the system does not take is lost like any other: whoever asked asks again.
    try {
      socket.send(answer, sender.port, sender.address, () => undefined)
    } catch {
      // Lost in the same way: what Node refuses to send it throws here.
    }
  }

  for (const host of hosts) {
    const family = host.includes(':') ? 'ip6' : 'ip4'
    const socket = createSocket({ type: family === 'ip6' ? 'udp6' : 'udp4', ipv6Only: family === 'ip6' })
    try {
      socket.bind(bound, host)
      await once(socket, 'listening')
    } catch (cause) {
      socket.close()
      if (sockets.length > 0 && isMissingFamily(cause)) continue
      await closeAll(sockets)
      throw new ChatError(
        'ERR_INVALID_ARGUMENT',
        `can't answer STUN at ${host} UDP port ${bound}; choose another port (of parley-relay with --stun-port, 0 for none)`,
        {
          cause
        }
      )
    }
    socket.on('message', (datagram, { address, port: from }) => receive(socket, datagram, { address, family, port: from }))
    socket.on('error', () => undefined) // of one datagram: the socket goes on
    sockets.push(socket)
    bound = socket.address().port
  }
  return { port: bound, counts: () => ({ ...counted }), close: () => closeAll(sockets) }
}

/** Whether one more is answered in this second. Pure but for what it counts. */
function createWindow(clock: Pick<Clock, 'now'>): (sender: Sender) => boolean {
  let startedAtMs = 0
  let answers = 0
  const byAddress = new Map<string, number>()
  return ({ address, family }) => {
    const now = clock.now()
    if (Math.abs(now - startedAtMs) >= WINDOW_MS) {
      startedAtMs = now
      answers = 0
      byAddress.clear()
    }
    const network = networkAddressOf(multiaddr(`/${family}/${address.split('%')[0]}`))
    const ofAddress = byAddress.get(network) ?? 0
    if (ofAddress >= ANSWERS_PER_ADDRESS || answers >= ANSWERS) return false
    byAddress.set(network, ofAddress + 1)
    answers++
    return true
  }
}

/** This machine has no IPv6. */
function isMissingFamily(err: unknown): boolean {
  return err instanceof Error && 'code' in err && (err.code === 'EAFNOSUPPORT' || err.code === 'EADDRNOTAVAIL')
}

async function closeAll(sockets: readonly Socket[]): Promise<void> {
  await Promise.all(sockets.map(socket => new Promise<void>(resolve => socket.close(() => resolve()))))
}
