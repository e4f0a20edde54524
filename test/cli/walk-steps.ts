import * as assert from 'uvu/assert'
import type { ErrorCode } from '../../node/base/errors.js'
import { EXIT, exitOf } from '../../node/host/terminal/exit-code.js'
import type { Outcome, Parley } from './parley-process.js'

/** Where the walk goes: a daemon is running for `parley`, and people are around. */
export interface Stage {
  readonly parley: Parley
  /** `parley` on another, empty data folder. */
  readonly elsewhere: (name: string) => Parley
  readonly folder: string
  readonly passphraseFile: string
  /** Has asked to talk, and is online. */
  readonly friend: string
  /** Answers, and takes everybody. */
  readonly relay: string
  /** Somebody else's, not used yet. */
  readonly invite: string
  /** Flags that keep a node to this machine. */
  readonly nodeFlags: readonly string[]
}

export interface Steps {
  /** What the machine must have for them; without it they are skipped by name. */
  readonly needs?: () => boolean
  readonly succeeds: (stage: Stage) => Promise<void>
  readonly fails: (stage: Stage) => Promise<void>
}

const EXIT_DEADLINE = ['--timeout', '10']

export async function result<T>(parley: Parley, args: readonly string[], stdin?: string): Promise<T> {
  const { exit, out, err } = await parley.run([...args, '--json', ...EXIT_DEADLINE], stdin)
  assert.is(exit, EXIT.ok, `parley ${args.join(' ')}: ${err}${out}`)
  return out === '' ? (undefined as T) : (JSON.parse(out.split('\n')[0] ?? '') as T)
}

export function refused({ exit, err }: Outcome, ...codes: ErrorCode[]): void {
  const last = err.trim().split('\n').at(-1) ?? ''
  const { error } = JSON.parse(last) as { error: { code: ErrorCode; message: string } }
  assert.ok(codes.includes(error.code), last)
  assert.ok(error.message.length > 10, last)
  assert.is(exit, EXIT[exitOf(error.code)], last)
}

export const fails =
  (args: readonly string[], ...codes: ErrorCode[]): Steps['fails'] =>
  async ({ parley }) =>
    refused(await parley.run([...args, '--json']), ...codes)

export const withoutDaemon =
  (...args: string[]): Steps['fails'] =>
  async ({ elsewhere }) =>
    refused(await elsewhere('nothing-here').run([...args, '--json']), 'ERR_NO_DAEMON')
