import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { equals, utf8 } from '../../node/base/bytes.js'
import type { AccountId, LogId } from '../../node/base/ids.js'
import type { Appended, AppendRules, KeptEnvelope, LogState, LogStore, LogTerms, TreeUsage } from '../../relay/log-store.js'
import { codeOf } from '../store/error-code.js'

const DAY_MS = 24 * 3_600_000
const KEEPING = { retentionDays: 3, emptyLogDays: 2 }
const NO_END = { place: 0, backwards: false, mostBytes: Infinity, most: Infinity }

export const ADA = 'a1'.repeat(32) as AccountId
const BOB = 'b0'.repeat(32) as AccountId
export const LOG = '01'.repeat(32) as LogId
const OTHER = '02'.repeat(32) as LogId

export interface LogStoreUnderTest {
  /** Opens the same data again; what was opened before is closed by then. */
  open(): Promise<{ readonly logs: LogStore; readonly close: () => Promise<void> }>
  /** What the store's clock says from now on. */
  setClock(nowMs: number): void
  /** The disk refuses durable writes, or takes them again. */
  refuse(isRefusing: boolean): void
  remove(): Promise<void>
}

/** Takes everything, renews nothing. */
export const ANY: AppendRules = { refusal: () => undefined, renews: () => false }

export function termsOf(owner: AccountId, over: Partial<LogTerms> = {}): LogTerms {
  return { owner, isSmall: false, isClosed: false, isChild: false, root: undefined, children: [], tailEnd: undefined, ...over }
}

export const openLog = (logs: LogStore, log: LogId, owner: AccountId): Promise<LogState | undefined> =>
  logs.change(log, { account: owner, decide: () => termsOf(owner) })

export const placesOf = (appended: readonly Appended[]): (number | string)[] =>
  appended.map(one => (typeof one === 'string' ? one : one.isNew ? one.place : -one.place))

/** Whether the log has this envelope; changes nothing. */
export async function isKept(logs: LogStore, log: LogId, envelope: Uint8Array): Promise<boolean> {
  const [found] = await logs.append(log, [envelope], { refusal: () => 'ERR_QUOTA', renews: () => false })
  return typeof found === 'object'
}

const textsOf = (kept: readonly KeptEnvelope[]): string =>
  kept.map(({ place, bytes }) => `${place}:${new TextDecoder().decode(bytes)}`).join(' ')

interface Scene {
  place: LogStoreUnderTest
  logs: LogStore
  close: () => Promise<void>
}

/** What every `LogStore` promises. */
export function logStoreContract(name: string, create: () => Promise<LogStoreUnderTest>): void {
  const contract = suite<Scene>(name)

  async function open(scene: Scene): Promise<void> {
    const { logs, close } = await scene.place.open()
    Object.assign(scene, { logs, close })
  }

  async function reopen(scene: Scene): Promise<void> {
    await scene.close()
    await open(scene)
  }

  contract.before.each(async scene => {
    scene.place = await create()
    scene.place.setClock(100 * DAY_MS)
    await open(scene)
  })
  contract.after.each(async ({ logs, close, place }) => {
    assert.equal((await logs.recount()).faults, [])
    await close()
    await place.remove()
  })

  contract('a log that was never opened is unknown, takes nothing and leaves nothing', async ({ logs }) => {
    assert.equal(placesOf(await logs.append(LOG, [utf8('a')], ANY)), ['ERR_UNKNOWN_LOG'])
    assert.is(await logs.find(LOG), undefined)
    assert.equal(await logs.read(LOG, NO_END), [])
    assert.equal(logs.totals(), { logs: 0, envelopes: 0, bytes: 0 })
  })

  contract('places begin at 1, each log for itself, and are found again after reopening', async scene => {
    await openLog(scene.logs, LOG, ADA)
    await openLog(scene.logs, OTHER, ADA)
    assert.equal(placesOf(await scene.logs.append(LOG, [utf8('a'), utf8('b')], ANY)), [1, 2])
    assert.equal(placesOf(await scene.logs.append(OTHER, [utf8('a')], ANY)), [1])
    await reopen(scene)
    assert.equal(placesOf(await scene.logs.append(LOG, [utf8('c')], ANY)), [3])
    assert.is(textsOf(await scene.logs.read(LOG, NO_END)), '1:a 2:b 3:c')
    assert.equal(await scene.logs.usage(ADA), { bytes: 4, logs: 2, children: 0 })
    assert.equal(scene.logs.totals(), { logs: 2, envelopes: 4, bytes: 4 })
  })

  contract('a repeat has its old place, within a batch, later, after reopening and when the rules take nothing more', async scene => {
    await openLog(scene.logs, LOG, ADA)
    const full: AppendRules = { refusal: () => 'ERR_QUOTA', renews: () => false }
    assert.equal(placesOf(await scene.logs.append(LOG, [utf8('a'), utf8('a'), utf8('b')], ANY)), [1, -1, 2])
    assert.equal(placesOf(await scene.logs.append(LOG, [utf8('b'), utf8('c')], full)), [-2, 'ERR_QUOTA'])
    await reopen(scene)
    assert.equal(placesOf(await scene.logs.append(LOG, [utf8('a'), utf8('c')], ANY)), [-1, 3])
  })

  contract('what many append at once has each one place, without holes, and each log its own order', async ({ logs }) => {
    await openLog(logs, LOG, ADA)
    const given = await Promise.all(
      Array.from({ length: 40 }, (_, who) => logs.append(LOG, [utf8(`${who} first`), utf8(`${who} second`), utf8('all')], ANY))
    )
    const kept = await logs.read(LOG, NO_END)
    assert.equal(
      kept.map(({ place }) => place),
      Array.from({ length: 81 }, (_, at) => at + 1)
    )
    for (const places of given.map(placesOf)) assert.ok(Number(places[0]) < Number(places[1]))
    assert.is(given.flatMap(placesOf).filter(place => Number(place) > 0).length, 81)
  })

  contract('rules see what was taken so far, in this batch and in other logs of the same owner', async ({ logs }) => {
    await openLog(logs, LOG, ADA)
    await openLog(logs, OTHER, ADA)
    const most: AppendRules = { refusal: (_log, usage, bytes) => (usage.bytes + bytes > 5 ? 'ERR_QUOTA' : undefined), renews: () => false }
    const both = await Promise.all([LOG, OTHER].map(log => logs.append(log, [utf8('aa'), utf8('bb'), utf8('c')], most)))
    assert.is((await logs.usage(ADA)).bytes, 5)
    assert.is(both.flat().filter(one => one === 'ERR_QUOTA').length, 3)
    assert.equal(await logs.usage(BOB), { bytes: 0, logs: 0, children: 0 })
  })

  contract('rules see what is in the tree of the log, by its root and its owner, also after reopening', async scene => {
    const [root, child, others] = [LOG, OTHER, '03'.repeat(32) as LogId]
    await openLog(scene.logs, root, ADA)
    await scene.logs.change(child, { account: ADA, decide: () => termsOf(ADA, { isChild: true, root }) })
    await scene.logs.change(others, { account: BOB, decide: () => termsOf(BOB, { root }) })
    await scene.logs.append(root, [utf8('a')], ANY)
    await scene.logs.append(child, [utf8('bb')], ANY)
    await scene.logs.append(others, [utf8('ccc')], ANY)
    await reopen(scene)
    const seen = new Map<LogId, TreeUsage>()
    for (const log of [root, child, others])
      await scene.logs.append(log, [utf8('dddd')], { ...ANY, refusal: (_log, { tree }) => (seen.set(log, tree), 'ERR_QUOTA') })
    assert.equal(
      [...seen.values()],
      [
        { bytes: 3, childBytes: 2 },
        { bytes: 3, childBytes: 2 },
        { bytes: 3, childBytes: 0 }
      ]
    )
    await scene.logs.change(child, { account: ADA, decide: log => log && { ...log, isChild: false } })
    await scene.logs.append(root, [utf8('dddd')], { ...ANY, refusal: (_log, { tree }) => (seen.set(root, tree), 'ERR_QUOTA') })
    assert.equal(seen.get(root), { bytes: 3, childBytes: 0 })
  })

  contract('a change decides on what there is; what it refuses changes nothing', async ({ logs }) => {
    await openLog(logs, LOG, ADA)
    await logs.append(LOG, [utf8('a')], ANY)
    const seen: unknown[] = []
    const after = await logs.change(LOG, {
      account: BOB,
      decide(log, usage) {
        seen.push(log?.newest, usage)
        return termsOf(BOB, { isClosed: true })
      }
    })
    assert.equal(seen, [1, { bytes: 0, logs: 0, children: 0 }])
    assert.equal([after?.owner, after?.isClosed, after?.newest], [BOB, true, 1])
    assert.equal(
      [await logs.usage(ADA), await logs.usage(BOB)],
      [
        { bytes: 0, logs: 0, children: 0 },
        { bytes: 1, logs: 1, children: 0 }
      ]
    )
    const refusal = logs.change(LOG, {
      account: BOB,
      decide() {
        throw new Error('no')
      }
    })
    assert.match(String(await refusal.catch((err: unknown) => err)), /no/)
    assert.is((await logs.find(LOG))?.owner, BOB)
  })

  contract('a first envelope is in the log once it is open, and is not put into one that was open before', async scene => {
    const change = { account: ADA, decide: (log: LogState | undefined) => (log === undefined ? termsOf(ADA) : undefined), first: utf8('w') }
    await scene.logs.change(LOG, change)
    await scene.logs.change(LOG, { ...change, first: utf8('other') })
    await reopen(scene)
    assert.is(textsOf(await scene.logs.read(LOG, NO_END)), '1:w')
    assert.equal(placesOf(await scene.logs.append(LOG, [utf8('w')], ANY)), [-1])
  })

  contract('a log is read forwards, backwards, in pages, and from cursors that nobody gave', async ({ logs }) => {
    await openLog(logs, LOG, ADA)
    await logs.append(LOG, ['a', 'b', 'c', 'd', 'e'].map(utf8), ANY)
    const read = async (over: Partial<typeof NO_END>) => textsOf(await logs.read(LOG, { ...NO_END, ...over }))
    assert.is(await read({ place: 3 }), '4:d 5:e')
    assert.is(await read({ place: 5 }), '')
    assert.is(await read({ place: 2 ** 52 }), '')
    assert.is(await read({ backwards: true, most: 2 }), '5:e 4:d')
    assert.is(await read({ backwards: true, place: 3 }), '2:b 1:a')
    assert.is(await read({ backwards: true, place: 1 }), '')
    assert.is(await read({ backwards: true, place: 2 ** 52, most: 1 }), '5:e')
    assert.is(await read({ mostBytes: 2 }), '1:a 2:b')
    assert.is(await read({ mostBytes: 0 }), '1:a', 'one is always given')
    assert.is(textsOf(await logs.read(LOG, { ...NO_END, mostBytes: 7, extraBytes: 2 })), '1:a 2:b')
  })

  contract('what was taken on a day that is over long enough is dropped, what came later is kept, and places go on', async scene => {
    const { logs, place } = scene
    await openLog(logs, LOG, ADA)
    await logs.append(LOG, [utf8('a'), utf8('b')], ANY)
    place.setClock(101 * DAY_MS)
    await logs.append(LOG, [utf8('c')], ANY)
    await openLog(logs, OTHER, ADA)
    await logs.append(OTHER, [utf8('x')], ANY)
    for (let day = 101; day <= 103; day++) {
      place.setClock(day * DAY_MS)
      await logs.expire(KEEPING)
    }
    assert.is(textsOf(await logs.read(LOG, NO_END)), '1:a 2:b 3:c', 'three whole days have not passed')
    place.setClock(104 * DAY_MS)
    await logs.expire(KEEPING)
    assert.is(textsOf(await logs.read(LOG, NO_END)), '3:c')
    assert.equal([(await logs.find(LOG))?.oldest, (await logs.find(LOG))?.bytes], [3, 1])
    assert.equal(placesOf(await logs.append(LOG, [utf8('a'), utf8('c')], ANY)), [4, -3], 'a dropped one may come again')
    await reopen(scene)
    assert.equal(await scene.logs.usage(ADA), { bytes: 3, logs: 2, children: 0 })
  })

  contract('a long log is dropped whole, and one whose end nobody needs is forgotten then', async ({ logs, place }) => {
    await openLog(logs, LOG, ADA)
    await openLog(logs, OTHER, ADA)
    await logs.append(
      LOG,
      Array.from({ length: 1_000 }, (_, at) => utf8(String(at))),
      ANY
    )
    await logs.change(LOG, { account: ADA, decide: () => termsOf(ADA, { children: [OTHER], tailEnd: 1_064 }) })
    await logs.append(OTHER, [utf8('once')], ANY)
    await logs.expire(KEEPING)
    for (let day = 101; day <= 104; day++) {
      place.setClock(day * DAY_MS)
      await logs.expire(KEEPING)
    }
    assert.is(await logs.find(LOG), undefined)
    assert.is((await logs.find(OTHER))?.newest, 1, 'a quiet conversation stays open')
    assert.equal(logs.totals(), { logs: 1, envelopes: 0, bytes: 0 })
  })

  contract('a log that nothing was ever put into is forgotten soon, one that something was is not', async scene => {
    const { logs, place } = scene
    await logs.expire(KEEPING)
    await logs.change(LOG, { account: ADA, decide: () => termsOf(ADA, { isChild: true }) })
    await openLog(logs, OTHER, ADA)
    await logs.append(OTHER, [utf8('a')], ANY)
    assert.equal(await logs.usage(ADA), { bytes: 1, logs: 2, children: 1 })
    for (const day of [101, 102]) {
      place.setClock(day * DAY_MS)
      assert.is(await logs.expire(KEEPING), day)
    }
    assert.is((await logs.find(LOG))?.newest, 0, 'two whole days have not passed')
    place.setClock(103 * DAY_MS)
    await logs.expire(KEEPING)
    assert.is(await logs.find(LOG), undefined)
    await reopen(scene)
    assert.equal(await scene.logs.usage(ADA), { bytes: 1, logs: 1, children: 0 })
    assert.equal(placesOf(await scene.logs.append(OTHER, [utf8('b')], ANY)), [2])
  })

  contract('two runs of expiry at once are two days, one after the other', async ({ logs, place }) => {
    await logs.expire(KEEPING)
    await openLog(logs, LOG, ADA)
    await logs.append(LOG, [utf8('a')], ANY)
    place.setClock(200 * DAY_MS)
    assert.equal(await Promise.all([logs.expire(KEEPING), logs.expire(KEEPING), logs.expire(KEEPING)]), [101, 102, 103])
    assert.is(textsOf(await logs.read(LOG, NO_END)), '1:a')
  })

  contract('a clock that jumps ahead a year drops no more than a day at a time', async ({ logs, place }) => {
    await openLog(logs, LOG, ADA)
    await logs.expire(KEEPING)
    await logs.append(LOG, [utf8('a')], ANY)
    place.setClock(500 * DAY_MS)
    for (let times = 0; times < 3; times++) await logs.expire(KEEPING)
    assert.is(textsOf(await logs.read(LOG, NO_END)), '1:a')
    place.setClock(100 * DAY_MS)
    assert.equal(placesOf(await logs.append(LOG, [utf8('b')], ANY)), [2])
  })

  contract(
    'what is renewed moves to a new place, also past the tail, takes no more space, and is known by that',
    async ({ logs, place }) => {
      await logs.change(LOG, { account: ADA, decide: () => termsOf(ADA, { children: [OTHER], tailEnd: 1 }) })
      const rules: AppendRules = {
        refusal: ({ newest, renewed, tailEnd = Infinity }) => (newest - renewed >= tailEnd ? 'ERR_LOG_CLOSED' : undefined),
        renews: (_log, _place, ageDays) => ageDays >= 2
      }
      await logs.expire(KEEPING)
      assert.equal(placesOf(await logs.append(LOG, [utf8('commit'), utf8('late')], rules)), [1, 'ERR_LOG_CLOSED'])
      place.setClock(101 * DAY_MS)
      await logs.expire(KEEPING)
      assert.equal(placesOf(await logs.append(LOG, [utf8('commit')], rules)), [-1])
      place.setClock(102 * DAY_MS)
      assert.equal(placesOf(await logs.append(LOG, [utf8('commit'), utf8('commit'), utf8('late')], rules)), [2, -2, 'ERR_LOG_CLOSED'])
      assert.is(textsOf(await logs.read(LOG, NO_END)), '2:commit')
      assert.is(textsOf(await logs.read(LOG, { ...NO_END, backwards: true, most: 1 })), '2:commit')
      assert.is((await logs.usage(ADA)).bytes, 6)
      for (let day = 102; day <= 104; day++) {
        place.setClock(day * DAY_MS)
        await logs.expire(KEEPING)
      }
      assert.is(textsOf(await logs.read(LOG, NO_END)), '2:commit')
      assert.equal(placesOf(await logs.append(LOG, [utf8('commit')], ANY)), [-2])
    }
  )

  contract('a log that is emptied keeps its place and is charged for nothing', async ({ logs }) => {
    await openLog(logs, LOG, ADA)
    await logs.append(LOG, ['a', 'b', 'c'].map(utf8), ANY)
    await logs.empty(LOG)
    assert.equal(await logs.usage(ADA), { bytes: 0, logs: 1, children: 0 })
    assert.equal([(await logs.find(LOG))?.newest, (await logs.find(LOG))?.oldest], [3, 4])
  })

  contract('a disk that refuses is said, nothing counts as stored, and it goes on by itself', async scene => {
    const { logs, place } = scene
    await openLog(logs, LOG, ADA)
    await logs.append(LOG, [utf8('a')], ANY)
    place.refuse(true)
    const refused = await Promise.all([
      codeOf(logs.append(LOG, [utf8('b')], ANY)),
      codeOf(logs.append(LOG, [utf8('c')], ANY)),
      codeOf(openLog(logs, OTHER, BOB))
    ])
    assert.equal(refused, ['ERR_STORE', 'ERR_STORE', 'ERR_STORE'])
    place.refuse(false)
    const again = placesOf(await logs.append(LOG, [utf8('b'), utf8('c')], ANY)).map(Math.abs as (place: number | string) => number)
    assert.equal(again, [2, 3])
    assert.is(textsOf(await logs.read(LOG, NO_END)), '1:a 2:b 3:c')
    await openLog(logs, OTHER, BOB)
    assert.equal(
      [await logs.usage(ADA), await logs.usage(BOB)],
      [
        { bytes: 3, logs: 1, children: 0 },
        { bytes: 0, logs: 1, children: 0 }
      ]
    )
    await reopen(scene)
    assert.is(textsOf(await scene.logs.read(LOG, NO_END)), '1:a 2:b 3:c')
  })

  contract('after any history counters equal a recount, repeats stay repeats and places have no holes', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('append' as const), log: fc.nat(2), what: fc.array(fc.nat(30), { maxLength: 6 }) }),
      fc.record({ kind: fc.constant('day' as const) }),
      fc.record({ kind: fc.constant('close' as const), log: fc.nat(2) }),
      fc.record({ kind: fc.constant('empty' as const), log: fc.nat(2) }),
      fc.record({ kind: fc.constant('reopen' as const) })
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async steps => {
        const place = await create()
        place.setClock(100 * DAY_MS)
        const scene = { place } as Scene
        await open(scene)
        let day = 100
        for (const one of steps) {
          const log = ('log' in one ? `0${one.log}`.repeat(32) : LOG) as LogId
          if (one.kind === 'append') {
            if ((await scene.logs.find(log)) === undefined) await openLog(scene.logs, log, log === LOG ? ADA : BOB)
            const bytes = one.what.map(number => utf8(`envelope ${number}`))
            await Promise.all(bytes.map(each => scene.logs.append(log, [each], ANY)))
            const kept = await scene.logs.read(log, NO_END)
            for (const each of bytes) assert.is(kept.filter(other => equals(other.bytes, each)).length, 1)
          } else if (one.kind === 'day') {
            place.setClock(++day * DAY_MS)
            await scene.logs.expire(KEEPING)
          } else if (one.kind === 'reopen') await reopen(scene)
          else if (one.kind === 'empty') await scene.logs.empty(log)
          else await scene.logs.change(log, { account: ADA, decide: state => state && { ...state, isClosed: true } })
          assert.equal((await scene.logs.recount()).faults, [])
        }
        await scene.close()
        await place.remove()
      }),
      { numRuns: 30 }
    )
  })

  contract.run()
}
