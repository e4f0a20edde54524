import { fromBase64url, fromHex, toBase64url, toHex } from '../base/bytes.js'
import { ChatError, isChatError } from '../base/errors.js'
import type { AsyncStop, Stop } from '../base/lifecycle.js'
import type { Keyspace } from '../store/keyspace.js'
import type { SearchIndex } from '../store/search-index.js'
import { saysAll, wordSet } from '../store/search-words.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { isOver, type StoredMessage } from './message.js'
import { isHidden } from './reading.js'

/** So many changed messages are read one by one at every search: beyond it the index follows. */
const FOLLOWED_FROM = 256
/** Somebody may still be writing. */
const SOON_MS = 1_000
/** Between two steps, for what else there is to do. */
const PAUSE_MS = 20
const AGAIN_MS = 60_000
const TAG_BYTES = 8
const CURSOR_BYTES = 24

export interface SearchHit {
  readonly conversation: Conversation
  readonly message: StoredMessage
}

export interface SearchHits {
  /** The newest first. */
  readonly hits: readonly SearchHit[]
  readonly before?: string
  /** Messages from before there was an index: so many of them are found already, and others are not. */
  readonly passed?: number
}

export interface Sought {
  readonly text: string
  readonly within: readonly Conversation[]
  readonly before?: string | undefined
  readonly limit: number
}

/** Looks messages up by their words, and keeps the index of them in step. */
export interface Searching {
  /** A text without a word finds nothing. @throws ERR_INVALID_ARGUMENT for a `before` that no search gave */
  find(sought: Sought): Promise<SearchHits>
  /** Follows what changes, until it is stopped: a step that is under way ends first. */
  start(): AsyncStop
}

interface Parts {
  readonly contacts: Pick<Contacts, 'find'>
  readonly index: SearchIndex
  readonly keys: Pick<Keyspace, 'conversationTag'>
}

export function createSearching(
  { records, clock, events }: Pick<ConversationContext, 'records' | 'clock' | 'events'>,
  { contacts, index, keys }: Parts
): Searching {
  return {
    async find({ text, within, before, limit }) {
      const words = [...wordSet(text)]
      const behind = await index.behind()
      const passed = behind === undefined ? {} : { passed: behind.passed }
      if (words.length === 0) return { hits: [], ...passed }
      const byTag = new Map(within.map(conversation => [toHex(keys.conversationTag(conversation.id)), conversation]))
      const tags = [...byTag.keys()].map(fromHex)
      const cursor = before === undefined ? {} : { before: decodeCursor(before) }
      const result = await index.search({ within: tags, words, limit, ...cursor }, async (spot): Promise<SearchHit | undefined> => {
        const conversation = byTag.get(toHex(spot.subarray(0, TAG_BYTES)))
        const message = conversation && (await unlessDamaged(records.messageAt(conversation, spot)))
        if (conversation === undefined || message === undefined) return undefined
        if (isOver(message, clock.now()) || isHidden(contacts, conversation, message)) return undefined
        return saysAll(message.says ?? message.text, words) ? { conversation, message } : undefined
      })
      return { hits: result.found, ...passed, ...(result.before === undefined ? {} : { before: toBase64url(result.before) }) }
    },
    start() {
      let changed = 0
      let running: Promise<void> = Promise.resolve()
      let isStopped = false
      let stopTimer: Stop | undefined

      function arm(delayMs: number): void {
        if (isStopped) return
        stopTimer ??= clock.after(delayMs, () => {
          stopTimer = undefined
          changed = 0
          running = follow()
        })
      }

      async function follow(): Promise<void> {
        try {
          if (await index.step(spot => unlessDamaged(records.textAt(spot)))) arm(PAUSE_MS)
        } catch (err) {
          if (isChatError(err, 'ERR_CLOSED')) return
          // The disk may take it later; until then what changed is read one by one.
          arm(AGAIN_MS)
        }
      }

      // What somebody took back is not to stay in the index for as long as it is quiet.
      const stopWatching = events.on('message:changed', () => arm(SOON_MS))
      const stopHearing = records.onMessages(({ count, removes }) => {
        changed += count
        if (removes || changed >= FOLLOWED_FROM) arm(SOON_MS)
      })
      arm(SOON_MS)
      return async () => {
        isStopped = true
        stopHearing()
        stopWatching()
        stopTimer?.()
        await running
      }
    }
  }
}

/** @throws ERR_INVALID_ARGUMENT */
function decodeCursor(before: string): Uint8Array {
  try {
    const bytes = fromBase64url(before)
    if (bytes.length === CURSOR_BYTES) return bytes
  } catch {
    // said below
  }
  throw new ChatError('ERR_INVALID_ARGUMENT', '`before` is not what an earlier search gave')
}

/** What can't be read can't be found; reading the history tells of it. */
async function unlessDamaged<T>(read: Promise<T>): Promise<T | undefined> {
  return read.catch((err: unknown) => {
    if (isChatError(err, 'ERR_RECORD_DAMAGED')) return undefined
    throw err
  })
}
