/** Milliseconds on CLOCK_MONOTONIC, which all processes of a machine share. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** What a row says of many durations: milliseconds, to the microsecond. */
export interface Durations {
  readonly n: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly max: number
}

export function durations(samplesMs: readonly number[]): Durations {
  const sorted = samplesMs.toSorted((a, b) => a - b)
  const at = (share: number): number => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN, 3)
  return { n: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

export function round(value: number, digits = 0): number {
  return Number(value.toFixed(digits))
}

/** Whole operations a second. */
export function perSecond(count: number, elapsedMs: number): number {
  return Math.round((count / elapsedMs) * 1_000)
}

/** Times `run`, which does its work once a call, after `warmUp` calls that don't count. */
export async function timeEach(samples: number, warmUp: number, run: (index: number) => Promise<void>): Promise<Durations> {
  const taken: number[] = []
  for (let index = 0; index < warmUp + samples; index++) {
    const startedAt = nowMs()
    await run(index)
    if (index >= warmUp) taken.push(nowMs() - startedAt)
  }
  return durations(taken)
}
