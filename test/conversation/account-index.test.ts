import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromHex } from '../../node/base/bytes.js'
import type { AccountId, ConversationId } from '../../node/base/ids.js'
import {
  encodeIndex,
  MAX_INDEX_PARTS,
  openIndex,
  sealIndex,
  type AccountIndex,
  type IndexAuthor,
  type SealedIndex
} from '../../node/conversation/account-index.js'
import type { SavedContact, SavedConversation } from '../../node/conversation/saved.js'
import { deriveAccount, type Account } from '../../node/identity/account.js'
import { encodeCertificate, issueCertificate } from '../../node/identity/certificate.js'
import { createDevice, type Device } from '../../node/identity/device.js'
import { revokeDevice, startDeviceList } from '../../node/identity/device-list-change.js'
import { newPhrase, parsePhrase } from '../../node/identity/phrase.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { createSealer } from '../../node/session/seal.js'
import { rejection } from '../identity/refusal.js'
import { createMemoryShelf } from '../sim/index-shelf.js'
import { befriend, createWorld, say } from '../sim/people.js'

interface Vectors {
  readonly words: string
  readonly sealed: { readonly seq: number; readonly parts: readonly string[] }
  readonly index: { readonly name: string; readonly contact: string; readonly contactName: string; readonly conversation: string }
}

const vectors = JSON.parse(readFileSync(new URL('../../../test/vectors/account-index.json', import.meta.url), 'utf8')) as Vectors
const primitives = createNodePrimitives()
const DAY_MS = 86_400_000

interface Owner {
  readonly account: Account
  readonly device: Device
  readonly author: IndexAuthor
}

async function owner(phrase = newPhrase(primitives)): Promise<Owner> {
  const account = await deriveAccount(primitives, phrase)
  const device = await createDevice(primitives)
  return { account, device, author: await authorFor(account, account, device) }
}

/** A device of one account that writes an index for another. */
async function authorFor(account: Account, certifier: Account, device: Device): Promise<IndexAuthor> {
  const subject = { device: device.id, issuedAtMs: 0, seq: 1, name: '' }
  const certificate = encodeCertificate(await issueCertificate(primitives, certifier.key, subject))
  return {
    account: account.id,
    certificate,
    sign: message => primitives.sign(device.key, message),
    seal: (info, plaintext) => createSealer().seal(account.indexKey.publicKey, info, plaintext)
  }
}

async function contact(number: number): Promise<SavedContact> {
  const device = await createDevice(primitives, primitives.randomBytes(32))
  const lost = await createDevice(primitives)
  return {
    account: number.toString(16).padStart(64, '0') as AccountId,
    name: `contact ${number}`,
    state: 'accepted',
    stateBeforeBlock: undefined,
    verified: number % 2 === 0,
    changedAtMs: number,
    devices: [{ device: device.id, addresses: ['/ip4/192.0.2.7/tcp/4001', '/ip4/192.0.2.7/tcp/4002/ws'] }],
    directory: undefined,
    token: undefined,
    revoked: [lost.id],
    relaysChangedAtMs: number,
    relays: [`/ip4/192.0.2.8/tcp/4002/ws/p2p/${device.id}`]
  }
}

function conversation(own: AccountId, { account, devices }: SavedContact): SavedConversation {
  const [first] = devices
  const key = fromHex(account)
  return {
    id: account as string as ConversationId,
    kind: 'direct',
    name: '',
    membership: 'joined',
    presences: [],
    accounts: [own, account],
    devices: first === undefined ? [] : [{ device: first.device, account, key, read: 3, had: 4 }],
    groups: [account as string as ConversationId],
    createdAtMs: 1,
    readUpTo: first && { hlc: 77n, device: first.device, seq: 3 }
  }
}

async function indexOf(own: AccountId, count: number): Promise<AccountIndex> {
  const contacts = await Promise.all(Array.from({ length: count }, (_, i) => contact(i + 1)))
  const conversations = contacts.map(one => conversation(own, one))
  return { account: own, name: 'Ada', relays: [], contacts, conversations }
}

const sealed = async (author: IndexAuthor, index: AccountIndex, seq: number): Promise<SealedIndex> =>
  sealIndex(author, encodeIndex(index), seq)

const index = suite('the account index')

index('opens with the phrase alone, and says what was written', async () => {
  const { account, author } = await owner()
  const written = await indexOf(account.id, 3)
  const parts = await sealed(author, written, 1)
  const read = await openIndex(primitives, account, [parts])
  assert.is(read?.name, 'Ada')
  assert.equal(
    read?.contacts.map(({ name, verified, relays }) => [name, verified, relays]),
    written.contacts.map(({ name, verified, relays }) => [name, verified, relays])
  )
  const [first] = read?.conversations ?? []
  assert.equal([first?.groups, first?.readUpTo?.seq, first?.devices[0]?.read], [[first?.id], 3, 3])
  await rejection(openIndex(primitives, (await owner()).account, [parts]), 'ERR_DECRYPT')
})

index('of 160 contacts fits one part; of more it is split, and loses none that fit', async () => {
  const { account, author } = await owner()
  for (const [count, parts] of [
    [160, 1],
    [1_000, 7]
  ] as const) {
    const written = await indexOf(account.id, count)
    const made = await sealed(author, written, 1)
    assert.ok(made.parts.length <= parts, `${count} contacts make ${made.parts.length} parts`)
    for (const part of made.parts) assert.ok([1_024, 4_096, 16_384, 65_536].includes(part.length - 48))
    const read = await openIndex(primitives, account, [made])
    assert.equal(new Set(read?.contacts.map(one => one.account)), new Set(written.contacts.map(one => one.account)))
    assert.is(read?.conversations.length, count)
  }
})

index('never grows beyond its parts: those that changed last are in it', async () => {
  const { account, author } = await owner()
  const one = await contact(1)
  const contacts = Array.from({ length: 9_000 }, (_, i) => ({
    ...one,
    account: i.toString(16).padStart(64, '0') as AccountId,
    changedAtMs: i
  }))
  const encoded = encodeIndex({
    account: account.id,
    name: 'Ada',
    relays: [],
    contacts,
    conversations: contacts.map(of => conversation(account.id, of))
  })
  assert.ok(encoded.length <= MAX_INDEX_PARTS)
  for (const part of encoded) assert.ok(part.length <= 65_000)
  const kept = (await openIndex(primitives, account, [await sealIndex(author, encoded, 1)]))?.contacts.map(of => of.account)
  assert.equal(
    kept,
    contacts.slice(-2_048).map(of => of.account)
  )
})

index('is the older one where the newest is damaged, mixed, or not there in full', async () => {
  const { account, author } = await owner()
  const good = await sealed(author, { ...(await indexOf(account.id, 1)), name: 'whole' }, 7)
  const newer = await sealed(author, { ...(await indexOf(account.id, 600)), name: 'newer' }, 8)
  const { parts } = newer
  assert.ok(parts.length > 1)
  const nameOf = async (...had: readonly SealedIndex[]): Promise<unknown> => (await openIndex(primitives, account, had))?.name
  assert.is(await nameOf(good, newer), 'newer')
  const garbage = { ...newer, parts: parts.map(part => part.map(byte => byte ^ 1)) }
  const relabelled = { ...good, seq: 9 }
  const bad = [
    garbage,
    relabelled,
    { ...newer, parts: parts.slice(1) },
    { ...newer, parts: parts.toReversed() },
    { ...newer, parts: [...parts, ...good.parts] },
    { ...newer, parts: [] },
    { ...newer, parts: Array.from({ length: 17 }, () => new Uint8Array(1_072)) }
  ]
  for (const one of bad) assert.is(await nameOf(one, good), 'whole')
  assert.is(await nameOf(garbage, newer), 'newer')
  await rejection(openIndex(primitives, account, bad.slice(1)), 'ERR_MALFORMED')
  await rejection(openIndex(primitives, account, [garbage]), 'ERR_DECRYPT')
  assert.is(await openIndex(primitives, account, []), undefined)
})

index('written by a stranger who knows the key is refused; by a device revoked since it brings no verified marks', async () => {
  const { account, author, device } = await owner()
  const stranger = await owner()
  const forged = await authorFor(account, stranger.account, stranger.device)
  await rejection(openIndex(primitives, account, [await sealed(forged, await indexOf(account.id, 1), 1)]), 'ERR_SIGNATURE')
  const list = await startDeviceList(primitives, account.key, { device: device.id, name: '', nowMs: 0 })
  const parts = await sealed(author, await indexOf(account.id, 2), 1)
  const verified = async (of: typeof list): Promise<boolean> =>
    (await openIndex(primitives, account, [parts], of))?.contacts.some(one => one.verified) ?? false
  assert.ok(await verified(list))
  assert.not(await verified(await revokeDevice(primitives, account.key, list, { device: device.id, nowMs: 0 })))
})

index('is what the test vector says', async () => {
  const account = await deriveAccount(primitives, parsePhrase(vectors.words))
  const read = await openIndex(primitives, account, [{ seq: vectors.sealed.seq, parts: vectors.sealed.parts.map(fromHex) }])
  assert.is(read?.name, vectors.index.name)
  assert.equal(
    read?.contacts.map(one => [one.account, one.name]),
    [[vectors.index.contact, vectors.index.contactName]]
  )
  assert.equal(
    read?.conversations.map(one => one.id),
    [vectors.index.conversation]
  )
})

index('is rewritten when something changes, and only then', async () => {
  const world = createWorld('index')
  const shelf = createMemoryShelf()
  const phrase = newPhrase(primitives)
  const account = await deriveAccount(primitives, phrase)
  const identity = { phrase, deviceSeed: primitives.randomBytes(32) }
  const ada = await world.person('Ada', { identity, indexShelf: shelf })
  const bob = await world.person('Bob')
  const names = async (): Promise<unknown> =>
    (await openIndex(primitives, account, shelf.kept === undefined ? [] : [shelf.kept]))?.contacts.map(({ name, state }) => [name, state])
  await world.time.pass(11_000)
  assert.is(shelf.writes, 1)
  await befriend(world, bob, ada)
  await world.time.pass(90_000)
  assert.equal(await names(), [['Bob', 'accepted']])
  await world.time.pass(DAY_MS)
  const { writes } = shelf
  await world.time.pass(DAY_MS)
  await ada.restart()
  await world.time.pass(90_000)
  assert.is(shelf.writes, writes)
  await ada.api.block({ contact: 'Bob' })
  await world.time.pass(90_000)
  assert.equal(await names(), [['Bob', 'blocked']])
  await ada.api.rename({ name: 'Ada Lovelace' })
  await world.time.pass(90_000)
  assert.is((await openIndex(primitives, account, shelf.kept === undefined ? [] : [shelf.kept]))?.name, 'Ada Lovelace')
  await world.close()
})

index('reaches a shelf that was away, and one where another device wrote meanwhile', async () => {
  const world = createWorld('index away')
  const shelf = createMemoryShelf()
  shelf.unreachable = 3
  const phrase = newPhrase(primitives)
  const account = await deriveAccount(primitives, phrase)
  const ada = await world.person('Ada', { identity: { phrase, deviceSeed: primitives.randomBytes(32) }, indexShelf: shelf })
  const bob = await world.person('Bob')
  await world.time.pass(10 * 60_000)
  assert.is(shelf.writes, 1)
  const other = await authorFor(account, account, await createDevice(primitives))
  shelf.kept = await sealed(other, await indexOf(account.id, 1), 41)
  await befriend(world, bob, ada)
  await say(ada, bob, 'hello')
  await world.time.pass(10 * 60_000)
  assert.is(shelf.kept?.seq, 42)
  assert.equal(
    (await openIndex(primitives, account, shelf.kept === undefined ? [] : [shelf.kept]))?.contacts.map(({ name }) => name),
    ['Bob']
  )
  await world.close()
})

index.run()
