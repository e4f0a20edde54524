import { concat, EMPTY, fromHex, toHex } from '../base/bytes.js'
import type { AccountId, EpochId } from '../base/ids.js'
import { accountIdOf, accountKeyOf } from '../identity/account-id.js'
import { deviceIdOf, deviceKeyOf } from '../identity/device-id.js'
import { ROLES } from '../session/roles.js'
import { ENVELOPE_NONCE_BYTES } from '../wire/envelope.js'
import { type GrantRecord, type LetterRecord, MembershipRecord, type WishRecord } from '../wire/generated/records.js'
import type { Conversation } from './conversation.js'
import type { Letter } from './letter.js'
import type { Grant } from './grant.js'
import { decodeGroupLink, encodeGroupLink } from '../session/group-links.js'
import type { Wish } from './wish.js'

type Matters = Pick<Conversation, 'wishes' | 'letters' | 'audiences' | 'departures' | 'strayed' | 'grants' | 'sharedBytes' | 'linkTokens'>

/** What is under way in a group. */
export function encodeMembership(conversation: Conversation): Uint8Array {
  const { accounts, wishes, letters, audiences, departures, strayed, grants, sharedBytes, linkTokens } = conversation
  return MembershipRecord.encode({
    wishes: wishes.map(encodeWish),
    letters: letters.map(encodeLetter),
    audiences: audiences.map(audience => ({
      first: audience.first,
      accounts: audience.accounts.map(account => accounts.indexOf(account))
    })),
    departures: departures.map(({ account }) => accounts.indexOf(account)),
    departedAtMs: departures.map(({ atMs }) => atMs),
    strayed: [...strayed].map(deviceKeyOf),
    grants: grants.map(encodeGrant),
    sharedBytes,
    linkTokens: [...linkTokens]
  })
}

export function decodeMembership(accounts: readonly AccountId[], bytes: Uint8Array): Matters {
  const record = MembershipRecord.decode(bytes)
  return {
    wishes: record.wishes.map(decodeWish),
    letters: record.letters.map(decodeLetter),
    audiences: record.audiences.map(audience => ({
      first: audience.first,
      accounts: audience.accounts.flatMap(index => accounts[index] ?? [])
    })),
    departures: record.departures.flatMap((index, i) => {
      const account = accounts[index]
      return account === undefined ? [] : [{ account, atMs: record.departedAtMs[i] ?? 0 }]
    }),
    strayed: new Set(record.strayed.map(deviceIdOf)),
    grants: record.grants.map(decodeGrant),
    sharedBytes: record.sharedBytes,
    linkTokens: record.linkTokens
  }
}

const NO_LINK = { linkId: '', link: EMPTY }

function encodeWish(wish: Wish): WishRecord {
  if (wish.kind === 'leave') return { kind: wish.kind, account: EMPTY, role: '', ...NO_LINK }
  if (wish.kind === 'link') {
    const link = wish.link === undefined ? EMPTY : encodeGroupLink(wish.link)
    return { kind: wish.kind, account: EMPTY, role: '', linkId: wish.id, link }
  }
  if (wish.kind !== 'profile')
    return { kind: wish.kind, account: accountKeyOf(wish.account), role: wish.kind === 'role' ? wish.role : '', ...NO_LINK }
  const { name, relays, retentionDays, lifetimeS } = wish.profile
  return {
    kind: wish.kind,
    account: EMPTY,
    role: '',
    ...NO_LINK,
    ...(name === undefined ? {} : { name }),
    ...(relays === undefined ? {} : { relays: { relays: [...relays] } }),
    ...(retentionDays === undefined ? {} : { retentionDays }),
    ...(lifetimeS === undefined ? {} : { lifetimeS })
  }
}

function decodeWish({ kind, account, role, name, relays, retentionDays, lifetimeS, linkId, link }: WishRecord): Wish {
  if (kind === 'profile') {
    return {
      kind,
      profile: {
        ...(name === undefined ? {} : { name }),
        ...(relays === undefined ? {} : { relays: relays.relays }),
        ...(retentionDays === undefined ? {} : { retentionDays }),
        ...(lifetimeS === undefined ? {} : { lifetimeS })
      }
    }
  }
  if (kind === 'leave') return { kind }
  if (kind === 'link') return { kind, id: linkId, link: decodeGroupLink(link) }
  if (kind === 'role') return { kind, account: accountIdOf(account), role: ROLES.find(one => one === role) ?? 'member' }
  return { kind: kind === 'remove' || kind === 'takeOut' ? kind : 'add', account: accountIdOf(account) }
}

function encodeLetter({ account, epoch, to, leftAt, arrived, knock, log: { seed, wrapKey, nonces } }: Letter): LetterRecord {
  return {
    account: accountKeyOf(account),
    epoch: fromHex(epoch),
    to: deviceKeyOf(to),
    leftAt: leftAt.map(deviceKeyOf),
    arrived,
    knock,
    seed,
    wrapKey,
    nonces: concat([...nonces])
  }
}

function decodeLetter({ account, epoch, to, leftAt, arrived, knock, seed, wrapKey, nonces }: LetterRecord): Letter {
  const count = nonces.length / ENVELOPE_NONCE_BYTES
  const nonceAt = (i: number): Uint8Array => nonces.slice(i * ENVELOPE_NONCE_BYTES, (i + 1) * ENVELOPE_NONCE_BYTES)
  return {
    account: accountIdOf(account),
    epoch: toHex(epoch) as EpochId,
    to: deviceIdOf(to),
    leftAt: leftAt.map(deviceIdOf),
    arrived,
    knock,
    log: { seed, wrapKey, nonces: Array.from({ length: count }, (_, i) => nonceAt(i)) }
  }
}

function encodeGrant({ account, from, grantedAtMs, given }: Grant): GrantRecord {
  return {
    account: accountKeyOf(account),
    from,
    grantedAtMs,
    given: given.map(({ device, before }) => ({
      device: deviceKeyOf(device),
      ...(before === undefined ? {} : { before: { hlc: before.hlc, device: deviceKeyOf(before.device), seq: before.seq } })
    }))
  }
}

function decodeGrant({ account, from, grantedAtMs, given }: GrantRecord): Grant {
  return {
    account: accountIdOf(account),
    from,
    grantedAtMs,
    given: given.map(({ device, before }) => ({
      device: deviceIdOf(device),
      before: before && { hlc: before.hlc, device: deviceIdOf(before.device), seq: before.seq }
    }))
  }
}
