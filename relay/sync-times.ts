import type { Store } from '../node/store/store.js'

/** Upper bounds of the buckets, in milliseconds. */
const BUCKETS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000] as const

export interface SyncTimes {
  /** How many synced batches took no longer than each bound, cumulative. */
  readonly buckets: readonly { readonly upToMs: number; readonly count: number }[]
  readonly count: number
  readonly sumMs: number
}

/** The same store, and how long its synced batches take. */
export function timeSyncs(store: Store): { readonly store: Store; readonly times: () => SyncTimes } {
  const counts = BUCKETS_MS.map(() => 0)
  let count = 0
  let sumMs = 0

  async function batch(...[writes, options]: Parameters<Store['batch']>): Promise<void> {
    const startedAt = performance.now()
    await store.batch(writes, options)
    if (!options.durable) return
    const tookMs = performance.now() - startedAt
    count++
    sumMs += tookMs
    for (const [i, upToMs] of BUCKETS_MS.entries()) if (tookMs <= upToMs) counts[i] = (counts[i] ?? 0) + 1
  }

  return {
    store: { ...store, batch },
    times: () => ({ buckets: BUCKETS_MS.map((upToMs, i) => ({ upToMs, count: counts[i] ?? 0 })), count, sumMs })
  }
}
