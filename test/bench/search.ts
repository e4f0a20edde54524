import { join } from 'node:path'
import { concat, uint32, uint64 } from '../../node/base/bytes.js'
import { systemClock } from '../../node/base/clock.js'
import type { ConversationId, SentAtMs } from '../../node/base/ids.js'
import { decodeMessage, signedMessage } from '../../node/conversation/content.js'
import type { Hlc } from '../../node/conversation/order.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { deriveStoreKeys } from '../../node/store/data-key.js'
import { openLevelStore } from '../../node/store/level.js'
import { openSealedStore } from '../../node/store/open-sealed-store.js'
import type { SealedStore } from '../../node/store/sealed-store.js'
import { createSearchIndex, type ReadText } from '../../node/store/search-index.js'
import { saysAll } from '../../node/store/search-words.js'
import { createDraw, type Draw } from '../session/seeded.js'
import { createMemoryFile } from '../sim/memory-store.js'
import { median, nowMs, round } from './figures.js'
import { PEER, type Job } from './job.js'

const MESSAGES = 100_000
const CHATS = 20
const AT_ONCE = 1_000
const VOCABULARY = 20_000
const WORDS_A_MESSAGE = 14
const PAGE = 20
const TURNS = 25
const SCANS = 3

/** What is looked for: the n-th most frequent word, or one that nobody said. */
const SOUGHT: Readonly<Record<string, readonly string[]>> = {
  'a frequent word': ['w5x'],
  'a rare word': ['w15000x'],
  'two words that seldom meet': ['w900x', 'w1100x'],
  'the beginning of many words': ['w19'],
  'a word that nobody said': ['nobody']
}

/** As people choose words: a few of them most of the time. */
function textOf(draw: Draw): string {
  const words = Array.from({ length: 1 + draw.below(2 * WORDS_A_MESSAGE - 1) }, () => {
    const share = draw.below(1_000_000) / 1_000_000
    return `w${Math.floor(VOCABULARY ** share)}x`
  })
  return words.join(' ')
}

async function bytesIn(store: SealedStore, range: Parameters<SealedStore['range']>[0]): Promise<number> {
  let bytes = 0
  for await (const [key, value] of store.range(range)) bytes += key.length + value.length
  return bytes
}

/** Messages of a profile that is older than its search are taken up, then looked for, beside a scan of all of them. */
export const search: Job = async ({ report, scratch }) => {
  const store = await openSealedStore({
    store: await openLevelStore(join(scratch, 'store'), { create: true }),
    epochKeyFile: createMemoryFile(),
    storeKeys: deriveStoreKeys(new Uint8Array(32).fill(7)),
    primitives: createNodePrimitives(),
    clock: systemClock
  })
  const tags = Array.from({ length: CHATS }, (_, i) => store.keys.conversationTag(i.toString(16).padStart(64, '0') as ConversationId))
  const draw = createDraw('search')
  for (let from = 0; from < MESSAGES; from += AT_ONCE) {
    const writes = Array.from({ length: AT_ONCE }, (_, i) => {
      const at = from + i
      const spot = concat([tags[at % CHATS] as Uint8Array, uint64(BigInt(at + 1) << 16n), uint32(7), uint32(at)])
      const message = signedMessage({ seq: at + 1, hlc: BigInt(at + 1) as Hlc, sentAtMs: at as SentAtMs, parents: [], text: textOf(draw) })
      return { key: store.keys.messageAt(spot), value: message.bytes }
    })
    await store.commit(writes, { durable: false })
  }
  const textAt: ReadText = async spot => {
    const bytes = await store.get(store.keys.messageAt(spot))
    return bytes && decodeMessage(bytes).text
  }
  const index = createSearchIndex(store)
  const beganAt = nowMs()
  while (await index.step(textAt));
  const indexedInMs = nowMs() - beganAt
  const messageBytes = await bytesIn(store, store.keys.allMessages())
  let indexBytes = 0
  for (const tag of tags) indexBytes += await bytesIn(store, store.keys.searchLeaves(tag, {}))
  report.add({
    peer: PEER,
    job: 'search',
    what: `${MESSAGES.toLocaleString('en')} messages in ${CHATS} chats taken up`,
    figures: {
      n: MESSAGES,
      index_us_per_msg: round((1_000 * indexedInMs) / MESSAGES, 1),
      index_bytes_per_msg: round(indexBytes / MESSAGES, 1),
      message_bytes_per_msg: round(messageBytes / MESSAGES, 1)
    }
  })
  for (const [what, words] of Object.entries(SOUGHT)) {
    const times: number[] = []
    let hits = 0
    for (let turn = 0; turn < TURNS; turn++) {
      const startedAt = nowMs()
      const { found } = await index.search({ within: tags, words, limit: PAGE }, async spot => {
        const text = await textAt(spot)
        return text !== undefined && saysAll(text, words) ? text : undefined
      })
      times.push(nowMs() - startedAt)
      hits = found.length
    }
    const scans: number[] = []
    for (let turn = 0; turn < SCANS; turn++) {
      const startedAt = nowMs()
      let scanned = 0
      for await (const [, bytes] of store.range({ ...store.keys.allMessages(), reverse: true }))
        if (saysAll(decodeMessage(bytes).text, words)) scanned++
      scans.push(nowMs() - startedAt)
      if (scanned < hits) throw new Error(`the scan found ${scanned}, the index ${hits}`)
    }
    const sorted = times.toSorted((a, b) => a - b)
    report.add({
      peer: PEER,
      job: 'search',
      what: `${what}: the newest ${PAGE} of ${MESSAGES.toLocaleString('en')} messages`,
      figures: {
        hits,
        p50_ms: round(median(times), 1),
        p95_ms: round(sorted[Math.floor(0.95 * sorted.length)] ?? 0, 1),
        scan_all_ms: round(median(scans), 1)
      }
    })
  }
  await store.close()
}
