import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ErrorCode } from '../../node/base/errors.js'
import type { NowMs } from '../../node/base/ids.js'
import {
  backoffMs,
  FIRST_RETRY_MS,
  IDLE,
  LAST_RETRY_MS,
  step,
  WINDOW_ROWS,
  type Delivery,
  type DeliveryEffect,
  type DeliveryInput
} from '../../node/conversation/delivery.js'

const ROWS = 2 * WINDOW_ROWS
const now = (ms: number): NowMs => ms as NowMs
const row = fc.integer({ min: 1, max: ROWS })
const code = fc.constantFrom<ErrorCode>('ERR_TIMEOUT', 'ERR_BUSY', 'ERR_UNREACHABLE', 'ERR_DECRYPT', 'ERR_UNKNOWN_LOG')
const jitter = fc.double({ min: 0, max: 0.999, noNaN: true })
const input: fc.Arbitrary<DeliveryInput> = fc.oneof(
  { weight: 6, arbitrary: row.map(number => ({ type: 'queued' as const, row: number })) },
  { weight: 2, arbitrary: fc.boolean().map(up => ({ type: 'link' as const, up })) },
  { weight: 4, arbitrary: row.map(number => ({ type: 'acknowledged' as const, row: number })) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('failed' as const), row, code, jitter }) },
  { weight: 1, arbitrary: row.map(number => ({ type: 'withdrawn' as const, row: number })) },
  { weight: 1, arbitrary: fc.constant({ type: 'woken' as const }) }
)
const history = fc.array(fc.tuple(input, fc.integer({ min: -5_000, max: 60_000 })), { maxLength: 120 })

const rowsOf = ({ waiting }: Delivery): number[] =>
  waiting.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i))
const sentBy = (effects: readonly DeliveryEffect[]): number[] => effects.flatMap(effect => (effect.type === 'send' ? [effect.row] : []))

function run(inputs: readonly DeliveryInput[], from: Delivery = IDLE, at = now(0)): [Delivery, DeliveryEffect[]] {
  return inputs.reduce<[Delivery, DeliveryEffect[]]>(
    ([state, all], next) => {
      const [after, effects] = step(at, state, next)
      return [after, [...all, ...effects]]
    },
    [from, []]
  )
}

/** What must be true of the rows after any history, kept by the simplest means. */
function createModel() {
  const open = new Set<number>()
  const flying = new Set<number>()
  return {
    open,
    /** Before the step: what its input means. */
    take(given: DeliveryInput, linked: boolean): void {
      if (given.type === 'queued') open.add(given.row)
      if (given.type === 'withdrawn') open.delete(given.row)
      if (given.type === 'acknowledged' && flying.has(given.row)) open.delete(given.row)
      if (given.type === 'link' ? !given.up : false) flying.clear()
      if (given.type === 'acknowledged' || given.type === 'failed' || given.type === 'withdrawn') flying.delete(given.row)
      assert.ok(linked || flying.size === 0)
    },
    sent(number: number): void {
      assert.ok(open.has(number), `row ${number} was sent although nobody waits for it`)
      assert.not(flying.has(number), `row ${number} was sent twice at once`)
      flying.add(number)
    },
    flying
  }
}

const delivery = suite('delivery')

delivery('every row is either waiting or in flight, never both, never twice, never lost; the window holds', () => {
  fc.assert(
    fc.property(history, steps => {
      let state = IDLE
      let at = 1_000_000
      const model = createModel()
      for (const [given, passed] of steps) {
        at += passed
        model.take(given, state.linked)
        const [next, effects] = step(now(at), state, given)
        for (const sent of sentBy(effects)) model.sent(sent)
        const [waiting, inFlight] = [rowsOf(next), next.inFlight]
        assert.ok(inFlight.length <= WINDOW_ROWS)
        assert.is(new Set([...waiting, ...inFlight]).size, waiting.length + inFlight.length)
        assert.equal(new Set([...waiting, ...inFlight]), model.open)
        assert.equal(new Set(inFlight), model.flying)
        assert.equal(
          waiting,
          waiting.toSorted((a, b) => a - b)
        )
        if (!next.linked) assert.equal(next.inFlight, [])
        state = next
      }
    }),
    { numRuns: 300 }
  )
})

delivery('whatever happened, a link that stays and acknowledges gets every row', () => {
  fc.assert(
    fc.property(history, steps => {
      let [state] = run(steps.map(([given]) => given))
      const open = new Set([...rowsOf(state), ...state.inFlight])
      ;[state] = run([{ type: 'link', up: true }], state)
      while (state.inFlight.length > 0) {
        const [first] = state.inFlight
        if (first === undefined) break
        open.delete(first)
        ;[state] = run([{ type: 'acknowledged', row: first }], state)
      }
      assert.equal([...open, ...rowsOf(state)], [])
    }),
    { numRuns: 100 }
  )
})

delivery('a pause always ends in a wake, and what waited goes out then even where the clock was set back', () => {
  fc.assert(
    fc.property(history, jitter, (steps, spread) => {
      const [before] = run([...steps.map(([given]) => given), { type: 'link', up: true }, { type: 'queued', row: ROWS + 1 }])
      const flying = before.inFlight[0]
      if (flying === undefined) return
      const [paused, effects] = run([{ type: 'failed', row: flying, code: 'ERR_TIMEOUT', jitter: spread }], before)
      assert.is(effects.filter(effect => effect.type === 'wake').length, 1)
      assert.equal(sentBy(effects), [])
      const [woken, sent] = step(now(-86_400_000), paused, { type: 'woken' })
      assert.ok(sentBy(sent).includes(flying))
      assert.is(woken.pausedUntilMs, IDLE.pausedUntilMs)
    }),
    { numRuns: 100 }
  )
})

delivery('rows go out in order, as many as the window holds', () => {
  const queued = Array.from({ length: 300 }, (_, i): DeliveryInput => ({ type: 'queued', row: i + 1 }))
  const [waiting, none] = run(queued)
  assert.equal(sentBy(none), [])
  const [, effects] = run([{ type: 'link', up: true }], waiting)
  assert.equal(
    sentBy(effects),
    Array.from({ length: WINDOW_ROWS }, (_, i) => i + 1)
  )
})

delivery('a window that fails at once is one failure, and an acknowledgement forgets it', () => {
  const full = Array.from({ length: WINDOW_ROWS }, (_, i): DeliveryInput => ({ type: 'queued', row: i + 1 }))
  const [flying] = run([{ type: 'link', up: true }, ...full])
  const failing = flying.inFlight.map((number): DeliveryInput => ({ type: 'failed', row: number, code: 'ERR_TIMEOUT', jitter: 0 }))
  const [failed, effects] = run(failing, flying)
  assert.is(failed.failures, 1)
  assert.equal(effects, [{ type: 'wake', atMs: now(FIRST_RETRY_MS / 2) }])
  const [again] = step(now(FIRST_RETRY_MS), failed, { type: 'woken' })
  const [twice] = step(now(FIRST_RETRY_MS), again, { type: 'failed', row: 1, code: 'ERR_BUSY', jitter: 0 })
  assert.is(twice.failures, 2)
  const [well] = step(now(FIRST_RETRY_MS), twice, { type: 'acknowledged', row: 2 })
  assert.equal([well.failures, well.pausedUntilMs, well.lastError], [0, IDLE.pausedUntilMs, undefined])
})

delivery('what a device could not open is to be sealed again; what it was too busy for is not', () => {
  const [flying] = run([
    { type: 'link', up: true },
    { type: 'queued', row: 7 }
  ])
  const kinds = (failed: ErrorCode): string[] =>
    step(now(0), flying, { type: 'failed', row: 7, code: failed, jitter: 0 })[1].map(effect => effect.type)
  for (const stale of ['ERR_UNKNOWN_LOG', 'ERR_DECRYPT', 'ERR_SIGNATURE', 'ERR_MALFORMED'] as const)
    assert.equal(kinds(stale), ['stale', 'wake'])
  for (const passing of ['ERR_BUSY', 'ERR_TIMEOUT', 'ERR_STORE', 'ERR_QUOTA'] as const) assert.equal(kinds(passing), ['wake'])
})

delivery('tries are between half a second and five minutes apart, ever further', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), jitter, (failures, spread) => {
      const wait = backoffMs(failures, spread)
      assert.ok(wait >= FIRST_RETRY_MS / 2 && wait <= LAST_RETRY_MS)
      assert.ok(backoffMs(failures + 1, spread) >= wait)
    })
  )
  assert.is(backoffMs(1, 0), FIRST_RETRY_MS / 2)
  assert.is(backoffMs(100, 0), LAST_RETRY_MS / 2)
})

delivery.run()
