import { join } from 'node:path'
import { loadOwnProfile } from '../../node/api/own-profile.js'
import { toHex } from '../../node/base/bytes.js'
import { systemClock } from '../../node/base/clock.js'
import type { ConversationId, EpochId } from '../../node/base/ids.js'
import { headOf } from '../../node/conversation/group.js'
import { createSmallFile } from '../../node/host/small-file.js'
import { createDevice } from '../../node/identity/device.js'
import { openLevelStore } from '../../node/store/level.js'
import { openSealedStore } from '../../node/store/open-sealed-store.js'
import { openVault } from '../../node/store/vault.js'
import { envelopesAmong, openedBy, recordsOn, type Disk, type OpenedEnvelope } from '../conversation/opened-by.js'
import { primitives } from '../identity/people.js'
import type { Person } from './person.js'
import type { RelayProcess } from './relay-process.js'

/** All that a profile whose daemon is stopped has on its disk, as its daemon would open it. */
async function withDisk<T>({ profile }: Pick<Person, 'profile'>, use: (disk: Disk) => Promise<T>): Promise<T> {
  const { storeKeys, deviceSeed } = await openVault({ file: createSmallFile(join(profile, 'vault')), primitives, passphrase: undefined })
  const store = await openSealedStore({
    store: await openLevelStore(join(profile, 'db'), { create: false }),
    epochKeyFile: createSmallFile(join(profile, 'epoch-keys')),
    storeKeys,
    primitives,
    clock: systemClock
  })
  try {
    return await use({ store, device: await createDevice(primitives, deviceSeed), profile: await loadOwnProfile(primitives, store) })
  } finally {
    await store.close()
  }
}

/** Of these, each once, what a profile opens, or has opened before, with all it has on its disk. */
export function openedOffline(profile: Pick<Person, 'profile'>, envelopes: readonly Uint8Array[]): Promise<readonly OpenedEnvelope[]> {
  return withDisk(profile, disk => openedBy(disk, envelopes))
}

/** What stands in the logs of a relay that is stopped. */
export async function envelopesAt({ folder }: Pick<RelayProcess, 'folder'>): Promise<readonly Uint8Array[]> {
  const store = await openLevelStore(join(folder, 'db'), { create: false })
  try {
    const values: Uint8Array[] = []
    for await (const [, value] of store.range({ gte: new Uint8Array(), lt: new Uint8Array(64).fill(255) })) values.push(value)
    return envelopesAmong(values)
  } finally {
    await store.close()
  }
}

/** What others said in a group, and all its commits, as they came over the wire and are kept for members who lack them. */
export function envelopesKeptBy(person: Person, chat: ConversationId): Promise<readonly Uint8Array[]> {
  return withDisk(person, async disk => {
    const { records } = await recordsOn(disk)
    const conversation = await records.loadConversation(chat)
    if (conversation === undefined) throw new Error(`${person.name} has no such group`)
    const kept: Uint8Array[] = []
    for (const { id, members } of conversation.groups.flatMap(({ epochs }) => [...epochs.values()])) {
      for await (const { envelope } of records.keptCommits(conversation, id)) kept.push(envelope)
      for (const { device } of members)
        for await (const { envelope } of records.keptMessages(conversation, id, device, 1)) kept.push(envelope)
    }
    return kept
  })
}

/** What a device has sealed and somebody has yet to get. */
export function envelopesWaiting(person: Person): Promise<readonly Uint8Array[]> {
  return withDisk(person, async disk => {
    const { records } = await recordsOn(disk)
    const waiting: Uint8Array[] = []
    for (const conversation of await records.loadConversations())
      for await (const { envelope } of records.outboxRows(conversation)) waiting.push(envelope)
    return waiting
  })
}

/** Where somebody stands in a group, as their disk says. */
export interface StandingOnDisk {
  readonly head: EpochId
  /** Equal exactly for those who agree on all that led there. */
  readonly authenticator: string
  /** Epochs from which more than one commit is known to lead on. */
  readonly forks: readonly EpochId[]
  /** A commit of theirs that waits, wishes and letters: by kind. */
  readonly waiting: readonly string[]
}

export function standingOnDisk(person: Person, chat: ConversationId): Promise<StandingOnDisk> {
  return withDisk(person, async disk => {
    const { records, session } = await recordsOn(disk)
    const conversation = await records.loadConversation(chat)
    const [group] = conversation?.groups ?? []
    if (conversation === undefined || group === undefined) throw new Error(`${person.name} has no such group`)
    const parents = [...group.tree.commits.values()].map(({ header }) => header.parent)
    const head = headOf(group)
    return {
      head: head.id,
      authenticator: toHex(session.authenticator(head)),
      forks: [...new Set(parents.filter((parent, i) => parents.indexOf(parent) < i))],
      waiting: [
        ...(group.pending === undefined ? [] : ['commit']),
        ...conversation.wishes.map(({ kind }) => kind),
        ...conversation.letters.map(() => 'letter')
      ]
    }
  })
}
