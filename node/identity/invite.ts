import { equalsConstantTime, toHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'

const TOKEN_BYTES = 16
const ID_HEX_DIGITS = 8
const MAX_LABEL_CHARACTERS = 64
/** Knocks that wait for the person's answer: of one invite, and of all together. */
const MAX_WAITING_PER_INVITE = 16
const MAX_WAITING = 64
const MAX_TAKES_PER_WINDOW = 64
const TAKE_WINDOW_MS = 3_600_000
/** Ten years: farther off, a time is a slip of the hand, and at last no date at all. */
export const MAX_INVITE_LIFETIME_MS = 10 * 365 * 24 * 3_600_000

/** What the inviter keeps of one invite. An immutable value. */
export interface InviteRecord {
  /** The first 8 hex digits of SHA-256 of the token. */
  readonly id: string
  /** 16 random bytes: whoever shows them may knock. */
  readonly token: Uint8Array
  readonly label: string
  readonly createdAtMs: number
  readonly expiresAtMs?: number
  /** How many accounts may use it in all; undefined is any number. */
  readonly uses?: number
  readonly used: number
  /** Accounts whose knock waits for the person's answer, 16 at most. */
  readonly waiting: readonly AccountId[]
  readonly revoked: boolean
  /** Key packages taken since `takesSinceMs`, 64 an hour at most. */
  readonly takes: number
  readonly takesSinceMs: number
}

export type InviteOutcome = 'ok' | 'revoked' | 'expired' | 'used up' | 'box full' | 'too often'

/** @throws ERR_INVALID_ARGUMENT for uses that aren't a positive whole number, a time in the past or over ten years off, or a label over 64 characters */
export async function createInvite(
  primitives: Pick<Primitives, 'randomBytes' | 'sha256'>,
  options: { readonly label?: string; readonly uses?: number; readonly expiresInMs?: number; readonly nowMs: number }
): Promise<InviteRecord> {
  const { label = '', uses, expiresInMs, nowMs } = options
  if (uses !== undefined && !isCount(uses)) throw new ChatError('ERR_INVALID_ARGUMENT', 'an invite is for 1 use or more')
  if (expiresInMs !== undefined && !isCount(expiresInMs)) throw new ChatError('ERR_INVALID_ARGUMENT', 'an invite expires in the future')
  if (expiresInMs !== undefined && expiresInMs > MAX_INVITE_LIFETIME_MS)
    throw new ChatError('ERR_INVALID_ARGUMENT', 'an invite expires within ten years; leave the time out for one that never does')
  if (label.length > MAX_LABEL_CHARACTERS)
    throw new ChatError('ERR_INVALID_ARGUMENT', `a label has at most ${MAX_LABEL_CHARACTERS} characters`)
  const token = primitives.randomBytes(TOKEN_BYTES)
  return {
    id: toHex(await primitives.sha256(token)).slice(0, ID_HEX_DIGITS),
    token,
    label,
    createdAtMs: nowMs,
    ...(expiresInMs === undefined ? {} : { expiresAtMs: nowMs + expiresInMs }),
    ...(uses === undefined ? {} : { uses }),
    used: 0,
    waiting: [],
    revoked: false,
    takes: 0,
    takesSinceMs: nowMs
  }
}

/** The invite of this token, found without telling by time how much of a guess was right. */
export function findInvite(invites: Iterable<InviteRecord>, token: Uint8Array): InviteRecord | undefined {
  return [...invites].filter(invite => equalsConstantTime(invite.token, token)).at(0)
}

/**
 * Pure: an account knocks with this invite. A repeated knock of an account that waits counts once. Accounts that are contacts
 * or were answered are the caller's to know: they need no invite.
 * @param waitingInAll knocks that wait, of all invites
 */
export function redeemInvite(
  invite: InviteRecord,
  knock: { readonly account: AccountId; readonly nowMs: number; readonly waitingInAll: number }
): readonly [InviteRecord, InviteOutcome] {
  const closed = closedBecause(invite, knock.nowMs)
  if (closed === 'revoked' || closed === 'expired') return [invite, closed]
  if (invite.waiting.includes(knock.account)) return [invite, 'ok']
  if (closed !== undefined) return [invite, closed]
  if (invite.waiting.length >= MAX_WAITING_PER_INVITE || knock.waitingInAll >= MAX_WAITING) return [invite, 'box full']
  return [{ ...invite, used: invite.used + 1, waiting: [...invite.waiting, knock.account] }, 'ok']
}

/** Pure: the person accepted or refused; the knock leaves the box. Its use stays used. */
export const settleKnock = (invite: InviteRecord, account: AccountId): InviteRecord => ({
  ...invite,
  waiting: invite.waiting.filter(waiting => waiting !== account)
})

/** Pure: a stranger asks for key packages with this invite. An abused invite runs out alone, and for an hour. */
export function takeWithInvite(invite: InviteRecord, nowMs: number): readonly [InviteRecord, InviteOutcome] {
  const closed = closedBecause(invite, nowMs)
  if (closed !== undefined && (closed !== 'used up' || invite.waiting.length === 0)) return [invite, closed]
  const age = nowMs - invite.takesSinceMs
  const current = age >= 0 && age < TAKE_WINDOW_MS ? invite : { ...invite, takes: 0, takesSinceMs: nowMs }
  if (current.takes >= MAX_TAKES_PER_WINDOW) return [current, 'too often']
  return [{ ...current, takes: current.takes + 1 }, 'ok']
}

/** Pure. For good; what waits in the box stays there for the person to answer. */
export const revokeInvite = (invite: InviteRecord): InviteRecord => ({ ...invite, revoked: true })

/** Whether somebody new may still knock with it. */
export const isOpenInvite = (invite: InviteRecord, nowMs: number): boolean => closedBecause(invite, nowMs) === undefined

/** Uses left; undefined for any number. */
export const usesLeft = (invite: InviteRecord): number | undefined =>
  invite.uses === undefined ? undefined : Math.max(0, invite.uses - invite.used)

function closedBecause(invite: InviteRecord, nowMs: number): 'revoked' | 'expired' | 'used up' | undefined {
  if (invite.revoked) return 'revoked'
  if (invite.expiresAtMs !== undefined && nowMs >= invite.expiresAtMs) return 'expired'
  if (usesLeft(invite) === 0) return 'used up'
  return undefined
}

const isCount = (value: number) => Number.isSafeInteger(value) && value > 0
