import '../../node/host/shim.js'
import { openSync, writeSync } from 'node:fs'
import { systemClock, type Clock } from '../../node/base/clock.js'
import type { NowMs } from '../../node/base/ids.js'
import type { Step } from '../../node/base/probe.js'
import { createProfile, openNode } from '../../node/host/node-host.js'
import { openDaemon } from '../../node/host/rpc-daemon.js'
import { faultyDisk, type DiskFault } from './faulty-disk.js'

/**
 * The test build: the shipped node with a probe. It notes every encryption in a side file that survives it, kills itself at the
 * step it is told, and lets its disk and its clock be disturbed. It serves its own socket as the daemon does; orders come by IPC.
 */
export interface ProbedOptions {
  readonly profileDir: string
  readonly listen: string
  /** One line for each MLS encryption: epoch, leaf, generation. */
  readonly sideFile: string
  readonly orders: Orders
}

export interface Orders {
  /** Makes the profile under this name first. */
  readonly create?: string
  /** Dies at the n-th occurrence of the step from now on; counted from 1. */
  readonly die?: { readonly step: Step; readonly occurrence: number } | undefined
  readonly disk?: DiskFault | undefined
  /** What this node's clock shows beyond the real time, milliseconds. */
  readonly clockOffsetMs?: number
}

/** What the node tells. */
export type Told =
  | { readonly ready: true }
  | { readonly obeyed: true; readonly diskHits: number }
  | { readonly step: Step }
  | { readonly failed: string }

const { profileDir, listen, sideFile, orders: first } = JSON.parse(process.argv[2] ?? '') as ProbedOptions
const side = openSync(sideFile, 'a')
const disk = faultyDisk()
let clockOffsetMs = 0
let doom: Orders['die']
let left = 0

const clock: Clock = { ...systemClock, now: () => (systemClock.now() + clockOffsetMs) as NowMs }

function tell(told: Told): void {
  process.send?.(told)
}

function obey({ die, disk: fault, clockOffsetMs: offset }: Orders): void {
  doom = die
  left = die?.occurrence ?? 0
  disk.disturb(fault)
  if (offset !== undefined) clockOffsetMs = offset
}

function probe(step: Step, detail?: string): void {
  if (step === 'encrypt') writeSync(side, `${detail}\n`)
  if (step === doom?.step && --left === 0) process.kill(process.pid, 'SIGKILL')
  if (step === 'send:settled') tell({ step })
}

// Whoever started this is gone: so is this.
process.once('disconnect', () => process.exit())
process.on('message', (orders: Orders) => {
  const diskHits = disk.hits()
  obey(orders)
  tell({ obeyed: true, diskHits })
})

try {
  if (first.create !== undefined) await createProfile({ profileDir, name: first.create })
  obey(first)
  const node = await openNode({ profileDir, listen: [listen], mdns: false, clock, probe })
  const report = (err: unknown): void => tell({ failed: String(err) })
  await openDaemon({ api: node.api, stats: node.stats, profileDir, clock, report })
  process.once('SIGTERM', () => void node.close().then(() => process.exit()))
  tell({ ready: true })
} catch (err) {
  tell({ failed: err instanceof Error ? (err.stack ?? err.message) : String(err) })
}
