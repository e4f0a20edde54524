import type { Clock } from '../node/base/clock.js'
import type { AccountId, DeviceId } from '../node/base/ids.js'
import type { Primitives } from '../node/base/primitives.js'
import type { Probe } from '../node/base/probe.js'
import type { RelayId } from '../node/network/relay-protocol.js'
import type { Boxes } from './boxes.js'
import type { DeviceLists } from './device-lists.js'
import type { Indexes } from './indexes.js'
import type { KeyedSerial } from './keyed-serial.js'
import type { Limits } from './limits.js'
import type { LogStore } from './log-store.js'
import type { Members } from './members.js'
import type { Allowance } from './policy.js'
import type { Pushes } from './pushes.js'
import type { Rates } from './rates.js'
import type { Session, Sessions } from './session.js'
import type { Shelves } from './shelves.js'
import type { Space } from './space.js'

/** What the answers to requests are made of. */
export interface RelayContext {
  readonly self: RelayId
  readonly primitives: Primitives
  readonly clock: Clock
  readonly probe: Probe
  readonly limits: Limits
  /** For this account's logs. */
  allowanceOf(account: AccountId): Allowance
  /** Whether anybody may join without an invite. */
  readonly isOpen: boolean
  /** UDP; 0 for none. */
  readonly stunPort: number
  /** Where it listens for WebSockets. */
  readonly servesPage: boolean
  isLinked(device: DeviceId): boolean
  readonly logs: LogStore
  readonly space: Space
  readonly members: Members
  readonly boxes: Boxes
  readonly shelves: Shelves
  readonly deviceLists: DeviceLists
  readonly indexes: Indexes
  readonly sessions: Sessions
  readonly pushes: Pushes
  readonly rates: Rates
  readonly serial: KeyedSerial
}

/** Answers one request of a device that has said hello and stands well enough for it. */
export type Answer = (context: RelayContext, session: Session, body: Uint8Array) => Promise<Uint8Array>
