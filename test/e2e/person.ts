import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createRpcClient, type RpcClient } from '../../node/api/rpc-client.js'
import type { Endpoints } from '../../node/api/rpc-schema.js'
import { systemClock } from '../../node/base/clock.js'
import { connectSocket } from '../../node/host/rpc-socket.js'
import { within } from './deadline.js'
import { watchEvents, type EventWatch } from './event-watch.js'

/** What `npm start` starts: the bundle. */
const PARLEY = fileURLToPath(new URL('../../../dist/parley/main.js', import.meta.url))
const READY_DEADLINE_MS = 20_000
const ENDED_DEADLINE_MS = 10_000
const CALL_DEADLINE_MS = 30_000
const SHOWN_CHARS = 4_000

export interface PersonOptions {
  readonly name: string
  /** An empty folder of theirs alone. */
  readonly folder: string
  /** Flags for `parley daemon`. */
  readonly flags?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** More flags for `parley init`. */
  readonly init?: readonly string[]
  /** A command that runs the rest of its line, such as in a network of its own. */
  readonly wrapper?: readonly string[]
  /** Makes this a device of that person's account, which the 24 words in the file are of. */
  readonly linkedBy?: { readonly person: Person; readonly phraseFile: string; readonly flags: readonly string[] }
}

/** Somebody with a profile of their own and the shipped daemon running on it, reached by the shipped client. */
export interface Person {
  readonly name: string
  readonly profile: string
  /** Of the daemon that runs now, or that ran last. */
  readonly pid: number
  /** From spawning the daemon that runs now until it said it was ready, milliseconds. */
  readonly readyMs: number
  readonly api: RpcClient
  readonly events: EventWatch
  /** Runs a command of the shipped command line on this profile: what it wrote to stdout. @throws where it exits with another code than 0 */
  run(...args: string[]): Promise<string>
  /** Starts the daemon again, after `stop` or `kill`. */
  start(flags?: readonly string[]): Promise<void>
  /** As Ctrl+C does. @throws where it does not end well */
  stop(): Promise<void>
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
  /** SIGSTOP, and SIGCONT. */
  freeze(): void
  thaw(): void
  /** The end of what its daemons wrote. */
  output(): string
}

interface Running {
  readonly child: ChildProcess
  readonly pid: number
  readonly readyMs: number
  readonly api: RpcClient
  /** Made when it is first asked for. */
  events?: EventWatch
}

/** Makes the profile and starts the daemon. */
export async function createPerson(options: PersonOptions): Promise<Person> {
  const { name, folder, flags: firstFlags = [], env = {}, init = [], wrapper = [], linkedBy } = options
  const written: string[] = []
  const output = (): string => `\n--- ${name} wrote:\n${written.join('').slice(-SHOWN_CHARS)}`
  const environment = { ...process.env, PARLEY_DATA_DIR: folder, XDG_CONFIG_HOME: join(folder, 'no-configuration'), ...env }
  const profile = join(folder, 'default')
  let last: Running | undefined

  function parley(args: readonly string[]): ChildProcess {
    const [command, ...rest] = [...wrapper, process.execPath, PARLEY, ...args] as [string, ...string[]]
    const child = spawn(command, rest, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => written.push(text))
    return child
  }

  async function run(...args: string[]): Promise<string> {
    const child = parley(args)
    let said = ''
    child.stdout?.on('data', (text: string) => (said += text))
    return endedOnFailure(child, async () => {
      const [code]: (number | null)[] = await within(CALL_DEADLINE_MS, `parley ${args.join(' ')}`, once(child, 'close'), output)
      if (code !== 0) throw new Error(`parley ${args.join(' ')} exited with ${code}${output()}`)
      return said
    })
  }

  async function start(flags: readonly string[] = firstFlags): Promise<void> {
    const startedAt = performance.now()
    const child = parley(['daemon', '--json', ...flags])
    await endedOnFailure(child, async () => {
      const ready = await within(READY_DEADLINE_MS, `${name}'s daemon to be ready`, firstLine(child), output)
      const readyMs = performance.now() - startedAt
      if (child.pid === undefined || child.pid === last?.pid) throw new Error(`${name}'s daemon has no process of its own`)
      const api = createRpcClient(await connectSocket((JSON.parse(ready) as Endpoints).socket ?? ''), {
        clock: systemClock,
        timeoutMs: CALL_DEADLINE_MS
      })
      last = { child, pid: child.pid, readyMs, api }
    })
  }

  function running(): Running {
    if (last === undefined) throw new Error(`${name}'s daemon was never started`)
    return last
  }

  /** Resolves with the exit code once the process is gone and its output is read. */
  async function end(signal: 'SIGINT' | 'SIGKILL'): Promise<number | null> {
    const { child, api, events } = running()
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    events?.close()
    api.close()
    const closed = once(child, 'close')
    child.kill(signal)
    const [code]: (number | null)[] = await within(ENDED_DEADLINE_MS, `${name}'s daemon to end after ${signal}`, closed, output)
    return code ?? null
  }

  /** As somebody does who sits at both machines. */
  async function link({ person, phraseFile, flags }: NonNullable<PersonOptions['linkedBy']>): Promise<void> {
    const child = parley(['device', 'link', '--json', '--yes', '--no-passphrase', ...flags])
    await endedOnFailure(child, async () => {
      const { link: text } = JSON.parse(await within(READY_DEADLINE_MS, `${name} to show its text`, firstLine(child), output)) as {
        link: string
      }
      const ended = once(child, 'close')
      await person.run('device', 'link', text, '--yes', '--name', name, '--phrase-file', phraseFile)
      const [code]: (number | null)[] = await within(CALL_DEADLINE_MS, `${name} to be linked`, ended, output)
      if (code !== 0) throw new Error(`${name} was not linked: ${code}${output()}`)
    })
  }

  if (linkedBy === undefined) await run('init', '--name', name, '--no-passphrase', ...init)
  else await link(linkedBy)
  await start()
  return {
    name,
    profile,
    get pid() {
      return running().pid
    },
    get readyMs() {
      return running().readyMs
    },
    get api() {
      return running().api
    },
    get events() {
      return (running().events ??= watchEvents(running().api, output))
    },
    run,
    start,
    async stop() {
      const code = await end('SIGINT')
      if (code !== 0 && code !== 130) throw new Error(`${name}'s daemon ended with ${code}${output()}`)
    },
    async kill() {
      await end('SIGKILL')
    },
    freeze: () => void running().child.kill('SIGSTOP'),
    thaw: () => void running().child.kill('SIGCONT'),
    output
  }
}

/** What the child is used for; where that fails, the child doesn't outlive it. */
async function endedOnFailure<T>(child: ChildProcess, use: () => Promise<T>): Promise<T> {
  try {
    return await use()
  } catch (err) {
    child.kill('SIGKILL')
    throw err
  }
}

/** Resolves with the first line a daemon writes, which it writes once it is ready. Rejects where it ends before. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error('the daemon has no output')
    createInterface(child.stdout).once('line', resolve)
    child.once('close', code => reject(new Error(`the daemon ended with ${code} before it was ready`)))
  })
}
