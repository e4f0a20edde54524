import { uint32, uint64 } from '../base/bytes.js'
import { ChatError, toError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import type { Awaitable, Primitives } from '../base/primitives.js'
import { accountIdOf, accountKeyOf } from '../identity/account-id.js'
import type { Account } from '../identity/account.js'
import { readCertificate } from '../identity/certificate.js'
import { deviceKeyOf } from '../identity/device-id.js'
import { isRevoked, MAX_RELAYS, type DeviceList } from '../identity/device-list.js'
import { cleanName } from '../identity/display-name.js'
import { statement } from '../identity/statement.js'
import { createSealer } from '../session/seal.js'
import { AccountIndex as IndexFrame, IndexPart, type SavedContact as ContactFrame } from '../wire/generated/backup.js'
import { pad, unpad } from '../wire/padding.js'
import {
  fromContactFrame,
  fromConversationFrame,
  SAVED_CONTACT_LIMITS,
  SAVED_CONVERSATION_LIMITS,
  toContactFrame,
  toConversationFrame,
  type SavedContact,
  type SavedConversation
} from './saved.js'

const VERSION = 1
const SEAL_INFO = 'parley index 1'
const DOMAIN = 'parley index 1'
/** Of the largest padded length, less certificate, signature and numbers. */
const MAX_INDEX_BYTES = 65_000
/** 2,048 contacts with two relays each take 13. */
export const MAX_INDEX_PARTS = 16
/** A whole padded part, enc and tag of HPKE. */
const MAX_SEALED_BYTES = 65_536 + 48
const MAX_CONTACTS = 2_048
const MAX_ENTRIES = 4_096
/** What one entry holds is bounded, so that any fits into a part. */
const MAX_DEVICES = 64
const MAX_ADDRESSES = 4
const MAX_ADDRESS_CHARACTERS = 256
const LIMITS = {
  contacts: MAX_ENTRIES,
  contacts$: SAVED_CONTACT_LIMITS,
  conversations: MAX_ENTRIES,
  conversations$: SAVED_CONVERSATION_LIMITS,
  relays: MAX_RELAYS
}

/** What it takes to be oneself on an empty machine, beside the device list: never a key, never a message. */
export interface AccountIndex {
  readonly account: AccountId
  /** What the person calls themself. */
  readonly name: string
  /** Multiaddrs of the relays that the account names, the best first. */
  readonly relays: readonly string[]
  readonly contacts: readonly SavedContact[]
  readonly conversations: readonly SavedConversation[]
}

/** One that holds. */
export interface OpenedIndex extends AccountIndex {
  readonly seq: number
}

/** The index as a relay keeps it: whoever holds it learns its size and how often it is rewritten. */
export interface SealedIndex {
  /** One more with each writing. */
  readonly seq: number
  /** 16 at most, each of 1, 4, 16 or 64 KiB and 48 bytes. */
  readonly parts: readonly Uint8Array[]
}

/** A device that writes the index. It can't read what it wrote. */
export interface IndexAuthor {
  readonly account: AccountId
  /** Encoded. */
  readonly certificate: Uint8Array
  sign(message: Uint8Array): Awaitable<Uint8Array>
  /** HPKE in base mode to the account's index key. */
  seal(info: string, plaintext: Uint8Array): Promise<Uint8Array>
}

/** In as many parts as it takes; equal contacts have equal bytes, whenever they changed. Of many those that changed longest ago are left out. */
export function encodeIndex({ account, name, relays, contacts, conversations }: AccountIndex): readonly Uint8Array[] {
  const empty = (): IndexFrame => ({ account: accountKeyOf(account), name, relays: [...relays], contacts: [], conversations: [] })
  const parts: IndexFrame[] = [empty()]
  const overhead = IndexFrame.encode(empty()).length
  let room = MAX_INDEX_BYTES - overhead
  const newest = contacts.toSorted((a, b) => b.changedAtMs - a.changedAtMs).slice(0, MAX_CONTACTS)
  for (const contact of newest.toSorted((a, b) => (a.account < b.account ? -1 : 1))) {
    const own = conversations.filter(
      ({ kind, accounts }) => kind === 'direct' && accounts[0] === account && accounts.includes(contact.account)
    )
    const entry = { ...empty(), contacts: [contactFrame(contact)], conversations: own.map(conversationFrame) }
    const cost = IndexFrame.encode(entry).length - overhead
    if (cost > room) {
      if (parts.length === MAX_INDEX_PARTS) break
      parts.push(empty())
      room = MAX_INDEX_BYTES - overhead
    }
    parts.at(-1)?.contacts.push(...entry.contacts)
    parts.at(-1)?.conversations.push(...entry.conversations)
    room -= cost
  }
  for (const group of conversations.filter(({ kind, accounts }) => kind === 'group' && accounts[0] === account)) {
    const frame = conversationFrame(group)
    const cost = IndexFrame.encode({ ...empty(), conversations: [frame] }).length - overhead
    if (cost > room && parts.length === MAX_INDEX_PARTS) break
    if (cost > room) {
      parts.push(empty())
      room = MAX_INDEX_BYTES - overhead
    }
    parts.at(-1)?.conversations.push(frame)
    room -= cost
  }
  return parts.map(part => IndexFrame.encode(part))
}

function contactFrame(contact: SavedContact): ContactFrame {
  const devices = contact.devices.map(({ device, addresses }) => ({ device, addresses: near(addresses) }))
  return toContactFrame({ ...contact, devices, relays: near(contact.relays), changedAtMs: 0 })
}

function near(addresses: readonly string[]): string[] {
  return addresses.filter(address => address.length <= MAX_ADDRESS_CHARACTERS).slice(0, MAX_ADDRESSES)
}

function conversationFrame(conversation: SavedConversation): ReturnType<typeof toConversationFrame> {
  const devices = conversation.devices.slice(-MAX_DEVICES)
  const { readUpTo } = conversation
  const isReaderIn = readUpTo === undefined || devices.some(({ device }) => device === readUpTo.device)
  return toConversationFrame({ ...conversation, devices, readUpTo: isReaderIn ? readUpTo : undefined })
}

/** Signs each part by the device and seals it so that the recovery phrase alone opens it. */
export async function sealIndex(author: IndexAuthor, encoded: readonly Uint8Array[], seq: number): Promise<SealedIndex> {
  const count = encoded.length
  const sealed = encoded.map(async (index, i) => {
    const place = { seq, part: i + 1, parts: count }
    const signature = await author.sign(indexStatement(author.account, { ...place, index }))
    const frame = IndexPart.encode({ version: VERSION, ...place, index, certificate: author.certificate, signature })
    return author.seal(SEAL_INFO, pad(frame))
  })
  return { seq, parts: await Promise.all(sealed) }
}

function indexStatement(account: AccountId, { seq, part, parts, index }: Pick<IndexPart, 'seq' | 'part' | 'parts' | 'index'>): Uint8Array {
  return statement(DOMAIN, accountKeyOf(account), uint64(BigInt(seq)), uint32(part), uint32(parts), index)
}

/**
 * The newest index that holds, of what several relays have: what doesn't open or doesn't verify is passed over. What a device wrote that is
 * revoked by now brings no verified marks and no revocations: it may be a thief's.
 * @returns undefined where nobody has one
 * @throws ERR_DECRYPT, ERR_SIGNATURE, ERR_CERTIFICATE, ERR_MALFORMED, ERR_SCHEMA_NEWER where none holds: why the newest doesn't
 */
export async function openIndex(
  primitives: Pick<Primitives, 'verify'>,
  account: Pick<Account, 'id' | 'indexKey'>,
  sealed: readonly SealedIndex[],
  list?: DeviceList
): Promise<OpenedIndex | undefined> {
  let reason: unknown
  for (const one of sealed.toSorted((a, b) => b.seq - a.seq)) {
    try {
      return { ...(await openWhole(primitives, account, one, list)), seq: one.seq }
    } catch (err) {
      reason ??= err
    }
  }
  if (reason !== undefined) throw reason
  return undefined
}

async function openWhole(
  primitives: Pick<Primitives, 'verify'>,
  account: Pick<Account, 'id' | 'indexKey'>,
  { seq, parts }: SealedIndex,
  list: DeviceList | undefined
): Promise<AccountIndex> {
  if (parts.length < 1 || parts.length > MAX_INDEX_PARTS) throw malformed('it has no number of parts that there can be')
  const indexes = await Promise.all(
    parts.map(async (sealed, i) => {
      const { index, writer } = await openPart(primitives, account, { seq, part: i + 1, parts: parts.length }, sealed)
      return readIndex(account.id, index, list !== undefined && isRevoked(list, writer))
    })
  )
  return joined(account.id, indexes)
}

/** One that `encodeIndex` made and nobody sealed, from a device of the account. @throws ERR_MALFORMED */
export function decodeIndex(account: AccountId, encoded: readonly Uint8Array[]): AccountIndex {
  return joined(
    account,
    encoded.map(part => readIndex(account, part, false))
  )
}

function joined(account: AccountId, parts: readonly AccountIndex[]): AccountIndex {
  return {
    account,
    name: parts[0]?.name ?? '',
    relays: parts[0]?.relays ?? [],
    contacts: parts.flatMap(({ contacts }) => contacts),
    conversations: parts.flatMap(({ conversations }) => conversations)
  }
}

async function openPart(
  primitives: Pick<Primitives, 'verify'>,
  { id, indexKey }: Pick<Account, 'id' | 'indexKey'>,
  place: Pick<IndexPart, 'seq' | 'part' | 'parts'>,
  sealed: Uint8Array
): Promise<{ readonly index: Uint8Array; readonly writer: DeviceId }> {
  if (sealed.length > MAX_SEALED_BYTES) throw malformed('it is larger than an index can be')
  const plaintext = unpad(await createSealer().open(indexKey.privateKey, SEAL_INFO, sealed))
  const frame = decoded(() => IndexPart.decode(plaintext))
  if (frame.version > VERSION)
    throw new ChatError('ERR_SCHEMA_NEWER', 'the index of this account was written by a newer Parley; install that version')
  if (frame.seq !== place.seq || frame.part !== place.part || frame.parts !== place.parts)
    throw malformed('a part was put in the place of another')
  const { account, device } = await readCertificate(primitives, frame.certificate)
  if (account !== id || !(await primitives.verify(deviceKeyOf(device), indexStatement(id, frame), frame.signature)))
    throw new ChatError('ERR_SIGNATURE', 'no device of this account wrote this index')
  return { index: frame.index, writer: device }
}

function readIndex(account: AccountId, encoded: Uint8Array, isDoubtful: boolean): AccountIndex {
  const frame = decoded(() => IndexFrame.decode(encoded, { limits: LIMITS }))
  if (accountIdOf(frame.account) !== account) throw malformed('it is of another account')
  const conversations = frame.conversations.map(fromConversationFrame)
  if (conversations.some(({ accounts }) => accounts[0] !== account)) throw malformed('a conversation of somebody else')
  const contacts = frame.contacts.map(fromContactFrame)
  return {
    account,
    name: cleanName(frame.name),
    relays: frame.relays,
    contacts: isDoubtful ? contacts.map(contact => ({ ...contact, verified: false, revoked: [] })) : contacts,
    conversations
  }
}

function decoded<T>(decode: () => T): T {
  try {
    return decode()
  } catch (cause) {
    throw malformed('it does not decode', toError(cause))
  }
}

function malformed(what: string, cause?: Error): ChatError {
  return new ChatError('ERR_MALFORMED', `the index of this account can't be read: ${what}`, { cause })
}
