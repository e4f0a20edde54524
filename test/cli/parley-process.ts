import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Size } from '../../node/cli/tui/state.js'
import { openPty, type Pty } from './pty.js'

/** The command line as it ships, and the same with a node that is only in memory. */
export const SHIPPED = fileURLToPath(new URL('../../../dist/parley/main.js', import.meta.url))
export const WITH_FAKE_NODE = fileURLToPath(new URL('./fake-main.js', import.meta.url))

const USUAL: Size = { columns: 80, rows: 24 }
const DEADLINE_MS = 60_000

export interface Outcome {
  readonly exit: number | null
  readonly out: string
  readonly err: string
}

export interface Running {
  readonly child: ChildProcess
  /** The next line of stdout. */
  line(): Promise<string>
  /** What it wrote to stderr so far. */
  complaints(): string
  /** Ends it as Ctrl+C does; resolves to the exit code. */
  interrupt(): Promise<number | null>
  /** The same with another signal. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

export interface Parley {
  /** Runs a command to its end. */
  run(args: readonly string[], stdin?: string | Uint8Array): Promise<Outcome>
  /** Starts a command that goes on, for as long as the test does. */
  start(args: readonly string[]): Running
  /** Runs a command, or another program, in a terminal of its own. */
  open(args: readonly string[], program?: readonly string[], size?: Size): Promise<Pty>
}

/** `parley` on one data folder, with nothing from the environment of whoever runs the tests. */
export function parleyOn(entry: string, dataDir: string, environment: Readonly<Record<string, string>> = {}): Parley {
  const env = {
    PATH: process.env.PATH,
    HOME: dataDir,
    XDG_CONFIG_HOME: `${dataDir}/config`,
    PARLEY_DATA_DIR: dataDir,
    PARLEY_NO_RELAY: '1',
    TZ: 'UTC',
    ...environment
  }
  const begin = (args: readonly string[], deadlineMs?: number): ChildProcess => {
    const child = spawn(process.execPath, [entry, ...args], { env, stdio: 'pipe', timeout: deadlineMs, killSignal: 'SIGKILL' })
    child.stdin.on('error', () => undefined) // a command that takes no input may be gone before it is given some
    return child
  }
  return {
    async run(args, stdin = '') {
      const child = begin(args, DEADLINE_MS)
      child.stdin?.end(stdin)
      const [out, err, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
      return { exit, out, err }
    },
    open: (args, program = [process.execPath, entry], size = USUAL) => openPty({ command: [...program, ...args], env, ...size }),
    start(args) {
      const child = begin(args)
      let complaints = ''
      child.stderr?.setEncoding('utf8').on('data', (said: string) => (complaints += said))
      const closed = once(child, 'close')
      const lines = createInterface({ input: child.stdout ?? process.stdin })[Symbol.asyncIterator]()
      const end = async (signal: NodeJS.Signals): Promise<number | null> => {
        child.kill(signal)
        const [exit]: (number | null)[] = await closed
        return exit ?? null
      }
      return {
        child,
        async line() {
          const { value, done } = await lines.next()
          if (done === true) throw new Error(`parley ${args.join(' ')} ended: ${complaints}`)
          return value
        },
        complaints: () => complaints,
        interrupt: () => end('SIGINT'),
        end
      }
    }
  }
}

async function text(stream: ChildProcess['stdout']): Promise<string> {
  let all = ''
  for await (const chunk of stream?.setEncoding('utf8') ?? []) all += chunk
  return all
}
