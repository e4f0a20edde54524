import type { AccountId, ConversationId } from '../base/ids.js'

/** A link to a group. */
export interface GroupLink {
  readonly id: string
  /** Known to the device alone that made it. */
  readonly uri?: string
  /** The same as a link to a page, as of an invite. */
  readonly page?: string
  /** Whether somebody has to say yes. */
  readonly approve: boolean
  readonly open: boolean
  readonly expiresAtMs?: number
  readonly usesLeft?: number
}

/**
 * What of the time before whoever is let in may read, by the word of this account: the newest so many messages (1 to 1,000), those of so many days (1
 * to 366), or what is both. Neither: nothing, and what was granted before is taken back.
 */
export interface Share {
  readonly shareMessages?: number
  readonly shareDays?: number
}

/** Somebody asks to be let in to a group. */
export interface GroupRequest {
  readonly account: AccountId
  readonly name: string
  readonly askedAtMs: number
  /** Nobody has to answer: they are being let in. */
  readonly coming?: true
}

export interface AskedToJoin {
  /** Of the group, once we are in. */
  readonly chat: ConversationId
  readonly name: string
  /** Who may let us in. */
  readonly hosts: readonly string[]
  readonly approve: boolean
  /** Who has got what we ask: one of them, a relay of theirs, or nobody yet. It is asked again by itself, for 30 days. */
  readonly reached: 'host' | 'relay' | 'nobody'
}
