import type { AccountId, DeviceId } from '../base/ids.js'
import { pathTo } from '../session/epoch-tree.js'
import type { MessagePlace } from '../store/keyspace.js'
import type { Group } from './group.js'
import { COUNTER_BITS, type Hlc } from './order.js'

/** What this device's person lets somebody read who comes in to a group: what was said before they came. */
export interface Grant {
  readonly account: AccountId
  /** From the message with this clock value on. */
  readonly from: bigint
  readonly grantedAtMs: number
  readonly given: readonly GivenShare[]
}

/** How far one device of theirs has it, the newest first. */
export interface GivenShare {
  readonly device: DeviceId
  /** Undefined: there is no more. */
  readonly before: MessagePlace | undefined
}

/** The clock value behind which somebody is written to: that of the commit that let them in last; undefined where that is not known any more. */
export function cameAt({ tree, head }: Group, account: AccountId): Hlc | undefined {
  const came = pathTo(tree, head).findLast(epoch => tree.commits.get(epoch)?.header.added.some(one => one.account === account))
  const atMs = came === undefined ? undefined : tree.commits.get(came)?.header.atMs
  return atMs === undefined ? undefined : ((BigInt(atMs) << COUNTER_BITS) as Hlc)
}
