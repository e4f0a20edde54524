import { concat, equals, toHex } from '../base/bytes.js'
import type { Primitives } from '../base/primitives.js'
import { spotOf, type Keyspace } from './keyspace.js'
import type { Write } from './store.js'

const TAG_BYTES = 8
const PLACE_BYTES = 16
const ROW_BYTES = 8

/** What the search index has yet to follow of these writes: to be written in one batch with them. One note a conversation, under a name of its own. */
export function notesOf(
  keys: Pick<Keyspace, 'searchNote'>,
  { randomBytes }: Pick<Primitives, 'randomBytes'>,
  writes: readonly Write[]
): readonly Write[] {
  const noted: { readonly tag: Uint8Array; readonly places: Uint8Array[] }[] = []
  for (const { key } of writes) {
    const spot = spotOf(key)
    if (spot === undefined) continue
    const tag = spot.subarray(0, TAG_BYTES)
    const place = spot.subarray(TAG_BYTES)
    const known = noted.find(one => equals(one.tag, tag))
    if (known === undefined) noted.push({ tag, places: [place] })
    else known.places.push(place)
  }
  return noted.map(({ tag, places }) => ({ key: keys.searchNote(tag, randomBytes(ROW_BYTES)), value: concat(places) }))
}

/** Of the conversation that a note is about. */
export const tagOfNote = (key: Uint8Array): Uint8Array => key.subarray(1, 1 + TAG_BYTES)

/** In hex. */
export function* placesNoted(note: Uint8Array): Generator<string> {
  for (let at = 0; at + PLACE_BYTES <= note.length; at += PLACE_BYTES) yield toHex(note.subarray(at, at + PLACE_BYTES))
}
