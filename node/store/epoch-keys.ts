import { utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { EpochId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import { createSerial } from '../base/serial.js'
import type { Keyspace } from './keyspace.js'
import type { Sealing } from './sealing.js'
import type { SmallFile } from './store.js'

const AAD = utf8('parley epoch keys 1')
const KEY_BYTES = 32
const TAG_BYTES = 8
const ENTRY_BYTES = TAG_BYTES + KEY_BYTES

/**
 * The keys that epoch secrets are sealed under, one an epoch, in one small file that is rewritten whole: LevelDB keeps a deleted
 * value until it happens to compact, but a secret whose key is gone is gone at once.
 *
 * What this can't do: a copy of the whole profile taken before a wipe (a backup, a snapshot, the spare blocks of an SSD) still opens
 * the epoch, and nothing in a profile can tell that all of it was put back to an older state. Ratchets must therefore never be
 * restored from a backup: a restored device joins again as a new leaf.
 */
export interface EpochKeys {
  /**
   * Reads the file, once, before anything else; a new database without one gets an empty one.
   * @throws ERR_VAULT_DAMAGED when it is damaged, missing, or belongs to another vault
   */
  load(database: { isNew: boolean }): Promise<void>
  /** Resolves once the epoch has a key on disk; only then can its records be written. Does nothing where it has one. @throws ERR_STORE */
  add(epoch: EpochId): Promise<void>
  /** Resolves once the keys are off the disk: records of these epochs read as absent from then on. Unknown ones are ignored. @throws ERR_STORE */
  wipe(epochs: readonly EpochId[]): Promise<void>
  /** The key of the epoch with this tag (`epochTagOf` a record's path). */
  find(tag: bigint): Uint8Array | undefined
}

export interface EpochKeysOptions {
  readonly file: SmallFile
  /** 32 bytes, of the data key. */
  readonly fileKey: Uint8Array
  readonly keyspace: Pick<Keyspace, 'epochTag'>
  readonly primitives: Pick<Primitives, 'randomBytes'>
  readonly sealing: Sealing
}

export function createEpochKeys(options: EpochKeysOptions): EpochKeys {
  const { file, keyspace, primitives } = options
  const serial = createSerial()
  let keys: ReadonlyMap<bigint, Uint8Array> = new Map()

  async function replace(next: ReadonlyMap<bigint, Uint8Array>): Promise<void> {
    await file.write(await seal(options, next))
    keys = next
  }

  return {
    load: ({ isNew }) =>
      serial(async () => {
        const content = await file.read()
        if (content !== undefined) keys = await unseal(options, content)
        else if (isNew) await replace(new Map())
        else throw damaged('is missing')
      }),
    add: epoch =>
      serial(async () => {
        const tag = keyspace.epochTag(epoch)
        if (!keys.has(tag)) await replace(new Map(keys).set(tag, primitives.randomBytes(KEY_BYTES)))
      }),
    wipe: epochs =>
      serial(async () => {
        const kept = new Map(keys)
        for (const epoch of epochs) kept.delete(keyspace.epochTag(epoch))
        if (kept.size < keys.size) await replace(kept)
      }),
    find: tag => keys.get(tag)
  }
}

/** Entries of tag u64 ‖ key, sealed. */
async function seal({ fileKey, sealing }: EpochKeysOptions, keys: ReadonlyMap<bigint, Uint8Array>): Promise<Uint8Array> {
  const entries = new Uint8Array(keys.size * ENTRY_BYTES)
  const view = new DataView(entries.buffer)
  let offset = 0
  for (const [tag, key] of keys) {
    view.setBigUint64(offset, tag)
    entries.set(key, offset + TAG_BYTES)
    offset += ENTRY_BYTES
  }
  return sealing.seal(fileKey, entries, AAD)
}

async function unseal({ fileKey, sealing }: EpochKeysOptions, content: Uint8Array): Promise<Map<bigint, Uint8Array>> {
  const entries = await sealing.open(fileKey, content, AAD)
  if (entries === undefined || entries.length % ENTRY_BYTES !== 0) {
    throw damaged('is damaged or belongs to another profile')
  }
  const view = new DataView(entries.buffer, entries.byteOffset, entries.byteLength)
  const keys = new Map<bigint, Uint8Array>()
  for (let offset = 0; offset < entries.length; offset += ENTRY_BYTES) {
    keys.set(view.getBigUint64(offset), entries.slice(offset + TAG_BYTES, offset + ENTRY_BYTES))
  }
  return keys
}

function damaged(how: string): ChatError {
  return new ChatError('ERR_VAULT_DAMAGED', `the file of epoch keys ${how}; put back the one that was beside this database`)
}
