import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { multiaddr } from '@multiformats/multiaddr'
import { within } from './deadline.js'

/** What `npx parley-relay` starts: the bundle. */
const PARLEY_RELAY = fileURLToPath(new URL('../../../dist/parley/relay.js', import.meta.url))
const READY_DEADLINE_MS = 20_000
const ENDED_DEADLINE_MS = 15_000

/** The shipped relay in a process of its own that all may join. */
export interface RelayProcess {
  readonly id: string
  /** Where it listens, with its peer id: the same after each start. */
  readonly address: string
  readonly folder: string
  readonly pid: number
  /** Again, after `stop` or `kill`. */
  start(): Promise<void>
  /** As Ctrl+C does. @throws where it does not end well */
  stop(): Promise<void>
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
  /** What its processes wrote. */
  output(): string
}

interface Ready {
  readonly id: string
  readonly addresses: readonly string[]
}

export interface RelayPlace {
  readonly ip4: string
  /** UDP; 0: no STUN. */
  readonly stunPort: number
  /** TCP, for its metrics; 0: any. */
  readonly monitorPort?: number
  /** After the TCP port, such as `/ws`. */
  readonly protocol?: string
  readonly flags?: readonly string[]
  /** A command that runs the rest of its line, such as in a network of its own. */
  readonly wrapper: readonly string[]
}

export const LOOPBACK: RelayPlace = { ip4: '127.0.0.1', stunPort: 0, wrapper: [] }

export async function createRelayProcess(
  folder: string,
  { ip4, stunPort, monitorPort = 0, protocol = '', flags: more = [], wrapper }: RelayPlace = LOOPBACK
): Promise<RelayProcess> {
  const written: string[] = []
  let running: ChildProcess | undefined
  let port = 0
  let ready: Ready | undefined
  const output = (): string => written.join('')

  async function start(): Promise<void> {
    const listen = `/ip4/${ip4}/tcp/${port}${protocol}`
    const flags = [
      ...more,
      '--open',
      '--listen',
      listen,
      '--stun-port',
      `${stunPort}`,
      '--monitor-port',
      `${monitorPort}`,
      '--data-dir',
      folder,
      '--json'
    ]
    const [command, ...rest] = [...wrapper, process.execPath, PARLEY_RELAY, 'run', ...flags] as [string, ...string[]]
    const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
    running = child
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => written.push(text))
    const [line] = (await within(READY_DEADLINE_MS, 'a relay to be ready', once(createInterface(child.stdout), 'line'), output)) as [string]
    ready = JSON.parse(line) as Ready
    port = Number(
      multiaddr(ready.addresses[0] ?? '')
        .getComponents()
        .find(({ name }) => name === 'tcp')?.value
    )
  }

  async function end(signal: 'SIGINT' | 'SIGKILL'): Promise<number | null> {
    const child = running
    running = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return 0
    const closed = once(child, 'close')
    child.kill(signal)
    const [code] = (await within(ENDED_DEADLINE_MS, `a relay to end after ${signal}`, closed, output)) as [number | null]
    return code
  }

  await start()
  const { id } = ready ?? { id: '' }
  return {
    id,
    get address() {
      return `/ip4/${ip4}/tcp/${port}${protocol}/p2p/${id}`
    },
    folder,
    get pid() {
      return running?.pid ?? 0
    },
    start,
    async stop() {
      const code = await end('SIGINT')
      if (code !== 0 && code !== 130) throw new Error(`a relay ended with ${code}\n${output()}`)
    },
    async kill() {
      await end('SIGKILL')
    },
    output
  }
}
