import { fromHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, EpochId } from '../base/ids.js'
import { accountIdOf } from '../identity/account-id.js'
import { CommitData as Frame } from '../wire/generated/session.js'
import { MAX_CHANGES, decodeEpochId, encodeUndone, readTime } from './lineage.js'
import { decoded } from './translation.js'

const VERSION = 1

/** What a committer says of its commit beside the proposals, under the same signature (MLS authenticated data). */
export interface CommitData {
  /** The epoch that is left. */
  readonly parent: EpochId
  /** For accounts brought in: the removals of them that this commit undoes. */
  readonly undoes: ReadonlyMap<AccountId, readonly EpochId[]>
  /** As in `CommitHeader`. */
  readonly atMs?: number | undefined
}

export function encodeCommitData({ parent, undoes, atMs = 0 }: CommitData): Uint8Array {
  const undone = [...undoes].map(([account, removals]) => encodeUndone(account, removals))
  return Frame.encode({ version: VERSION, parent: fromHex(parent), undone, atMs })
}

/** @throws ERR_MALFORMED */
export function decodeCommitData(encoded: Uint8Array): CommitData {
  return decoded('what a commit says of itself', () => {
    const { version, parent, undone, atMs } = Frame.decode(encoded, { limits: { undone: MAX_CHANGES, undone$: { removals: MAX_CHANGES } } })
    if (version !== VERSION) throw new ChatError('ERR_MALFORMED', 'this commit was made by a newer Parley: update')
    const undoes = new Map(undone.map(({ account, removals }) => [accountIdOf(account), removals.map(decodeEpochId)]))
    const time = readTime(atMs)
    return { parent: decodeEpochId(parent), undoes, ...(time === undefined ? {} : { atMs: time }) }
  })
}
