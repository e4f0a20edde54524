import { toHex, utf8 } from '../../node/base/bytes.js'
import type { AccountId, DeviceId, EpochId, NowMs } from '../../node/base/ids.js'
import { type EpochTree, type SeenCommit, growTree, plantTree } from '../../node/session/epoch-tree.js'
import { NO_PROFILE, type GroupProfile } from '../../node/session/profile.js'
import type { Roles } from '../../node/session/roles.js'
import type { CommitHeader } from '../../node/session/session.js'

/** Names make trees readable, and order ids as they are ordered themselves: 'a…' is lower than 'b…'. */
const idOf = (name: string): string => toHex(utf8(name)).padEnd(64, '0')
export const epochOf = (name: string): EpochId => idOf(name) as EpochId
export const accountOf = (name: string): AccountId => idOf(name) as AccountId
export const nameOf = (id: string): string => Buffer.from(id.replace(/(?:00)+$/, ''), 'hex').toString()

export interface DrawnCommit {
  readonly on: string
  readonly by: string
  readonly removes?: readonly string[]
  /** Each account with the removals of it that are undone. */
  readonly adds?: Readonly<Record<string, readonly string[]>>
  readonly roles?: Roles
  /** What it calls the group. */
  readonly renames?: string
  /** All that the group says of itself from there on. */
  readonly says?: GroupProfile
  readonly seenAt?: number
}

export interface Cast {
  readonly owners?: readonly string[]
  readonly admins?: readonly string[]
  readonly members?: readonly string[]
}

export function rolesOf({ owners = [], admins = [] }: Cast): Roles {
  return { owners: owners.map(accountOf), admins: admins.map(accountOf) }
}

export const profileOf = (name: string): GroupProfile => ({ ...NO_PROFILE, name })

export function headerOf(child: string, { on, by, removes = [], adds = {}, roles, renames, says }: DrawnCommit): CommitHeader {
  return {
    child: epochOf(child),
    parent: epochOf(on),
    committer: { leaf: 0, account: accountOf(by), device: `${by}'s device` as DeviceId },
    removed: removes.map(accountOf),
    added: Object.entries(adds).map(([name, undoes]) => ({ account: accountOf(name), undoes: undoes.map(epochOf) })),
    ...(roles === undefined ? {} : { roles }),
    ...(renames === undefined ? {} : { profile: profileOf(renames) }),
    ...(says === undefined ? {} : { profile: says })
  }
}

export function seenOf(commits: Readonly<Record<string, DrawnCommit>>): SeenCommit[] {
  return Object.entries(commits).map(([child, drawn]) => ({ header: headerOf(child, drawn), seenAt: (drawn.seenAt ?? 0) as NowMs }))
}

/** A tree from its drawing: the origin is called `root`. */
export function drawTree(cast: Cast, commits: Readonly<Record<string, DrawnCommit>>): EpochTree {
  const accounts = [...(cast.owners ?? []), ...(cast.admins ?? []), ...(cast.members ?? [])].map(accountOf)
  return growTree(plantTree({ epoch: epochOf('root'), accounts, roles: rolesOf(cast), profile: NO_PROFILE }), seenOf(commits))
}
