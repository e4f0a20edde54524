import { runAsProcess } from '../host/terminal/process.js'
import type { NodeDoor } from './node-door.js'
import { runCli } from './run.js'

/** This process as `parley`. Ends the process. */
export const runProcess = (door: NodeDoor): Promise<never> => runAsProcess(run => runCli({ ...run, door }))
