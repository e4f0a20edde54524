import type { AccountId, DeviceId, EpochId } from '../base/ids.js'
import type { RelayId } from '../network/relay-protocol.js'

/** Sent until it is answered: the same bytes each time. */
export interface PendingKnock {
  readonly to: DeviceId
  /** Encoded Knock. */
  readonly body: Uint8Array
  /** What follows in its log, where the Welcome exceeds one envelope. */
  readonly rest?: readonly Uint8Array[]
  /** Relays of the other account that keep it in their box. */
  readonly leftAt: readonly RelayId[]
}

/** A log that nobody has seen, made for one letter, and what its envelopes are sealed with: they are made anew each time, to the same bytes. */
export interface LetterLog {
  /** 32 bytes: of the log's key. */
  readonly seed: Uint8Array
  /** 16 bytes. */
  readonly wrapKey: Uint8Array
  /** 12 bytes each. */
  readonly nonces: readonly Uint8Array[]
}

/** A Welcome to a group: delivered once the epoch that it leads to stands where everybody finds it. The Welcome itself is kept once, with its epoch. */
export interface Letter extends Pick<PendingKnock, 'to' | 'leftAt'> {
  readonly account: AccountId
  readonly epoch: EpochId
  /** Encoded Knock, its Welcome left out. */
  readonly knock: Uint8Array
  readonly log: LetterLog
  /** A device of theirs has it. */
  readonly arrived: boolean
}
