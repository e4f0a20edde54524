import { toHex } from '../node/base/bytes.js'
import type { Clock } from '../node/base/clock.js'
import { ChatError } from '../node/base/errors.js'
import type { AccountId, DeviceId } from '../node/base/ids.js'
import type { Primitives } from '../node/base/primitives.js'
import { createSerial } from '../node/base/serial.js'
import { accountIdOf, accountKeyOf } from '../node/identity/account-id.js'
import { deviceIdOf, deviceKeyOf } from '../node/identity/device-id.js'
import { EMPTY } from '../node/base/bytes.js'
import { MemberRecord, RelayInviteRecord } from '../node/wire/generated/relay-records.js'
import { banKey, bans, memberKey, members as allMembers, publicKeyOf, relayInviteKey } from './keyspace.js'
import type { Write } from '../node/store/store.js'
import type { Limits } from './limits.js'
import type { Records } from './records.js'

const TOKEN_BYTES = 16

export interface Member {
  readonly account: AccountId
  readonly sinceMs: number
  /** Its own quota; undefined for everybody's. */
  readonly bytes: number | undefined
}

/** Whom this relay serves. What is decided here holds at once, also over links that are up. */
export interface Members {
  find(account: AccountId): Member | undefined
  all(): readonly Member[]
  /** A token that one account joins with, once. */
  invite(options?: { readonly expiresAtMs?: number }): Promise<Uint8Array>
  /** Idempotent for a member. Without a token only where the relay is open. @throws ERR_NOT_ALLOWED, ERR_QUOTA */
  join(account: AccountId, token: Uint8Array | undefined): Promise<void>
  /** `bytes` undefined: as everybody. @throws ERR_NOT_FOUND */
  setQuota(account: AccountId, bytes: number | undefined): Promise<void>
  /** `also` goes into the same batch. */
  remove(account: AccountId, also: readonly Write[]): Promise<void>
  ban(who: AccountId | DeviceId): Promise<void>
  unban(who: AccountId | DeviceId): Promise<void>
  isBanned(who: AccountId | DeviceId): boolean
  /** Accounts in hex, devices as peer ids. */
  banned(): readonly string[]
}

interface MembersInit {
  readonly records: Records
  readonly primitives: Pick<Primitives, 'randomBytes' | 'sha256'>
  readonly clock: Pick<Clock, 'now'>
  readonly limits: Pick<Limits, 'members'>
}

const isDevice = (who: AccountId | DeviceId): who is DeviceId => !/^[0-9a-f]{64}$/.test(who)
const keyOf = (who: AccountId | DeviceId): Uint8Array => (isDevice(who) ? deviceKeyOf(who) : accountKeyOf(who))

export async function openMembers({ records, primitives, clock, limits }: MembersInit): Promise<Members> {
  const members = new Map<AccountId, Member>()
  /** Public keys in hex, of accounts and of devices. */
  const banned = new Map<string, AccountId | DeviceId>()
  const serial = createSerial()
  for await (const [key, value] of records.range(allMembers())) {
    const { sinceMs, bytes } = MemberRecord.decode(value)
    const account = accountIdOf(publicKeyOf(key))
    members.set(account, { account, sinceMs, bytes })
  }
  for await (const [key, value] of records.range(bans()))
    banned.set(toHex(publicKeyOf(key)), value.length > 0 ? deviceIdOf(publicKeyOf(key)) : accountIdOf(publicKeyOf(key)))

  function recordOf({ account, sinceMs, bytes }: Member): { key: Uint8Array; value: Uint8Array } {
    return { key: memberKey(account), value: MemberRecord.encode({ sinceMs, ...(bytes === undefined ? {} : { bytes }) }) }
  }

  async function redeemable(token: Uint8Array): Promise<Uint8Array> {
    const key = relayInviteKey(await primitives.sha256(token))
    const value = await records.get(key)
    const expiresAtMs = value && RelayInviteRecord.decode(value).expiresAtMs
    if (value === undefined || (expiresAtMs !== undefined && expiresAtMs < clock.now())) {
      throw new ChatError('ERR_NOT_ALLOWED', 'this invite to the relay is not valid: ask whoever runs it for another')
    }
    return key
  }

  async function join(account: AccountId, token: Uint8Array | undefined): Promise<void> {
    if (members.has(account)) return
    const spent = token === undefined ? [] : [{ key: await redeemable(token), value: undefined }]
    if (members.size >= limits.members) throw new ChatError('ERR_QUOTA', 'this relay has as many members as it serves')
    const member: Member = { account, sinceMs: clock.now(), bytes: undefined }
    await records.write([...spent, recordOf(member)])
    members.set(account, member)
  }

  return {
    find: account => members.get(account),
    all: () => [...members.values()],
    async invite({ expiresAtMs } = {}) {
      const token = primitives.randomBytes(TOKEN_BYTES)
      const value = RelayInviteRecord.encode(expiresAtMs === undefined ? {} : { expiresAtMs })
      await records.write([{ key: relayInviteKey(await primitives.sha256(token)), value }])
      return token
    },
    join: (account, token) => serial(() => join(account, token)),
    setQuota: (account, bytes) =>
      serial(async () => {
        const member = members.get(account)
        if (member === undefined) throw new ChatError('ERR_NOT_FOUND', `${account} is no member of this relay`)
        await records.write([recordOf({ ...member, bytes })])
        members.set(account, { ...member, bytes })
      }),
    remove: (account, also) =>
      serial(async () => {
        await records.write([...also, { key: memberKey(account), value: undefined }])
        members.delete(account)
      }),
    ban: who =>
      serial(async () => {
        await records.write([{ key: banKey(keyOf(who)), value: isDevice(who) ? Uint8Array.of(1) : EMPTY }])
        banned.set(toHex(keyOf(who)), who)
      }),
    unban: who =>
      serial(async () => {
        await records.write([{ key: banKey(keyOf(who)), value: undefined }])
        banned.delete(toHex(keyOf(who)))
      }),
    isBanned: who => banned.size > 0 && banned.get(toHex(keyOf(who))) === who,
    banned: () => [...banned.values()]
  }
}
