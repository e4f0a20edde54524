import type { Connection, ConnectionGater, Libp2p, MultiaddrConnection, PeerId } from '@libp2p/interface'
import { ChatError } from '../node/base/errors.js'
import { createNewcomers } from '../node/host/newcomers.js'
import type { Standing } from '../node/network/relay-protocol.js'
import { networkAddressOf } from './network-address.js'

/** Below what libp2p lets begin at once: past that it would turn away whoever comes, not whoever crowds. */
const MOST_HANDSHAKES = 400
const STRANGERS_SHARE = 3 / 4

type HandshakeGater = Required<Pick<ConnectionGater, 'denyInboundConnection' | 'denyInboundUpgradedConnection'>>

/** Handshakes that are slow on purpose give way, those from where most come from first. */
export function handshakeRules(): HandshakeGater {
  const begun = createNewcomers<MultiaddrConnection>(MOST_HANDSHAKES)
  return {
    denyInboundConnection(connection) {
      connection.addEventListener('close', () => begun.leave(connection), { once: true })
      begun.arrive(connection, networkAddressOf(connection.remoteAddr))?.abort(tooMany())
      return false
    },
    denyInboundUpgradedConnection(_peer, connection) {
      begun.leave(connection)
      return false
    }
  }
}

interface CrowdOptions {
  readonly maxConnections: number
  /** How a device that has said hello stands. */
  readonly standing: (peer: PeerId) => Standing | undefined
}

/**
 * Members first: whoever has not shown to be one has three quarters of the connections at most. Past that the oldest goes of the address
 * that has the most, so that a member who comes has the time to say hello.
 */
export function keepRoomForMembers(libp2p: Pick<Libp2p, 'addEventListener'>, { maxConnections, standing }: CrowdOptions): void {
  const strangers = createNewcomers<Connection>(Math.floor(maxConnections * STRANGERS_SHARE))
  libp2p.addEventListener('connection:open', ({ detail: connection }) => {
    if (connection.direction !== 'inbound') return
    const oldest = strangers.arrive(connection, networkAddressOf(connection.remoteAddr))
    // One that turned out to be a member is no stranger any more, and by that there is room.
    if (oldest !== undefined && standing(oldest.remotePeer) !== 'member') oldest.abort(tooMany())
  })
  libp2p.addEventListener('connection:close', ({ detail: connection }) => strangers.leave(connection))
}

const tooMany = (): ChatError => new ChatError('ERR_BUSY', 'too many connections; others have waited for less')
