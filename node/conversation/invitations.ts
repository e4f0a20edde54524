import { fromHex, toHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, ConversationId } from '../base/ids.js'
import { createSerial } from '../base/serial.js'
import {
  createInvite,
  findInvite,
  isOpenInvite,
  redeemInvite,
  revokeInvite,
  settleKnock,
  takeWithInvite,
  type InviteOutcome,
  type InviteRecord
} from '../identity/invite.js'
import type { SealedStore } from '../store/sealed-store.js'
import type { KeyPackageOptions } from '../session/session.js'
import { InvitationRecord, KeyPackageRecord } from '../wire/generated/records.js'
import type { ConversationContext } from './context.js'
import type { RecordWrite } from './records.js'

/** Key packages given out that no Welcome has used yet; beyond it the last-resort package answers. */
export const MAX_OPEN_KEY_PACKAGES = 256
const DAY_MS = 24 * 60 * 60 * 1_000
/** A package nobody used by then is taken back: nobody may use it any more (its MLS lifetime). */
export const KEY_PACKAGE_LIFETIME_MS = 90 * DAY_MS
const LAST_RESORT_LIFETIME_MS = 365 * DAY_MS
/** One of last resort is used by many: another takes its place long before it expires. */
/** Made for coming back, they are good for 4 days by the clock of who uses them. */
const RETURN_LIFETIME_MS = 7 * DAY_MS
const RENEW_LAST_RESORT_MS = 30 * DAY_MS

export interface InviteOptions {
  readonly label?: string
  readonly uses?: number
  readonly expiresInMs?: number
}

/** The invites that this device made, and the key packages that strangers take with them. */
export interface Invitations {
  load(): Promise<void>
  all(): readonly InviteRecord[]
  /** Those that somebody may still knock with. */
  open(): readonly InviteRecord[]
  /** `present` makes of it what the person is shown: an invite that can't be shown is not kept. */
  create<Shown>(options: InviteOptions, present: (invite: InviteRecord) => Promise<Shown>): Promise<Shown>
  /** @throws ERR_NOT_FOUND */
  revoke(id: string): Promise<void>
  /** One fresh key package of this device for who shows a token. @throws ERR_KNOCK_REFUSED */
  take(token: Uint8Array): Promise<Uint8Array>
  /** One for who needs no invite. */
  give(): Promise<Uint8Array>
  /** One for a member of a group that this device asks to be let in to again, and for nothing else. */
  giveToReturn(group: ConversationId): Promise<Uint8Array>
  /** So many fresh key packages to leave at a relay, fewer where too many are out already, and the one of last resort. */
  stock(count: number): Promise<{ readonly keyPackages: readonly Uint8Array[]; readonly lastResort: Uint8Array }>
  /** The writes that note a knock. @throws ERR_KNOCK_REFUSED; ERR_NOT_FOUND for a token of none of them; ERR_QUOTA where too many wait already */
  redeem(token: Uint8Array, account: AccountId): readonly RecordWrite[]
  /** The person has answered this account's knock. */
  settle(account: AccountId): readonly RecordWrite[]
  findKeyPackage(refs: readonly Uint8Array[]): Promise<OpenKeyPackage | undefined>
}

export interface OpenKeyPackage {
  /** KeyPackageRef, hex. */
  readonly ref: string
  readonly secret: Uint8Array
  /** Takes it off the shelf, where it was for one use. */
  readonly used: readonly RecordWrite[]
  /** Call once that is durable: its place on the shelf is free. */
  settle(): void
}

export function createInvitations(context: ConversationContext, store: SealedStore): Invitations {
  const { keys } = store
  const invites = new Map<string, InviteRecord>()
  /** When each was given out. */
  const open = new Map<string, number>()
  /** The same of those that only bring this device back: they take no place from the others. */
  const toReturn = new Map<string, number>()
  const serial = createSerial()
  let lastResort: KeyPackageRecord | undefined

  function put(invite: InviteRecord): RecordWrite {
    invites.set(invite.id, invite)
    return { key: keys.invite(invite.id), value: encode(invite) }
  }

  async function shelve(options: KeyPackageOptions): Promise<KeyPackageRecord> {
    const { published, secret, ref } = await context.session.newKeyPackage(options)
    const returns = options.returningTo !== undefined
    const record = { ref, published, secret, lastResort: options.lastResort, createdAtMs: BigInt(context.clock.now()), returns }
    await context.records.commit([{ key: keys.keyPackage(toHex(ref)), value: KeyPackageRecord.encode(record) }])
    if (options.lastResort) lastResort = record
    else if (returns) toReturn.set(toHex(ref), Number(record.createdAtMs))
    else open.set(toHex(ref), Number(record.createdAtMs))
    return record
  }

  async function lastOne(): Promise<KeyPackageRecord> {
    const isDue = lastResort !== undefined && Number(lastResort.createdAtMs) + RENEW_LAST_RESORT_MS < context.clock.now()
    return lastResort === undefined || isDue ? shelve({ lastResort: true }) : lastResort
  }

  async function roomFor(count: number): Promise<number> {
    if (open.size + count > MAX_OPEN_KEY_PACKAGES) await takeBackExpired()
    return Math.min(count, MAX_OPEN_KEY_PACKAGES - open.size)
  }

  async function give(): Promise<Uint8Array> {
    const record = (await roomFor(1)) > 0 ? await shelve({ lastResort: false }) : await lastOne()
    return record.published
  }

  function forget(ref: string): void {
    open.delete(ref)
    toReturn.delete(ref)
  }

  async function takeBackExpired(): Promise<void> {
    const isPast = ([, createdAtMs]: readonly [string, number], lifetimeMs: number): boolean =>
      createdAtMs + lifetimeMs < context.clock.now()
    const expired = [
      ...[...open].filter(one => isPast(one, KEY_PACKAGE_LIFETIME_MS)),
      ...[...toReturn].filter(one => isPast(one, RETURN_LIFETIME_MS))
    ]
    if (expired.length === 0) return
    await context.records.commit(expired.map(([ref]) => ({ key: keys.keyPackage(ref), value: undefined })))
    for (const [ref] of expired) forget(ref)
  }

  return {
    async load() {
      for await (const [, bytes] of store.range(keys.invites())) {
        const invite = decode(bytes)
        invites.set(invite.id, invite)
      }
      const expired: RecordWrite[] = []
      for await (const [key, bytes] of store.range(keys.keyPackages())) {
        const record = KeyPackageRecord.decode(bytes)
        if (Number(record.createdAtMs) + lifetimeOf(record) < context.clock.now()) expired.push({ key, value: undefined })
        else if (record.lastResort) lastResort = newerOf(lastResort, record)
        else (record.returns ? toReturn : open).set(toHex(record.ref), Number(record.createdAtMs))
      }
      if (expired.length > 0) await context.records.commit(expired)
    },
    all: () => [...invites.values()],
    open: () => [...invites.values()].filter(invite => isOpenInvite(invite, context.clock.now())),
    async create(options, present) {
      const invite = await createInvite(context.primitives, { ...options, nowMs: context.clock.now() })
      const shown = await present(invite)
      await context.records.commit([put(invite)])
      context.events.emit('invite:changed', { id: invite.id })
      return shown
    },
    async revoke(id) {
      const invite = invites.get(id)
      if (invite === undefined) throw new ChatError('ERR_NOT_FOUND', `no invite ${id}; parley invite list shows them`)
      await context.records.commit([put(revokeInvite(invite))])
      context.events.emit('invite:changed', { id })
    },
    take: token =>
      serial(async () => {
        const invite = findInvite(invites.values(), token)
        if (invite === undefined) throw refused('revoked')
        const [next, outcome] = takeWithInvite(invite, context.clock.now())
        if (outcome !== 'ok') throw refused(outcome)
        await context.records.later([put(next)])
        return give()
      }),
    give: () => serial(give),
    giveToReturn: group =>
      serial(async () => {
        await takeBackExpired()
        return (await shelve({ lastResort: false, returningTo: group })).published
      }),
    stock: count =>
      serial(async () => {
        const fresh = await Promise.all(Array.from({ length: await roomFor(count) }, () => shelve({ lastResort: false })))
        return { keyPackages: fresh.map(({ published }) => published), lastResort: (await lastOne()).published }
      }),
    redeem(token, account) {
      const invite = findInvite(invites.values(), token)
      if (invite === undefined) throw new ChatError('ERR_NOT_FOUND', 'this device made no such invite; ask for a new one')
      const waitingInAll = [...invites.values()].reduce((sum, other) => sum + other.waiting.length, 0)
      const [next, outcome] = redeemInvite(invite, { account, nowMs: context.clock.now(), waitingInAll })
      if (outcome !== 'ok') throw refused(outcome)
      return [put(next)]
    },
    settle(account) {
      return [...invites.values()].filter(invite => invite.waiting.includes(account)).map(invite => put(settleKnock(invite, account)))
    },
    async findKeyPackage(refs) {
      for (const ref of refs) {
        const key = keys.keyPackage(toHex(ref))
        const bytes = await store.get(key)
        if (bytes === undefined) continue
        const record = KeyPackageRecord.decode(bytes)
        return {
          ref: toHex(ref),
          secret: record.secret,
          used: record.lastResort ? [] : [{ key, value: undefined }],
          settle: () => forget(toHex(ref))
        }
      }
      return undefined
    }
  }
}

function lifetimeOf({ lastResort, returns }: KeyPackageRecord): number {
  if (lastResort) return LAST_RESORT_LIFETIME_MS
  return returns ? RETURN_LIFETIME_MS : KEY_PACKAGE_LIFETIME_MS
}

function newerOf(one: KeyPackageRecord | undefined, other: KeyPackageRecord): KeyPackageRecord {
  return one === undefined || one.createdAtMs < other.createdAtMs ? other : one
}

function refused(outcome: Exclude<InviteOutcome, 'ok'>): ChatError {
  const advice = {
    revoked: 'this invite is not valid any more; ask for a new one',
    expired: 'this invite has expired; ask for a new one',
    'used up': 'this invite has been used already; ask for a new one',
    'box full': 'too many people wait for an answer to this invite; try again later',
    'too often': 'this invite is used too often; try again in an hour'
  }
  return new ChatError(outcome === 'box full' ? 'ERR_QUOTA' : 'ERR_KNOCK_REFUSED', advice[outcome])
}

function encode(invite: InviteRecord): Uint8Array {
  const { expiresAtMs, ...rest } = invite
  return InvitationRecord.encode({
    ...rest,
    createdAtMs: BigInt(invite.createdAtMs),
    takesSinceMs: BigInt(invite.takesSinceMs),
    waiting: invite.waiting.map(fromHex),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs: BigInt(expiresAtMs) })
  })
}

function decode(bytes: Uint8Array): InviteRecord {
  const { expiresAtMs, uses, ...record } = InvitationRecord.decode(bytes)
  return {
    ...record,
    createdAtMs: Number(record.createdAtMs),
    takesSinceMs: Number(record.takesSinceMs),
    waiting: record.waiting.map(account => toHex(account) as AccountId),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs: Number(expiresAtMs) }),
    ...(uses === undefined ? {} : { uses })
  }
}
