import { uint32 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { SealedStore } from './sealed-store.js'
import type { Write } from './store.js'

/**
 * One step of the schema. Its batches are committed durably one by one, the last together with the new version, so a crash leaves the
 * old version and some batches applied: `batches` starts over then and must come to the same result.
 */
export interface Migration {
  /** The version it leads to, from the one before. */
  readonly to: number
  batches(store: Pick<SealedStore, 'keys' | 'get' | 'range'>): AsyncIterable<readonly Write[]>
}

const FIRST_VERSION = 1
/** In order, none left out. What is here was shipped: it is never changed. */
export const MIGRATIONS: readonly Migration[] = []

type Records = Pick<SealedStore, 'keys' | 'get' | 'range' | 'commit'>

/**
 * The schema version on disk; undefined for a new database.
 * @throws ERR_SCHEMA_NEWER when a newer Parley wrote it, ERR_RECORD_DAMAGED when it belongs to another profile
 */
export async function readSchema({ keys, get }: Pick<Records, 'keys' | 'get'>, known: readonly Migration[]): Promise<number | undefined> {
  const value = await get(versionKey(keys))
  if (value === undefined) return undefined
  const found = new DataView(value.buffer, value.byteOffset, value.byteLength).getUint32(0)
  const newest = newestOf(known)
  if (found <= newest) return found
  throw new ChatError('ERR_SCHEMA_NEWER', `this profile has schema ${found}, this Parley knows ${newest}; install the newer version`)
}

/** Brings a database from the version found to the newest, a new one at once. Durable, and safe to repeat after a crash. */
export async function migrate(store: Records, found: number | undefined, migrations: readonly Migration[]): Promise<void> {
  if (found === undefined) return store.commit([versionWrite(store, newestOf(migrations))], { durable: true })
  for (const migration of migrations) {
    if (migration.to > found) await apply(store, migration)
  }
}

function newestOf(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.to ?? FIRST_VERSION
}

async function apply(store: Records, migration: Migration): Promise<void> {
  let held: readonly Write[] = []
  for await (const batch of migration.batches(store)) {
    if (held.length > 0) await store.commit(held, { durable: true })
    held = batch
  }
  await store.commit([...held, versionWrite(store, migration.to)], { durable: true })
}

function versionWrite({ keys }: Pick<Records, 'keys'>, version: number): Write {
  return { key: versionKey(keys), value: uint32(version) }
}

function versionKey(keys: SealedStore['keys']): Uint8Array {
  return keys.meta('schema')
}
