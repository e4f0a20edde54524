import type { Stop } from './lifecycle.js'

/** Stops what is wanted no more, and begins what is new, in this order. */
export function follow<Key>(running: Map<Key, Stop>, wanted: Iterable<Key>, begin: (key: Key) => Stop): void {
  const set = new Set(wanted)
  for (const [key, stop] of running) {
    if (set.has(key)) continue
    stop()
    running.delete(key)
  }
  for (const key of set) if (!running.has(key)) running.set(key, begin(key))
}
