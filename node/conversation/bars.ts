import type { AccountId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversations } from './conversations.js'

/**
 * Lets no link be to the devices of those whom the person has blocked: to them this device is not there. Where they are in a group with
 * us links stay, since what the group says may go by them.
 */
export interface Bars {
  start(): Stop
}

export function createBars(
  { links, events }: Pick<ConversationContext, 'links' | 'events'>,
  { contacts, conversations }: { readonly contacts: Contacts; readonly conversations: Pick<Conversations, 'withAccount' | 'withDevice'> }
): Bars {
  const barred = new Map<DeviceId, Stop>()

  /** Those that are theirs for certain: what else stands on a card may be anybody's. */
  function devicesOf(account: AccountId): readonly DeviceId[] {
    const members = conversations.withAccount(account)?.devices.filter(member => member.account === account) ?? []
    const [signer] = contacts.get(account).devices
    return [...members, ...(signer === undefined ? [] : [signer])].map(({ device }) => device)
  }

  const isInGroup = (device: DeviceId): boolean =>
    conversations.withDevice(device).some(({ kind, membership }) => kind === 'group' && membership === 'joined')

  function follow(): void {
    const blocked = contacts.all().filter(({ state }) => state === 'blocked')
    const wanted = new Set(blocked.flatMap(({ account }) => devicesOf(account)).filter(device => !isInGroup(device)))
    for (const [device, stop] of barred) {
      if (wanted.has(device)) continue
      stop()
      barred.delete(device)
    }
    for (const device of wanted) if (!barred.has(device)) barred.set(device, links.bar(device))
  }

  return {
    start() {
      follow()
      const stops = [
        events.on('contact:changed', ({ isOtherState }) => void (isOtherState && follow())),
        events.on('conversation:changed', follow)
      ]
      return () => {
        for (const stop of [...stops, ...barred.values()]) stop()
      }
    }
  }
}
