import { ChatError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import { CardFrame, SignedCardFrame } from '../wire/generated/identity.js'
import { readableAddresses, requireAddress } from './address.js'
import { type DeviceCertificate, encodeCertificate, readCertificate } from './certificate.js'
import type { Device } from './device.js'
import { deviceIdOf, deviceKeyOf } from './device-id.js'
import { MAX_LIVE_DEVICES, MAX_RELAYS } from './device-list.js'
import { type DirectoryAccess, isDirectoryAccess } from './directory.js'
import { cleanName, requireName } from './display-name.js'
import { statement } from './statement.js'

const DOMAIN = 'parley card 1'
export const MAX_CARD_BYTES = 2_048
const MAX_ADDRESSES = 8
const TOKEN_BYTES = { least: 16, most: 32 }

/** What reaches a person: who they are, where their devices may be found, and what lets a stranger knock. */
export interface Card {
  readonly account: AccountId
  /** What the person calls themself, cleaned, 1–64 characters. */
  readonly name: string
  /** Of the device that signed this card. */
  readonly certificate: DeviceCertificate
  /** The signing device first. The others are hints: each shows its own certificate when it is reached. */
  readonly devices: readonly DeviceAddresses[]
  /** Multiaddrs, 3 at most, the best first. */
  readonly relays: readonly string[]
  /** When the account last changed them, by its own clock: of two that differ the later counts. Absent: older than all that was heard since. */
  readonly relaysChangedAtMs?: number
  /** 16–32 random bytes of one invite; none on a card that travels inside a knock. */
  readonly token?: Uint8Array
  /** By the inviter's clock: for showing. Whether it has passed is the inviter's judgement alone. */
  readonly expiresAtMs?: number
  readonly directory?: DirectoryAccess
}

interface DeviceAddresses {
  readonly device: DeviceId
  /** Multiaddrs without the peer id, the best first. */
  readonly addresses: readonly string[]
}

/**
 * A card, signed by the device: its certificate on the card carries the account's signature. Takes the first 8 addresses of
 * each device and the first 3 relays.
 * @throws ERR_INVALID_ARGUMENT for a bad name, address or token, ERR_NOT_ALLOWED when the certificate isn't this device's,
 * ERR_TOO_LARGE above 2 KiB
 */
export async function createCard(
  primitives: Pick<Primitives, 'sign'>,
  signer: Device,
  content: Omit<Card, 'account'>
): Promise<Uint8Array> {
  if (content.certificate.device !== signer.id) throw new ChatError('ERR_NOT_ALLOWED', 'a card is signed by the device it certifies')
  const card = CardFrame.encode(toFrame(content))
  const signature = await primitives.sign(signer.key, statement(DOMAIN, card))
  const encoded = SignedCardFrame.encode({ card, signature })
  if (encoded.length > MAX_CARD_BYTES)
    throw new ChatError('ERR_TOO_LARGE', `a card has at most ${MAX_CARD_BYTES} bytes: name fewer addresses`)
  return encoded
}

function toFrame(content: Omit<Card, 'account'>): Partial<CardFrame> {
  const { token, expiresAtMs, directory, certificate, devices, relaysChangedAtMs } = content
  if (token !== undefined && !isTokenLength(token.length)) {
    throw new ChatError('ERR_INVALID_ARGUMENT', `a token has ${TOKEN_BYTES.least} to ${TOKEN_BYTES.most} bytes`)
  }
  if (directory !== undefined && !isDirectoryAccess(directory)) {
    throw new ChatError('ERR_INVALID_ARGUMENT', 'a key of the directory has the wrong length')
  }
  const others = devices.filter(({ device }) => device !== certificate.device).slice(0, MAX_LIVE_DEVICES - 1)
  return {
    name: requireName(content.name),
    certificate: encodeCertificate(certificate),
    addresses: encodeAddresses(devices.find(({ device }) => device === certificate.device)?.addresses ?? []),
    others: others.map(({ device, addresses }) => ({ device: deviceKeyOf(device), addresses: encodeAddresses(addresses) })),
    relays: content.relays.slice(0, MAX_RELAYS).map(requireAddress),
    ...(token === undefined ? {} : { token }),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
    ...(directory === undefined ? {} : { directory: { ...directory } }),
    ...(relaysChangedAtMs === undefined ? {} : { relaysChangedAtMs })
  }
}

const encodeAddresses = (addresses: readonly string[]) => addresses.slice(0, MAX_ADDRESSES).map(requireAddress)

/** Decodes and verifies the whole chain: account, certificate, device, card. @throws ERR_CARD for whatever is wrong with it */
export async function readCard(primitives: Pick<Primitives, 'verify'>, encoded: Uint8Array): Promise<Card> {
  if (encoded.length > MAX_CARD_BYTES) throw new ChatError('ERR_CARD', `a card has at most ${MAX_CARD_BYTES} bytes`)
  const { frame, signed, signature } = decode(encoded)
  const certificate = await certificateOf(primitives, frame)
  if (!(await primitives.verify(deviceKeyOf(certificate.device), signed, signature))) throw forged()
  try {
    return fromFrame(frame, certificate)
  } catch (cause) {
    throw unreadable(cause)
  }
}

interface Decoded {
  readonly frame: CardFrame
  readonly signed: Uint8Array
  readonly signature: Uint8Array
}

function decode(encoded: Uint8Array): Decoded {
  const limits = { addresses: MAX_ADDRESSES, others: MAX_LIVE_DEVICES - 1, others$: { addresses: MAX_ADDRESSES }, relays: MAX_RELAYS }
  try {
    const { card, signature } = SignedCardFrame.decode(encoded)
    return { frame: CardFrame.decode(card, { limits }), signed: statement(DOMAIN, card), signature }
  } catch (cause) {
    throw unreadable(cause)
  }
}

async function certificateOf(primitives: Pick<Primitives, 'verify'>, frame: CardFrame): Promise<DeviceCertificate> {
  try {
    return await readCertificate(primitives, frame.certificate)
  } catch (cause) {
    throw forged(cause)
  }
}

function fromFrame(frame: CardFrame, certificate: DeviceCertificate): Card {
  const { token, expiresAtMs, directory, relaysChangedAtMs } = frame
  const name = cleanName(frame.name)
  if (name === '') throw new ChatError('ERR_CARD', 'it has no name')
  if (token !== undefined && !isTokenLength(token.length)) throw new ChatError('ERR_CARD', 'its token has the wrong length')
  if (directory !== undefined && !isDirectoryAccess(directory)) throw new ChatError('ERR_CARD', 'its directory keys have the wrong length')
  const others = frame.others.map(other => ({ device: deviceIdOf(other.device), addresses: readableAddresses(other.addresses) }))
  return {
    account: certificate.account,
    name,
    certificate,
    devices: [{ device: certificate.device, addresses: readableAddresses(frame.addresses) }, ...others],
    relays: readableAddresses(frame.relays),
    ...(token === undefined ? {} : { token }),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
    ...(directory === undefined ? {} : { directory }),
    ...(relaysChangedAtMs === undefined ? {} : { relaysChangedAtMs })
  }
}

const isTokenLength = (length: number) => length >= TOKEN_BYTES.least && length <= TOKEN_BYTES.most

const unreadable = (cause: unknown) => new ChatError('ERR_CARD', "this card can't be read: ask for a new one", { cause })

const forged = (cause?: unknown) =>
  new ChatError('ERR_CARD', 'this card is not signed by the account it names: ask the person for a new one in another way', { cause })
