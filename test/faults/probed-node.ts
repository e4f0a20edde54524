import '../../node/host/shim.js'
import { openSync, writeSync } from 'node:fs'
import { createProfile, openNode } from '../../node/host/node-host.js'
import { openDaemon } from '../../node/host/rpc-daemon.js'
import { obeyOrders, type Orders } from './orders.js'

/**
 * The test build: the shipped node with a probe. It notes every encryption in a side file that survives it, kills itself at the
 * step it is told, and lets its disk and its clock be disturbed. It serves its own socket as the daemon does; orders come by IPC.
 */
export interface ProbedNodeOptions {
  readonly profileDir: string
  /** Makes the profile under this name first. */
  readonly create?: string
  /** Multiaddrs. */
  readonly listen: readonly string[]
  /** One line for each MLS encryption: epoch, leaf, generation. */
  readonly sideFile: string
  readonly orders: Orders
}

const { profileDir, create, listen, sideFile, orders } = JSON.parse(process.argv[2] ?? '') as ProbedNodeOptions
const side = openSync(sideFile, 'a')

await obeyOrders(orders, async ({ clock, probe, tell }) => {
  if (create !== undefined) await createProfile({ profileDir, name: create })
  const { api, stats, close } = await openNode({
    profileDir,
    listen,
    mdns: false,
    clock,
    probe(step, detail) {
      if (step === 'encrypt') writeSync(side, `${detail}\n`)
      if (step === 'send:settled') tell({ step })
      return probe(step, detail)
    }
  })
  const report = (err: unknown): void => tell({ failed: String(err) })
  await openDaemon({ api, stats, profileDir, clock, report })
  return { ready: true, close }
})
