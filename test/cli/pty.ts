import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { toError } from '../../node/base/errors.js'
import { createVirtualTerminal, type VirtualTerminal } from './virtual-terminal.js'

const DEADLINE_MS = 30_000
const STARTED = /^pty (\/dev\/\S+) (\d+)\r?\n/

export interface PtyOptions {
  /** The program and its arguments. */
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly columns: number
  readonly rows: number
}

/** A program in a terminal of its own, and somebody before it. */
export interface Pty {
  readonly terminal: VirtualTerminal
  /** The process that the program runs in. */
  readonly pid: number
  type(keys: string): void
  resize(columns: number, rows: number): void
  /** Resolves when the screen is as wanted. @throws with the screen where that takes too long, or the program ended before */
  until(what: string, fits: (screen: string) => boolean): Promise<void>
  /** The exit code. */
  readonly ended: Promise<number | null>
  /** Ends it at once, where it hasn't ended. */
  kill(): Promise<void>
}

/** Whether this machine has util-linux's `script`, which opens a pseudo-terminal without native modules. */
export function canOpenPty(): boolean {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux')
  } catch {
    // Not there, or another program of that name.
    return false
  }
}

const screenOf = (terminal: VirtualTerminal): string => terminal.lines().join('\n')

interface FirstLine {
  readonly told: Promise<{ readonly device: string; readonly pid: number }>
  /** What of the text comes after the first line. */
  after(text: string): string
}

/** The line that says which terminal it is, and which process. */
function createFirstLine(): FirstLine {
  let beginning = ''
  let tell: ((told: { device: string; pid: number }) => void) | undefined
  const told = new Promise<{ device: string; pid: number }>(resolve => {
    tell = resolve
  })
  return {
    told,
    after(text) {
      if (tell === undefined) return text
      beginning += text
      const first = STARTED.exec(beginning)
      if (first === null) return ''
      tell({ device: first[1] ?? '', pid: Number(first[2]) })
      tell = undefined
      return beginning.slice(first[0].length)
    }
  }
}

export async function openPty({ command, env, columns, rows }: PtyOptions): Promise<Pty> {
  const quoted = command.map(word => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ')
  const prelude = `stty cols ${columns} rows ${rows}; echo "pty $(tty) $$"; exec ${quoted}`
  const child = spawn('script', ['-qefc', prelude, '/dev/null'], {
    env: { TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
    stdio: 'pipe'
  })
  const terminal = createVirtualTerminal(columns, rows, true)
  const changed = new Set<() => void>()
  const firstLine = createFirstLine()
  let isOver = false
  let broken: Error | undefined
  child.stdin.on('error', () => undefined) // the program may have ended before what is typed
  child.stdout.setEncoding('utf8').on('data', (text: string) => take(text))
  const ended = end()

  function notice(): void {
    for (const look of changed) look()
  }

  function take(text: string): void {
    try {
      terminal.write(firstLine.after(text))
    } catch (err) {
      broken = toError(err)
    }
    notice()
  }

  async function end(): Promise<number | null> {
    const [code]: (number | null)[] = await once(child, 'close')
    isOver = true
    notice()
    return code ?? null
  }

  function until(what: string, fits: (screen: string) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (done: () => void): void => {
        clearTimeout(deadline)
        changed.delete(look)
        done()
      }
      const fail = (why: string): void => settle(() => reject(broken ?? new Error(`${why} ${what}; the screen:\n${screenOf(terminal)}`)))
      const look = (): void => {
        if (broken === undefined && fits(screenOf(terminal))) settle(resolve)
        else if (broken !== undefined || isOver) fail('the program ended before')
      }
      const deadline = setTimeout(() => fail(`after ${DEADLINE_MS} ms still waiting for`), DEADLINE_MS)
      changed.add(look)
      look()
    })
  }

  const { device, pid } = await firstLine.told
  return {
    terminal,
    pid,
    type: keys => void child.stdin.write(keys),
    resize(newColumns, newRows) {
      terminal.resize(newColumns, newRows)
      execFileSync('stty', ['-F', device, 'cols', String(newColumns), 'rows', String(newRows)])
    },
    until,
    ended,
    async kill() {
      if (!isOver) child.kill('SIGKILL')
      await ended
    }
  }
}
