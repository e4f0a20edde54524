import { equals, fromHex, toHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, EpochId } from '../base/ids.js'
import { accountIdOf, accountKeyOf } from '../identity/account-id.js'
import { deviceIdOf, deviceKeyOf } from '../identity/device-id.js'
import { Lineage, type Ancestor, type Undone } from '../wire/generated/session.js'
import type { UnbornHeader } from './lawful-change.js'
import { decodeProfile, encodeProfile, isSameProfile } from './profile.js'
import { decodeRoles, encodeRoles } from './roles.js'
import type { CommitHeader, Epoch } from './session.js'
import { decoded } from './translation.js'

/** GroupContext and GroupInfo extension types, from the range for private use (RFC 9420 section 17.3). */
export const LINEAGE_EXTENSION_TYPE = 0xf051

export const MAX_LINEAGE = 32
/** Of one commit: so many accounts can come or go, or removals be undone, at most. */
export const MAX_CHANGES = 256

const VERSION = 1
const EPOCH_BYTES = 32
/** As a message's clock value has it: 47 bits. */
const MAX_TIME_MS = 2 ** 47 - 1

export function encodeLineage(headers: readonly UnbornHeader[]): Uint8Array {
  const kept = headers.slice(0, MAX_LINEAGE)
  const oldest = kept.findLastIndex(({ roles }) => roles !== undefined)
  return Lineage.encode({ version: VERSION, ancestors: kept.map((header, i) => encodeAncestor(header, i === oldest)) })
}

function encodeAncestor(header: UnbornHeader, isOldestChange: boolean): Ancestor {
  const { parent, committer, removed, added, letInAnew = [], roles, rolesBefore, profile, atMs = 0 } = header
  return {
    parent: fromHex(parent),
    committer: { leaf: committer.leaf, account: accountKeyOf(committer.account), device: deviceKeyOf(committer.device) },
    removed: removed.map(accountKeyOf),
    added: added.map(({ account, undoes }) => encodeUndone(account, undoes)),
    letInAnew: letInAnew.map(accountKeyOf),
    ...(roles === undefined ? {} : { roles: encodeRoles(roles) }),
    ...(profile === undefined ? {} : { profile: encodeProfile(profile) }),
    ...(rolesBefore === undefined || !isOldestChange ? {} : { rolesBefore: encodeRoles(rolesBefore) }),
    atMs
  }
}

export function encodeUndone(account: AccountId, removals: readonly EpochId[]): Undone {
  return { account: accountKeyOf(account), removals: removals.map(fromHex) }
}

/** The commits that led to `epoch`, newest first. @throws ERR_MALFORMED for more than 32, or what is no lineage */
export function decodeLineage(epoch: EpochId, encoded: Uint8Array): CommitHeader[] {
  return decoded('the lineage of this epoch', () => {
    const lists = { removed: MAX_CHANGES, added: MAX_CHANGES, letInAnew: MAX_CHANGES, added$: { removals: MAX_CHANGES } }
    const { version, ancestors } = Lineage.decode(encoded, { limits: { ancestors: MAX_LINEAGE, ancestors$: lists } })
    if (version !== VERSION) throw new ChatError('ERR_MALFORMED', 'this Welcome was made by a newer Parley: update')
    let child = epoch
    const headers = ancestors.map(ancestor => {
      const header = { child, ...decodeAncestor(ancestor) }
      child = header.parent
      return header
    })
    return headers.map((header, i) => withRolesBefore(header, headers.slice(i + 1)))
  })
}

/** The newest commit of the way that this account came in by, for the first time or anew; undefined where that is too long ago to be told. */
export function entryOf({ lineage }: Pick<Epoch, 'lineage'>, account: AccountId): CommitHeader | undefined {
  return lineage.find(({ added, letInAnew }) => added.some(one => one.account === account) || letInAnew?.includes(account) === true)
}

/** @throws ERR_MALFORMED where the way that somebody tells leads to other roles, or another profile, than are at its end */
export function requireSameEnd({ lineage, roles, profile }: Pick<Epoch, 'lineage' | 'roles' | 'profile'>): void {
  const told = {
    roles: lineage.find(header => header.roles !== undefined)?.roles ?? roles,
    profile: lineage.find(header => header.profile !== undefined)?.profile ?? profile
  }
  if (!equals(encodeRoles(told.roles), encodeRoles(roles)) || !isSameProfile(told.profile, profile))
    throw new ChatError('ERR_MALFORMED', 'this Welcome tells of a way that leads elsewhere')
}

/** @param older newest first */
function withRolesBefore(header: CommitHeader, older: readonly CommitHeader[]): CommitHeader {
  if (header.roles === undefined || header.rolesBefore !== undefined) return header
  const rolesBefore = older.find(({ roles }) => roles !== undefined)?.roles
  return rolesBefore === undefined ? header : { ...header, rolesBefore }
}

function decodeAncestor({ parent, committer, removed, added, letInAnew, roles, rolesBefore, profile, atMs: told }: Ancestor): UnbornHeader {
  if (committer === undefined) throw new ChatError('ERR_MALFORMED', 'an ancestor names no committer')
  const atMs = readTime(told)
  return {
    parent: decodeEpochId(parent),
    committer: { leaf: committer.leaf, account: accountIdOf(committer.account), device: deviceIdOf(committer.device) },
    removed: removed.map(accountIdOf),
    added: added.map(({ account, removals }) => ({ account: accountIdOf(account), undoes: removals.map(decodeEpochId) })),
    ...(letInAnew.length === 0 ? {} : { letInAnew: letInAnew.map(accountIdOf) }),
    ...(roles === undefined ? {} : { roles: decodeRoles(roles) }),
    ...(roles === undefined || rolesBefore === undefined ? {} : { rolesBefore: decodeRoles(rolesBefore) }),
    ...(profile === undefined ? {} : { profile: decodeProfile(profile) }),
    ...(atMs === undefined ? {} : { atMs })
  }
}

/** When a commit was made, as it says; undefined where it doesn't. @throws ERR_MALFORMED past what a clock value holds */
export function readTime(atMs: number): number | undefined {
  if (atMs > MAX_TIME_MS) throw new ChatError('ERR_MALFORMED', 'a commit that was made at no time')
  return atMs === 0 ? undefined : atMs
}

/** @throws ERR_MALFORMED unless it has 32 bytes */
export function decodeEpochId(bytes: Uint8Array): EpochId {
  if (bytes.length !== EPOCH_BYTES) throw new ChatError('ERR_MALFORMED', `an epoch id has ${EPOCH_BYTES} bytes`)
  return toHex(bytes) as EpochId
}
