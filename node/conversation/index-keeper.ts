import { concat, EMPTY, equals } from '../base/bytes.js'
import { ChatError, isChatError } from '../base/errors.js'
import type { ConversationId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { Keyspace } from '../store/keyspace.js'
import type { SealedStore } from '../store/sealed-store.js'
import type { Write } from '../store/store.js'
import { IndexRecord } from '../wire/generated/records.js'
import { encodeIndex, sealIndex, type SealedIndex } from './account-index.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversations } from './conversations.js'
import { namedNow } from './relay-set.js'
import { saveContact, saveForIndex } from './saved.js'

const SETTING = 'account index'
/** What comes together is written together. */
const SOON_MS = 5_000
/** Places that were read are worth no more than this, and would tell when somebody reads. */
const LATE_MS = 15 * 60_000
const LEAST_INTERVAL_MS = 15_000
/** Of that interval, while nobody takes it: an hour at last. */
const MOST_DOUBLINGS = 8
/** Of relays that were named at any time: the newest. */
const MAX_OWNED = 16

/** The number of an index can't be opened: what one relay says raises ours by no more than half a year of writing without a pause. */
const MAX_SEQ_RISE = 2 ** 20

/** A relay of the account that is reached, and what it says it keeps. */
export interface ShelfPlace {
  readonly relay: RelayId
  /** 0 where there is no index yet; undefined where it did not say. */
  readonly seq: number | undefined
}

/** Where the account's sealed index lies: the relays of the account, each for itself. */
export interface IndexShelf {
  /** Those reached now. @throws ERR_UNREACHABLE … */
  places(): Promise<readonly ShelfPlace[]>
  /** Resolves once it is kept durably. @throws ERR_ALREADY_EXISTS where a higher seq is there, ERR_UNREACHABLE …; it is tried again */
  put(relay: RelayId, index: SealedIndex): Promise<void>
}

/** Keeps the account's index at its relays as it is here: rewritten when contacts, conversations or one's name change. */
export interface IndexKeeper {
  /** Writes what has changed since the last run. */
  start(): Promise<Stop>
  /** Something that no event tells of: the person's name, or that there is more of the shelf. */
  changed(): void
  /** Gives up what this relay keeps that this device has not restored: it is written over. */
  replaceAt(relay: RelayId): Promise<void>
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

type KnownPlace = ShelfPlace & { readonly seq: number }

export function createIndexKeeper(context: ConversationContext, options: Options): IndexKeeper {
  const { shelf, indexKey, certificate, contacts, conversations, store } = options
  const { clock, events, self, session } = context
  const path = store.keys.setting(SETTING)
  const author = {
    account: self.account,
    certificate,
    sign: (message: Uint8Array) => self.sign(message),
    seal: (info: string, plaintext: Uint8Array) => session.sealTo(indexKey, info, plaintext)
  }
  let written: IndexRecord = { seq: 0, hash: EMPTY, relays: [] }
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
      contacts: contacts.portable().map(saveContact),
      conversations: saveForIndex(conversations.portable(), self.device, account => contacts.find(account)?.state === 'accepted')
    }
    const encoded = encodeIndex(index)
    const hash = await context.primitives.sha256(concat([...encoded]))
    const places = await shelf.places()
    const ours = places.filter(isOurs)
    const isSame = equals(hash, written.hash)
    const lacking = ours.filter(({ seq }) => !isSame || seq !== written.seq)
    if (lacking.length > 0) {
      const isLate = isSame && lacking.every(({ seq }) => seq < written.seq)
      const seq = isLate ? written.seq : Math.max(written.seq, ...ours.map(place => place.seq)) + 1
      await writeAt(isLate ? lacking : ours, await sealIndex(author, encoded, seq), hash)
    }
    if (places.some(({ seq }) => seq === undefined))
      throw new ChatError('ERR_UNREACHABLE', 'a relay of this account did not say which index it keeps')
  }

  /** Whether what is there may be written over; whoever uses this account is told where not. */
  function isOurs(place: ShelfPlace): place is KnownPlace {
    const { relay, seq } = place
    if (seq === undefined) return false
    if (seq > written.seq + MAX_SEQ_RISE) {
      context.relays.complain(relay, new ChatError('ERR_MALFORMED', 'the number of the index it says it keeps can not be'))
      return false
    }
    if (written.restored === undefined || seq <= written.restored || written.relays.includes(relay)) return true
    context.relays.complain(
      relay,
      new ChatError('ERR_ALREADY_EXISTS', 'keeps an index of this account that this device has not restored: nothing is written over it')
    )
    return false
  }

  async function writeAt(places: readonly KnownPlace[], index: SealedIndex, hash: Uint8Array): Promise<void> {
    await own(places.map(({ relay }) => relay))
    const answers = await Promise.allSettled(places.map(({ relay }) => shelf.put(relay, index)))
    if (answers.some(({ status }) => status === 'fulfilled')) {
      written = { ...written, seq: index.seq, hash }
      // Lost in a crash it is written once more.
      await context.records.later([{ key: path, value: IndexRecord.encode(written) }])
    }
    const refused = answers.find(answer => answer.status === 'rejected')
    if (refused !== undefined) throw refused.reason
  }

  /** Before anything is there: after a crash it would look like another device's. */
  async function own(relays: readonly RelayId[]): Promise<void> {
    const more = relays.filter(relay => !written.relays.includes(relay))
    if (written.restored === undefined || more.length === 0) return
    written = { ...written, relays: [...written.relays, ...more].slice(-MAX_OWNED) }
    await context.records.commit([{ key: path, value: IndexRecord.encode(written) }])
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

  const isPortable = (id: ConversationId): boolean => conversations.portable().some(conversation => conversation.id === id)

  return {
    async start() {
      const kept = await store.get(path)
      if (kept !== undefined) written = IndexRecord.decode(kept)
      const stops = [
        events.on('contact:changed', ({ account }) => account !== self.companion() && due(SOON_MS)),
        events.on('group:joined', () => due(SOON_MS)),
        events.on('conversation:changed', ({ conversation }) => isPortable(conversation) && due(LATE_MS)),
        events.on('conversation:mended', () => due(LATE_MS))
      ]
      due(SOON_MS)
      return () => {
        stopped = true
        for (const stop of [...stops, stopTimer]) stop?.()
      }
    },
    changed: () => due(SOON_MS),
    async replaceAt(relay) {
      await own([relay])
      due(SOON_MS)
    }
  }
}

/** That a device begins with the index of this seq, 0 for none: what another device wrote later is not written over unasked. */
export const restoredIndex = (keys: Keyspace, seq: number): Write => ({
  key: keys.setting(SETTING),
  value: IndexRecord.encode({ seq, hash: EMPTY, restored: seq, relays: [] })
})
