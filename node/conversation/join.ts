import { EMPTY, fromHex, toHex } from '../base/bytes.js'
import type { AccountId, ConversationId, LogId } from '../base/ids.js'
import { accountIdOf, accountKeyOf } from '../identity/account-id.js'
import { deviceIdOf, deviceKeyOf } from '../identity/device-id.js'
import type { GroupLinkContent } from '../identity/group-link.js'
import type { JoinRecord } from '../wire/generated/records.js'
import type { PendingKnock } from './letter.js'

const HOUR_MS = 60 * 60 * 1_000
const GIVE_UP_MS = 30 * 24 * HOUR_MS

/** A group that this device asks to be let in to. */
export interface Join {
  readonly group: ConversationId
  /** That leads there; undefined where this device was in the group and can't follow it any more. */
  readonly link: { readonly text: string; readonly content: GroupLinkContent } | undefined
  /** By which whoever lets us in reaches us, without being a contact: nothing else can be done with it. */
  readonly token: Uint8Array
  readonly beganAtMs: number
  /** Since when it is in again: whoever let it in at the same time on another branch is still heard for a while. */
  readonly backAtMs: number | undefined
  /** Of one without a link: where the Welcome stood that this device was in by when it began to ask. */
  readonly joinedBy: LogId | undefined
  /**
   * Of one that is back: who could have put out whoever let it in, and has not been heard there. They are asked too, and a Welcome of theirs
   * takes the place of the other.
   */
  readonly superiors: readonly AccountId[]
  readonly asked: readonly Asked[]
}

/** What one of those who answer the link was sent. */
export interface Asked extends PendingKnock {
  readonly account: AccountId
  readonly arrived: boolean
  readonly atMs: number
}

/** Who has got what is asked: one of those who answer, a relay of theirs, or nobody yet. */
export type Reached = 'host' | 'relay' | 'nobody'

export function begun(group: ConversationId, token: Uint8Array, beganAtMs: number): Omit<Join, 'link'> {
  return { group, token, beganAtMs, backAtMs: undefined, joinedBy: undefined, superiors: [], asked: [] }
}

/** When nobody is asked any more, nor let this device in. */
export function endsAtMs({ beganAtMs, backAtMs, superiors }: Join): number {
  if (backAtMs === undefined) return beganAtMs + GIVE_UP_MS
  return backAtMs + (superiors.length > 0 ? GIVE_UP_MS : HOUR_MS)
}

export function encodeJoin({ group, link, token, beganAtMs, backAtMs, joinedBy, superiors, asked }: Join): JoinRecord {
  return {
    link: link?.text ?? '',
    group: link === undefined ? fromHex(group) : EMPTY,
    token,
    beganAtMs: BigInt(beganAtMs),
    backAtMs: BigInt(backAtMs ?? 0),
    joinedBy: joinedBy === undefined ? EMPTY : fromHex(joinedBy),
    superiors: superiors.map(accountKeyOf),
    asked: asked.map(({ account, to, body, leftAt, arrived, atMs }) => ({
      account: accountKeyOf(account),
      to: deviceKeyOf(to),
      body,
      leftAt: leftAt.map(deviceKeyOf),
      arrived,
      atMs: BigInt(atMs)
    }))
  }
}

export function decodeJoin(
  { link: text, group, token, beganAtMs, backAtMs, joinedBy, superiors, asked }: JoinRecord,
  content: GroupLinkContent | undefined
): Join {
  return {
    group: content?.group ?? (toHex(group) as ConversationId),
    link: content && { text, content },
    token,
    beganAtMs: Number(beganAtMs),
    backAtMs: backAtMs === 0n ? undefined : Number(backAtMs),
    joinedBy: joinedBy.length === 0 ? undefined : (toHex(joinedBy) as LogId),
    superiors: superiors.map(accountIdOf),
    asked: asked.map(one => ({
      account: accountIdOf(one.account),
      to: deviceIdOf(one.to),
      body: one.body,
      leftAt: one.leftAt.map(deviceIdOf),
      arrived: one.arrived,
      atMs: Number(one.atMs)
    }))
  }
}
