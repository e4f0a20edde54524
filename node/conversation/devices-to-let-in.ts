import type { AccountId, DeviceId } from '../base/ids.js'
import { roleOf } from '../session/roles.js'
import type { Epoch } from '../session/session.js'
import type { Self } from './context.js'
import type { Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import type { DeviceLists } from './device-lists.js'
import type { Guest, Guests } from './guests.js'
import type { CertifiedDevice } from './situation.js'
import type { OwnDevices } from './own-devices.js'

export interface ReturningDevice extends CertifiedDevice {
  readonly state: Guest['state']
  /** It has sent a key package made for coming back. */
  readonly isWishing: boolean
}

/** Devices of members that this one may have to let in to a conversation. */
export interface DevicesToLetIn {
  /** Of members that were in the group, and ask to be let in again. */
  returningTo(conversation: Conversation): readonly ReturningDevice[]
  /** Those that would take a Welcome of ours: of this account, of whom we may let in, and whoever has asked. */
  devicesFor(conversation: Conversation, head: Epoch): readonly CertifiedDevice[]
  /** Members of whom a device is known that is not in: it may come in the place of one that was revoked. */
  heirsIn(conversation: Conversation, head: Epoch): ReadonlySet<AccountId>
}

interface Parts {
  readonly deviceLists: Pick<DeviceLists, 'certified'>
  readonly ownDevices: Pick<OwnDevices, 'others'>
  readonly guests: Pick<Guests, 'of'>
  readonly conversations: Pick<Conversations, 'isHome'>
}

export function createDevicesToLetIn(
  self: Pick<Self, 'account'>,
  { deviceLists, ownDevices, guests, conversations }: Parts
): DevicesToLetIn {
  function returningTo({ id }: Conversation): readonly ReturningDevice[] {
    return guests
      .of(id)
      .flatMap(({ contact: { account }, device, state, wish }) =>
        device === undefined ? [] : { account, device, state, isWishing: wish !== undefined }
      )
  }

  function devicesFor(conversation: Conversation, head: Epoch): readonly CertifiedDevice[] {
    if (conversations.isHome(conversation)) return []
    const mayAny = conversation.kind === 'direct' || roleOf(head.roles, self.account) !== 'member'
    const known = accountsIn(head)
      .filter(account => account === self.account || mayAny)
      .flatMap(account => certifiedBy(account).map(device => ({ account, device })))
    const asking = returningTo(conversation).filter(({ device }) => !known.some(one => one.device === device))
    return [...known, ...asking]
  }

  function heirsIn(conversation: Conversation, head: Epoch): ReadonlySet<AccountId> {
    if (conversations.isHome(conversation)) return new Set()
    const isIn = (device: DeviceId): boolean => head.members.some(member => member.device === device)
    const asking = returningTo(conversation)
    return new Set(
      accountsIn(head).filter(account => {
        const known = [...certifiedBy(account), ...asking.flatMap(one => (one.account === account ? one.device : []))]
        return known.some(device => !isIn(device) && !conversation.revoked.has(device))
      })
    )
  }

  function certifiedBy(account: AccountId): readonly DeviceId[] {
    return account === self.account ? ownDevices.others().map(({ device }) => device) : deviceLists.certified(account)
  }

  return { returningTo, devicesFor, heirsIn }
}

const accountsIn = ({ members }: Epoch): readonly AccountId[] => [...new Set(members.map(({ account }) => account))]
