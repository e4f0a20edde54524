import type { PageVersion } from './page-version.js'

/** Where all tabs of the origin hear each other. */
export const EVERYBODY = 'parley tabs'
/** Whoever holds this lock runs the node. */
export const LEADING = 'parley node'

export type TabMessage =
  /** The node runs, in this tab. Pages from before there were versions say none. */
  | { readonly kind: 'leading'; readonly leader: string; readonly version?: PageVersion }
  /** Whoever has an older page lets go of the node, and of the wish to run it. */
  | { readonly kind: 'newer'; readonly version: PageVersion }
  /** Whoever leads is to say so again. */
  | { readonly kind: 'who' }
  /** A tab wants to use the node; from here on both speak on a channel of their own. */
  | { readonly kind: 'dial'; readonly leader: string; readonly follower: string }
  /** Something else opens the profile from now on. */
  | { readonly kind: 'protected' }
  /** All that is kept here is about to be deleted: whoever has it open lets go of it. */
  | { readonly kind: 'forgetting' }
  | { readonly kind: 'forgotten' }

export type PairMessage =
  /** The passphrase comes with it: whoever follows may have to open the profile next. */
  | { readonly kind: 'welcome'; readonly passphrase?: string }
  /** Another one, or none, opens the profile from now on. */
  | { readonly kind: 'passphrase'; readonly passphrase?: string }
  | { readonly kind: 'rpc'; readonly text: string }

/** Of one leader and one follower. */
export const pairChannel = (follower: string): string => `parley tab ${follower}`
/** Held by the follower for as long as its tab is open. */
export const followerLock = (follower: string): string => `parley tab ${follower}`
