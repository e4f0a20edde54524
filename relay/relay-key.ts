import { join } from 'node:path'
import { ChatError } from '../node/base/errors.js'
import { createNodePrimitives } from '../node/host/node-crypto.js'
import { createSmallFile } from '../node/host/small-file.js'
import type { SmallFile } from '../node/store/store.js'

const SEED_BYTES = 32

/** Holds the 32 bytes that the relay's key, and so its peer id, is made from; readable by the owner alone. */
export const relayKeyFile = (folder: string): SmallFile => createSmallFile(join(folder, 'key'))

/** The seed of the relay in this folder, made at the first start. @throws ERR_STORE */
export async function relaySeed(folder: string): Promise<Uint8Array> {
  const file = relayKeyFile(folder)
  const kept = await file.read()
  if (kept?.length === SEED_BYTES) return kept
  if (kept !== undefined)
    throw new ChatError('ERR_STORE', `${folder}/key is damaged; put it back from a backup, or remove it to be a new relay`)
  const seed = createNodePrimitives().randomBytes(SEED_BYTES)
  await file.write(seed)
  return seed
}
