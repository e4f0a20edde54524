/** Whatever has come and has yet to show what it wants, by where it is from. */
export interface Newcomers<T> {
  /** What has to go for it, once there are too many: the oldest from where most are from, so that who comes in crowds crowds itself out. */
  arrive(one: T, from: string): T | undefined
  /** It has shown it, or is gone. */
  leave(one: T): void
}

export function createNewcomers<T>(most: number): Newcomers<T> {
  const origins = new Map<T, string>()
  /** Oldest first. */
  const groups = new Map<string, Set<T>>()

  function leave(one: T): void {
    const from = origins.get(one)
    if (from === undefined) return
    origins.delete(one)
    const group = groups.get(from)
    group?.delete(one)
    if (group?.size === 0) groups.delete(from)
  }

  function oldestOfMost(): T | undefined {
    const empty: ReadonlySet<T> = new Set()
    let largest = empty
    for (const group of groups.values()) if (group.size > largest.size) largest = group
    const [oldest] = largest
    return oldest
  }

  return {
    arrive(one, from) {
      origins.set(one, from)
      groups.set(from, (groups.get(from) ?? new Set<T>()).add(one))
      if (origins.size <= most) return undefined
      const oldest = oldestOfMost()
      if (oldest !== undefined) leave(oldest)
      return oldest
    },
    leave
  }
}
