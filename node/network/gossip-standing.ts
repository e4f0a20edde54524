import type { Clock } from '../base/clock.js'
import { createKept } from '../base/kept.js'

/** Of whom offences are remembered, through reconnections. */
const MAX_OFFENDERS = 1_024
const HALVED_MS = 10 * 60_000
const POINTS_AN_OFFENCE = 20

/** What gossipsub's thresholds mean here: an honest peer checks before it passes on, so it has 0 points and stays there. */
export const THRESHOLDS = {
  /** Below 0 it is in no mesh. From here on, one offence, nothing is offered to it or asked of it. */
  gossipThreshold: -10,
  /** Three: nothing is published to it. */
  publishThreshold: -50,
  /** Five: nothing it says is taken, in half an hour's time less and less strictly. */
  graylistThreshold: -80,
  /** Nobody ever has so many: addresses of peers come from cards and relays, never from gossip. */
  acceptPXThreshold: 1,
  /** A mesh is no better for being of other honest peers. */
  opportunisticGraftThreshold: 0
}

/** Who passed on what no member can have made. */
export interface Standing {
  offended(peer: string): void
  /** 0 or less. */
  points(peer: string): number
  /** Not worth a signature check any more. */
  isShunned(peer: string): boolean
}

export function createStanding(clock: Clock): Standing {
  const offenders = createKept<string, { readonly points: number; readonly atMs: number }>(MAX_OFFENDERS)

  function points(peer: string): number {
    const last = offenders.get(peer)
    if (last === undefined) return 0
    const left = last.points * 0.5 ** (Math.max(0, clock.now() - last.atMs) / HALVED_MS)
    return left > -1 ? 0 : left
  }

  return {
    points,
    offended: peer => offenders.put(peer, { points: points(peer) - POINTS_AN_OFFENCE, atMs: clock.now() }),
    isShunned: peer => points(peer) <= THRESHOLDS.graylistThreshold
  }
}
