import { compare, concat, equals, fromHex, toHex, uint32 } from '../base/bytes.js'
import { createSerial } from '../base/serial.js'
import { spotOf } from './keyspace.js'
import type { SealedStore } from './sealed-store.js'
import { decodeLeaf, encodeLeaf, placesIn, type IndexedMessage } from './search-leaf.js'
import { placesNoted, tagOfNote } from './search-notes.js'
import { wordSet } from './search-words.js'
import type { Write } from './store.js'

/** Of one leaf; it also ends where it has as many words, each counted once a message. */
const LEAF_MESSAGES = 1_024
const LEAF_WORDS = 32 * 1_024
/** A leaf that has shrunk below this share of that joins the one before it. */
const SMALL_LEAF = 1 / 4
/** What one step takes up. */
const STEP_MESSAGES = 1_024
/** What one search reads before it answers with what it has found so far. */
const SEARCHED_LEAVES = 512
const SEARCHED_MESSAGES = 2_048

const TAG_BYTES = 8
const PLACE_BYTES = 16
const FIRST_PLACE = '00'.repeat(PLACE_BYTES)
/** Sorts behind every place. */
const BEHIND_ALL = 'g'
/** Of how words are found in a text: another one indexes everything anew. */
const WORDS_VERSION = 1
const WHOLE = 1
const BEHIND = 0
const POSITION_OFFSET = 6

/** The text that stands at a spot now; undefined where there is none to be found. */
export type ReadText = (spot: Uint8Array) => Promise<string | undefined>

export interface Sought {
  /** `Keyspace.conversationTag` of each conversation that is looked through. */
  readonly within: readonly Uint8Array[]
  /** As `wordsOf` gives them, at least one: a text has to have a word that begins so for each. */
  readonly words: readonly string[]
  /** Where an earlier search ended. */
  readonly before?: Uint8Array
  readonly limit: number
}

export interface SearchResult<T> {
  /** The newest first. */
  readonly found: readonly T[]
  /** There may be more: go on `before` this. A search also ends when it has read enough. */
  readonly before?: Uint8Array
}

/**
 * Finds messages by their words. Leaves (`search-leaf.ts`) of up to 1,024 messages share a conversation's places out among them, in order.
 * Invariants:
 * 1. A batch that changes messages carries a note of where (`search-notes.ts`). What is noted is not yet in the leaves, or not as it is now.
 * 2. Every message is noted, or its leaf has it, or, in a profile from before there was an index, it stands behind the position that
 *    is reached: so after any crash nothing is missed, and a step that is done twice comes to the same.
 * 3. Whatever is found is read before it is given: so nothing is found that isn't there.
 */
export interface SearchIndex {
  /** Follows what was noted, or takes up messages from before there was an index; bounded. False: nothing was left to be done. */
  step(textAt: ReadText): Promise<boolean>
  /** How many messages from before there was an index were taken up; undefined once all are, or where there were none. */
  behind(): Promise<{ readonly passed: number } | undefined>
  /** @param read of a candidate: undefined where it is no hit */
  search<T>(sought: Sought, read: (spot: Uint8Array) => Promise<T | undefined>): Promise<SearchResult<T>>
}

interface Leaf {
  readonly spot: Uint8Array
  readonly messages: readonly IndexedMessage[]
  /** Where the next one begins. */
  readonly next: string | undefined
}

interface Noted {
  readonly rows: readonly Uint8Array[]
  readonly tag: Uint8Array
  readonly places: ReadonlySet<string>
}

/** Of a leaf's first place: the one inclusive, the other exclusive. */
interface Bound {
  readonly upTo?: Uint8Array
  readonly before?: Uint8Array
}

/** Where a search may have come to: nothing that was not given yet stands above `place`. */
interface Passed {
  readonly place: string
  readonly tag: Uint8Array
  /** Otherwise it is the lower end of a leaf. */
  readonly isCandidate: boolean
}

/** @param leafMessages fewer for tests */
export function createSearchIndex(store: SealedStore, leafMessages = LEAF_MESSAGES): SearchIndex {
  const { keys } = store
  const alone = createSerial()
  const positionKey = keys.meta('search')

  /** Of the conversation that comes first, as much as a step takes up. */
  async function nextNotes(): Promise<Noted | undefined> {
    const rows: Uint8Array[] = []
    const places = new Set<string>()
    let tag: Uint8Array | undefined
    for await (const [key, value] of store.range(keys.searchNotes())) {
      tag ??= tagOfNote(key)
      if (!equals(tag, tagOfNote(key)) || places.size >= STEP_MESSAGES) break
      rows.push(key)
      for (const place of placesNoted(value)) places.add(place)
    }
    return tag && { rows, tag, places }
  }

  async function followNotes(textAt: ReadText): Promise<boolean> {
    const noted = await nextNotes()
    if (noted === undefined) return false
    const gone = noted.rows.map(key => ({ key, value: undefined }))
    await put(noted.tag, await wordsAt(noted.tag, noted.places, textAt), gone)
    return true
  }

  async function takeUp(textAt: ReadText): Promise<boolean> {
    const position = readPosition(await store.get(positionKey))
    if (position.isWhole) return false
    const places = new Set<string>()
    let last: Uint8Array | undefined
    for await (const [key] of store.range({ ...keys.allMessages(position.spot), limit: STEP_MESSAGES })) {
      const spot = spotOf(key)
      if (spot === undefined || (last !== undefined && !equals(tagOf(last), tagOf(spot)))) break
      last = spot
      places.add(toHex(spot.subarray(TAG_BYTES)))
    }
    if (last === undefined) {
      await store.commit([{ key: positionKey, value: encodePosition({ ...position, isWhole: true }) }], { durable: false })
      return true
    }
    const reached = { key: positionKey, value: encodePosition({ isWhole: false, passed: position.passed + places.size, spot: last }) }
    await put(tagOf(last), await wordsAt(tagOf(last), places, textAt), [reached])
    return true
  }

  /** Gives these places these words, and none where they are empty: leaf by leaf, the last one in one batch with `also`. */
  async function put(tag: Uint8Array, words: ReadonlyMap<string, ReadonlySet<string>>, also: readonly Write[]): Promise<void> {
    const places = [...words.keys()].toSorted()
    let writes: readonly Write[] = []
    for (let from = 0; from < places.length;) {
      if (writes.length > 0) await store.commit(writes, { durable: false })
      const leaf = await leafAt(tag, places[from] ?? FIRST_PLACE)
      const next = places.findIndex((place, i) => i > from && leaf.next !== undefined && place >= leaf.next)
      const end = next === -1 ? places.length : next
      const fresh = places.slice(from, end).flatMap(place => {
        const its = words.get(place)
        return its === undefined || its.size === 0 ? [] : [{ place, words: its }]
      })
      const kept = leaf.messages.filter(({ place }) => !words.has(place))
      const isSame = fresh.length === 0 && kept.length === leaf.messages.length
      writes = isSame ? [] : await rewrite(tag, leaf, inOrder([...kept, ...fresh]))
      from = end
    }
    await store.commit([...writes, ...also], { durable: false })
  }

  async function leafAt(tag: Uint8Array, place: string): Promise<Leaf> {
    const { key, value } = (await leafUpTo(tag, { upTo: spotAt(tag, place) })) ?? {
      key: keys.searchLeaf(spotAt(tag, FIRST_PLACE)),
      value: undefined
    }
    const spot = key.subarray(1)
    let next: string | undefined
    for await (const [following] of store.range({ ...keys.searchLeaves(tag, { after: spot }), limit: 1 })) next = placeOfLeaf(following)
    return { spot, messages: value === undefined ? [] : decodeLeaf(value), next }
  }

  async function leafUpTo(tag: Uint8Array, bound: Bound): Promise<{ readonly key: Uint8Array; readonly value: Uint8Array } | undefined> {
    for await (const [key, value] of store.range({ ...keys.searchLeaves(tag, bound), reverse: true, limit: 1 })) return { key, value }
    return undefined
  }

  async function rewrite(tag: Uint8Array, leaf: Leaf, messages: readonly IndexedMessage[]): Promise<readonly Write[]> {
    if (messages.length === 0) return [{ key: keys.searchLeaf(leaf.spot), value: undefined }]
    if (messages.length <= leafMessages * SMALL_LEAF) {
      const before = await leafUpTo(tag, { before: leaf.spot })
      const joined = before === undefined ? [] : [...decodeLeaf(before.value), ...messages]
      if (before !== undefined && cut(joined, leafMessages, false).length === 1)
        return [
          { key: before.key, value: encodeLeaf(joined) },
          { key: keys.searchLeaf(leaf.spot), value: undefined }
        ]
    }
    return cut(messages, leafMessages, leaf.next === undefined).map((part, i) => ({
      key: keys.searchLeaf(i === 0 ? leaf.spot : spotAt(tag, part[0]?.place ?? FIRST_PLACE)),
      value: encodeLeaf(part)
    }))
  }

  async function allNoted(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const noted = new Map<string, Set<string>>()
    for await (const [key, value] of store.range(keys.searchNotes())) {
      const tag = toHex(tagOfNote(key))
      const places = noted.get(tag) ?? new Set()
      for (const place of placesNoted(value)) places.add(place)
      noted.set(tag, places)
    }
    return noted
  }

  /** From `from` on, descending. */
  async function* passing(
    tag: Uint8Array,
    sought: readonly string[],
    noted: ReadonlySet<string> | undefined,
    from: string | undefined
  ): AsyncGenerator<Passed> {
    let above = BEHIND_ALL
    let bound: Bound = from === undefined ? {} : { upTo: spotAt(tag, from) }
    for (;;) {
      const leaf = await leafUpTo(tag, bound)
      const low = leaf === undefined ? '' : placeOfLeaf(leaf.key)
      const notedHere = [...(noted ?? [])].filter(place => low <= place && place < above)
      const here = new Set([...(leaf === undefined ? [] : placesIn(leaf.value, sought)), ...notedHere])
      for (const place of [...here].toSorted().toReversed()) yield { place, tag, isCandidate: true }
      if (leaf === undefined) return
      yield { place: low, tag, isCandidate: false }
      above = low
      bound = { before: leaf.key.subarray(1) }
    }
  }

  async function search<T>(
    { within, words, before, limit }: Sought,
    read: (spot: Uint8Array) => Promise<T | undefined>
  ): Promise<SearchResult<T>> {
    const noted = await allNoted()
    const from = before && toHex(before.subarray(0, PLACE_BYTES))
    const streams = within.map(tag => passing(tag, words, noted.get(toHex(tag)), from))
    const heads: { readonly stream: AsyncGenerator<Passed>; readonly rank: Uint8Array; readonly at: Passed }[] = []
    const found: T[] = []
    let leaves = 0
    let messages = 0
    let reached = before

    async function advance(stream: AsyncGenerator<Passed>): Promise<void> {
      const { value: at, done } = await stream.next()
      if (done !== true) heads.push({ stream, rank: concat([fromHex(at.place), at.tag]), at })
    }

    for (const stream of streams) await advance(stream)
    while (heads.length > 0) {
      const top = heads.reduce((best, head, i) => (compare(head.rank, heads[best]?.rank ?? head.rank) > 0 ? i : best), 0)
      const [head] = heads.splice(top, 1)
      if (head === undefined) break
      const { stream, rank, at } = head
      if (found.length === limit || leaves === SEARCHED_LEAVES || messages === SEARCHED_MESSAGES) {
        return reached === undefined ? { found } : { found, before: reached }
      }
      if (!at.isCandidate) leaves++
      else if (before === undefined || compare(rank, before) < 0) {
        messages++
        const one = await read(spotAt(at.tag, at.place))
        if (one !== undefined) found.push(one)
      }
      if (reached === undefined || compare(rank, reached) < 0) reached = rank
      await advance(stream)
    }
    return { found }
  }

  return {
    step: textAt => alone(async () => (await followNotes(textAt)) || takeUp(textAt)),
    async behind() {
      const { isWhole, passed } = readPosition(await store.get(positionKey))
      return isWhole ? undefined : { passed }
    },
    search: (sought, read) => alone(() => search(sought, read))
  }
}

async function wordsAt(tag: Uint8Array, places: ReadonlySet<string>, textAt: ReadText): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const words = new Map<string, ReadonlySet<string>>()
  for (const place of places) words.set(place, wordSet((await textAt(spotAt(tag, place))) ?? ''))
  return words
}

interface Position {
  readonly isWhole: boolean
  readonly passed: number
  /** The last message that was taken up. */
  readonly spot: Uint8Array | undefined
}

/** version u8 ‖ whole u8 ‖ passed u32 ‖ spot 24, or nothing. */
function encodePosition({ isWhole, passed, spot }: Position): Uint8Array {
  return concat([Uint8Array.of(WORDS_VERSION, isWhole ? WHOLE : BEHIND), uint32(passed), ...(spot === undefined ? [] : [spot])])
}

function readPosition(bytes: Uint8Array | undefined): Position {
  if (bytes === undefined || bytes[0] !== WORDS_VERSION) return { isWhole: false, passed: 0, spot: undefined }
  const passed = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(2)
  const spot = bytes.subarray(POSITION_OFFSET)
  return { isWhole: bytes[1] === WHOLE, passed, spot: spot.length === 0 ? undefined : spot }
}

/** Into leaves that are full, the last one excepted; where others follow, into leaves alike, so that each has room. */
function cut(messages: readonly IndexedMessage[], most: number, isLast: boolean): readonly (readonly IndexedMessage[])[] {
  const size = isLast ? most : Math.ceil(messages.length / Math.ceil(messages.length / most))
  const parts: IndexedMessage[][] = []
  let words = 0
  for (const message of messages) {
    const part = parts.at(-1)
    words += message.words.size
    if (part === undefined || part.length === size || words > LEAF_WORDS) {
      parts.push([message])
      words = message.words.size
    } else part.push(message)
  }
  return parts
}

const inOrder = (messages: readonly IndexedMessage[]): readonly IndexedMessage[] =>
  messages.toSorted((a, b) => (a.place < b.place ? -1 : 1))

const spotAt = (tag: Uint8Array, place: string): Uint8Array => concat([tag, fromHex(place)])
const tagOf = (spot: Uint8Array): Uint8Array => spot.subarray(0, TAG_BYTES)
const placeOfLeaf = (key: Uint8Array): string => toHex(key.subarray(1 + TAG_BYTES))
