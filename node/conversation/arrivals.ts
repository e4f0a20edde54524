import type { AccountId, DeviceId } from '../base/ids.js'
import { isWishedAt } from '../session/return-wish.js'
import { type MembershipChange, excessOf, mayCommit } from '../session/roles.js'
import type { Epoch, Member } from '../session/session.js'
import type { TakenPackage } from './welcoming.js'

/** Devices that come in by one commit or not at all. */
export interface Arrival {
  /** Whose devices they all are, where a whole account comes in. */
  readonly account?: AccountId
  readonly packages: readonly TakenPackage[]
  /** Leaves that go by the same commit. */
  readonly replaced: readonly Member[]
}

/** Why something can't be committed at a head: this account has no right to it, or it exceeds a bound, in a sentence. */
export type Obstacle = 'no right' | { readonly excess: string }

/** Where, and by whom. */
export interface Place {
  readonly head: Epoch
  readonly self: Member
  /** Devices that their own accounts have revoked. */
  readonly revoked: ReadonlySet<DeviceId>
  /** When a commit that is made there now says that it was made. */
  readonly atMs: number
}

interface Fitting {
  /** For one commit, in the order given. */
  readonly fitting: readonly Arrival[]
  /** Who can't come in at this head, not by themselves either. Who just has to wait for the next commit is in neither list. */
  readonly unfit: readonly { readonly arrival: Arrival; readonly obstacle: Obstacle }[]
}

/** Those who may come in and for whom one commit and the group have room. */
export function arrivalsThatFit(arrivals: readonly Arrival[], place: Place): Fitting {
  const fitting: Arrival[] = []
  const unfit: { arrival: Arrival; obstacle: Obstacle }[] = []
  for (const arrival of arrivals) {
    const obstacle = obstacleToAll([arrival], place)
    if (obstacle !== undefined) unfit.push({ arrival, obstacle })
    else if (obstacleToAll([...fitting, arrival], place) === undefined) fitting.push(arrival)
  }
  return { fitting, unfit }
}

export const joiningOf = (arrivals: readonly Arrival[]): readonly TakenPackage[] => arrivals.flatMap(({ packages }) => packages)

export function obstacleTo({ head, self, revoked }: Place, change: MembershipChange): Obstacle | undefined {
  const excess = excessOf(head, change)
  if (excess !== undefined) return { excess }
  return mayCommit({ members: head.members, roles: head.roles, revoked }, self, change) ? undefined : 'no right'
}

function obstacleToAll(arrivals: readonly Arrival[], place: Place): Obstacle | undefined {
  const added = joiningOf(arrivals).map(({ info }) => ({ ...info, isWished: isWishedAt(info.wish, place.head.conversation, place.atMs) }))
  const change = { added, removed: arrivals.flatMap(({ replaced }) => replaced) }
  return isTwice(change, place.head.members) ? 'no right' : obstacleTo(place, change)
}

/** Whether a device would be there twice. */
function isTwice({ added, removed }: MembershipChange, members: readonly Member[]): boolean {
  const devices = [...members.filter(member => !removed.includes(member)), ...added].map(({ device }) => device)
  return new Set(devices).size < devices.length
}
