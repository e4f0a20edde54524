/** The other process of the links job: a node whose links find everything durable at once, beside a bare echo of both kinds. */
import '../../node/host/shim.js'
import { createServer, type AddressInfo } from 'node:net'
import { startLibp2p } from '../../node/host/libp2p-node.js'
import type { DeviceId } from '../../node/base/ids.js'
import { createLinks } from '../../node/network/libp2p-links.js'
import { DIRECT } from '../../node/network/links.js'
import { nowMs } from './figures.js'
import { ANSWER_ONE } from './links.js'

export interface LinksFarEnd {
  readonly device: DeviceId
  readonly addresses: readonly string[]
  readonly tcpEcho: number
}

const ONE = Uint8Array.of(1)

process.on('disconnect', () => process.exit())

let arrivedAtMs: number[] = []
process.on('message', () => {
  process.send?.(arrivedAtMs)
  arrivedAtMs = []
})

const tcp = createServer({ noDelay: true }, socket => socket.on('data', () => socket.write(ONE)).on('error', () => undefined))
await new Promise<void>(resolve => tcp.listen(0, '127.0.0.1', resolve))
const libp2p = await startLibp2p({ seed: crypto.getRandomValues(new Uint8Array(32)), mdns: false, listen: ['/ip4/127.0.0.1/tcp/0'] })
await libp2p.handle(ANSWER_ONE, stream => stream.addEventListener('message', () => stream.send(ONE)))
const links = await createLinks({ protocol: DIRECT, libp2p, ping: libp2p.services.ping })
links.serve({
  async envelopes(_from, envelopes) {
    const now = nowMs()
    for (const _ of envelopes) arrivedAtMs.push(now)
    return envelopes.map(() => 'durable')
  },
  request: async (_from, _kind, body) => body
})
const far: LinksFarEnd = { device: links.self, addresses: links.addresses(), tcpEcho: (tcp.address() as AddressInfo).port }
process.send?.(far)
