import type { Clock } from '../node/base/clock.js'
import { ChatError } from '../node/base/errors.js'
import type { AccountId, DeviceId } from '../node/base/ids.js'
import { accountIdOf } from '../node/identity/account-id.js'
import { deviceIdOf } from '../node/identity/device-id.js'
import { MAX_SHELVED } from '../node/network/relay-protocol.js'
import type { Write } from '../node/store/store.js'
import { ShelfRecord } from '../node/wire/generated/relay-records.js'
import type { RelayShelve } from '../node/wire/generated/relay.js'
import { accountOf, allShelves, keyPackageKey, shelfDeviceOf, shelfKey, shelves } from './keyspace.js'
import type { KeyedSerial } from './keyed-serial.js'
import type { Records } from './records.js'

const MAX_KEY_PACKAGE_BYTES = 8_192
const DAY_MS = 24 * 3_600_000

/** The key packages of members' devices, until somebody takes them. */
export interface Shelves {
  /** What does not fit is left out. Resolves with how many one-time ones are left. @throws ERR_TOO_LARGE */
  shelve(account: AccountId, device: DeviceId, shelf: RelayShelve): Promise<number>
  /** Devices of that account that have shelved anything. */
  devices(account: AccountId): Promise<readonly DeviceId[]>
  /** One of each device: the oldest one-time package, which is gone then, or else the one of last resort. */
  take(account: AccountId, devices: readonly DeviceId[]): Promise<readonly Uint8Array[]>
  /** Of a device that counts no more. */
  clear(account: AccountId, device: DeviceId): Promise<void>
  /** Those whose devices have not shelved since that day, in days since the Unix epoch. */
  expire(sinceDay: number): Promise<void>
}

export function createShelves(records: Records, clock: Pick<Clock, 'now'>, serial: KeyedSerial): Shelves {
  const oneAtATime = <T>(account: AccountId, task: () => Promise<T>): Promise<T> => serial(`shelf ${account}`, task)

  const today = (): number => Math.floor(clock.now() / DAY_MS)

  async function shelfOf(account: AccountId, device: DeviceId): Promise<ShelfRecord> {
    const value = await records.get(shelfKey(account, device))
    return value === undefined ? { first: 1, next: 1, usedDay: 0 } : ShelfRecord.decode(value)
  }

  async function shelve(account: AccountId, device: DeviceId, { keyPackages, lastResort, anew }: RelayShelve): Promise<number> {
    if (
      [...keyPackages, ...(lastResort === undefined ? [] : [lastResort])].some(
        ({ length }) => length === 0 || length > MAX_KEY_PACKAGE_BYTES
      )
    )
      throw new ChatError('ERR_TOO_LARGE', `a key package has 1 to ${MAX_KEY_PACKAGE_BYTES} bytes`)
    const before = await shelfOf(account, device)
    const writes = anew ? dropping(account, device, before) : []
    const shelf: ShelfRecord = { ...(anew ? { first: before.next, next: before.next } : before), usedDay: today() }
    if (lastResort !== undefined) shelf.lastResort = lastResort
    for (const keyPackage of keyPackages.slice(0, MAX_SHELVED - (shelf.next - shelf.first)))
      writes.push({ key: keyPackageKey(account, device, shelf.next++), value: keyPackage })
    await records.write([...writes, { key: shelfKey(account, device), value: ShelfRecord.encode(shelf) }])
    return shelf.next - shelf.first
  }

  async function take(account: AccountId, devices: readonly DeviceId[]): Promise<readonly Uint8Array[]> {
    const taken: Uint8Array[] = []
    const writes: Write[] = []
    for (const device of devices) {
      const shelf = await shelfOf(account, device)
      const key = keyPackageKey(account, device, shelf.first)
      const oneTime = shelf.first < shelf.next ? await records.get(key) : undefined
      if (oneTime !== undefined) {
        taken.push(oneTime)
        writes.push({ key, value: undefined })
        writes.push({ key: shelfKey(account, device), value: ShelfRecord.encode({ ...shelf, first: shelf.first + 1 }) })
      } else if (shelf.lastResort !== undefined) taken.push(shelf.lastResort)
    }
    if (writes.length > 0) await records.write(writes)
    return taken
  }

  async function clear(account: AccountId, device: DeviceId): Promise<void> {
    const shelf = await shelfOf(account, device)
    await records.write([...dropping(account, device, shelf), { key: shelfKey(account, device), value: undefined }])
  }

  return {
    shelve: (account, device, shelf) => oneAtATime(account, () => shelve(account, device, shelf)),
    async devices(account) {
      const devices: DeviceId[] = []
      for await (const [key] of records.range(shelves(account))) devices.push(deviceIdOf(shelfDeviceOf(key)))
      return devices
    },
    take: (account, devices) => oneAtATime(account, () => take(account, devices)),
    clear: (account, device) => oneAtATime(account, () => clear(account, device)),
    async expire(sinceDay) {
      for await (const [key, value] of records.range(allShelves())) {
        if (ShelfRecord.decode(value).usedDay >= sinceDay) continue
        const [account, device] = [accountIdOf(accountOf(key)), deviceIdOf(shelfDeviceOf(key))]
        await oneAtATime(account, async () => {
          // It may have shelved meanwhile.
          if ((await shelfOf(account, device)).usedDay < sinceDay) await clear(account, device)
        })
      }
    }
  }
}

const dropping = (account: AccountId, device: DeviceId, { first, next }: ShelfRecord): Write[] =>
  Array.from({ length: next - first }, (_, at) => ({ key: keyPackageKey(account, device, first + at), value: undefined }))
