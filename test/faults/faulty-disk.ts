import { Level } from 'level'

/**
 * What a disk may do to durable batches, at the lowest place JavaScript reaches: below the store that mends itself.
 * `refuse`: the batch fails and nothing is written. `lose sight`: it is written and reported as failed, as where the sync failed.
 * `lie`: it is reported as durable and never written, as where the power goes before a cache is flushed.
 * `unsynced`: it is written and nobody waits for the disk, as with LevelDB's `sync: false`.
 */
export interface DiskFault {
  readonly kind: 'refuse' | 'lose sight' | 'lie' | 'unsynced'
  /** How many durable batches go through before. */
  readonly after?: number
  /** How many are hit; all from then on where not given. */
  readonly times?: number
}

type Batch = ReturnType<Level<Uint8Array, Uint8Array>['batch']>
interface WriteOptions {
  readonly sync?: boolean
}

export interface FaultyDisk {
  disturb(fault: DiskFault | undefined): void
  /** How many batches the present fault has hit. */
  hits(): number
}

/** Puts itself between LevelDB and everybody in this process. */
export function faultyDisk(): FaultyDisk {
  let fault: DiskFault | undefined
  let passed = 0
  let hit = 0

  function struck(): DiskFault['kind'] | undefined {
    if (fault === undefined) return undefined
    if (passed++ < (fault.after ?? 0) || hit >= (fault.times ?? Infinity)) return undefined
    hit++
    return fault.kind
  }

  async function write({ sync = false }: WriteOptions, really: (options: WriteOptions) => Promise<void>): Promise<void> {
    switch (sync ? struck() : undefined) {
      case 'refuse':
        throw new Error('IO error: No space left on device')
      case 'lose sight':
        await really({ sync })
        throw new Error('IO error: fdatasync: Input/output error')
      case 'lie':
        return undefined
      case 'unsynced':
        return really({ sync: false })
      case undefined:
        return really({ sync })
    }
  }

  const batch = Reflect.get(Level.prototype, 'batch') as (...given: unknown[]) => Batch
  Level.prototype.batch = function faulty(this: Level, ...given: unknown[]): Batch {
    const made = batch.apply(this, given)
    if (given.length > 0) return made
    const really = made.write.bind(made)
    return Object.assign(made, { write: (options: WriteOptions = {}) => write(options, really) })
  } as typeof Level.prototype.batch

  return {
    disturb(next) {
      fault = next
      passed = 0
      hit = 0
    },
    hits: () => hit
  }
}
