import { commandsOf } from '../node/host/terminal/command.js'
import type { Exit } from '../node/host/terminal/exit-code.js'
import type { ProgramContext } from '../node/host/terminal/program.js'
import type { ControlClient } from './control-socket.js'

/** What every command of `parley-relay` may use. */
export interface Context extends ProgramContext {
  /** Holds everything of the relay. */
  readonly folder: string
  /** To the relay that runs on it. @throws ERR_NO_DAEMON */
  readonly connect: () => Promise<ControlClient>
}

export const command = commandsOf<Context>()

/** Talks to the running relay and hangs up, whatever happens. */
export async function withRelay<T>(context: Context, use: (relay: ControlClient) => Promise<T>): Promise<T> {
  const relay = await context.connect()
  try {
    return await use(relay)
  } finally {
    relay.close()
  }
}

/** What any command that asks the running relay may end with. */
export const RELAY_EXITS: readonly Exit[] = ['noDaemon', 'timeout']
