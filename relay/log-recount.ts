import { toHex } from '../node/base/bytes.js'
import type { LogId } from '../node/base/ids.js'
import type { Store } from '../node/store/store.js'
import { allDigests, allEntries, allLogs, decodeNumber, logOf, placeOf } from './keyspace.js'
import { decodeLog, envelopesIn, type StoredLog } from './log-record.js'
import type { Recount } from './log-store.js'
import { createUsageCounts, type UsageCounts } from './usage-counts.js'

/** Counts every log and envelope on disk, and compares with what was counted on the way. */
export async function recountLogs(store: Pick<Store, 'range'>, counts: Pick<UsageCounts, 'summary' | 'totals'>): Promise<Recount> {
  const faults: string[] = []
  const totals = { logs: 0, envelopes: 0, bytes: 0 }
  const found = createUsageCounts()
  for await (const [key, value] of store.range(allLogs())) {
    const log = decodeLog(value)
    const id = logOf(key)
    const entries = await countEntries(store, id, log)
    faults.push(...entries.faults.map(fault => `log ${toHex(id).slice(0, 8)}: ${fault}`))
    totals.logs++
    totals.envelopes += entries.envelopes
    totals.bytes += entries.bytes
    found.move(toHex(id) as LogId, undefined, { ...log, bytes: entries.bytes })
  }
  const counted = counts.totals()
  for (const what of ['logs', 'envelopes', 'bytes'] as const)
    if (counted[what] !== totals[what]) faults.push(`${counted[what]} ${what} were counted, ${totals[what]} are there`)
  const [were, are] = [counts.summary(), found.summary()]
  for (const account of new Set([...are.keys(), ...were.keys()]))
    if (were.get(account) !== are.get(account)) faults.push(`account ${account.slice(0, 8)} is counted wrongly`)
  return { ...totals, faults }
}

async function countEntries(
  store: Pick<Store, 'range'>,
  id: Uint8Array,
  log: StoredLog
): Promise<{ envelopes: number; bytes: number; faults: readonly string[] }> {
  const faults: string[] = []
  let envelopes = 0
  let bytes = 0
  let expected = log.oldest
  for await (const [key, value] of store.range(allEntries(id))) {
    const place = placeOf(key)
    if (place !== expected) faults.push(`place ${expected} is missing`)
    expected = place + 1
    envelopes++
    bytes += value.length
  }
  if (envelopes !== envelopesIn(log)) faults.push(`${envelopesIn(log)} envelopes were counted, ${envelopes} are there`)
  if (bytes !== log.bytes) faults.push(`${log.bytes} bytes were counted, ${bytes} are there`)
  let digests = 0
  for await (const [, value] of store.range(allDigests(id))) {
    const place = decodeNumber(value)
    if (place < log.oldest || place > log.newest) faults.push(`place ${place} is known and not there`)
    digests++
  }
  // Where one has moved away from nothing is known.
  if (digests > envelopes) faults.push(`${digests} envelopes are known, ${envelopes} are there`)
  return { envelopes, bytes, faults }
}
