import { concat, fromHex, fromUtf8, toHex, uint32, utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'

/** A message and its words: `place` is the end of its key path, 16 bytes in hex, which sorts as the conversation does. */
export interface IndexedMessage {
  readonly place: string
  readonly words: ReadonlySet<string>
}

const VERSION = 1
const HEADER_BYTES = 9
const PLACE_BYTES = 16
const SEPARATOR = '\n'
const END_OF_LIST = 0

/**
 * The words of some messages of one conversation, as bytes: version u8 ‖ messages u32 ‖ bytes of words u32 ‖ places (16 each, ascending) ‖
 * words (UTF-8, ascending by UTF-16, between line feeds) ‖ for each word, in that order, the numbers of its messages. These are ascending,
 * each as its distance from the one before (the first from -1) in LEB128, and end with a zero byte, which occurs nowhere else in them.
 */
export function encodeLeaf(messages: readonly IndexedMessage[]): Uint8Array {
  const lists = new Map<string, number[]>()
  for (const [number, { words }] of messages.entries()) {
    for (const word of words) {
      const list = lists.get(word)
      if (list === undefined) lists.set(word, [number])
      else list.push(number)
    }
  }
  const words = [...lists.keys()].toSorted()
  const text = utf8(words.join(SEPARATOR))
  const numbers: number[] = []
  for (const word of words) {
    let before = -1
    for (const number of lists.get(word) ?? []) {
      putNumber(numbers, number - before)
      before = number
    }
    numbers.push(END_OF_LIST)
  }
  const header = [Uint8Array.of(VERSION), uint32(messages.length), uint32(text.length)]
  return concat([...header, ...messages.map(({ place }) => fromHex(place)), text, Uint8Array.from(numbers)])
}

/** Ascending. @throws ERR_RECORD_DAMAGED */
export function decodeLeaf(bytes: Uint8Array): readonly IndexedMessage[] {
  const { places, words, lists } = open(bytes)
  const messages = places.map(place => ({ place, words: new Set<string>() }))
  const next = numbersFrom(lists, 0)
  for (const word of words) for (let number = next(); number !== undefined; number = next()) messages[number]?.words.add(word)
  return messages
}

/** The places of messages that have, for each of these, a word that begins so. Descending. @throws ERR_RECORD_DAMAGED */
export function placesIn(bytes: Uint8Array, sought: readonly string[]): readonly string[] {
  const { placeAt, words, lists } = open(bytes)
  let found: ReadonlySet<number> | undefined
  for (const beginning of sought) {
    const first = lowerBound(words, beginning)
    let end = first
    while (words[end]?.startsWith(beginning) === true) end++
    const numbers = numbersIn(lists, first, end)
    found = found === undefined ? numbers : new Set([...found].filter(number => numbers.has(number)))
    if (found.size === 0) return []
  }
  return [...(found ?? [])].toSorted((a, b) => b - a).map(placeAt)
}

interface Opened {
  readonly words: readonly string[]
  readonly lists: Uint8Array
  readonly places: readonly string[]
  readonly placeAt: (number: number) => string
}

function open(bytes: Uint8Array): Opened {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bytes.length < HEADER_BYTES || bytes[0] !== VERSION)
    throw new ChatError('ERR_RECORD_DAMAGED', 'this part of the search index is none that this Parley reads')
  const count = view.getUint32(1)
  const textAt = HEADER_BYTES + count * PLACE_BYTES
  const listsAt = textAt + view.getUint32(5)
  const text = fromUtf8(bytes.subarray(textAt, listsAt))
  const placeAt = (number: number): string => {
    const at = HEADER_BYTES + number * PLACE_BYTES
    return toHex(bytes.subarray(at, at + PLACE_BYTES))
  }
  return {
    words: text === '' ? [] : text.split(SEPARATOR),
    lists: bytes.subarray(listsAt),
    placeAt,
    get places() {
      return Array.from({ length: count }, (_, number) => placeAt(number))
    }
  }
}

function putNumber(into: number[], value: number): void {
  let rest = value
  for (; rest > 0x7f; rest >>>= 7) into.push((rest & 0x7f) | 0x80)
  into.push(rest)
}

/** Gives the numbers of one list after another, with an undefined behind each. */
function numbersFrom(lists: Uint8Array, start: number): () => number | undefined {
  let at = start
  let number = -1
  return () => {
    let distance = 0
    let shift = 0
    let byte: number
    do {
      byte = lists[at++] ?? END_OF_LIST
      distance |= (byte & 0x7f) << shift
      shift += 7
    } while (byte > 0x7f)
    number = distance === END_OF_LIST ? -1 : number + distance
    return number === -1 ? undefined : number
  }
}

/** All of the lists from the first to the one before the end. */
function numbersIn(lists: Uint8Array, first: number, end: number): ReadonlySet<number> {
  let at = 0
  for (let passed = 0; passed < first && at < lists.length; at++) if (lists[at] === END_OF_LIST) passed++
  const numbers = new Set<number>()
  const next = numbersFrom(lists, at)
  for (let list = first; list < end; list++) for (let number = next(); number !== undefined; number = next()) numbers.add(number)
  return numbers
}

function lowerBound(words: readonly string[], sought: string): number {
  let low = 0
  let high = words.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((words[middle] ?? '') < sought) low = middle + 1
    else high = middle
  }
  return low
}
