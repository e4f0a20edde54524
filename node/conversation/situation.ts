import type { AccountId, DeviceId } from '../base/ids.js'
import type { EpochTree } from '../session/epoch-tree.js'
import type { Member } from '../session/session.js'
import type { Place } from './arrivals.js'
import type { Waited } from './duty-waits.js'
import type { TakenPackage } from './welcoming.js'
import type { Wish } from './wish.js'

/** At the group's head, where the next commit is made from. */
export interface Situation extends Place {
  readonly nowMs: number
  readonly tree: EpochTree
  readonly wishes: readonly Wish[]
  /** What was taken for accounts that are to come in. */
  readonly taken: ReadonlyMap<AccountId, readonly TakenPackage[]>
  /** Accounts that were added with a key package that is gone: they come in anew. */
  readonly strayed: ReadonlySet<AccountId>
  /** Accounts that somebody let in who is out by now, and that may never have got their Welcome. */
  readonly stranded: ReadonlySet<AccountId>
  /** Accounts that a commit of ours on the way to the head has let in: whoever of them is not in any more was put out since. */
  readonly letIn: ReadonlySet<AccountId>
  /** How long something has been waiting for somebody to see to it. */
  readonly waited: (duty: string) => Waited
  /** Whether key packages of this account can be had here. */
  readonly isWithinReach: (account: AccountId) => boolean
  /** Who has asked to be let in by which link. */
  readonly guests: readonly { readonly account: AccountId; readonly link: string; readonly isWelcome: boolean }[]
  /** Devices that their accounts have certified, as far as this one knows, and that would take a Welcome from this account. */
  readonly certified: readonly CertifiedDevice[]
  /** What was taken for some of them. */
  readonly takenDevices: ReadonlyMap<DeviceId, TakenPackage>
  /** Devices that were added with a key package that is gone, or can't follow the group any more. */
  readonly strayedDevices: ReadonlySet<DeviceId>
  /** Of those, the ones that have sent a key package made for coming back. */
  readonly wishing: ReadonlySet<DeviceId>
  /** Relays of which owners and admins say that they are members. */
  readonly relaysInUse: readonly string[]
  /** Members with a device that is not in, and may come in the place of one that was revoked. */
  readonly heirs: ReadonlySet<AccountId>
}

export type CertifiedDevice = Pick<Member, 'account' | 'device'>

/** Whose rights are looked at by account alone. */
export const ANY_DEVICE = '' as DeviceId
