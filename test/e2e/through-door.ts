/**
 * Loaded into a process ahead of its program (`--import`): all that it dials over TCP goes to the door of its side, which is told first
 * where to (`parted-network.ts`). WebRTC is not to be had: UDP passes no door.
 */
import { Socket, type SocketConnectOpts } from 'node:net'

type Method<This, Result> = (this: This, ...args: readonly unknown[]) => Result

const door = Number(process.env['PARLEY_TEST_DOOR'])
const connect = Reflect.get(Socket.prototype, 'connect') as Method<Socket, Socket>
const dlopen = Reflect.get(process, 'dlopen') as Method<NodeJS.Process, void>

function connectThroughDoor(this: Socket, ...args: readonly unknown[]): Socket {
  // `net.connect` hands on what it was given in an array of its own.
  const [options, listener] = (Array.isArray(args[0]) ? args[0] : args) as readonly [SocketConnectOpts, unknown]
  if (!('port' in options)) return Reflect.apply(connect, this, args)
  const target = Buffer.alloc(2)
  target.writeUInt16BE(options.port)
  Reflect.apply(connect, this, [{ ...options, host: '127.0.0.1', port: door }, listener])
  this.write(target)
  return this
}

function dlopenWithoutUdp(...args: readonly unknown[]): void {
  if (String(args[1]).includes('node_datachannel')) throw new Error('UDP passes no door')
  Reflect.apply(dlopen, process, args)
}

Object.assign(Socket.prototype, { connect: connectThroughDoor })
Object.assign(process, { dlopen: dlopenWithoutUdp })
