import { createSerial } from '../base/serial.js'
import type { Stop } from '../base/lifecycle.js'
import { encodeDeviceList } from '../identity/device-list-frame.js'
import { isRevoked, liveDevices } from '../identity/device-list.js'
import {
  createDirectoryRecord,
  directoryAccess,
  type DirectoryKeys,
  directoryPlace,
  type DirectoryRecord,
  readDirectoryRecord,
  RECORD_VALID_MS
} from '../identity/directory.js'
import type { Directory } from '../network/directory.js'
import { addressesForOthers } from '../network/reachability.js'
import { createRedial } from '../network/redial.js'
import type { ConversationContext } from './context.js'
import { passing } from './on-link.js'

/** A record counts for 48 hours: two rounds may fail. Each is up to a quarter sooner at random. */
const REFRESH_MS = 12 * 3_600_000
const ENOUGH_COPIES = 4
const FEW_COPIES_MS = 10 * 60_000
/** Addresses come and go together for a while. */
const SETTLE_MS = 5_000
const NOT_READY_MS = 2_000
const FIRST_RETRY_MS = 5_000
const LAST_RETRY_MS = 10 * 60_000

export interface Published {
  readonly copies: number
  readonly atMs: number
}

/** Our own account's record in the directory, put there anew before it expires and whenever this device is elsewhere. */
export interface OwnEntry {
  start(): Stop
  /** What it says has changed. */
  changed(): void
  /** The last time that anybody took it. */
  published(): Published | undefined
}

/** @param learn merges an encoded list of this account's devices */
export function createOwnEntry(
  context: ConversationContext,
  directory: Directory,
  keys: DirectoryKeys,
  learn: (deviceList: Uint8Array) => Promise<void>
): OwnEntry {
  const { self, links, clock, primitives } = context
  const place = directoryPlace(keys.key.publicKey)
  const oneByOne = createSerial()
  const timing = createRedial(clock, () => void oneByOne(publish), { firstMs: FIRST_RETRY_MS, lastMs: LAST_RETRY_MS })
  let published: Published | undefined

  async function publish(): Promise<void> {
    if (directory.peers() === 0) return timing.within(NOT_READY_MS)
    const record = await content()
    // Who was revoked learns of it here, and says no more where it is.
    if (isRevoked(self.deviceList(), self.device)) return
    const copies = await directory.put(place, await createDirectoryRecord(primitives, keys, record))
    if (copies === 0) return timing.later()
    published = { copies, atMs: clock.now() }
    timing.reset()
    timing.within((copies < ENOUGH_COPIES ? FEW_COPIES_MS : REFRESH_MS) * (1 - Math.random() / 4))
  }

  /** This device as it is now, and the account's others as they last said. */
  async function content(): Promise<DirectoryRecord> {
    const before = await known()
    const nowMs: number = clock.now()
    if (before?.deviceList !== undefined) await learnFrom(before.deviceList)
    const list = self.deviceList()
    const live = new Set(liveDevices(list).map(({ device }) => device))
    const others = (before?.devices ?? []).filter(
      ({ device, seenAtMs }) => device !== self.device && live.has(device) && seenAtMs > nowMs - RECORD_VALID_MS
    )
    const own = { device: self.device, addresses: addressesForOthers(links.addresses()), seenAtMs: nowMs }
    return {
      issuedAtMs: Math.max(nowMs, (before?.issuedAtMs ?? 0) + 1),
      deviceList: encodeDeviceList(list),
      devices: [own, ...others]
    }
  }

  /** Another device of the account may know of devices, or of revocations, that this one has not heard of. */
  async function learnFrom(deviceList: Uint8Array): Promise<void> {
    try {
      await learn(deviceList)
    } catch (err) {
      passing(err) // it does not verify, and goes
    }
  }

  async function known(): Promise<DirectoryRecord | undefined> {
    const record = await directory.find(place)
    try {
      return record && (await readDirectoryRecord(primitives, directoryAccess(keys), record, clock.now()))
    } catch {
      return undefined // signed by a device of ours, and yet nothing we can read: ours replaces it
    }
  }

  return {
    start() {
      timing.within(0)
      const stop = links.on('addresses:changed', () => timing.within(SETTLE_MS))
      return () => {
        stop()
        timing.stop()
      }
    },
    changed: () => timing.within(SETTLE_MS),
    published: () => published
  }
}
