/** The other process of the wire limits: echoes, or counts frames and says when all are there. Ends with its parent. */
import '../../node/host/shim.js'
import { createServer, type AddressInfo } from 'node:net'
import { createFrameCounter, createPlainNode, ECHO, SINK } from './wire.js'

export interface WireFarEnd {
  readonly echo: AddressInfo
  readonly sink: AddressInfo
  readonly node: string
}

process.on('disconnect', () => process.exit())

const ALL_HERE = Uint8Array.of(1)

const echo = createServer({ noDelay: true }, socket => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1')
const sink = createServer({ noDelay: true }, socket => {
  const count = createFrameCounter(() => socket.write(ALL_HERE))
  socket.on('data', count).on('error', () => undefined)
}).listen(0, '127.0.0.1')

const node = await createPlainNode()
await node.handle(ECHO, stream => stream.addEventListener('message', ({ data }) => stream.send(data)))
await node.handle(SINK, stream => {
  const count = createFrameCounter(() => stream.send(ALL_HERE))
  stream.addEventListener('message', ({ data }) => count(data.subarray()))
})
const far: WireFarEnd = { echo: echo.address() as AddressInfo, sink: sink.address() as AddressInfo, node: String(node.getMultiaddrs()[0]) }
process.send?.(far)
