import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { concat, fromUtf8, toHex, uint32, uint64, utf8 } from '../../node/base/bytes.js'
import type { ConversationId } from '../../node/base/ids.js'
import { openLevelStore } from '../../node/store/level.js'
import type { SealedStore } from '../../node/store/sealed-store.js'
import { createSearchIndex, type ReadText, type SearchIndex } from '../../node/store/search-index.js'
import { decodeLeaf, encodeLeaf, placesIn } from '../../node/store/search-leaf.js'
import { notesOf } from '../../node/store/search-notes.js'
import { saysAll, wordSet } from '../../node/store/search-words.js'
import { createCanary, searchFiles } from '../e2e/canary.js'
import { createSealedProfile, primitives, type SealedProfile } from './sealed-profile.js'

const CHATS = ['a1', 'b2', 'c3'].map(byte => byte.repeat(32) as ConversationId)
const MAX_STEPS = 1_000

/** A message that may be there: its chat, and its place among 40 of that. */
interface Slot {
  readonly chat: number
  readonly at: number
}

type Deed =
  | { readonly do: 'say'; readonly slots: readonly Slot[]; readonly text: string }
  | { readonly do: 'forget'; readonly slots: readonly Slot[] }
  | { readonly do: 'step' }
  | { readonly do: 'crash'; readonly survivors: number }
  | { readonly do: 'fail' }

/** The index over a store, and beside it a search that reads everything. */
function createScene(profile: SealedProfile, leafMessages: number) {
  let store: SealedStore
  let index: SearchIndex

  const textAt: ReadText = async spot => {
    const bytes = await store.get(store.keys.messageAt(spot))
    return bytes && fromUtf8(bytes)
  }
  const spotOf = ({ chat, at }: Slot): Uint8Array =>
    concat([store.keys.conversationTag(CHATS[chat] as ConversationId), uint64(BigInt(at + 1)), uint32(7), uint32(at)])

  async function open(): Promise<void> {
    store = await profile.open()
    index = createSearchIndex(store, leafMessages)
  }

  async function put(slots: readonly Slot[], text: string | undefined): Promise<void> {
    const writes = slots.map(slot => ({ key: store.keys.messageAt(spotOf(slot)), value: text === undefined ? undefined : utf8(text) }))
    await store.commit([...writes, ...notesOf(store.keys, primitives, writes)], { durable: true })
  }

  async function naive(within: readonly number[], sought: readonly string[]): Promise<readonly string[]> {
    const found: string[] = []
    const tags = within.map(chat => toHex(store.keys.conversationTag(CHATS[chat] as ConversationId)))
    for await (const [key, value] of store.range(store.keys.allMessages())) {
      const spot = toHex(key.subarray(1))
      if (tags.includes(spot.slice(0, 16)) && saysAll(fromUtf8(value), sought)) found.push(spot.slice(16) + spot.slice(0, 16))
    }
    return found.toSorted().toReversed()
  }

  async function find(within: readonly number[], sought: readonly string[], limit: number): Promise<readonly string[]> {
    const found: string[] = []
    let before: Uint8Array | undefined
    do {
      const asked = { within: within.map(chat => store.keys.conversationTag(CHATS[chat] as ConversationId)), words: sought, limit }
      const page = await index.search({ ...asked, ...(before && { before }) }, async spot => {
        const text = await textAt(spot)
        return text !== undefined && saysAll(text, sought) ? toHex(spot) : undefined
      })
      assert.ok(page.found.length <= limit)
      found.push(...page.found.map(spot => spot.slice(16) + spot.slice(0, 16)))
      before = page.before
    } while (before !== undefined)
    return found
  }

  async function settle(): Promise<void> {
    for (let steps = 0; await index.step(textAt); steps++) assert.ok(steps < MAX_STEPS, 'comes to an end')
  }

  return {
    open,
    put,
    find,
    naive,
    settle,
    step: () => index.step(textAt),
    behind: () => index.behind(),
    close: () => store.close(),
    get store() {
      return store
    }
  }
}

const VOCABULARY = ['boat', 'boats', 'bo', 'hire', 'Héllo', 'hello', '北京', 'x', '']
const slot = fc.record({ chat: fc.nat(CHATS.length - 1), at: fc.nat(39) })
const slots = fc.array(slot, { minLength: 1, maxLength: 12 })
const text = fc.array(fc.constantFrom(...VOCABULARY), { maxLength: 4 }).map(chosen => chosen.join(' '))
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('say' as const), slots, text }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('forget' as const), slots }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('step' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), survivors: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const) }) }
)
const query = fc.record({
  within: fc.subarray([0, 1, 2], { minLength: 1 }),
  sought: fc.array(fc.constantFrom('bo', 'boat', 'hire', 'hello', '北', 'x'), { minLength: 1, maxLength: 2 }),
  limit: fc.integer({ min: 1, max: 7 })
})

const index = suite('the search index')

index(
  'finds what a search through everything finds, in its order, whatever is said, changed and forgotten and wherever it breaks off',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.array(slots, { maxLength: 2 }),
        fc.array(fc.oneof({ weight: 3, arbitrary: deed }, { weight: 1, arbitrary: query }), { maxLength: 30 }),
        async (leafMessages, old, deeds) => {
          const profile = createSealedProfile()
          const scene = createScene(profile, leafMessages)
          await scene.open()
          // Said before there was an index: taken up before anything is asked.
          for (const before of old) {
            const writes = before.map(one => ({ key: oldKey(scene.store, one), value: utf8('hello boat') }))
            await scene.store.commit(writes, { durable: true })
          }
          await scene.settle()
          for (const one of deeds) {
            if ('within' in one) {
              const sought = one.sought.flatMap(words => [...wordSet(words)])
              const [found, all] = [await scene.find(one.within, sought, one.limit), await scene.naive(one.within, sought)]
              // A crash may have undone what was taken up: that is told, and nothing is found that isn't there.
              if ((await scene.behind()) === undefined) assert.equal(found, all)
              else assert.ok(found.every(spot => all.includes(spot)))
            } else if (one.do === 'say') await scene.put(one.slots, one.text)
            else if (one.do === 'forget') await scene.put(one.slots, undefined)
            else if (one.do === 'step') await scene.step()
            else if (one.do === 'crash') {
              profile.disk.crash(one.survivors)
              await scene.open()
            } else {
              profile.disk.failWith('no', 1)
              await scene.step().catch(() => undefined) // refused where it had anything to write
              profile.disk.failWith(undefined)
            }
          }
          await scene.settle()
          for (const sought of ['bo', 'hire', 'hello', 'x'])
            assert.equal(await scene.find([0, 1, 2], [sought], 3), await scene.naive([0, 1, 2], [sought]))
          await scene.close()
        }
      ),
      { numRuns: 150 }
    )
  }
)

function oldKey({ keys }: SealedStore, { chat, at }: Slot): Uint8Array {
  return keys.messageAt(concat([keys.conversationTag(CHATS[chat] as ConversationId), uint64(BigInt(at + 1)), uint32(7), uint32(at)]))
}

index('of what was changed or forgotten, no word is left once it was followed', async () => {
  const scene = createScene(createSealedProfile(), 4)
  await scene.open()
  for (let at = 0; at < 20; at++) await scene.put([{ chat: 0, at }], `word${at} common`)
  await scene.settle()
  await scene.put([{ chat: 0, at: 3 }], 'other')
  await scene.put([{ chat: 0, at: 4 }], undefined)
  await scene.settle()
  const kept = await wordsKept(scene.store)
  assert.ok(kept.has('word5') && kept.has('other'))
  assert.not(kept.has('word3'))
  assert.not(kept.has('word4'))
  await scene.put(
    Array.from({ length: 20 }, (_, at) => ({ chat: 0, at })),
    undefined
  )
  await scene.settle()
  assert.is((await wordsKept(scene.store)).size, 0)
  await scene.close()
})

async function wordsKept(store: SealedStore): Promise<ReadonlySet<string>> {
  const words = new Set<string>()
  for (const chat of CHATS)
    for await (const [, value] of store.range(store.keys.searchLeaves(store.keys.conversationTag(chat), {})))
      for (const message of decodeLeaf(value)) for (const word of message.words) words.add(word)
  return words
}

index('takes up what is older than itself step by step, and goes on after a crash where it was', async () => {
  const profile = createSealedProfile()
  const scene = createScene(profile, 512)
  await scene.open()
  for (const chat of [0, 1])
    await scene.store.commit(
      Array.from({ length: 3_000 }, (_, at) => ({ key: oldKey(scene.store, { chat, at }), value: utf8(`old${at}`) })),
      { durable: true }
    )
  assert.equal(await scene.behind(), { passed: 0 })
  assert.ok(await scene.step())
  assert.ok(await scene.step())
  assert.equal(await scene.behind(), { passed: 2_048 })
  profile.disk.crash(1)
  await scene.open()
  assert.equal(await scene.behind(), { passed: 1_024 })
  await scene.settle()
  assert.is(await scene.behind(), undefined)
  for (const sought of ['old0', 'old17', 'old2999'])
    assert.equal(await scene.find([0, 1], [sought], 50), await scene.naive([0, 1], [sought]))
  await scene.close()
})

index('answers with what it has once it has read much, and leads on', async () => {
  const scene = createScene(createSealedProfile(), 1)
  await scene.open()
  await scene.put(
    Array.from({ length: 700 }, (_, at) => ({ chat: 0, at })),
    'same'
  )
  await scene.put([{ chat: 0, at: 0 }], 'rare')
  await scene.settle()
  assert.is((await scene.find([0], ['rare'], 5)).length, 1)
  assert.is((await scene.find([0], ['same'], 50)).length, 699)
  await scene.close()
})

index('leaves nothing on the disk that can be read: no word, no beginning of one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-search-'))
  const profile = createSealedProfile()
  const canary = createCanary()
  const store = await profile.open({ store: await openLevelStore(join(folder, 'store'), { create: true }) })
  const searched = createSearchIndex(store)
  const textAt: ReadText = async spot => {
    const bytes = await store.get(store.keys.messageAt(spot))
    return bytes && fromUtf8(bytes)
  }
  const writes = Array.from({ length: 50 }, (_, at) => ({ key: oldKey(store, { chat: 0, at }), value: utf8(`hello ${canary} ${at}`) }))
  await store.commit([...writes, ...notesOf(store.keys, primitives, writes)], { durable: true })
  while (await searched.step(textAt));
  let found = 0
  for await (const [, leaf] of store.range(store.keys.searchLeaves(store.keys.conversationTag(CHATS[0] as ConversationId), {})))
    found += placesIn(leaf, [...wordSet(canary)]).length
  assert.is(found, 50)
  await store.close()
  assert.equal((await searchFiles(canary, [folder])).leaks, [])
  assert.equal((await searchFiles(canary.slice('canary-'.length).toLowerCase(), [folder])).leaks, [])
  await rm(folder, { recursive: true })
})

const place = (at: number): string => at.toString(16).padStart(32, '0')

index('a leaf is read as it was written', () => {
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(fc.string({ minLength: 1 }).filter(word => !/[\n\p{Surrogate}]/u.test(word)))), said => {
      const messages = said.map((words, at) => ({ place: place(at * 3), words: new Set(words) }))
      const bytes = encodeLeaf(messages)
      assert.equal(decodeLeaf(bytes), messages)
      for (const beginning of new Set(said.flat().map(word => word.slice(0, 2)))) {
        const expected = messages.filter(({ words }) => [...words].some(word => word.startsWith(beginning))).map(one => one.place)
        assert.equal(placesIn(bytes, [beginning]), expected.toReversed())
      }
    })
  )
  assert.throws(() => decodeLeaf(Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0)), /none that this Parley reads/)
})

index.run()
