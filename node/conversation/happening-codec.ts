import { EMPTY, fromHex, toHex } from '../base/bytes.js'
import type { EpochId } from '../base/ids.js'
import { accountIdOf, accountKeyOf } from '../identity/account-id.js'
import { ROLES } from '../session/roles.js'
import { type HappeningPartRecord, HappeningRecord } from '../wire/generated/records.js'
import type { Happening, HappeningPart } from './happening.js'

export function encodeHappening({ epoch, atMs, by, parts }: Happening): Uint8Array {
  return HappeningRecord.encode({
    epoch: fromHex(epoch),
    atMs,
    by: by === undefined ? EMPTY : accountKeyOf(by),
    parts: parts.map(encodePart)
  })
}

export function decodeHappening(bytes: Uint8Array): Happening {
  const { epoch, atMs, by, parts } = HappeningRecord.decode(bytes)
  return {
    epoch: toHex(epoch) as EpochId,
    atMs,
    by: by.length === 0 ? undefined : accountIdOf(by),
    parts: parts.flatMap(decodePart)
  }
}

const NOTHING: HappeningPartRecord = { kind: '', accounts: [], role: '', name: '', days: 0, seconds: 0 }

function encodePart(part: HappeningPart): HappeningPartRecord {
  const { kind } = part
  switch (part.kind) {
    case 'founded':
    case 'renamed':
      return { ...NOTHING, kind, name: part.name }
    case 'removed':
    case 'added':
      return { ...NOTHING, kind, accounts: part.accounts.map(accountKeyOf) }
    case 'role':
      return { ...NOTHING, kind, accounts: [accountKeyOf(part.account)], role: part.role }
    case 'retention':
      return { ...NOTHING, kind, days: part.days }
    case 'lifetime':
      return { ...NOTHING, kind, seconds: part.seconds }
    case 'relays':
    case 'split':
      return { ...NOTHING, kind }
  }
}

/** Of a kind that a later version wrote, nothing is told. */
function decodePart({ kind, accounts: keys, role: written, name, days, seconds }: HappeningPartRecord): HappeningPart[] {
  const accounts = keys.map(accountIdOf)
  const [account] = accounts
  const role = ROLES.find(one => one === written)
  switch (kind) {
    case 'founded':
    case 'renamed':
      return [{ kind, name }]
    case 'removed':
    case 'added':
      return [{ kind, accounts }]
    case 'role':
      return account === undefined || role === undefined ? [] : [{ kind, account, role }]
    case 'retention':
      return [{ kind, days }]
    case 'lifetime':
      return [{ kind, seconds }]
    case 'relays':
    case 'split':
      return [{ kind }]
    default:
      return []
  }
}
