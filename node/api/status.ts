import type { AccountId, DeviceId } from '../base/ids.js'

export interface Identity {
  readonly account: AccountId
  readonly name: string
  readonly device: DeviceId
  /** Three friendly words for this device, the same on every screen. */
  readonly deviceName: string
  readonly createdAtMs: number
  /** Whether this device keeps the account key, and so can certify and revoke. */
  readonly hasAccountKey: boolean
}

/** A device of this account that is not revoked. */
export interface OwnDevice {
  readonly device: DeviceId
  /** What the person calls it; else its three friendly words. */
  readonly name: string
  /** By the clock of the device that certified it. */
  readonly addedAtMs: number
  /** There is a link to it now; always so of this one. */
  readonly linked: boolean
  readonly self?: true
}

/** How far what was said before this device was linked has come to it from the account's other devices. */
export interface HistoryTransfer {
  /** `waiting`: it comes over a direct path, and no device that has it can be reached by one now. */
  readonly state: 'waiting' | 'coming' | 'done'
  /** Who gives it now, or did last. */
  readonly from?: DeviceId
  /** Of its messages, those that were looked through, known ones among them, and how many there are. */
  readonly passed: number
  readonly of: number
  /** Messages that came so, in all. */
  readonly messages: number
}

/** A device that is to be linked, and what both it and this one show. */
export interface DeviceLink {
  readonly device: DeviceId
  readonly name: string
  /** Three words. */
  readonly words: string
}

/** What opens the account key, for this one time: the passphrase where this device keeps it, or the 24 words. */
export interface AccountKeyAccess {
  readonly passphrase?: string
  readonly phrase?: string
}

/** A relay that this account names. */
export interface RelayState {
  /** Its peer id. */
  readonly relay: DeviceId
  readonly address: string
  /** Linked, and it has answered. */
  readonly up: boolean
  /** It runs beside the node in its process, and is lost with this machine. */
  readonly isHere?: true
  /** What we are to it; undefined while it has not answered since the start. A `guest` is not kept anything for. */
  readonly standing?: 'stranger' | 'guest' | 'member' | 'banned'
  readonly retentionDays?: number
  /** Of what it keeps for this account. */
  readonly bytesUsed?: number
  readonly bytesLimit?: number
  /** Origin of the page that it serves, where it says that it serves one and a browser may run it there: over HTTPS, or on this machine. */
  readonly page?: string
  /** What it has last done wrong since the start. */
  readonly fault?: string
}

/** A piece of a backup file, and how far it is. */
export interface ExportedPart {
  readonly bytes: Uint8Array
  /** Messages so far. */
  readonly messages: number
  /** How many there will be, within what arrives meanwhile. */
  readonly of: number
}

/** What an import brought that was not here. */
export interface ImportSummary {
  /** Whose backup it was, and what they called themself. */
  readonly account: AccountId
  readonly name: string
  readonly createdAtMs: number
  readonly contacts: number
  readonly chats: number
  readonly messages: number
  /** Messages that were here already. */
  readonly known: number
}

export interface Status {
  readonly version: string
  readonly identity: Identity
  readonly addresses: readonly string[]
  readonly reach: 'none' | 'this-machine' | 'this-network' | 'internet'
  readonly links: number
  /** The best first. */
  readonly relays: readonly RelayState[]
  readonly chats: number
  readonly unread: number
  /** Messages of ours that have not arrived at every device. */
  readonly queued: number
  readonly startedAtMs: number
  readonly protectedByPassphrase: boolean
  /** Others see that the person writes, and the person that others do. */
  readonly tellsTyping: boolean
  /** Of a browser, which may throw away all that a page keeps where it is not `persistent`. */
  readonly storage?: { readonly persistent: boolean; readonly bytesUsed: number; readonly bytesAvailable: number }
  /** Absent on a device that nothing was to come to. */
  readonly history?: HistoryTransfer
  /** Another device of the account has put this one out: nothing comes any more, and nobody takes anything from it. */
  readonly revoked?: true
}

export interface Check {
  readonly name: string
  readonly ok: boolean
  /** Not ok because the person wants it so: worth a warning, and no fault. */
  readonly chosen?: true
  readonly detail: string
  /** What to do, where it is not ok. */
  readonly advice?: string
}
