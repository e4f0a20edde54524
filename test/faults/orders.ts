import { systemClock, type Clock } from '../../node/base/clock.js'
import type { NowMs } from '../../node/base/ids.js'
import type { AsyncStop } from '../../node/base/lifecycle.js'
import type { Probe, Step } from '../../node/base/probe.js'
import { faultyDisk, type DiskFault } from './faulty-disk.js'

/** What the fault tests have a process do to itself. They come with its start and later by IPC; later ones replace them. */
export interface Orders {
  readonly die?: Death | undefined
  readonly disk?: DiskFault | undefined
  /** What this process's clock shows beyond the real time, milliseconds; stays as it is where not given. */
  readonly clockOffsetMs?: number
}

/** At the n-th occurrence of the step from now on, counted from 1; with a detail, only occurrences with that one count. */
export interface Death {
  readonly step: Step
  readonly detail?: string
  readonly occurrence: number
}

/** What such a process tells. */
export type Told<Ready = unknown> =
  | { readonly ready: Ready }
  | { readonly obeyed: true; readonly diskHits: number }
  | { readonly step: Step }
  | { readonly failed: string }

export interface Obedient<Ready> {
  /** Of what it is, for whoever started it. */
  readonly ready: Ready
  readonly close: AsyncStop
}

/** What the orders work by: it hears of every step, and its clock may be wrong. */
export interface Reins {
  readonly clock: Clock
  readonly probe: Probe
  readonly tell: (told: Told) => void
}

function tell(told: Told): void {
  process.send?.(told)
}

/** Makes this process one that the fault tests kill: starts what it is, obeys until SIGTERM, and ends with whoever started it. */
export async function obeyOrders<Ready>(first: Orders, start: (reins: Reins) => Promise<Obedient<Ready>>): Promise<void> {
  const disk = faultyDisk()
  let clockOffsetMs = 0
  let doom: Death | undefined
  let left = 0

  function obey({ die, disk: fault, clockOffsetMs: offset }: Orders): void {
    doom = die
    left = die?.occurrence ?? 0
    disk.disturb(fault)
    if (offset !== undefined) clockOffsetMs = offset
  }

  function probe(step: Step, detail?: string): void {
    if (step !== doom?.step || (doom.detail !== undefined && doom.detail !== detail)) return
    if (--left === 0) process.kill(process.pid, 'SIGKILL')
  }

  process.once('disconnect', () => process.exit())
  process.on('message', (orders: Orders) => {
    const diskHits = disk.hits()
    obey(orders)
    tell({ obeyed: true, diskHits })
  })
  obey(first)
  const clock: Clock = { ...systemClock, now: () => (systemClock.now() + clockOffsetMs) as NowMs }
  try {
    const { ready, close } = await start({ clock, probe, tell })
    process.once('SIGTERM', () => void close().then(() => process.exit()))
    tell({ ready })
  } catch (err) {
    tell({ failed: err instanceof Error ? (err.stack ?? err.message) : String(err) })
  }
}
