import type { AccountId, EpochId } from '../base/ids.js'
import type { Role } from '../session/roles.js'
import type { HappeningPlace } from '../store/keyspace.js'

/** What became of a group, in the order in which one commit is told. */
export type HappeningPart =
  | { readonly kind: 'founded'; readonly name: string }
  | { readonly kind: 'removed'; readonly accounts: readonly AccountId[] }
  | { readonly kind: 'added'; readonly accounts: readonly AccountId[] }
  | { readonly kind: 'role'; readonly account: AccountId; readonly role: Role }
  | { readonly kind: 'renamed'; readonly name: string }
  | { readonly kind: 'relays' }
  /** 0: as long as everybody likes. */
  | { readonly kind: 'retention'; readonly days: number }
  /** 0: messages stay. */
  | { readonly kind: 'lifetime'; readonly seconds: number }
  /** Some wrote on one branch and some on another, and are together again. */
  | { readonly kind: 'split' }

/** A line of a group's history that nobody wrote: what a commit on the way to the head did, or a split that has healed. */
export interface Happening {
  /** The epoch that the commit leads to; of a split, the last one that both sides had. */
  readonly epoch: EpochId
  /** Where it stands among the messages: ms, as the upper part of a message's clock value. */
  readonly atMs: number
  /** Who committed it; of a split nobody. */
  readonly by: AccountId | undefined
  /** At least one. */
  readonly parts: readonly HappeningPart[]
}

/** A split stands beside the commit that leads to where it began. */
export const placeOf = ({ epoch, atMs, parts }: Happening): HappeningPlace => ({
  epoch,
  atMs,
  isSplit: parts.some(({ kind }) => kind === 'split')
})
