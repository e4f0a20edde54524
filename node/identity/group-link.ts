import { fromHex, toHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId } from '../base/ids.js'
import type { Awaitable, Primitives } from '../base/primitives.js'
import { GroupLinkFrame, type LinkHostFrame, SignedGroupLinkFrame } from '../wire/generated/identity.js'
import { accountIdOf, accountKeyOf } from './account-id.js'
import { readableAddresses, requireAddress } from './address.js'
import { readCard } from './card.js'
import { deviceIdOf, deviceKeyOf } from './device-id.js'
import { MAX_LIVE_DEVICES, MAX_RELAYS } from './device-list.js'
import { cleanName } from './display-name.js'
import { LINK_VERSION, linkUri, readLink } from './link-text.js'
import { statement } from './statement.js'

const DOMAIN = 'parley group link 1'
/** Who answers beside the maker. */
export const MAX_OTHER_HOSTS = 2
const MAX_ADDRESSES = 8
/** What a link tells of another's devices: it has to fit into a picture. */
const TOLD = { devices: 2, addresses: 2 }
const GROUP_BYTES = 32
const MAX_NAME_CHARACTERS = 64

/** Somebody who may let in whoever has the link, and where they are reached. */
export interface LinkHost {
  readonly account: AccountId
  readonly name: string
  readonly devices: readonly { readonly device: DeviceId; readonly addresses: readonly string[] }[]
  readonly relays: readonly string[]
}

export interface GroupLinkContent {
  readonly group: ConversationId
  /** What the group was called when it was made, cleaned; never empty. */
  readonly name: string
  /** The same for all hosts. */
  readonly token: Uint8Array
  /** Its maker first. */
  readonly hosts: readonly LinkHost[]
  /** Somebody has to say yes. */
  readonly asksFirst: boolean
  /** Whoever reads it later need not ask; whether it has passed before is the hosts' judgement. */
  readonly expiresAtMs?: number
}

interface Made {
  readonly group: ConversationId
  readonly name: string
  /** The maker's card with the token and the expiry. */
  readonly card: Uint8Array
  readonly others: readonly LinkHost[]
  readonly asksFirst: boolean
}

/** @param sign by the device whose card it is */
export async function groupLinkUri(
  primitives: Pick<Primitives, 'sha256'>,
  sign: (message: Uint8Array) => Awaitable<Uint8Array>,
  { group, name, card, others, asksFirst }: Made
): Promise<string> {
  const hosts = others.slice(0, MAX_OTHER_HOSTS).map(toFrame)
  const link = GroupLinkFrame.encode({ group: fromHex(group), name, card, others: hosts, asksFirst })
  const signature = await sign(statement(DOMAIN, link))
  return linkUri(primitives, LINK_VERSION.group, SignedGroupLinkFrame.encode({ link, signature }))
}

/** @throws ERR_CARD for what is no link to a group, incomplete, newer or forged */
export async function readGroupLink(primitives: Pick<Primitives, 'sha256' | 'verify'>, text: string): Promise<GroupLinkContent> {
  const { version, content } = await readLink(primitives, text)
  if (version === LINK_VERSION.invite) throw new ChatError('ERR_CARD', 'this leads to a person, not to a group: parley add reaches them')
  if (version !== LINK_VERSION.group) throw new ChatError('ERR_CARD', 'a newer Parley made this link: update yours to use it')
  const { frame, signed, signature } = decode(content)
  const { account, name: makerName, devices, relays, token, expiresAtMs, certificate } = await readCard(primitives, frame.card)
  if (!(await primitives.verify(deviceKeyOf(certificate.device), signed, signature)))
    throw new ChatError('ERR_CARD', 'this link is not signed by whom it names: ask for a new one in another way')
  const name = cleanName(frame.name).slice(0, MAX_NAME_CHARACTERS)
  if (token === undefined || frame.group.length !== GROUP_BYTES || name === '')
    throw new ChatError('ERR_CARD', 'this link leads nowhere: ask for a new one')
  return {
    group: toHex(frame.group) as ConversationId,
    name,
    token,
    hosts: [{ account, name: makerName, devices, relays }, ...frame.others.map(fromFrame)],
    asksFirst: frame.asksFirst,
    ...(expiresAtMs === undefined ? {} : { expiresAtMs })
  }
}

function decode(content: Uint8Array): { readonly frame: GroupLinkFrame; readonly signed: Uint8Array; readonly signature: Uint8Array } {
  const ofHost = { devices: MAX_LIVE_DEVICES, devices$: { addresses: MAX_ADDRESSES }, relays: MAX_RELAYS }
  try {
    const { link, signature } = SignedGroupLinkFrame.decode(content)
    const frame = GroupLinkFrame.decode(link, { limits: { others: MAX_OTHER_HOSTS, others$: ofHost } })
    for (const host of frame.others) fromFrame(host)
    return { frame, signed: statement(DOMAIN, link), signature }
  } catch (cause) {
    throw new ChatError('ERR_CARD', "this link can't be read: ask for a new one", { cause })
  }
}

function toFrame({ account, name, devices, relays }: LinkHost): LinkHostFrame {
  return {
    account: accountKeyOf(account),
    name,
    devices: devices.slice(0, TOLD.devices).map(({ device, addresses }) => ({
      device: deviceKeyOf(device),
      addresses: addresses.slice(0, TOLD.addresses).map(requireAddress)
    })),
    relays: relays.slice(0, MAX_RELAYS).map(requireAddress)
  }
}

function fromFrame({ account, name, devices, relays }: LinkHostFrame): LinkHost {
  return {
    account: accountIdOf(account),
    name: cleanName(name),
    devices: devices.map(({ device, addresses }) => ({ device: deviceIdOf(device), addresses: readableAddresses(addresses) })),
    relays: readableAddresses(relays)
  }
}
