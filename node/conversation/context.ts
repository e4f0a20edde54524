import type { Clock } from '../base/clock.js'
import type { Emitter } from '../base/events.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import type { Awaitable, Primitives } from '../base/primitives.js'
import type { Probe } from '../base/probe.js'
import type { DeviceList } from '../identity/device-list.js'
import type { DirectoryKeys } from '../identity/directory.js'
import type { Directory } from '../network/directory.js'
import type { Gossip } from '../network/gossip.js'
import type { Links } from '../network/links.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { Session } from '../session/session.js'
import type { ConversationEvents } from './conversation-events.js'
import type { Records } from './records.js'
import type { AccountRelays } from './relay-set.js'
import type { RelayAddress, Relays } from '../network/relays.js'

/** This device and the account that certified it. */
export interface Self {
  readonly account: AccountId
  readonly device: DeviceId
  /** 32 bytes, Ed25519. */
  readonly deviceKey: Uint8Array
  sign(message: Uint8Array): Awaitable<Uint8Array>
  /** What the person calls themself now. */
  name(): string
  /** Another device of ours says what the person calls themself now. Resolves once it is durable. */
  learnName(name: string): Promise<void>
  /** The same of the relays that the account names: the later change counts. Resolves once it is durable. */
  learnRelays(told: { readonly named: readonly RelayAddress[]; readonly changedAtMs: number }): Promise<void>
  /** The account's devices, as far as this one knows. */
  deviceList(): DeviceList
  /** Another has been heard of. Resolves once it is durable. */
  learnDeviceList(list: DeviceList): Promise<void>
  /** What the doors for contacts are derived from (`identity/door.ts`); undefined in old profiles. */
  readonly doorKey: Uint8Array | undefined
  /** The relays that our account names, and those it has left lately. */
  relays(): AccountRelays
  /** The one that runs in this very process, or did last: it is away whenever we are, so what it keeps nobody finds without us. */
  relayHere(): RelayId | undefined
  /** Of this device, encoded. */
  certificate(): Uint8Array
  /** Another device of the account linked this one, and lets it in wherever the account is. */
  readonly isLinked: boolean
  /** Our own card as it is now, encoded; with a token where its reader is to reach us by that. */
  card(extra?: { readonly token?: Uint8Array; readonly expiresAtMs?: number }): Promise<Uint8Array>
  /** Of our account, as it is now. */
  deviceList(): DeviceList
  /** Who lives in this very process and answers us: of this device alone, and nothing of it leaves. Undefined where nobody does. */
  companion(): AccountId | undefined
  /** Write our record in the directory; absent in profiles that are older than it. */
  readonly directory?: DirectoryKeys
}

/** What every part of the conversation room works with. */
export interface ConversationContext {
  readonly self: Self
  readonly primitives: Primitives
  readonly records: Records
  readonly session: Session
  readonly links: Links
  readonly relays: Relays
  /** Absent where this runtime brings none: then groups go over links and relays alone. */
  readonly gossip?: Gossip
  /** Absent where this runtime brings none: then nobody is looked for, and we are not found there. */
  readonly directory?: Directory
  readonly clock: Clock
  readonly probe: Probe
  readonly events: Emitter<ConversationEvents>
}
