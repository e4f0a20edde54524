import type { LogId } from '../base/ids.js'
import type { ChatError } from '../base/errors.js'
import type { Stop } from '../base/lifecycle.js'
import type { RelayInvite, RelayLimits } from '../wire/generated/relay.js'
import type { Envelope, Path } from './links.js'
import type { RelayId, Standing } from './relay-protocol.js'

/** A relay as a card names it: a multiaddr that ends in `/p2p/` and its peer id. */
export interface RelayAddress {
  readonly id: RelayId
  readonly address: string
}

/** What a relay said in its answer to our hello; asked again every 5 minutes, and when it refuses what that would allow. */
export interface RelayInfo {
  readonly standing: Standing
  readonly limits: RelayLimits
  /** Hex; changes when its storage was wiped or restored. */
  readonly storage: string
  readonly stunPort: number
  /** Where it listens for WebSockets. */
  readonly servesPage: boolean
}

/** Who can sign for a log: an epoch's access, without saying that there are epochs. */
export interface LogSigner {
  readonly log: LogId
  sign(statement: Uint8Array): Promise<Uint8Array>
}

export interface LogPage {
  readonly entries: readonly { readonly place: number; readonly envelope: Envelope }[]
  readonly newest: number
  readonly oldest: number
}

/** Up to where a log was read at a relay. Places mean nothing once its storage is another. */
export interface Cursor {
  readonly storage: string
  readonly place: number
}

export interface BoxedKnock {
  readonly relay: RelayId
  readonly id: number
  /** Encoded Knock. */
  readonly knock: Uint8Array
}

export interface LogFollower {
  /** Up to where it was read before; undefined: from the beginning. */
  readonly from: Cursor | undefined
  /**
   * Resolves once all of the run is durable here or has been given up: only then the relay is told that it may go on. Where it
   * rejects, the same run comes again.
   */
  take(run: LogPage['entries'], upTo: Cursor): Promise<void>
  /** Why the relay does not serve it, once each time it is asked. */
  refused(error: ChatError): void
}

export type RelayEvents = {
  /** Linked, and hello is answered, where somebody keeps it. */
  'relay:up': { readonly relay: RelayId }
  'relay:down': { readonly relay: RelayId }
  /** Its storage is another than before: everything is to be listed, opened and read again there. */
  'relay:wiped': { readonly relay: RelayId }
  /** We have become a member there. */
  'relay:joined': { readonly relay: RelayId }
  /** It has said again how we stand there. */
  'relay:told': { readonly relay: RelayId }
  /** Something was put into our box. */
  'relay:knocked': { readonly relay: RelayId }
  /** It broke the protocol, or told us less than it had promised. */
  'relay:refused': { readonly relay: RelayId; readonly error: ChatError }
}

/**
 * The relays this device talks to, each over one long-lived link that is opened again by itself; hello, proofs and subscriptions
 * are said anew on each. A relay is trusted with nothing: what it pushes is verified by whoever takes it.
 *
 * Only a relay that somebody keeps or visits can be asked. Every request rejects with ERR_UNREACHABLE, ERR_TIMEOUT or ERR_BUSY for now, and with the relay's own refusal.
 */
export interface Relays {
  /** Keeps a link to this relay for as long as anybody keeps it. */
  keep(relay: RelayAddress): Stop
  /** What is asked of this relay meanwhile is asked over a link that ends with the task, unless somebody keeps it. Tells no `relay:up`. */
  visit<T>(relay: RelayAddress, task: () => Promise<T>): Promise<T>
  isUp(relay: RelayId): boolean
  /** How each relay is reached now. */
  paths(): readonly Path[]
  /** Undefined while it has not answered since the start. */
  info(relay: RelayId): RelayInfo | undefined
  join(relay: RelayId, token?: Uint8Array): Promise<void>

  /** Resolves when it is durable there. @throws ERR_QUOTA, ERR_UNKNOWN_LOG, ERR_LOG_CLOSED, ERR_EXPIRED, ERR_SIGNATURE */
  append(relay: RelayId, envelope: Envelope, options?: { signal?: AbortSignal }): Promise<void>
  /** As a member. `behind`: logs that it follows, the nearest first, at most `MAX_NAMED_BEHIND`. @throws ERR_NOT_ALLOWED, ERR_QUOTA */
  open(relay: RelayId, log: LogSigner, behind: readonly LogId[]): Promise<void>
  /** @throws ERR_UNKNOWN_LOG where the parent is not there, ERR_QUOTA */
  openChild(relay: RelayId, parent: LogSigner, child: LogSigner): Promise<void>
  read(relay: RelayId, log: LogSigner, from: { place: number; backwards?: boolean; most?: number }): Promise<LogPage>
  /**
   * Hands over what stands in the log after the cursor there, then what comes, in order, in runs, one run at a time; after every
   * new link and every 5 minutes it looks whether something was left out, and it reads from the beginning where the relay's storage
   * is another, or holds less than before. One follower a log: a second takes the place of the first.
   */
  follow(relay: RelayId, log: LogSigner, follower: LogFollower): Stop

  tellInvites(relay: RelayId, invites: readonly RelayInvite[]): Promise<void>
  /** Leaves an encoded Knock for an account. @throws ERR_KNOCK_REFUSED, ERR_QUOTA */
  knock(relay: RelayId, account: string, knock: Uint8Array): Promise<void>
  /** All that stands in our box there. */
  knocks(relay: RelayId): Promise<readonly BoxedKnock[]>
  clear(relay: RelayId, id: number, accepted: boolean): Promise<void>
  /** @returns how many one-time key packages of ours are left there */
  shelve(relay: RelayId, shelf: { keyPackages: readonly Uint8Array[]; lastResort?: Uint8Array; anew?: boolean }): Promise<number>
  /** Key packages of an account's devices. @throws ERR_KNOCK_REFUSED, ERR_NOT_FOUND */
  take(relay: RelayId, account: string, token: Uint8Array): Promise<readonly Uint8Array[]>
  /** Encoded device lists; what comes back is the merged one. */
  putDeviceList(relay: RelayId, list: Uint8Array): Promise<Uint8Array>
  /** @throws ERR_NOT_FOUND */
  getDeviceList(relay: RelayId, account: string): Promise<Uint8Array>
  /** Our own account's sealed index, all parts of one seq. @throws ERR_ALREADY_EXISTS when a higher seq is there */
  putIndex(relay: RelayId, index: { seq: number; parts: readonly Uint8Array[] }): Promise<void>
  /** @throws ERR_NOT_FOUND */
  getIndex(relay: RelayId): Promise<{ seq: number; parts: readonly Uint8Array[] }>

  /** It did what only its reader can tell: heard by all as `relay:refused`. */
  complain(relay: RelayId, error: ChatError): void
  on<K extends keyof RelayEvents>(name: K, listener: (event: RelayEvents[K]) => void): Stop
  /** Ends the links; the host stops libp2p. */
  close(): Promise<void>
}
