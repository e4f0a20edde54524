import type { AccountId } from '../../base/ids.js'
import type { Tone } from './line.js'

/** Colours by which members of a group are told apart; names say the same without them. */
const MEMBER_TONES = ['member-1', 'member-2', 'member-3', 'member-4', 'member-5', 'member-6'] as const satisfies readonly Tone[]

const DIGITS = 8

/** The same for an account on every screen. */
export function toneOf(account: AccountId): Tone {
  return MEMBER_TONES[Number.parseInt(account.slice(0, DIGITS), 16) % MEMBER_TONES.length] ?? 'strong'
}
