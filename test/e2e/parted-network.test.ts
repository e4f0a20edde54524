import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createPartedNetwork, type PartedNetwork, type Side } from './parted-network.js'

/** Says something there, and ends with the first answer, or where it is cut off. */
const SAYS = `
const socket = require('node:net').connect({ host: '127.0.0.1', port: Number(process.argv[1]) })
socket.setEncoding('utf8').on('error', () => undefined).on('close', () => process.exit())
socket.once('data', text => process.stdout.write(text, () => socket.destroy()))
socket.write(process.argv[2])
`

const test = suite<{ network: PartedNetwork; servers: Server[] }>('a network that falls into two parts')

test.before.each(async context => {
  context.network = await createPartedNetwork({ capture: true })
  context.servers = []
})
test.after.each(async ({ network, servers }) => {
  await network.close()
  for (const server of servers) server.close()
})

/** @returns the port of somebody who says back what they hear */
async function listener({ network, servers }: { network: PartedNetwork; servers: Server[] }, side: Side): Promise<number> {
  const server = createServer((socket: Socket) => void socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  network.holds(side, port)
  return port
}

/** What a process of that side hears back when it says something there: nothing where it is cut off. */
async function heardBy(network: PartedNetwork, side: Side, port: number, text: string): Promise<string> {
  const child = spawn(process.execPath, ['-e', SAYS, String(port), text], { env: { ...process.env, ...network.env(side) } })
  let heard = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (heard += piece))
  await once(child, 'close')
  return heard
}

test('cuts what goes from one side to the other, and nothing else, until it heals', async context => {
  const { network } = context
  const [west, east] = [await listener(context, 'west'), await listener(context, 'east')]
  assert.is(await heardBy(network, 'west', east, 'over there?'), 'over there?')
  network.part()
  assert.is(await heardBy(network, 'west', east, 'and now?'), '')
  assert.is(await heardBy(network, 'east', west, 'from here?'), '')
  assert.is(await heardBy(network, 'west', west, 'at home'), 'at home')
  assert.is(await heardBy(network, 'east', east, 'at home too'), 'at home too')
  network.heal()
  assert.is(await heardBy(network, 'east', west, 'again'), 'again')
  const kept = network.captures().map(String)
  assert.equal(kept.filter(text => text === 'again').length, 2, 'both directions')
  assert.not.ok(kept.includes('and now?'))
})

test.run()
