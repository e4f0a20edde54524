import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createTap, type Tap, type TapOptions } from './tap.js'

const test = suite<{ echo: Server; tap: Tap }>('the tap')

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return address.port
}

async function tapped(echo: Server, options: Omit<TapOptions, 'target'> = {}): Promise<Tap> {
  return createTap({ target: () => portOf(echo), ...options })
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port })
  await once(socket, 'connect')
  return socket
}

async function echoed(socket: Socket, text: string): Promise<string> {
  socket.write(text)
  const [piece]: Buffer[] = await once(socket, 'data')
  return String(piece)
}

test.before.each(async context => {
  context.echo = createServer(socket => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1')
  await once(context.echo, 'listening')
})

test.after.each(async context => {
  await context.tap.close()
  context.echo.close()
})

test('passes both directions on, counts and keeps them', async context => {
  context.tap = await tapped(context.echo, { capture: true })
  const socket = await dial(context.tap.port)
  assert.is(await echoed(socket, 'hello'), 'hello')
  assert.is(context.tap.bytes(), 10)
  assert.equal(context.tap.captures().map(String), ['hello', 'hello'])
  socket.destroy()
})

test('holds back what it is told to', async context => {
  context.tap = await tapped(context.echo, { delayMs: 30 })
  const socket = await dial(context.tap.port)
  const startedAt = performance.now()
  await echoed(socket, 'hello')
  assert.ok(performance.now() - startedAt >= 59)
  socket.destroy()
})

test('cuts what is open and refuses what is new, until it heals', async context => {
  context.tap = await tapped(context.echo)
  const before = await dial(context.tap.port)
  context.tap.cut()
  await once(before, 'close')
  const during = await dial(context.tap.port)
  await once(during, 'close')
  context.tap.heal()
  const after = await dial(context.tap.port)
  assert.is(await echoed(after, 'again'), 'again')
  after.destroy()
})

test.run()
