/** The most recently used of what is costly to make again. */
export interface Kept<Key, Value> {
  get(key: Key): Value | undefined
  put(key: Key, value: Value): void
  drop(key: Key): void
}

/** Of more than `limit` the one unused for longest goes. */
export function createKept<Key, Value>(limit: number): Kept<Key, Value> {
  const kept = new Map<Key, Value>()
  function put(key: Key, value: Value): void {
    kept.delete(key)
    kept.set(key, value)
    const oldest = kept.keys().next()
    if (kept.size > limit && oldest.done !== true) kept.delete(oldest.value)
  }
  return {
    put,
    drop: key => void kept.delete(key),
    get(key) {
      const value = kept.get(key)
      if (value !== undefined) put(key, value)
      return value
    }
  }
}
