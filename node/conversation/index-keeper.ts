import { concat, EMPTY, equals } from '../base/bytes.js'
import { isChatError } from '../base/errors.js'
import type { Stop } from '../base/lifecycle.js'
import type { SealedStore } from '../store/sealed-store.js'
import { IndexRecord } from '../wire/generated/records.js'
import { encodeIndex, sealIndex, type SealedIndex } from './account-index.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversations } from './conversations.js'
import { namedNow } from './relay-set.js'
import { saveContact, saveConversation } from './saved.js'

const SETTING = 'account index'
/** What comes together is written together. */
const SOON_MS = 5_000
/** Places that were read are worth no more than this, and would tell when somebody reads. */
const LATE_MS = 15 * 60_000
const LEAST_INTERVAL_MS = 15_000
/** Of that interval, while nobody takes it: an hour at last. */
const MOST_DOUBLINGS = 8

/** Where the account's sealed index lies: the relays of the account, as one. */
export interface IndexShelf {
  /** Resolves once it is kept durably. @throws ERR_ALREADY_EXISTS where a higher seq is there, ERR_UNREACHABLE …; it is tried again */
  put(index: SealedIndex): Promise<void>
  /** What each relay has; nothing where there is no index yet. @throws ERR_UNREACHABLE … */
  get(): Promise<readonly SealedIndex[]>
  /** Whether all of it that can be reached now keeps the index of this seq. @throws ERR_UNREACHABLE … */
  holds(seq: number): Promise<boolean>
}

/** Keeps the account's index at its relays as it is here: rewritten when contacts, conversations or one's name change. */
export interface IndexKeeper {
  /** Writes what has changed since the last run. */
  start(): Promise<Stop>
  /** Something that no event tells of: the person's name, or that there is more of the shelf. */
  changed(): void
}

interface Options {
  readonly shelf: IndexShelf
  /** 32 bytes, X25519: of the account. */
  readonly indexKey: Uint8Array
  /** Of this device, encoded. */
  readonly certificate: Uint8Array
  readonly contacts: Contacts
  readonly conversations: Conversations
  readonly store: SealedStore
}

export function createIndexKeeper(context: ConversationContext, options: Options): IndexKeeper {
  const { shelf, indexKey, certificate, contacts, conversations, store } = options
  const { clock, events, self, session } = context
  const path = store.keys.setting(SETTING)
  let written: IndexRecord = { seq: 0, hash: EMPTY }
  let knowsShelf = false
  let earliestAtMs = 0
  let dueAtMs = Infinity
  let stopTimer: Stop | undefined
  let writing: Promise<void> | undefined
  let failures = 0
  let stopped = false

  async function write(): Promise<void> {
    const index = {
      account: self.account,
      name: self.name(),
      relays: namedNow(self.relays().relays).map(({ address }) => address),
      contacts: contacts.all().map(saveContact),
      conversations: conversations
        .all()
        .filter(({ kind }) => kind === 'direct')
        .map(saveConversation)
    }
    const encoded = encodeIndex(index)
    const hash = await context.primitives.sha256(concat([...encoded]))
    if (equals(hash, written.hash) && (await shelf.holds(written.seq))) return
    if (!knowsShelf) {
      const seqs = (await shelf.get()).map(({ seq }) => seq)
      written = { ...written, seq: Math.max(written.seq, ...seqs) }
      knowsShelf = true
    }
    const author = {
      account: self.account,
      certificate,
      sign: (message: Uint8Array) => self.sign(message),
      seal: (info: string, plaintext: Uint8Array) => session.sealTo(indexKey, info, plaintext)
    }
    const seq = written.seq + 1
    // Another device may have written since: what the shelf has is asked for again then.
    knowsShelf = false
    await shelf.put(await sealIndex(author, encoded, seq))
    knowsShelf = true
    written = { seq, hash }
    // Lost in a crash it is written once more.
    await context.records.later([{ key: path, value: IndexRecord.encode(written) }])
  }

  async function run(): Promise<void> {
    dueAtMs = Infinity
    try {
      await write()
      failures = 0
    } catch (err) {
      // Relays or the disk refuse for now; a relay that comes back is told by `changed`.
      if (!isChatError(err) || err.code === 'ERR_INTERNAL') throw err
      due(LEAST_INTERVAL_MS * 2 ** Math.min(failures++, MOST_DOUBLINGS))
    } finally {
      earliestAtMs = clock.now() + LEAST_INTERVAL_MS
      writing = undefined
    }
  }

  function due(delayMs: number): void {
    const atMs = Math.max(clock.now() + delayMs, earliestAtMs)
    if (stopped || atMs >= dueAtMs) return
    stopTimer?.()
    dueAtMs = atMs
    stopTimer = clock.after(atMs - clock.now(), () => {
      if (writing === undefined) writing = run()
      else due(SOON_MS)
    })
  }

  return {
    async start() {
      const kept = await store.get(path)
      if (kept !== undefined) written = IndexRecord.decode(kept)
      const stops = [
        events.on('contact:changed', () => due(SOON_MS)),
        events.on('conversation:changed', () => due(LATE_MS)),
        events.on('conversation:mended', () => due(LATE_MS))
      ]
      due(SOON_MS)
      return () => {
        stopped = true
        for (const stop of [...stops, stopTimer]) stop?.()
      }
    },
    changed: () => due(SOON_MS)
  }
}
