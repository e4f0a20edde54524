import { connect, createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export interface TcpGate {
  readonly address: string
  /** From now on no byte passes, and neither side is told: as when a machine vanishes. */
  freeze(): void
  close(): void
}

/** Passes TCP on to a port until it is frozen. */
export async function openGate(port: number): Promise<TcpGate> {
  const sockets = new Set<Socket>()
  const server = createServer(near => {
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
    }
    near.pipe(far)
    far.pipe(near)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `/ip4/127.0.0.1/tcp/${(server.address() as AddressInfo).port}`,
    freeze() {
      server.close()
      for (const socket of sockets) {
        socket.unpipe()
        socket.pause()
      }
    },
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    }
  }
}
