import { privateKeyFromRaw } from '@libp2p/crypto/keys'
import type { Ed25519PrivateKey } from '@libp2p/interface'
import { concat } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'
import type { Primitives, SigningKey } from '../base/primitives.js'
import { deviceIdOf } from './device-id.js'

const SEED_BYTES = 32

/** One Ed25519 key in the two shapes that use it: libp2p's for links, ours for signatures. */
export interface Device {
  readonly id: DeviceId
  /** 32 bytes: all that need be kept, sealed, to be this device again. */
  readonly seed: Uint8Array
  readonly key: SigningKey
  readonly libp2pKey: Ed25519PrivateKey
}

/** @param seed 32 bytes; without one, a new device. @throws ERR_INVALID_ARGUMENT for another length */
export async function createDevice(
  primitives: Pick<Primitives, 'randomBytes' | 'signingKey'>,
  seed: Uint8Array = primitives.randomBytes(SEED_BYTES)
): Promise<Device> {
  if (seed.length !== SEED_BYTES) throw new ChatError('ERR_INVALID_ARGUMENT', `a device seed has ${SEED_BYTES} bytes`)
  const key = await primitives.signingKey(seed)
  const libp2pKey = privateKeyFromRaw(concat([seed, key.publicKey]))
  if (libp2pKey.type !== 'Ed25519') throw new ChatError('ERR_INTERNAL', `expected an Ed25519 key, got ${libp2pKey.type}`)
  return { id: deviceIdOf(key.publicKey), seed, key, libp2pKey }
}
