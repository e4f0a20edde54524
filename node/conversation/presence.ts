import { concat, fromHex, utf8 } from '../base/bytes.js'
import { ChatError, toError } from '../base/errors.js'
import type { ConversationId, DeviceId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import { isAddress } from '../identity/address.js'
import { deviceIdOf, deviceKeyOf } from '../identity/device-id.js'
import { MAX_RELAYS } from '../identity/device-list.js'
import { cleanName } from '../identity/display-name.js'
import { MAX_RELAY_ADDRESS_CHARACTERS } from '../network/relay-address.js'
import { Presence as PresenceBody, SignedPresence } from '../wire/generated/content.js'
import type { Self } from './context.js'

export const MAX_PRESENCE_ADDRESSES = 8
/** 8 addresses and 3 relays of 256 characters, a name of 64 characters, and what signs them. */
export const MAX_PRESENCE_BYTES = 3_584
export const MAX_ADDRESS_CHARACTERS = MAX_RELAY_ADDRESS_CHARACTERS

/** What a member device of a group says of itself there: a hint to find it by and to call it by, and no right to anything. */
export interface Presence {
  readonly device: DeviceId
  /** Cleaned; of its account. */
  readonly name: string
  /** Multiaddrs. */
  readonly addresses: readonly string[]
  /** Multiaddrs of its account's relays, the best first. */
  readonly relays: readonly string[]
  /** By its own clock. */
  readonly toldAtMs: number
  /** As it was signed: members pass it on. */
  readonly bytes: Uint8Array
}

/** This device's own. */
export async function signPresence(
  self: Pick<Self, 'device' | 'deviceKey' | 'sign'>,
  conversation: ConversationId,
  said: Pick<Presence, 'name' | 'addresses' | 'relays' | 'toldAtMs'>
): Promise<Presence> {
  const body = PresenceBody.encode({
    name: said.name,
    addresses: [...said.addresses],
    relays: [...said.relays],
    toldAtMs: BigInt(said.toldAtMs)
  })
  const signature = await self.sign(statement(conversation, self.deviceKey, body))
  return { ...said, device: self.device, bytes: SignedPresence.encode({ device: self.deviceKey, body, signature }) }
}

/** What is on disk here, or was verified. @throws ERR_MALFORMED */
export function readPresence(bytes: Uint8Array): Presence {
  return decoded(() => {
    const { device, body } = decodeSigned(bytes)
    const { name, addresses, relays, toldAtMs } = PresenceBody.decode(body, {
      limits: { addresses: MAX_PRESENCE_ADDRESSES, relays: MAX_RELAYS }
    })
    if ([...addresses, ...relays].some(address => address.length > MAX_ADDRESS_CHARACTERS)) throw new RangeError('an address is too long')
    if (toldAtMs > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('a time out of bounds')
    // What a newer Parley writes and this one can't read is of no use to it.
    const told = { name: cleanName(name), addresses: addresses.filter(isAddress), relays, toldAtMs: Number(toldAtMs) }
    return { ...told, device: deviceIdOf(device), bytes: bytes.slice() }
  })
}

/** Somebody's, whoever passed it on. @throws ERR_MALFORMED, ERR_SIGNATURE */
export async function verifyPresence(
  primitives: Pick<Primitives, 'verify'>,
  conversation: ConversationId,
  bytes: Uint8Array
): Promise<Presence> {
  const presence = readPresence(bytes)
  const { body, signature } = decodeSigned(bytes)
  const key = deviceKeyOf(presence.device)
  if (await primitives.verify(key, statement(conversation, key, body), signature)) return presence
  throw new ChatError('ERR_SIGNATURE', 'what was told of a device is not signed by it')
}

function decodeSigned(bytes: Uint8Array): SignedPresence {
  if (bytes.length > MAX_PRESENCE_BYTES) throw new RangeError(`it has ${bytes.length} bytes`)
  return SignedPresence.decode(bytes)
}

function statement(conversation: ConversationId, deviceKey: Uint8Array, body: Uint8Array): Uint8Array {
  return concat([utf8('parley presence 1'), fromHex(conversation), deviceKey, body])
}

function decoded<T>(decode: () => T): T {
  try {
    return decode()
  } catch (err) {
    throw new ChatError('ERR_MALFORMED', 'what a device tells of itself does not decode', { cause: toError(err) })
  }
}
