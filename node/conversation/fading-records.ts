import { fromHex, toHex } from '../base/bytes.js'
import type { MessageId } from '../base/ids.js'
import { fadingTimeOf } from '../store/keyspace.js'
import type { SealedStore } from '../store/sealed-store.js'
import type { Write } from '../store/store.js'
import type { Conversation } from './conversation.js'
import type { StoredMessage } from './message.js'

/** A message that is to be gone, and when. */
export interface FadingRow {
  readonly atMs: number
  readonly id: MessageId
}

/** What is kept beside messages that have a lifetime, so that they are found when it is over. */
export interface FadingRecords {
  noFading(row: FadingRow): Write
  /** What is to be gone, what first is first; up to a time, where one is given. */
  fadings(upToMs: number | undefined, limit: number): Promise<readonly FadingRow[]>
  /** Those that are to be gone some time after they are read. */
  unreadFading(conversation: Conversation): Promise<readonly MessageId[]>
}

export function createFadingRecords({ keys, range }: Pick<SealedStore, 'keys' | 'range'>): FadingRecords {
  return {
    noFading: ({ atMs, id }) => ({ key: keys.fading(atMs, id), value: undefined }),
    async fadings(upToMs, limit) {
      const rows: FadingRow[] = []
      for await (const [key, id] of range({ ...keys.fadings(upToMs), limit }))
        rows.push({ atMs: fadingTimeOf(key) ?? 0, id: toHex(id) as MessageId })
      return rows
    },
    async unreadFading(conversation) {
      const ids: MessageId[] = []
      for await (const [, id] of range(keys.allUnreadFading(conversation.id))) ids.push(toHex(id) as MessageId)
      return ids
    }
  }
}

/** What goes with a message: when it is to be gone, or that it waits to be read. */
export function timesOf(keys: SealedStore['keys'], conversation: Conversation, message: StoredMessage): readonly Write[] {
  const { id, lifetimeS, fadesAtMs } = message
  if (lifetimeS === undefined && fadesAtMs === undefined) return []
  const waiting = { key: keys.unreadFading(conversation.id, id), value: fadesAtMs === undefined ? fromHex(id) : undefined }
  return fadesAtMs === undefined ? [waiting] : [waiting, { key: keys.fading(fadesAtMs, id), value: fromHex(id) }]
}
