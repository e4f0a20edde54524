import { createSerial } from '../base/serial.js'
import type { AccountId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { directoryPlace, readDirectoryRecord } from '../identity/directory.js'
import type { Directory } from '../network/directory.js'
import { createRedial, type Redial } from '../network/redial.js'
import type { Contact, Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { DeviceLists } from './device-lists.js'
import { MAX_KEPT_LINKS } from './neighbours.js'
import { passing } from './on-link.js'

/** So long the addresses and relays that are known have to lead there first. */
const PATIENCE_MS = 10_000
const NOT_READY_MS = 2_000
const FIRST_RETRY_MS = 60_000
const LAST_RETRY_MS = 3_600_000
/** Searches under way at once: each asks some 20 nodes. */
const LANES = 4

/**
 * Looks in the directory for contacts of whom no device is linked: at once where no address is known, else when those known have led
 * nowhere for a while, then ever more seldom, once an hour at last. What is found are hints: a device proves itself when it is reached,
 * and lists count by their signatures.
 */
export interface Whereabouts {
  start(): Stop
}

export function createWhereabouts(
  context: ConversationContext,
  directory: Directory,
  contacts: Contacts,
  deviceLists: DeviceLists
): Whereabouts {
  const { links, clock, primitives } = context
  const searches = new Map<AccountId, Redial>()
  const lanes = Array.from({ length: LANES }, createSerial)

  function isMissed({ state, directory: access, devices }: Contact): boolean {
    if (access === undefined || (state !== 'accepted' && state !== 'invited')) return false
    return !devices.some(({ device }) => links.isUp(device))
  }

  function follow(): void {
    const newestFirst = contacts.all().toSorted((a, b) => b.changedAtMs - a.changedAtMs)
    const missed = new Map(newestFirst.filter(isMissed).map(contact => [contact.account, contact]))
    for (const [account, search] of searches) {
      if (missed.has(account)) continue
      search.stop()
      searches.delete(account)
    }
    for (const [account, { devices }] of [...missed].slice(0, MAX_KEPT_LINKS)) {
      if (searches.has(account)) continue
      const isKnownSomewhere = devices.some(({ addresses }) => addresses.length > 0)
      searches.set(account, searchFor(account, isKnownSomewhere ? PATIENCE_MS : 0))
    }
  }

  function searchFor(account: AccountId, firstMs: number): Redial {
    const search = createRedial(clock, () => attempt(), { firstMs: FIRST_RETRY_MS, lastMs: LAST_RETRY_MS })
    function attempt(): void {
      if (directory.peers() === 0) return search.within(NOT_READY_MS)
      const lane = lanes.find(each => each.isIdle()) ?? lanes[0]
      void lane?.(() => seek(account))
        .catch(passing)
        .finally(() => search.later())
    }
    search.within(firstMs)
    return search
  }

  async function seek(account: AccountId): Promise<void> {
    const access = contacts.find(account)?.directory
    if (access === undefined) return
    const record = await directory.find(directoryPlace(access.recordKey))
    if (record === undefined) return
    const { deviceList, devices } = await readDirectoryRecord(primitives, access, record, clock.now())
    if (deviceList !== undefined) await deviceLists.admit(account, deviceList)
    const theirs = new Set(contacts.get(account).devices.map(({ device }) => device))
    await Promise.all(devices.filter(({ device }) => theirs.has(device)).map(({ device, addresses }) => links.learn(device, addresses)))
  }

  return {
    start() {
      follow()
      const stops = [context.events.on('contact:changed', follow), links.on('link:up', follow), links.on('link:down', follow)]
      return () => {
        for (const stop of [...stops, ...[...searches.values()].map(search => search.stop)]) stop()
      }
    }
  }
}
