import type { AccountId } from '../base/ids.js'
import type { HeadDuties } from '../session/head-duties.js'
import type { MembershipChange } from '../session/roles.js'
import { type Place, obstacleTo } from './arrivals.js'
import { TURN_MS, turnOf } from './membership-turn.js'
import type { Situation } from './situation.js'

/** Whose turn it is, where several may see to something. */
export interface Turns {
  /** Whether this device may do it, and all that come before have had their time; the first of them has it after so long. */
  isOurs(duty: string, change: MembershipChange, first?: readonly AccountId[], afterMs?: number): boolean
  /** Whether something is given so much time yet. */
  isWaiting(duty: string, forMs: number): boolean
  /** In how many milliseconds the next turn of ours comes, of those that were asked about. */
  nextInMs(): number | undefined
}

export function createTurns(situation: Situation, { struck }: HeadDuties): Turns {
  const { head, self, revoked, waited } = situation
  const later: number[] = []
  return {
    isOurs(duty, change, first, afterMs = 0) {
      if (!isLawful(situation, change)) return false
      const able = head.members.filter(
        member => !revoked.has(member.device) && !struck.includes(member.account) && isLawful({ ...situation, self: member }, change)
      )
      const { atHeadMs, inAllMs } = waited(duty)
      const inMs = Math.max(0, turnOf(head, self, able, first)) * TURN_MS - Math.min(atHeadMs, inAllMs - afterMs)
      if (inMs > 0) later.push(inMs)
      return inMs <= 0
    },
    isWaiting(duty, forMs) {
      const leftMs = forMs - waited(duty).inAllMs
      if (leftMs > 0) later.push(leftMs)
      return leftMs > 0
    },
    nextInMs: () => (later.length === 0 ? undefined : Math.min(...later))
  }
}

const isLawful = (place: Place, change: MembershipChange): boolean => obstacleTo(place, change) === undefined
