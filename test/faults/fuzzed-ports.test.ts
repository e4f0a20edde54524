import '../../node/host/shim.js'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { multiaddr } from '@multiformats/multiaddr'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { WebSocket } from 'ws'
import type { Status } from '../../node/api/status.js'
import type { CreatedToken, Endpoints } from '../../node/api/rpc-schema.js'
import { startLibp2p } from '../../node/host/libp2p-node.js'
import { mappedAddresses } from '../../node/host/stun.js'
import type { RelayStatus } from '../../relay/control.js'
import { parleyOn, SHIPPED, type Running } from '../cli/parley-process.js'
import { within } from '../e2e/deadline.js'
import { until } from '../network/dht.js'
import { newSeed } from '../network/nodes.js'
import { relayOn, runRelay, said } from '../relay/relay-process.js'
import { fuzzTcp, fuzzUdp, httpAt, LIBP2P, STUN, WEB_SOCKET, type Half } from './fuzz.js'

const fuzzed = suite('a port that is sent garbage')
const SEED = Number(process.env['PARLEY_SEED'] ?? 7)
const CASES = 400
const DATAGRAMS = 2_000
const DEADLINE_MS = 30_000
const ASK_STATUS = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'status' })
const NODE = [
  '--name',
  'ada',
  '--no-passphrase',
  '--no-mdns',
  '--listen',
  '/ip4/127.0.0.1/tcp/0',
  '--listen',
  '/ip4/127.0.0.1/tcp/0/ws',
  '--http-port',
  '0'
]
const RELAY = ['--relay', '--relay-listen', '/ip4/127.0.0.1/tcp/0', '--relay-listen', '/ip4/127.0.0.1/tcp/0/ws']

interface Process {
  readonly running: Running
  readonly addresses: readonly string[]
}

interface NodeProcess extends Process {
  /** Base URL. */
  readonly http: string
  readonly token: string
  /** Of the relay in it. */
  readonly relayAddresses: readonly string[]
  readonly stunPort: number
}

interface RelayProcess extends Process {
  readonly monitor: string
}

const processes: Running[] = []
let folder = ''
let node: NodeProcess
let relay: RelayProcess

fuzzed.before(async () => {
  console.log(`PARLEY_SEED=${SEED}`)
  folder = await mkdtemp(join(tmpdir(), 'parley-fuzzed-'))
  node = await startNode(join(folder, 'node'))
  relay = await startRelay(join(folder, 'relay'))
})
fuzzed.after(async () => {
  await Promise.all(processes.map(running => running.end('SIGKILL')))
  await rm(folder, { recursive: true, maxRetries: 3 })
})

async function startNode(dataDir: string): Promise<NodeProcess> {
  const parley = parleyOn(SHIPPED, dataDir, { PARLEY_NO_RELAY: '' })
  const running = parley.start(['daemon', '--json', ...NODE, ...RELAY])
  processes.push(running)
  const relayIsUp = new Promise<void>(resolve =>
    running.child.stderr?.on('data', () => running.complaints().includes('keeps messages') && resolve())
  )
  const { http = '' } = JSON.parse(await within(DEADLINE_MS, 'the daemon', running.line(), () => running.complaints())) as Endpoints
  await within(DEADLINE_MS, 'its relay', relayIsUp, () => running.complaints())
  const { token } = await said<CreatedToken>(parley.run(['token', 'create', '--scope', 'read', '--json']))
  const { addresses } = await statusOf(http, token)
  const own = await said<RelayStatus>(relayOn(join(dataDir, 'default', 'relay')).run(['status', '--json']))
  return { running, addresses, http, token, relayAddresses: own.addresses, stunPort: own.stunPort }
}

async function statusOf(http: string, token: string): Promise<Status> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const signal = AbortSignal.timeout(DEADLINE_MS)
  const answer = await fetch(`${http}/rpc`, { method: 'POST', headers, body: ASK_STATUS, signal })
  return ((await answer.json()) as { result: Status }).result
}

async function startRelay(dataDir: string): Promise<RelayProcess> {
  const parleyRelay = relayOn(dataDir)
  const { process: running } = await within(DEADLINE_MS, 'the relay', runRelay(parleyRelay, '--listen', '/ip4/127.0.0.1/tcp/0/ws'))
  processes.push(running)
  const { addresses, monitor = '' } = await said<RelayStatus>(parleyRelay.run(['status', '--json']))
  return { running, addresses, monitor }
}

function portOf(address: string): number {
  const { value } = multiaddr(address)
    .getComponents()
    .find(({ name }) => name === 'tcp') ?? { value: '' }
  return Number(value)
}

const isWebSocket = (address: string): boolean => address.includes('/ws')

/** Whoever comes too often from one address is refused for a second: like any honest dialler, this one comes again. */
async function dial(address: string): Promise<void> {
  const honest = await startLibp2p({ seed: newSeed(), mdns: false, listen: [] })
  try {
    const isDialled = (): Promise<boolean> =>
      honest.dial(multiaddr(address)).then(
        () => true,
        () => false
      )
    await until(isDialled, `an honest dial of ${address}`, DEADLINE_MS)
  } finally {
    await honest.stop()
  }
}

/** Also what its processes give up with a bug counts: they must take garbage as garbage. */
function assertUnhurt({ running }: Process): void {
  assert.is(running.child.exitCode ?? running.child.signalCode, null, running.complaints())
  assert.not.match(running.complaints(), 'ERR_INTERNAL')
}

for (const [what, half, has] of [
  ['TCP', LIBP2P, (address: string) => !isWebSocket(address)],
  ['WebSocket', WEB_SOCKET, isWebSocket]
] as const)
  fuzzed(`by ${what} is dialled afterwards: a node’s, its relay’s and a relay’s`, async () => {
    for (const [of, addresses] of [
      [node, node.addresses],
      [node, node.relayAddresses],
      [relay, relay.addresses]
    ] as const) {
      const address = addresses.find(has) ?? ''
      await fuzzTcp(portOf(address), half, SEED, CASES)
      assertUnhurt(of)
      await dial(address)
      assertUnhurt(of)
    }
  })

fuzzed('by STUN tells afterwards where one comes from', async () => {
  await fuzzUdp(node.stunPort, STUN, SEED, DATAGRAMS)
  const [mapped] = await mappedAddresses([`stun:127.0.0.1:${node.stunPort}`])
  assert.is(mapped?.host, '127.0.0.1')
  assertUnhurt(node)
})

async function fuzzHttp(url: string, half: Half, of: Process): Promise<void> {
  await fuzzTcp(Number(new URL(url).port), half, SEED, CASES)
  assert.is((await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(DEADLINE_MS) })).status, 200)
  assertUnhurt(of)
}

fuzzed('by HTTP says afterwards that a relay is well', async () => {
  await fuzzHttp(relay.monitor, httpAt(new URL(relay.monitor).host), relay)
})

fuzzed('by JSON-RPC answers afterwards, by HTTP and by WebSocket', async () => {
  const { http, token } = node
  await fuzzHttp(http, httpAt(new URL(http).host), node)
  await fuzzHttp(http, httpAt(new URL(http).host, token), node)
  assert.equal((await statusOf(http, token)).addresses, node.addresses)
  const socket = new WebSocket(`${http.replace('http', 'ws')}/rpc`, { headers: { authorization: `Bearer ${token}` } })
  const answered = new Promise<string>((resolve, reject) => {
    socket.on('open', () => socket.send(ASK_STATUS))
    socket.on('message', data => resolve((data as Buffer).toString('utf8')))
    socket.on('error', reject)
  })
  const answer = await within(DEADLINE_MS, 'an answer by WebSocket', answered, () => node.running.complaints())
  assert.equal((JSON.parse(answer) as { result: Status }).result.addresses, node.addresses)
  socket.terminate()
})

fuzzed.run()
