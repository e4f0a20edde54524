import { circuitRelayServer } from '@libp2p/circuit-relay-v2'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { identify } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'

export interface TestRelay {
  readonly address: string
  readonly port: number
  stop(): Promise<void>
}

/** A bare circuit relay on loopback TCP. */
export async function startRelay(seed: Uint8Array, port = 0): Promise<TestRelay> {
  const node = await createLibp2p({
    privateKey: await generateKeyPairFromSeed('Ed25519', seed),
    addresses: { listen: [`/ip4/127.0.0.1/tcp/${port}`] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: { identify: identify(), ping: ping(), relay: circuitRelayServer() }
  })
  const address = String(node.getMultiaddrs()[0])
  return { address, port: Number(/\/tcp\/(\d+)/.exec(address)?.[1]), stop: async () => node.stop() }
}
