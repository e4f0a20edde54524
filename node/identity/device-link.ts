import { ChatError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import { DeviceLinkFrame } from '../wire/generated/identity.js'
import { encodeReadable, readableAddresses } from './address.js'
import { deviceIdOf, deviceKeyOf } from './device-id.js'
import { LINK_VERSION, linkUri, readLink } from './link-text.js'

export const LINK_TOKEN_BYTES = 16
/** Few enough for a QR code that a terminal can show. */
const MAX_ADDRESSES = 8
const SCHEME = 'parley-link:'
const LINK_SCHEME = 'parley:'

/** What a device shows that wants to be one of an account: where it is, and a token that shows who has seen the text. */
export interface DeviceLinkText {
  readonly device: DeviceId
  /** 16 bytes, for this one time. */
  readonly token: Uint8Array
  /** Multiaddrs, 8 at most. */
  readonly addresses: readonly string[]
}

/** As any link, but under a scheme of its own: nobody takes it for an invite. */
export async function deviceLinkUri(primitives: Pick<Primitives, 'sha256'>, { device, token, addresses }: DeviceLinkText): Promise<string> {
  const frame = { device: deviceKeyOf(device), token, addresses: encodeReadable(addresses).slice(0, MAX_ADDRESSES) }
  const uri = await linkUri(primitives, LINK_VERSION.device, DeviceLinkFrame.encode(frame))
  return `${SCHEME}${uri.slice(LINK_SCHEME.length)}`
}

/** Reads it as it was pasted, with white space in and around it. @throws ERR_CARD */
export async function readDeviceLink(primitives: Pick<Primitives, 'sha256'>, text: string): Promise<DeviceLinkText> {
  if (!text.includes(SCHEME)) throw notOne()
  const { version, content } = await readLink(primitives, text.replace(SCHEME, LINK_SCHEME))
  if (version !== LINK_VERSION.device) throw new ChatError('ERR_CARD', 'a newer Parley shows this: update yours to link that device')
  try {
    const frame = DeviceLinkFrame.decode(content, { limits: { addresses: MAX_ADDRESSES } })
    if (frame.token.length !== LINK_TOKEN_BYTES) throw new RangeError('a token of another length')
    return { device: deviceIdOf(frame.device), token: frame.token, addresses: readableAddresses(frame.addresses) }
  } catch (cause) {
    throw notOne(cause)
  }
}

function notOne(cause?: unknown): ChatError {
  return new ChatError(
    'ERR_CARD',
    'this links no device: type parley device link on the new one, or link its browser, and give all that it shows',
    { cause }
  )
}
