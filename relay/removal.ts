import type { AccountId } from '../node/base/ids.js'
import type { Range, Write } from '../node/store/store.js'
import type { DeviceLists } from './device-lists.js'
import { accountBox, deviceListOf, indexOf, indexParts, keyPackages, knocks, shelves, toldInvites } from './keyspace.js'
import type { KeyedSerial } from './keyed-serial.js'
import type { Members } from './members.js'
import type { Records } from './records.js'

/** How much there was of what is kept for an account besides its logs. */
export interface Removed {
  readonly invites: number
  readonly knocks: number
  readonly shelves: number
  readonly keyPackages: number
  readonly indexParts: number
  readonly deviceLists: number
}

const TABLES: Readonly<Record<keyof Removed, (account: AccountId) => Range>> = {
  invites: toldInvites,
  knocks,
  shelves,
  keyPackages,
  indexParts,
  deviceLists: deviceListOf
}
/** Under which names tasks change these tables, in the order in which they are waited for. */
const TASKS = ['box', 'shelf', 'list', 'index'] as const

interface RemovalInit {
  readonly records: Records
  readonly members: Pick<Members, 'remove'>
  readonly deviceLists: Pick<DeviceLists, 'forget'>
  readonly serial: KeyedSerial
}

/** Lets an account be no member any more, and drops all that was kept for it but its logs, in one batch. */
export function createRemoval({ records, members, deviceLists, serial }: RemovalInit): (account: AccountId) => Promise<Removed> {
  async function remove(account: AccountId): Promise<Removed> {
    const writes: Write[] = []
    const removed = { invites: 0, knocks: 0, shelves: 0, keyPackages: 0, indexParts: 0, deviceLists: 0 }
    const drop = async (range: Range): Promise<number> => {
      const before = writes.length
      for await (const [key] of records.range(range)) writes.push({ key, value: undefined })
      return writes.length - before
    }
    for (const [what, of] of Object.entries(TABLES)) removed[what as keyof Removed] = await drop(of(account))
    await drop(accountBox(account))
    await drop(indexOf(account))
    await members.remove(account, writes)
    deviceLists.forget(account)
    return removed
  }

  return account =>
    TASKS.reduceRight(
      (inner, task) => () => serial(`${task} ${account}`, inner),
      () => remove(account)
    )()
}
