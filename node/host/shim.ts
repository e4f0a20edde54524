// The first import of every Node entry point. Node 20 lacks two things that libp2p needs; Node 22 has both.
import { WebSocket } from 'ws'

interface Deferred<T> {
  promise: Promise<T>
  resolve: (value: T | PromiseLike<T>) => void
  reject: (reason?: unknown) => void
}

function withResolvers<T>(): Deferred<T> {
  let resolve!: Deferred<T>['resolve']
  let reject!: Deferred<T>['reject']
  const promise = new Promise<T>((res, rej) => {
    resolve = res
    reject = rej
  })
  return { promise, resolve, reject }
}

function provide(on: object, name: string, value: unknown): void {
  if (!(name in on)) Object.defineProperty(on, name, { value, writable: true, configurable: true })
}

provide(Promise, 'withResolvers', withResolvers)
/** As with Node 22's own, an error that nobody listens for ends the connection and nothing else: of `ws` it would end the process. */
const CalmWebSocket = new Proxy(WebSocket, {
  construct(target, args, newTarget): WebSocket {
    const websocket = Reflect.construct(target, args, newTarget) as WebSocket
    return websocket.on('error', () => websocket.terminate())
  }
})

provide(globalThis, 'WebSocket', CalmWebSocket)
