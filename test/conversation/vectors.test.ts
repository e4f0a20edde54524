import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { concat, fromHex, toHex, utf8 } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import type { AccountId, ConversationId, DeviceId, LogId, MessageId, SentAtMs } from '../../node/base/ids.js'
import type { Annotation } from '../../node/conversation/annotation.js'
import {
  decodeContent,
  decodeMessage,
  type Mention,
  encodeContent,
  messageId,
  signedMessage,
  type SignedMessage
} from '../../node/conversation/content.js'
import { directConversationId } from '../../node/conversation/conversation-ids.js'
import type { Hlc } from '../../node/conversation/order.js'
import { deviceKeyOf } from '../../node/identity/device-id.js'
import { createInvite } from '../../node/identity/invite.js'
import { parsePhrase } from '../../node/identity/phrase.js'
import type { Links, RequestKind } from '../../node/network/links.js'
import { createKeyspace } from '../../node/store/keyspace.js'
import { Receipt } from '../../node/wire/generated/content.js'
import { Announcement, Introduction, Knock, Sync, Take, Taken } from '../../node/wire/generated/introduction.js'
import { InvitationRecord, KeyPackageRecord } from '../../node/wire/generated/records.js'
import { decodeEnvelope } from '../../node/wire/envelope.js'
import { pad } from '../../node/wire/padding.js'
import { primitives } from '../identity/people.js'
import type { Sticker } from '../../node/conversation/sticker.js'
import { createWorld, type SimPerson, type World } from '../sim/people.js'

/** Byte strings are in hex. */
interface Vectors {
  readonly names: {
    readonly accounts: readonly [AccountId, AccountId]
    readonly conversation: ConversationId
    readonly device: DeviceId
    readonly deviceKey: string
    readonly seq: number
    readonly message: MessageId
    /** What breaks a tie of the clock. */
    readonly orderTag: string
  }
  readonly content: {
    readonly messages: readonly {
      readonly seq: number
      readonly hlc: string
      readonly sentAtMs: number
      readonly parents: readonly { readonly id: MessageId; readonly hash: string }[]
      readonly text: string
      readonly encoded: string
    }[]
    readonly receipt: {
      readonly device: string
      readonly contiguous: number
      readonly ranges: readonly number[]
      readonly read: number
      readonly encoded: string
    }
    readonly encoded: string
  }
  /** Messages that belong to others. */
  readonly annotations: readonly {
    readonly seq: number
    readonly hlc: string
    readonly sentAtMs: number
    readonly text: string
    readonly answers?: MessageId
    readonly mentions?: readonly Mention[]
    readonly forwarded?: true
    readonly sticker?: Sticker
    readonly annotation?: Annotation
    readonly erased?: string
    readonly lifetimeS?: number
    readonly setsLifetimeS?: number
    readonly isFaded?: true
    readonly encoded: string
  }[]
  /** Length of a content, and what it is padded to. */
  readonly paddedBytes: readonly (readonly [number, number])[]
  /** Recorded: Bob took a key package of Ada's, knocked, wrote, and met her. Ada's secrets are here, so that she can take it all again. */
  readonly firstContact: {
    readonly ada: {
      readonly phrase: string
      readonly deviceSeed: string
      readonly device: DeviceId
      readonly token: string
      readonly keyPackage: string
      readonly keyPackageRef: string
      readonly keyPackageSecret: string
    }
    readonly bob: { readonly account: AccountId; readonly device: DeviceId }
    readonly take: string
    readonly taken: string
    readonly introduction: Readonly<Record<keyof Introduction | 'encoded', string>>
    readonly knock: string
    readonly log: LogId
    readonly envelopes: readonly string[]
    readonly contents: readonly string[]
    readonly message: { readonly id: MessageId; readonly text: string }
    readonly announcement: string
    readonly sync: string
  }
}

const file = new URL('../../../test/vectors/messages.json', import.meta.url)
const { names, content, annotations, paddedBytes, firstContact } = JSON.parse(readFileSync(file, 'utf8')) as Vectors
const { ada: inviter, bob: knocker, introduction } = firstContact

const vectors = suite('message vectors')

vectors('a direct conversation is named by its two accounts, in either order', async () => {
  const [one, other] = names.accounts
  assert.is(await directConversationId(primitives, one, other), names.conversation)
  assert.is(await directConversationId(primitives, other, one), names.conversation)
})

vectors('a message is named by conversation, device and number, and ordered by the first two where clocks agree', async () => {
  const { conversation, device, deviceKey, seq, message, orderTag } = names
  assert.is(toHex(deviceKeyOf(device)), deviceKey)
  assert.is(await messageId(primitives, conversation, fromHex(deviceKey), seq), message)
  const path = createKeyspace(new Uint8Array(32)).message(conversation, { hlc: 1n, device, seq })
  assert.is(toHex(path.subarray(-8, -4)), orderTag)
  assert.is(toHex(await primitives.sha256(utf8(conversation + device))).slice(0, 8), orderTag)
})

vectors('messages and a receipt have these bytes, alone and in one content', () => {
  const messages = content.messages.map(({ encoded, hlc, sentAtMs, parents, seq, text }): SignedMessage => {
    const named = parents.map(({ id, hash }) => ({ id, hash: fromHex(hash) }))
    const message = signedMessage({ seq, hlc: BigInt(hlc) as Hlc, sentAtMs: sentAtMs as SentAtMs, parents: named, text })
    assert.is(toHex(message.bytes), encoded)
    return message
  })
  const { encoded, device, ranges, ...counts } = content.receipt
  const receipt: Receipt = { devices: [{ ...counts, device: fromHex(device), ranges: [...ranges] }] }
  assert.is(toHex(Receipt.encode(receipt)), encoded)
  assert.is(toHex(encodeContent(messages, { receipt })), content.encoded)
  assert.equal(decodeContent(fromHex(content.encoded)), { messages, receipt, whereabouts: undefined, admissions: [] })
})

vectors('answers, annotations and what is over have these bytes', () => {
  for (const { hlc, sentAtMs, erased, encoded, ...said } of annotations) {
    const over = erased === undefined ? {} : { erased: fromHex(erased) }
    const message = signedMessage({ ...said, ...over, hlc: BigInt(hlc) as Hlc, sentAtMs: sentAtMs as SentAtMs, parents: [] })
    assert.is(toHex(message.bytes), encoded)
    assert.equal(decodeMessage(fromHex(encoded)), message)
  }
})

vectors('a content is padded to one of four lengths', () => {
  assert.equal(
    paddedBytes.map(([length]) => [length, pad(new Uint8Array(length)).length]),
    paddedBytes
  )
})

vectors('a first contact has these bytes, and its sender signed whom it is for', async () => {
  assert.is(toHex(Take.encode({ token: fromHex(inviter.token) })), firstContact.take)
  assert.is(toHex(Taken.encode({ keyPackages: [fromHex(inviter.keyPackage)] })), firstContact.taken)
  const { card, group, logSeed, wrapKey, signature, encoded } = introduction
  const parts = { card: fromHex(card), group: fromHex(group), logSeed: fromHex(logSeed), wrapKey: fromHex(wrapKey) }
  assert.is(toHex(Introduction.encode({ ...parts, signature: fromHex(signature) })), encoded)
  const [recipient] = names.accounts
  const statement = concat([utf8('parley knock 1'), fromHex(recipient), parts.group, parts.logSeed])
  assert.ok(await primitives.verify(deviceKeyOf(knocker.device), statement, fromHex(signature)))
  const { token, sealed, welcome } = Knock.decode(fromHex(firstContact.knock))
  assert.is(toHex(token), inviter.token)
  assert.equal(
    sealed.map(({ keyPackageRef }) => toHex(keyPackageRef)),
    [inviter.keyPackageRef]
  )
  assert.is(decodeEnvelope(welcome).log, firstContact.log)
  assert.is(toHex((await primitives.signingKey(parts.logSeed)).publicKey), firstContact.log)
})

/** Ada with the invite and the key package that were used. */
async function invitingAda(world: World): Promise<SimPerson> {
  const identity = { phrase: parsePhrase(inviter.phrase), deviceSeed: fromHex(inviter.deviceSeed) }
  const ada = await world.person('Ada', { identity })
  const createdAtMs = BigInt(world.time.nowMs)
  const { keys } = ada.store
  const ref = fromHex(inviter.keyPackageRef)
  const published = fromHex(inviter.keyPackage)
  const keyPackage = { ref, published, secret: fromHex(inviter.keyPackageSecret), lastResort: false, createdAtMs }
  const { id, label, used, revoked, takes } = await createInvite(primitives, { nowMs: world.time.nowMs })
  const token = fromHex(inviter.token)
  const invite = { id, token, label, used, revoked, takes, waiting: [], createdAtMs, takesSinceMs: createdAtMs }
  await ada.store.commit(
    [
      { key: keys.keyPackage(inviter.keyPackageRef), value: KeyPackageRecord.encode(keyPackage) },
      { key: keys.invite(id), value: InvitationRecord.encode(invite) }
    ],
    { durable: true }
  )
  await ada.restart()
  return ada
}

/** Bob's device, which says nothing but what was recorded. */
async function recordedBob(world: World, ada: SimPerson): Promise<{ links: Links; asked: Map<RequestKind, Uint8Array> }> {
  const links = world.network.join(knocker.device, world.time.clock(), ['/ip4/192.0.2.2/tcp/4001'])
  const asked = new Map<RequestKind, Uint8Array>()
  links.serve({
    envelopes: async (_from, envelopes) => envelopes.map(() => 'durable'),
    async request(_from, kind, body) {
      asked.set(kind, body)
      return kind === 'sync' ? fromHex(firstContact.sync) : new Uint8Array()
    }
  })
  await links.learn(ada.device.id, ada.links.addresses())
  return { links, asked }
}

const refusalOf = (sent: Promise<void>): Promise<unknown> =>
  sent.then(
    () => 'durable',
    (err: unknown) => (isChatError(err) ? err.code : err)
  )

vectors('a recorded first contact is taken: knock, message, announcement and meeting', async () => {
  const world = createWorld('message vectors')
  const ada = await invitingAda(world)
  const { links, asked } = await recordedBob(world, ada)
  const ask = (kind: RequestKind, body: string): Promise<Uint8Array> => links.request(ada.device.id, kind, fromHex(body))

  assert.is(Taken.decode(await ask('take', firstContact.take)).keyPackages.length, 1)
  assert.is((await ask('knock', firstContact.knock)).length, 0)
  const contact = async () => (await ada.api.contacts()).find(({ account }) => account === knocker.account)
  assert.is((await contact())?.state, 'request')

  const { log, envelopes } = firstContact
  const verdicts = envelopes.map(bytes => refusalOf(links.send(ada.device.id, { log, bytes: fromHex(bytes) })))
  await world.settled()
  const { messages } = await ada.api.history({ chat: names.conversation })
  const { id, text } = firstContact.message
  assert.equal(
    messages.map(message => ({ id: message.id, text: message.text })),
    [{ id, text }]
  )
  assert.equal(
    firstContact.contents.flatMap(bytes => decodeContent(fromHex(bytes)).messages.map(message => message.text)),
    [text]
  )

  await ada.api.accept({ contact: 'Bob' })
  await world.settled()
  assert.is((await ask('devices', firstContact.announcement)).length, 0)
  assert.is(Announcement.decode(fromHex(firstContact.announcement)).name, (await contact())?.name)
  const answer = await ask('sync', firstContact.sync)
  const statement = concat([utf8('parley meet 1'), deviceKeyOf(inviter.device), deviceKeyOf(knocker.device), fromHex(log)])
  for (const bytes of [answer, asked.get('sync') ?? new Uint8Array()]) {
    const said = Sync.decode(bytes)
    assert.is(toHex(said.log), log)
    assert.ok(await primitives.verify(said.log, statement, said.signature))
    const bob = { device: deviceKeyOf(knocker.device), contiguous: 1, ranges: [], read: 0 }
    assert.equal([Receipt.decode(said.receipt).devices, said.newest], [[bob], 0])
  }
  await links.close()
  // Sent before she had accepted: nothing was ever said of it.
  assert.equal(await Promise.all(verdicts), ['ERR_CLOSED'])
  await world.close()
})

vectors.run()
