import { equals, fromHex, toHex } from '../node/base/bytes.js'
import type { Clock } from '../node/base/clock.js'
import { ChatError } from '../node/base/errors.js'
import type { AccountId, DeviceId, LogId } from '../node/base/ids.js'
import { accountIdOf } from '../node/identity/account-id.js'
import { deviceIdOf, deviceKeyOf } from '../node/identity/device-id.js'
import type { Range, Write } from '../node/store/store.js'
import { BoxRecord, ToldInviteRecord, type BoxEntryRecord } from '../node/wire/generated/relay-records.js'
import type { RelayBoxedKnock, RelayInvite } from '../node/wire/generated/relay.js'
import { accountOf, allBoxes, allToldInvites, boxKey, knockKey, toldInviteKey, toldInvites } from './keyspace.js'
import type { KeyedSerial } from './keyed-serial.js'
import type { Limits } from './limits.js'
import type { Records } from './records.js'

/** The knock box of each member, and the invites that strangers may knock with. */
export interface Boxes {
  /** All of that device's, in place of those told before. @throws ERR_QUOTA */
  tellInvites(account: AccountId, device: DeviceId, invites: readonly RelayInvite[]): Promise<void>
  /** @throws ERR_KNOCK_REFUSED unless this account has told an invite of this token that has not expired */
  requireInvite(account: AccountId, tokenHash: Uint8Array): Promise<void>
  /**
   * Puts a knock into the box. `open` opens its log in the same batch, or finds that it is open already: then nothing more is put.
   * Resolves with the knock's id, undefined where it was there before. @throws ERR_KNOCK_REFUSED, ERR_QUOTA
   */
  put(account: AccountId, knock: NewKnock, open: (also: readonly Write[]) => Promise<void>): Promise<number | undefined>
  /** As many as fit, with ids above `after`. */
  list(account: AccountId, after: number, mostBytes: number): Promise<{ knocks: readonly RelayBoxedKnock[]; more: boolean }>
  /** The log of that knock, undefined where it is not there. */
  find(account: AccountId, id: number): Promise<LogId | undefined>
  drop(account: AccountId, id: number): Promise<void>
  /** Drops the invites of that account's other devices. */
  keepInvitesOf(account: AccountId, devices: ReadonlySet<DeviceId>): Promise<void>
  /** Drops invites that are over, and knocks whose logs hold nothing any more. */
  expire(holds: (log: LogId) => Promise<boolean>): Promise<void>
}

export interface NewKnock {
  readonly tokenHash: Uint8Array
  /** The log that its Welcome is the first envelope of. */
  readonly log: LogId
  /** Encoded Knock. */
  readonly bytes: Uint8Array
}

interface BoxesInit {
  readonly records: Records
  readonly clock: Pick<Clock, 'now'>
  readonly limits: Pick<Limits, 'knocksPerBox' | 'knocksPerInvite' | 'bytesPerBox' | 'invitesPerDevice'>
  readonly serial: KeyedSerial
  /** It is a member, and not banned. */
  readonly isServed: (account: AccountId) => boolean
}

/** What a knock takes in a page besides its own bytes. */
const ENTRY_BYTES = 24

export function createBoxes({ records, clock, limits, serial, isServed }: BoxesInit): Boxes {
  const oneAtATime = <T>(account: AccountId, task: () => Promise<T>): Promise<T> => serial(`box ${account}`, task)

  async function boxOf(account: AccountId): Promise<BoxRecord> {
    const value = await records.get(boxKey(account))
    return value === undefined ? { lastId: 0, entries: [] } : BoxRecord.decode(value)
  }

  const isOver = ({ expiresAtMs = Infinity }: ToldInviteRecord): boolean => expiresAtMs < clock.now()

  async function inviteOf(account: AccountId, tokenHash: Uint8Array): Promise<ToldInviteRecord> {
    const value = await records.get(toldInviteKey(account, tokenHash))
    const invite = value && ToldInviteRecord.decode(value)
    if (invite === undefined || isOver(invite) || !isServed(account)) {
      throw new ChatError('ERR_KNOCK_REFUSED', 'this invite is not valid any more; ask for a new one')
    }
    return invite
  }

  async function tellInvites(account: AccountId, device: DeviceId, invites: readonly RelayInvite[]): Promise<void> {
    if (invites.length > limits.invitesPerDevice) {
      throw new ChatError('ERR_QUOTA', `a device tells at most ${limits.invitesPerDevice} invites; revoke some`)
    }
    const own = deviceKeyOf(device)
    const used = new Map<string, number>()
    const writes = new Map<string, Write>()
    for await (const [key, value] of records.range(toldInvites(account))) {
      const invite = ToldInviteRecord.decode(value)
      if (!equals(invite.device, own)) continue
      used.set(toHex(key), invite.used)
      writes.set(toHex(key), { key, value: undefined })
    }
    for (const { tokenHash, expiresAtMs, uses } of invites) {
      const key = toldInviteKey(account, tokenHash)
      const invite = { device: own, used: used.get(toHex(key)) ?? 0, ...given({ expiresAtMs, uses }) }
      writes.set(toHex(key), { key, value: ToldInviteRecord.encode(invite) })
    }
    await records.write([...writes.values()])
  }

  async function put(account: AccountId, knock: NewKnock, open: (also: readonly Write[]) => Promise<void>): Promise<number | undefined> {
    const invite = await inviteOf(account, knock.tokenHash)
    const box = await boxOf(account)
    const log = fromHex(knock.log)
    if (box.entries.some(entry => equals(entry.log, log))) return undefined
    requireSpace(box.entries, invite, knock)
    const id = box.lastId + 1
    const entry: BoxEntryRecord = { id, log, tokenHash: knock.tokenHash, bytes: knock.bytes.length }
    await open([
      { key: knockKey(account, id), value: knock.bytes },
      { key: boxKey(account), value: BoxRecord.encode({ lastId: id, entries: [...box.entries, entry] }) },
      { key: toldInviteKey(account, knock.tokenHash), value: ToldInviteRecord.encode({ ...invite, used: invite.used + 1 }) }
    ])
    return id
  }

  function requireSpace(entries: readonly BoxEntryRecord[], invite: ToldInviteRecord, knock: NewKnock): void {
    if (invite.uses !== undefined && invite.used >= invite.uses) {
      throw new ChatError('ERR_KNOCK_REFUSED', 'this invite has been used already; ask for a new one')
    }
    const ofInvite = entries.filter(({ tokenHash }) => equals(tokenHash, knock.tokenHash)).length
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, knock.bytes.length)
    if (ofInvite >= limits.knocksPerInvite || entries.length >= limits.knocksPerBox || bytes > limits.bytesPerBox) {
      throw new ChatError('ERR_QUOTA', 'too many people wait for an answer to this invite; try again later')
    }
  }

  async function dropInvites(range: Range, isGone: (invite: ToldInviteRecord) => boolean): Promise<void> {
    const writes: Write[] = []
    for await (const [key, value] of records.range(range))
      if (isGone(ToldInviteRecord.decode(value))) writes.push({ key, value: undefined })
    if (writes.length > 0) await records.write(writes)
  }

  async function drop(account: AccountId, isGone: (entry: BoxEntryRecord) => boolean): Promise<void> {
    const { lastId, entries } = await boxOf(account)
    await records.write([
      ...entries.filter(isGone).map(({ id }) => ({ key: knockKey(account, id), value: undefined })),
      { key: boxKey(account), value: BoxRecord.encode({ lastId, entries: entries.filter(entry => !isGone(entry)) }) }
    ])
  }

  return {
    tellInvites: (account, device, invites) => oneAtATime(account, () => tellInvites(account, device, invites)),
    async requireInvite(account, tokenHash) {
      await inviteOf(account, tokenHash)
    },
    put: (account, knock, open) => oneAtATime(account, () => put(account, knock, open)),
    async list(account, after, mostBytes) {
      const { entries } = await boxOf(account)
      const knocks: RelayBoxedKnock[] = []
      let bytes = 0
      for (const { id, bytes: length } of entries) {
        if (id <= after) continue
        bytes += length + ENTRY_BYTES
        if (knocks.length > 0 && bytes > mostBytes) return { knocks, more: true }
        const knock = await records.get(knockKey(account, id))
        if (knock !== undefined) knocks.push({ id, knock })
      }
      return { knocks, more: false }
    },
    async find(account, id) {
      const entry = (await boxOf(account)).entries.find(one => one.id === id)
      return entry && (toHex(entry.log) as LogId)
    },
    drop: (account, id) => oneAtATime(account, () => drop(account, entry => entry.id === id)),
    keepInvitesOf: (account, devices) =>
      oneAtATime(account, () => dropInvites(toldInvites(account), ({ device }) => !devices.has(deviceIdOf(device)))),
    async expire(holds) {
      await dropInvites(allToldInvites(), isOver)
      for await (const [key, value] of records.range(allBoxes())) {
        const account = accountIdOf(accountOf(key))
        const gone = new Set<number>()
        for (const { id, log } of BoxRecord.decode(value).entries) if (!(await holds(toHex(log) as LogId))) gone.add(id)
        if (gone.size > 0) await oneAtATime(account, () => drop(account, ({ id }) => gone.has(id)))
      }
    }
  }
}

function given<T extends object>(optional: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as never
}
