import { fromHex, toHex } from '../base/bytes.js'
import { ChatError, toError } from '../base/errors.js'
import type { AccountId, DeviceId, EpochId, NowMs } from '../base/ids.js'
import { type CommitRecord, EpochTreeRecord } from '../wire/generated/epoch-tree.js'
import { type EpochTree, MAX_BYGONE, MAX_COMMITS, MAX_WAITING, type SeenCommit, growTree, plantTree } from './epoch-tree.js'
import { type GroupProfile, decodeProfile, encodeProfile } from './profile.js'
import { decodeRoles, encodeRoles } from './roles.js'

/** About 200 B a commit. */
const MAX_TREE_BYTES = 16 * 1024 * 1024
const MAX_ACCOUNTS = 256
/** What fits into one commit's envelope; honest commits name 64 at most. */
const MAX_UNDOES_READ = 2_048
const MAX_DEVICE_CHARS = 64
const ID_BYTES = 32

const COMMIT_LIMITS = { removed: MAX_ACCOUNTS, added: MAX_ACCOUNTS, added$: { undoes: MAX_UNDOES_READ } }
const LIMITS = {
  origin: { accounts: MAX_ACCOUNTS },
  commits: MAX_COMMITS,
  commits$: COMMIT_LIMITS,
  waiting: MAX_WAITING,
  waiting$: COMMIT_LIMITS,
  bygone: MAX_BYGONE
}

export function encodeTree({ origin, commits, waiting, bygone }: EpochTree): Uint8Array {
  return EpochTreeRecord.encode({
    origin: {
      epoch: fromHex(origin.epoch),
      accounts: origin.accounts.map(fromHex),
      roles: encodeRoles(origin.roles),
      ...encodedProfile(origin.profile)
    },
    commits: [...commits.values()].map(toRecord),
    waiting: [...waiting.values()].map(toRecord),
    bygone: bygone.map(({ account, removal }) => ({ account: fromHex(account), removal: fromHex(removal) }))
  })
}

/** @throws ERR_MALFORMED, ERR_TOO_LARGE over 16 MiB */
export function decodeTree(encoded: Uint8Array): EpochTree {
  if (encoded.length > MAX_TREE_BYTES) throw new ChatError('ERR_TOO_LARGE', `an epoch tree over ${MAX_TREE_BYTES} bytes`)
  const { origin, commits, waiting, bygone } = decodeRecord(encoded)
  if (origin === undefined) throw malformed('has no origin')
  const planted = plantTree({
    epoch: toEpoch(origin.epoch),
    accounts: origin.accounts.map(toAccount),
    roles: decodeRoles(origin.roles),
    ...decodedProfile(origin.profile)
  })
  const tree = growTree(planted, [...commits, ...waiting].map(fromRecord))
  if (tree.commits.size !== commits.length) throw malformed('has a commit without its parent')
  return { ...tree, bygone: bygone.map(({ account, removal }) => ({ account: toAccount(account), removal: toEpoch(removal) })) }
}

function toRecord({ header, seenAt, isTold }: SeenCommit): CommitRecord {
  const { child, parent, committer, removed, added, roles, profile, atMs = 0 } = header
  return {
    child: fromHex(child),
    parent: fromHex(parent),
    leaf: committer.leaf,
    account: fromHex(committer.account),
    device: committer.device,
    removed: removed.map(fromHex),
    added: added.map(({ account, undoes }) => ({ account: fromHex(account), undoes: undoes.map(fromHex) })),
    ...(roles === undefined ? {} : { roles: encodeRoles(roles) }),
    ...encodedProfile(profile),
    seenAtMs: BigInt(seenAt),
    isTold: isTold === true,
    atMs
  }
}

function fromRecord(record: CommitRecord): SeenCommit {
  if (record.device.length > MAX_DEVICE_CHARS) throw malformed('names a device that is none')
  if (record.seenAtMs > BigInt(Number.MAX_SAFE_INTEGER)) throw malformed('has a time out of bounds')
  const header = {
    child: toEpoch(record.child),
    parent: toEpoch(record.parent),
    committer: { leaf: record.leaf, account: toAccount(record.account), device: record.device as DeviceId },
    removed: record.removed.map(toAccount),
    added: record.added.map(({ account, undoes }) => ({ account: toAccount(account), undoes: undoes.map(toEpoch) })),
    ...(record.roles === undefined ? {} : { roles: decodeRoles(record.roles) }),
    ...decodedProfile(record.profile),
    ...(record.atMs === 0 ? {} : { atMs: record.atMs })
  }
  return { header, seenAt: Number(record.seenAtMs) as NowMs, ...(record.isTold ? { isTold: true } : {}) }
}

function encodedProfile(profile: GroupProfile | undefined): { profile?: Uint8Array } {
  return profile === undefined ? {} : { profile: encodeProfile(profile) }
}

function decodedProfile(encoded: Uint8Array | undefined): { profile?: GroupProfile } {
  return encoded === undefined ? {} : { profile: decodeProfile(encoded) }
}

function toEpoch(bytes: Uint8Array): EpochId {
  return toId(bytes) as EpochId
}

function toAccount(bytes: Uint8Array): AccountId {
  return toId(bytes) as AccountId
}

function toId(bytes: Uint8Array): string {
  if (bytes.length !== ID_BYTES) throw malformed('has an id that is not 32 bytes')
  return toHex(bytes)
}

function decodeRecord(encoded: Uint8Array): EpochTreeRecord {
  try {
    return EpochTreeRecord.decode(encoded, { limits: LIMITS })
  } catch (err) {
    throw new ChatError('ERR_MALFORMED', 'an epoch tree that does not decode', { cause: toError(err) })
  }
}

function malformed(what: string): ChatError {
  return new ChatError('ERR_MALFORMED', `an epoch tree that ${what}`)
}
