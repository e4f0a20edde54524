import type { RpcClient } from '../api/rpc-client.js'
import { ChatError, isChatError } from '../base/errors.js'
import { configPath, findPlaces } from '../host/data-dir.js'
import type { Options } from '../host/terminal/command.js'
import { COMMON_OPTIONS, type Program } from '../host/terminal/program.js'
import { runProgram, type ProgramRun } from '../host/terminal/run-program.js'
import type { Context } from './command.js'
import { COMMAND_TABLE } from './command-table.js'
import type { NodeDoor } from './node-door.js'

const DEFAULT_TIMEOUT_MS = 60_000

const PLACE_OPTIONS = {
  profile: { type: 'text', value: 'NAME', setting: true, summary: 'use this profile instead of "default"' },
  'data-dir': { type: 'text', value: 'FOLDER', setting: true, summary: 'keep profiles here instead of ~/.local/share/parley' }
} as const satisfies Options

export const PARLEY: Program<Context, typeof PLACE_OPTIONS> = {
  name: 'parley',
  about: 'peer-to-peer chat that belongs to the people who use it',
  table: COMMAND_TABLE,
  globals: { ...PLACE_OPTIONS, ...COMMON_OPTIONS },
  files: { config: 'parley/config.json', data: 'parley' },
  config: environment => ({ path: configPath(environment), isNamed: false })
}

/** One run of `parley`. Resolves to the exit code once stdout has taken everything. */
export function runCli({ door, ...run }: ProgramRun & { readonly door: NodeDoor }): Promise<number> {
  return runProgram(PARLEY, run, (globals, common) => {
    const places = findPlaces(run.environment, { profile: globals.profile, dataDir: globals['data-dir'] })
    return {
      ...common,
      table: COMMAND_TABLE,
      places,
      door,
      connect: () =>
        connect(places.profileDir, common.timeoutMs).catch((err: unknown) => {
          if (!isChatError(err, 'ERR_NO_DAEMON')) throw err
          const start = common.hint('parley start')
          throw new ChatError('ERR_NO_DAEMON', `no daemon is running for this profile; start one: ${start}`, { cause: err.cause })
        })
    }
  })
}

/** Loads its part here: help and the like need none of it, and are the quicker for it. */
async function connect(profileDir: string, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<RpcClient> {
  const [{ connectSocket, socketPath }, { createRpcClient }, { systemClock }] = await Promise.all([
    import('../host/rpc-socket.js'),
    import('../api/rpc-client.js'),
    import('../base/clock.js')
  ])
  return createRpcClient(await connectSocket(socketPath(profileDir)), { clock: systemClock, timeoutMs })
}
