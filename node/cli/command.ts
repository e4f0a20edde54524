import type { RpcClient } from '../api/rpc-client.js'
import type { Places } from '../host/data-dir.js'
import { commandsOf, type Command as ProgramCommand } from '../host/terminal/command.js'
import type { Exit } from '../host/terminal/exit-code.js'
import type { ProgramContext } from '../host/terminal/program.js'
import type { NodeDoor } from './node-door.js'

/** What every command may use. */
export interface Context extends ProgramContext {
  /** All commands, for what runs them from elsewhere. */
  readonly table: readonly Command[]
  readonly places: Places
  readonly door: NodeDoor
  /** @throws ERR_NO_DAEMON */
  readonly connect: () => Promise<RpcClient>
}

export type Command = ProgramCommand<Context>

export const command = commandsOf<Context>()

/** Talks to the daemon and hangs up, whatever happens. */
export async function withDaemon<T>(context: Context, use: (daemon: RpcClient) => Promise<T>): Promise<T> {
  const daemon = await context.connect()
  try {
    return await use(daemon)
  } finally {
    daemon.close()
  }
}

/** What any command that asks the daemon may end with. */
export const DAEMON_EXITS: readonly Exit[] = ['noDaemon', 'timeout']
