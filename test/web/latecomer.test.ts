import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { forLatecomer } from '../../web/tab/latecomer.js'

type Components = Parameters<typeof forLatecomer>[0]
type Topology = Parameters<Components['registrar']['register']>[1]

const PROTOCOL = '/spoken/1.0.0'

/** As much of libp2p as is asked: three who are connected, of whom one speaks the protocol and one was not identified yet. */
function libp2p(registered: string[]): Components {
  const peers: Readonly<Record<string, readonly string[]>> = { speaks: [PROTOCOL], mute: ['/other/1.0.0'] }
  return {
    registrar: {
      async register(protocol: string) {
        registered.push(protocol)
        return 'an id'
      }
    },
    connectionManager: { getConnections: () => ['speaks', 'mute', 'unknown'].map(remotePeer => ({ remotePeer })) },
    peerStore: {
      async get(peer: string) {
        const protocols = peers[peer]
        if (protocols === undefined) throw new Error('not found')
        return { protocols }
      }
    }
  } as unknown as Components
}

const latecomer = suite('a service that starts late')

latecomer('hears of those who were there before it and speak its protocol, and of nobody twice', async () => {
  const [registered, heard]: [string[], string[]] = [[], []]
  const topology: Topology = { onConnect: peer => void heard.push(String(peer)) }
  const { registrar } = forLatecomer(libp2p(registered))
  assert.is(await registrar.register(PROTOCOL, topology), 'an id')
  assert.equal(registered, [PROTOCOL])
  assert.equal(heard, ['speaks'])
})

latecomer.run()
