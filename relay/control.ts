import { toBase64url } from '../node/base/bytes.js'
import { ChatError } from '../node/base/errors.js'
import type { AccountId, DeviceId } from '../node/base/ids.js'
import { VERSION } from '../node/base/version.js'
import { accountKeyOf } from '../node/identity/account-id.js'
import { deviceKeyOf } from '../node/identity/device-id.js'
import type { RelayId } from '../node/network/relay-protocol.js'
import type { Limits } from './limits.js'
import type { Recount, Usage } from './log-store.js'
import type { Members } from './members.js'
import type { RelayFigures } from './metrics.js'
import type { Records } from './records.js'
import type { Relay } from './relay.js'
import type { Removed } from './removal.js'
import { copyRelay } from './store-copy.js'

export interface RelayStatus {
  readonly version: string
  readonly id: RelayId
  readonly addresses: readonly string[]
  /** Whether anybody may join without an invite. */
  readonly isOpen: boolean
  readonly startedAtMs: number
  readonly connections: number
  readonly links: number
  readonly members: number
  readonly subscriptions: number
  readonly reservations: number
  readonly logs: number
  readonly envelopes: number
  readonly bytes: number
  /** What everything takes that is kept, and what it may take. */
  readonly usedBytes: number
  readonly totalBytes: number
  readonly retentionDays: number
  /** UDP; 0 for none. */
  readonly stunPort: number
  /** Base URL of `/healthz`, `/readyz`, `/metrics`. */
  readonly monitor?: string
}

export interface MemberState {
  readonly account: AccountId
  readonly sinceMs: number
  readonly logs: number
  readonly bytes: number
  readonly bytesLimit: number
  /** The limit is this member's own. */
  readonly hasOwnLimit: boolean
  readonly isBanned: boolean
}

/**
 * What the owner of a running relay may ask it; plain JSON in and out. An account of a member is its id or an unambiguous beginning
 * of it, of 8 characters or more.
 */
export interface RelayControl {
  status(): Promise<RelayStatus>
  /** A token that one account joins with, once, as text. */
  invite(args: { expiresInMs?: number }): Promise<{ token: string; addresses: readonly string[]; expiresAtMs?: number }>
  members(): Promise<readonly MemberState[]>
  /** @throws ERR_NOT_FOUND */
  member(args: { account: string }): Promise<MemberState>
  /**
   * Drops all that was kept for it: `removed` says how much. Its logs take no more, and are kept until they expire.
   * @throws ERR_NOT_FOUND
   */
  removeMember(args: { account: string }): Promise<MemberState & { readonly removed: Removed }>
  /** `bytes` null: as everybody. @throws ERR_NOT_FOUND */
  setQuota(args: { account: string; bytes: number | null }): Promise<MemberState>
  /** An account, or a device by its peer id; a link that is up is served no more. @throws ERR_INVALID_ARGUMENT */
  ban(args: { who: string }): Promise<{ banned: string }>
  /** @throws ERR_NOT_FOUND */
  unban(args: { who: string }): Promise<{ unbanned: string }>
  bans(): Promise<readonly string[]>
  /** Copies the relay into a new folder, named by its absolute path; the copy is counted. @throws ERR_ALREADY_EXISTS, ERR_STORE */
  backup(args: { folder: string }): Promise<Recount>
}

export interface ControlInit {
  readonly id: RelayId
  readonly addresses: () => readonly string[]
  readonly isOpen: boolean
  readonly limits: Pick<Limits, 'retentionDays' | 'bytesPerAccount'>
  readonly members: Relay['members']
  readonly remove: Relay['remove']
  readonly ban: Relay['ban']
  readonly usage: (account: AccountId) => Promise<Usage>
  readonly figures: () => RelayFigures
  readonly stunPort: number
  readonly monitor: string | undefined
  readonly records: Pick<Records, 'range'>
  readonly seed: Uint8Array
}

const SHORTEST_REFERENCE = 8

export function createControl(init: ControlInit): RelayControl {
  const { id, addresses, isOpen, limits, members, remove, ban, usage, figures, stunPort, monitor, records, seed } = init

  function memberNamed(reference: string): AccountId {
    const found = reference.length < SHORTEST_REFERENCE ? [] : members.all().filter(({ account }) => account.startsWith(reference))
    const [member, ...more] = found
    if (member === undefined)
      throw new ChatError('ERR_NOT_FOUND', `${reference} is no member of this relay; parley-relay members lists them`)
    if (more.length > 0) throw new ChatError('ERR_INVALID_ARGUMENT', `${reference} fits several members; name more of it`)
    return member.account
  }

  async function stateOf(account: AccountId): Promise<MemberState> {
    const { sinceMs = 0, bytes: own } = members.find(account) ?? {}
    return {
      account,
      sinceMs,
      ...(await usage(account)),
      bytesLimit: own ?? limits.bytesPerAccount,
      hasOwnLimit: own !== undefined,
      isBanned: members.isBanned(account)
    }
  }

  return {
    async status() {
      const { startedAtMs, connections, links, members: joined, subscriptions, reservations, ...kept } = figures()
      const { logs, envelopes, bytes, usedBytes, totalBytes } = kept
      const counts = { startedAtMs, connections, links, members: joined, subscriptions, reservations }
      const space = { logs, envelopes, bytes, usedBytes, totalBytes }
      const served = { isOpen, retentionDays: limits.retentionDays, stunPort, ...(monitor === undefined ? {} : { monitor }) }
      return { version: VERSION, id, addresses: addresses(), ...counts, ...space, ...served }
    },
    async invite({ expiresInMs }) {
      const expiry = expiresInMs === undefined ? {} : { expiresAtMs: figures().nowMs + expiresInMs }
      return { token: toBase64url(await members.invite(expiry)), addresses: addresses(), ...expiry }
    },
    members: () => Promise.all(members.all().map(({ account }) => stateOf(account))),
    member: async ({ account }) => stateOf(memberNamed(account)),
    async removeMember({ account: reference }) {
      const account = memberNamed(reference)
      const state = await stateOf(account)
      return { ...state, removed: await remove(account) }
    },
    async setQuota({ account: reference, bytes }) {
      const account = memberNamed(reference)
      await members.setQuota(account, bytes ?? undefined)
      return stateOf(account)
    },
    async ban({ who }) {
      const banned = accountOrDevice(members, who)
      await ban(banned)
      return { banned }
    },
    async unban({ who }) {
      const unbanned = members.banned().find(one => one === who || (who.length >= SHORTEST_REFERENCE && one.startsWith(who)))
      if (unbanned === undefined) throw new ChatError('ERR_NOT_FOUND', `${who} is not banned; parley-relay ban list shows who is`)
      await members.unban(unbanned as AccountId | DeviceId)
      return { unbanned }
    },
    bans: async () => members.banned(),
    backup: ({ folder }) => copyRelay({ records, seed }, folder)
  }
}

/** Somebody need not be a member to be banned: then all of the id is needed. */
function accountOrDevice(members: Pick<Members, 'all'>, who: string): AccountId | DeviceId {
  const member = who.length < SHORTEST_REFERENCE ? undefined : members.all().find(({ account }) => account.startsWith(who))
  if (member !== undefined) return member.account
  try {
    if (who.startsWith('12D3KooW')) deviceKeyOf(who as DeviceId)
    else accountKeyOf(who as AccountId)
    return who as AccountId | DeviceId
  } catch (cause) {
    throw new ChatError('ERR_INVALID_ARGUMENT', `${who} is neither an account (64 hexadecimal digits) nor a device (12D3KooW…)`, { cause })
  }
}
