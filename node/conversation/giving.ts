import { toHex } from '../base/bytes.js'
import type { DeviceId, EpochId, LogId } from '../base/ids.js'
import type { Epoch } from '../session/session.js'
import type { Conversation } from './conversation.js'
import type { Group } from './group.js'
import { everHad } from './holding.js'
import { asRanges } from './gaps.js'
import type { KeptEnvelope } from './kept-envelopes.js'
import { missing, NOTHING, type Progress, type SeqRange } from './progress.js'
import type { Records } from './records.js'
import { subtract } from './sync-plan.js'

/** Of one answer: what a frame carries, less what stands around it. */
export const MAX_GIVEN_BYTES = 68_000
const ENTRY_BYTES = 96
/** How many epochs are looked through for one answer. */
const MAX_EPOCHS_READ = 64
export const EPOCH_PREFIX_BYTES = 8

/** What somebody who asks has of a group. */
export interface Asker {
  readonly device: DeviceId
  readonly theirs: ReadonlyMap<DeviceId, Progress>
  readonly knows: (epoch: EpochId) => boolean
  /** It asks for commits alone. */
  readonly isForCommits: boolean
}

export interface GivenPage {
  readonly envelopes: readonly (KeptEnvelope & { readonly log: LogId })[]
  readonly bytes: number
  readonly isFull: boolean
}

/** The beginnings of the ids of those epochs that are known, the newest first: for whoever gives the rest. */
export function prefixesOf({ groups }: Pick<Conversation, 'groups'>, limit: number): readonly string[] {
  return newestPrefixes(groups.flatMap(knownEpochs), limit)
}

/** Those alone of which a device can know without us: it is in them, or in that from which a commit leads there. */
export function prefixesFor({ groups }: Pick<Conversation, 'groups'>, device: DeviceId, limit: number): readonly string[] {
  const known = groups.flatMap(group => {
    const isIn = (id: EpochId | undefined): boolean => id !== undefined && isMemberOf(group.epochs.get(id), device)
    return knownEpochs(group).filter(id => isIn(id) || isIn(parentOf(group, id)))
  })
  return newestPrefixes(known, limit)
}

function knownEpochs({ tree, epochs }: Group): readonly EpochId[] {
  return [tree.origin.epoch, ...tree.commits.keys(), ...tree.waiting.keys(), ...epochs.keys()]
}

function parentOf({ tree, epochs }: Group, id: EpochId): EpochId | undefined {
  return (tree.commits.get(id) ?? tree.waiting.get(id))?.header.parent ?? epochs.get(id)?.parent
}

const newestPrefixes = (epochs: readonly EpochId[], limit: number): readonly string[] =>
  [...new Set(epochs.map(prefixOf))].toReversed().slice(0, limit)

export const prefixOf = (epoch: EpochId): string => epoch.slice(0, 2 * EPOCH_PREFIX_BYTES)

export function knowing(prefixes: Uint8Array): Asker['knows'] {
  const all = toHex(prefixes)
  const known = new Set<string>()
  for (let i = 0; i < all.length; i += 2 * EPOCH_PREFIX_BYTES) known.add(all.slice(i, i + 2 * EPOCH_PREFIX_BYTES))
  return epoch => known.has(prefixOf(epoch))
}

/**
 * What a member lacks and was given to us: first the commits that lead on from epochs it knows, parents before children; then messages,
 * newest epoch first, in each of them ascending, device by device. Only what stands in epochs that it is a member of.
 */
export async function givenTo(
  records: Pick<Records, 'keptCommits' | 'keptMessages'>,
  conversation: Conversation,
  asker: Asker
): Promise<GivenPage> {
  const envelopes: (KeptEnvelope & { log: LogId })[] = []
  let bytes = 0
  let isFull = false

  function give(epoch: Epoch, kept: KeptEnvelope): boolean {
    const size = kept.envelope.length + ENTRY_BYTES
    isFull = envelopes.length > 0 && bytes + size > MAX_GIVEN_BYTES
    if (isFull) return false
    envelopes.push({ ...kept, log: epoch.log })
    bytes += size
    return true
  }

  const open = new Set<EpochId>()
  for (const group of conversation.groups) {
    const branching = branchingIn(group, asker.knows)
    for (const epoch of group.epochs.values()) {
      if (!isMemberOf(epoch, asker.device) || !(asker.knows(epoch.id) || open.has(epoch.id))) continue
      open.add(epoch.id)
      if (!branching.has(epoch.id)) continue
      for await (const kept of records.keptCommits(conversation, epoch.id)) {
        if (kept.child === undefined || asker.knows(kept.child)) continue
        if (!give(epoch, kept)) return { envelopes, bytes, isFull }
        open.add(kept.child)
      }
    }
  }

  if (asker.isForCommits) return { envelopes, bytes, isFull }
  const lacking = lackedBy(conversation, asker)
  const epochs = conversation.groups.flatMap(group => [...group.epochs.values()].filter(({ id }) => open.has(id)).toReversed())
  for (const epoch of epochs.slice(0, MAX_EPOCHS_READ)) {
    for (const { device } of epoch.members) {
      const wanted = lacking.get(device)
      const [first, last] = [wanted?.[0]?.first, wanted?.at(-1)?.last]
      if (wanted === undefined || first === undefined || last === undefined) continue
      for await (const kept of records.keptMessages(conversation, epoch.id, device, first)) {
        if (kept.first > last) break
        if (!wanted.some(range => range.first <= kept.last && kept.first <= range.last)) continue
        if (!give(epoch, kept)) return { envelopes, bytes, isFull }
        lacking.set(device, subtract(lacking.get(device) ?? [], [kept]))
      }
    }
  }
  return { envelopes, bytes, isFull }
}

const isMemberOf = (epoch: Epoch | undefined, device: DeviceId): boolean => epoch?.members.some(member => member.device === device) === true

/** Epochs from which commits lead that the asker doesn't know. */
function branchingIn({ tree, pending, epochs }: Group, knows: Asker['knows']): ReadonlySet<EpochId> {
  const unknown = [...tree.commits.values(), ...tree.waiting.values()].flatMap(({ header }) => (knows(header.child) ? [] : header.parent))
  const ours = pending === undefined ? undefined : epochs.get(pending)?.parent
  return new Set([...unknown, ...(ours === undefined ? [] : [ours])])
}

/** Of the messages that are here, those that the asker has not. Our own are sealed again at a meeting. */
function lackedBy(conversation: Conversation, { device: asker, theirs }: Asker): Map<DeviceId, readonly SeqRange[]> {
  const lacking = new Map<DeviceId, readonly SeqRange[]>()
  for (const [device, holding] of conversation.holdings) {
    if (device === asker) continue
    const ranges = asRanges(everHad(holding)).flatMap(range => missing(theirs.get(device) ?? NOTHING, range))
    if (ranges.length > 0) lacking.set(device, ranges)
  }
  return lacking
}

/** Whether it is a group whose logs are here. */
export const mayGive = ({ kind, groups }: Conversation): boolean => kind === 'group' && groups.length > 0
