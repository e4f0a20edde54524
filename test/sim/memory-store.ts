import { ChatError } from '../../node/base/errors.js'
import type { Stop } from '../../node/base/lifecycle.js'
import type { Range, SmallFile, Store, Write } from '../../node/store/store.js'

/** A disk that forgets what was not synced when its machine crashes, and that fails when told to. */
export interface MemoryDisk {
  /** One store at a time: opening crashes nothing, but the handle opened before must not be used any more. */
  open(): Store
  /**
   * Cuts the power: what was opened before is dead, and of the batches since the last durable one the first `survivors` are kept.
   * Real disks lose any number of them.
   */
  crash(survivors?: number): void
  /** So many batches fail with ERR_STORE; all until called with undefined where no number is given. */
  failWith(reason: string | undefined, times?: number): void
  /** Durable batches are not written before it is let go; a crash ends their waiting too. */
  hold(): void
  letGo(): void
  /** What lies on the disk as a thief would find it, without opening it. */
  contents(): readonly (readonly [key: Uint8Array, value: Uint8Array])[]
  /** Nothing but this lies there from now on, durably. Opens it: what was opened before is dead. */
  fill(contents: ReturnType<MemoryDisk['contents']>): Promise<void>
  /** Batches that would be lost now. */
  readonly volatileBatches: number
}

export function createMemoryDisk(): MemoryDisk {
  const durable = createOrderedMap()
  let current = durable.copy()
  let volatile: (readonly Write[])[] = []
  let incarnation = 0
  let failure: string | undefined
  let held: Promise<void> | undefined
  let letGo: Stop | undefined
  let failuresLeft = 0

  function failWhereTold(): void {
    if (failure !== undefined && failuresLeft-- > 0) throw new ChatError('ERR_STORE', failure)
  }

  function open(): Store {
    const own = ++incarnation
    let closed = false
    const assertOpen = () => {
      if (closed || own !== incarnation) throw new ChatError('ERR_CLOSED', 'the store is closed')
    }

    async function batch(writes: readonly Write[], options: { durable: boolean }): Promise<void> {
      assertOpen()
      failWhereTold()
      const copies = writes.map(({ key, value }) => ({ key: key.slice(), value: value?.slice() }))
      if (options.durable) await held
      await Promise.resolve()
      failWhereTold()
      if (own !== incarnation) throw new ChatError('ERR_STORE', 'the power went while this was being written')
      current.apply(copies)
      volatile.push(copies)
      if (!options.durable) return
      for (const survived of volatile) durable.apply(survived)
      volatile = []
    }

    async function* range(of: Range): AsyncGenerator<[Uint8Array, Uint8Array]> {
      assertOpen()
      await Promise.resolve()
      for (const [key, value] of current.slice(of)) {
        assertOpen()
        yield [key.slice(), value.slice()]
      }
    }

    return {
      async get(key) {
        assertOpen()
        return current.get(key)?.slice()
      },
      batch,
      range,
      async close() {
        closed = true
        await Promise.resolve()
      }
    }
  }

  return {
    open,
    crash(survivors = 0) {
      incarnation++
      letGo?.()
      for (const survived of volatile.slice(0, survivors)) durable.apply(survived)
      volatile = []
      current = durable.copy()
    },
    failWith(reason, times = Infinity) {
      failure = reason
      failuresLeft = times
    },
    hold() {
      held ??= new Promise(resolve => {
        letGo = () => {
          held = undefined
          resolve()
        }
      })
    },
    letGo: () => letGo?.(),
    contents: () => current.slice({}),
    async fill(contents) {
      const gone = current.slice({}).map(([key]) => ({ key, value: undefined }))
      await open().batch([...gone, ...contents.map(([key, value]) => ({ key, value }))], { durable: true })
    },
    get volatileBatches() {
      return volatile.length
    }
  }
}

/** A small file in memory. `failWith` makes writes fail with ERR_STORE. */
export function createMemoryFile(content?: Uint8Array): SmallFile & { failWith(reason: string | undefined): void } {
  let failure: string | undefined
  return {
    read: async () => content?.slice(),
    async write(next) {
      if (failure !== undefined) throw new ChatError('ERR_STORE', failure)
      content = next.slice()
    },
    failWith: reason => void (failure = reason)
  }
}

type Entry = readonly [key: Uint8Array, value: Uint8Array]

interface OrderedMap {
  get(key: Uint8Array): Uint8Array | undefined
  apply(writes: readonly Write[]): void
  slice(range: Range): readonly Entry[]
  copy(): OrderedMap
}

/** Keys as text with a character for each byte: found by hash, and compared as fast as the runtime can. */
const spelled = (key: Uint8Array): string => Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1')

function createOrderedMap(entries = new Map<string, Entry>(), order: string[] = []): OrderedMap {
  /** The index of the first key that is not below `key`. */
  function find(key: string): number {
    let low = 0
    let high = order.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((order[middle] ?? '') < key) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    get: key => entries.get(spelled(key))?.[1],
    apply(writes) {
      for (const { key, value } of writes) {
        const name = spelled(key)
        if (value === undefined) {
          if (entries.delete(name)) order.splice(find(name), 1)
          continue
        }
        if (!entries.has(name)) order.splice(find(name), 0, name)
        entries.set(name, [key, value])
      }
    },
    slice({ gte, lt, reverse = false, limit = Infinity }) {
      const [first, end] = [gte === undefined ? 0 : find(spelled(gte)), lt === undefined ? order.length : find(spelled(lt))]
      const [from, to] = reverse ? [Math.max(first, end - limit), end] : [first, Math.min(end, first + limit)]
      const within: Entry[] = []
      for (const name of order.slice(from, to)) {
        const entry = entries.get(name)
        if (entry !== undefined) within.push(entry)
      }
      return reverse ? within.toReversed() : within
    },
    copy: () => createOrderedMap(new Map(entries), [...order])
  }
}
