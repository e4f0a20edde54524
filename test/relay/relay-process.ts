import '../../node/host/shim.js'
import { fileURLToPath } from 'node:url'
import * as assert from 'uvu/assert'
import type { DeviceId } from '../../node/base/ids.js'
import { EXIT } from '../../node/host/terminal/exit-code.js'
import { parleyOn, type Outcome, type Parley, type Running } from '../cli/parley-process.js'
import type { ReachableRelay } from './client.js'

/** The command line as it ships. */
const SHIPPED = fileURLToPath(new URL('../../../dist/parley/relay.js', import.meta.url))

/** Loopback, any ports, no UDP. */
export const RUN_FLAGS = ['--listen', '/ip4/127.0.0.1/tcp/0', '--stun-port', '0', '--monitor-port', '0']

/** `parley-relay` on one folder. */
export const relayOn = (folder: string): Parley => parleyOn(SHIPPED, folder, { PARLEY_RELAY_DATA_DIR: folder })

export interface RunningRelay extends ReachableRelay {
  readonly process: Running
}

/** Resolves once it listens. */
export async function runRelay(parleyRelay: Parley, ...flags: string[]): Promise<RunningRelay> {
  const process = parleyRelay.start(['run', '--json', ...RUN_FLAGS, ...flags])
  const { id, addresses } = JSON.parse(await process.line()) as { id: DeviceId; addresses: string[] }
  return { process, relay: { self: id }, addresses: addresses.map(address => address.replace(/\/p2p\/.*/, '')) }
}

/** What it wrote, where it went well. */
export async function said<T>(running: Promise<Outcome>): Promise<T> {
  const { exit, out, err } = await running
  assert.is(exit, EXIT.ok, `${err}${out}`)
  return out === '' ? (undefined as T) : (JSON.parse(out.split('\n')[0] ?? '') as T)
}

/** The code of the error it wrote. */
export function refusedWith({ exit, err }: Outcome): string {
  assert.is.not(exit, EXIT.ok)
  const complaint = err.split('\n').findLast(line => line.startsWith('{')) ?? '{}'
  return (JSON.parse(complaint) as { error?: { code: string } }).error?.code ?? `none: ${err}`
}
