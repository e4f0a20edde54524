import { publicKeyFromRaw } from '@libp2p/crypto/keys'
import type { PeerId } from '@libp2p/interface'
import { peerIdFromPublicKey, peerIdFromString } from '@libp2p/peer-id'
import { ChatError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'

const KEY_BYTES = 32
/** An Ed25519 peer id in base58btc always has this length. */
const DEVICE_ID_CHARACTERS = 52

/** @param publicKey 32 bytes, Ed25519. @throws ERR_MALFORMED */
export function deviceIdOf(publicKey: Uint8Array): DeviceId {
  if (publicKey.length !== KEY_BYTES) {
    throw new ChatError('ERR_MALFORMED', `a device key has ${KEY_BYTES} bytes, not ${publicKey.length}`)
  }
  return peerIdFromPublicKey(publicKeyFromRaw(publicKey)).toString() as DeviceId
}

/**
 * The Ed25519 public key, 32 bytes. Takes the one spelling that `deviceIdOf` writes: no CID, no other kind of key, no other
 * order of its parts. @throws ERR_MALFORMED
 */
export function deviceKeyOf(device: DeviceId): Uint8Array {
  const peer = device.length === DEVICE_ID_CHARACTERS ? peerIdOrUndefined(device) : undefined
  if (peer?.type !== 'Ed25519' || deviceIdOf(peer.publicKey.raw) !== device) {
    throw new ChatError('ERR_MALFORMED', 'a device id is an Ed25519 peer id and begins with 12D3KooW')
  }
  return peer.publicKey.raw
}

function peerIdOrUndefined(text: string): PeerId | undefined {
  try {
    return peerIdFromString(text)
  } catch {
    // Whatever was wrong with it, the caller reports the one thing that helps: what a device id looks like.
    return undefined
  }
}
