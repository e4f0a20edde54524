import { configPath, dataFolder } from '../node/host/data-dir.js'
import type { Options } from '../node/host/terminal/command.js'
import { COMMON_OPTIONS, type Program } from '../node/host/terminal/program.js'
import { runProgram, type ProgramRun } from '../node/host/terminal/run-program.js'
import type { Context } from './command.js'
import { COMMAND_TABLE } from './command-table.js'
import { connectControl } from './control-socket.js'

const PLACE_OPTIONS = {
  'data-dir': { type: 'text', value: 'FOLDER', setting: true, summary: 'keep everything here instead of in ~/.local/share/parley-relay' },
  config: { type: 'text', value: 'FILE', setting: true, summary: 'read the configuration here instead of in ~/.config/parley/relay.json' }
} as const satisfies Options

export const PARLEY_RELAY: Program<Context, typeof PLACE_OPTIONS> = {
  name: 'parley-relay',
  about: 'a relay of Parley: keeps sealed messages for people who are away',
  table: COMMAND_TABLE,
  globals: { ...PLACE_OPTIONS, ...COMMON_OPTIONS },
  exitMeanings: { noDaemon: 'no relay is running on this folder', notFound: 'there is no such relay, member or ban' },
  files: { config: 'parley/relay.json', data: 'parley-relay' },
  config: (environment, { config }) => ({ path: config ?? configPath(environment, 'relay.json'), isNamed: config !== undefined })
}

/** One run of `parley-relay`. Resolves to the exit code once stdout has taken everything. */
export function runRelayProgram(run: ProgramRun): Promise<number> {
  return runProgram(PARLEY_RELAY, run, (globals, common) => {
    const folder = dataFolder(run.environment, 'parley-relay', globals['data-dir'])
    return {
      ...common,
      folder,
      connect: () =>
        connectControl(folder, {
          timeoutMs: common.timeoutMs,
          absent: `no relay is running on ${folder}; start one: ${common.hint('parley-relay run')}`
        })
    }
  })
}
