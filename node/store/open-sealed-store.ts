import type { Clock } from '../base/clock.js'
import type { Primitives } from '../base/primitives.js'
import type { StoreKeys } from './data-key.js'
import { createEpochKeys } from './epoch-keys.js'
import { createKeyspace } from './keyspace.js'
import { MIGRATIONS, migrate, readSchema, type Migration } from './migrations.js'
import { createSealedStore, type SealedStore } from './sealed-store.js'
import { createSealing } from './sealing.js'
import type { SmallFile, Store } from './store.js'

export interface OpenSealedStoreOptions {
  /** Owned from here on: closed with the sealed store, and when opening fails. */
  readonly store: Store
  readonly epochKeyFile: SmallFile
  /** The vault's. */
  readonly storeKeys: StoreKeys
  readonly primitives: Pick<Primitives, 'randomBytes' | 'aesGcmSeal' | 'aesGcmOpen'>
  readonly clock: Pick<Clock, 'after'>
  /** The shipped ones where not given. */
  readonly migrations?: readonly Migration[]
}

/**
 * Opens a profile's database and brings it to the newest schema; an empty one becomes a new one.
 * @throws ERR_SCHEMA_NEWER, ERR_RECORD_DAMAGED when the database belongs to another vault, ERR_VAULT_DAMAGED when the epoch keys are
 * damaged or missing, ERR_STORE; nothing is overwritten then
 */
export async function openSealedStore(options: OpenSealedStoreOptions): Promise<SealedStore> {
  const { store, epochKeyFile, storeKeys, primitives, clock, migrations = MIGRATIONS } = options
  try {
    const keyspace = createKeyspace(storeKeys.paths)
    const sealing = createSealing(primitives)
    const epochKeys = createEpochKeys({ file: epochKeyFile, fileKey: storeKeys.epochFile, keyspace, primitives, sealing })
    const sealed = createSealedStore({ store, keyspace, epochKeys, recordKey: storeKeys.records, sealing, clock })
    const schema = await readSchema(sealed, migrations)
    await epochKeys.load({ isNew: schema === undefined })
    await migrate(sealed, schema, migrations)
    return sealed
  } catch (err) {
    await store.close()
    throw err
  }
}
