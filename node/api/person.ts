import type { AccountId, DeviceId } from '../base/ids.js'

/** A person: how we know an account. Plain data, safe for JSON. */
export interface Contact {
  readonly account: AccountId
  /** What the person calls themself, cleaned of control and bidirectional characters. */
  readonly name: string
  readonly devices: readonly DeviceId[]
  /**
   * `invited`: we asked, they have not answered. `request`: they asked, we have not answered. `accepted`: both may write.
   * `blocked`: nothing of theirs is taken.
   */
  readonly state: 'invited' | 'request' | 'accepted' | 'blocked'
  /** The safety number was compared and confirmed on this account. */
  readonly verified: boolean
  /** Echo: it lives on this device and answers by itself. Nothing that is said to it leaves. Known to this node, never by a name. */
  readonly livesHere?: true
}

/** Somebody in a group. */
export interface Member {
  readonly account: AccountId
  /** As they are known here; the beginning of their account id where they are no contact. */
  readonly name: string
  readonly role: 'owner' | 'admin' | 'member'
  readonly devices: readonly DeviceId[]
  /** Let in, and not heard of yet. */
  readonly coming?: true
  readonly self?: true
}

export interface SafetyNumber {
  readonly account: AccountId
  /** 60 digits in groups of five. */
  readonly number: string
  readonly verified: boolean
}

export interface Invite {
  /** The `parley:` URI. */
  readonly uri: string
  /** The same as a link to the page of a relay of ours, where one says that it serves it. On `http://localhost` it opens on this machine only. */
  readonly page?: string
  /** Names this invite for revoking: the first 8 hex digits of SHA-256 of its token. */
  readonly id: string
  readonly label: string
  readonly createdAtMs: number
  readonly expiresAtMs?: number
  /** How many may still use it; undefined is any number. */
  readonly usesLeft?: number
  readonly used: number
  readonly revoked: boolean
}
