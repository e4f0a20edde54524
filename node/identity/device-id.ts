import { concat, fromBase58, toBase58 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'

const KEY_BYTES = 32
/** An Ed25519 peer id in base58btc always has this length. */
const DEVICE_ID_CHARACTERS = 52
/** An identity multihash (0x00) of 36 bytes: libp2p's PublicKey message, of type Ed25519, with 32 bytes of data behind it. */
const PEER_ID_HEAD = Uint8Array.of(0x00, 0x24, 0x08, 0x01, 0x12, 0x20)

/** @param publicKey 32 bytes, Ed25519. @throws ERR_MALFORMED */
export function deviceIdOf(publicKey: Uint8Array): DeviceId {
  if (publicKey.length !== KEY_BYTES) {
    throw new ChatError('ERR_MALFORMED', `a device key has ${KEY_BYTES} bytes, not ${publicKey.length}`)
  }
  return toBase58(concat([PEER_ID_HEAD, publicKey])) as DeviceId
}

/**
 * The Ed25519 public key, 32 bytes. Takes the one spelling that `deviceIdOf` writes: no CID, no other kind of key, no other
 * order of its parts. @throws ERR_MALFORMED
 */
export function deviceKeyOf(device: DeviceId): Uint8Array {
  const peer = device.length === DEVICE_ID_CHARACTERS ? bytesOrUndefined(device) : undefined
  const isKey = peer?.length === PEER_ID_HEAD.length + KEY_BYTES && PEER_ID_HEAD.every((byte, i) => peer[i] === byte)
  if (peer === undefined || !isKey) throw new ChatError('ERR_MALFORMED', 'a device id is an Ed25519 peer id and begins with 12D3KooW')
  return peer.slice(PEER_ID_HEAD.length)
}

function bytesOrUndefined(text: string): Uint8Array | undefined {
  try {
    return fromBase58(text)
  } catch {
    // Whatever was wrong with it, the caller reports the one thing that helps: what a device id looks like.
    return undefined
  }
}
