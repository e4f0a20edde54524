import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isChatError } from '../../node/base/errors.js'
import type { AccountId, LogId } from '../../node/base/ids.js'
import { KNOCK_LOG_ENVELOPES, MAX_CHILDREN, RELAY, TAIL_ENVELOPES, type Standing } from '../../node/network/relay-protocol.js'
import { DEFAULT_LIMITS } from '../../relay/limits.js'
import type { LogState } from '../../relay/log-store.js'
import {
  adoptChild,
  answerKnockLog,
  appendRefusal,
  closeLog,
  draw,
  openChildLog,
  openKnockLog,
  openLog,
  renewsEnvelope,
  requireStanding,
  type Bucket
} from '../../relay/policy.js'

const ADA = 'a1'.repeat(32) as AccountId
const BOB = 'b0'.repeat(32) as AccountId
const LIMITS = { ...DEFAULT_LIMITS, envelopesPerLog: 1_000, bytesPerLog: 1_000_000, bytesPerAccount: 3_000_000, logsPerAccount: 10 }

const accounts = fc.constantFrom(ADA, BOB)
const usages = fc.record({ bytes: fc.nat(4_000_000), logs: fc.nat(12) })
const logIds = fc.integer({ min: 0, max: 20 }).map(number => number.toString(16).padStart(64, '0') as LogId)

const logs: fc.Arbitrary<LogState> = fc
  .record({
    owner: accounts,
    isSmall: fc.boolean(),
    isClosed: fc.boolean(),
    children: fc.uniqueArray(logIds, { maxLength: MAX_CHILDREN }),
    newest: fc.nat(2_000),
    dropped: fc.nat(2_000),
    bytes: fc.nat(1_100_000),
    tail: fc.nat(TAIL_ENVELOPES)
  })
  .map(({ dropped, tail, ...log }) => ({
    ...log,
    oldest: Math.min(dropped, log.newest) + 1,
    tailEnd: log.children.length > 0 ? log.newest + tail : undefined
  }))

const codeOf = (doing: () => unknown): string => {
  try {
    doing()
    return 'ok'
  } catch (err) {
    return isChatError(err) ? err.code : String(err)
  }
}

const test = suite("a relay's policy")

test('nothing is appended past a quota, to a closed log or behind the tail, and everything else is', () => {
  fc.assert(
    fc.property(logs, usages, fc.nat(70_000), (log, usage, bytes) => {
      const refusal = appendRefusal(LIMITS, log, usage, bytes)
      const kept = log.newest - log.oldest + 1
      const isOver = log.isClosed || (log.tailEnd !== undefined && log.newest >= log.tailEnd)
      const isFull =
        kept + 1 > (log.isSmall ? KNOCK_LOG_ENVELOPES : LIMITS.envelopesPerLog) ||
        log.bytes + bytes > LIMITS.bytesPerLog ||
        usage.bytes + bytes > LIMITS.bytesPerAccount
      assert.is(refusal, isOver ? 'ERR_LOG_CLOSED' : isFull ? 'ERR_QUOTA' : undefined)
    })
  )
})

test('a log that has a child takes 64 more, however often children are added', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constant('append'), logIds), { maxLength: 200 }), steps => {
      let log: LogState = { ...openLogFor(ADA), newest: 0, oldest: 1, bytes: 0 }
      let since: number | undefined
      for (const step of steps) {
        if (step !== 'append') {
          if (log.children.length < MAX_CHILDREN) log = { ...log, ...adoptChild(step, log) }
          since ??= log.newest
        } else if (appendRefusal(LIMITS, log, { bytes: 0, logs: 1 }, 1) === undefined) log = { ...log, newest: log.newest + 1 }
        if (since !== undefined) assert.ok(log.newest <= since + TAIL_ENVELOPES)
      }
      assert.ok(log.children.length <= MAX_CHILDREN)
    })
  )
})

function openLogFor(owner: AccountId): LogState {
  const terms = openLog(LIMITS, owner, undefined, { bytes: 0, logs: 0 })
  assert.ok(terms)
  return { ...terms, newest: 0, oldest: 1, bytes: 0 }
}

test('a ninth child is refused, one that is there already is not', () => {
  let log = openLogFor(ADA)
  const ids = Array.from({ length: MAX_CHILDREN }, (_, at) => at.toString(16).padStart(64, '0') as LogId)
  for (const id of ids) log = { ...log, ...adoptChild(id, log) }
  assert.is(
    codeOf(() => adoptChild('ff'.repeat(32) as LogId, log)),
    'ERR_QUOTA'
  )
  for (const id of ids) assert.is(adoptChild(id, log), undefined)
})

test('no change of terms gives a log to another account, opens a closed one, or takes a child away', () => {
  fc.assert(
    fc.property(logs, accounts, logIds, fc.boolean(), usages, (log, who, child, isAccepted, usage) => {
      const changes = [
        () => openLog(LIMITS, who, log, usage),
        () => openKnockLog(LIMITS, { owner: who, bytes: 1_149 }, log, usage),
        () => answerKnockLog(who, isAccepted, log),
        () => closeLog(who, log),
        () => adoptChild(child, log),
        () => openChildLog(LIMITS, log, log, usage)
      ]
      for (const change of changes) {
        let after
        try {
          after = change() ?? log
        } catch (err) {
          assert.ok(isChatError(err))
          continue
        }
        assert.is(after.owner, log.owner)
        assert.ok(!log.isClosed || after.isClosed)
        assert.ok(log.children.every(one => after.children.includes(one)))
        if (who !== log.owner) assert.is(after.isClosed, log.isClosed, 'only its owner closes it')
        if (log.isSmall && !after.isSmall) assert.is(who, log.owner, 'only its owner lifts its quota')
      }
    })
  )
})

test('whoever opens, the account that is charged has room for it', () => {
  fc.assert(
    fc.property(logs, usages, (parent, usage) => {
      const hasRoom = usage.logs < LIMITS.logsPerAccount && usage.bytes <= LIMITS.bytesPerAccount
      const expected = hasRoom ? 'ok' : 'ERR_QUOTA'
      assert.is(
        codeOf(() => openLog(LIMITS, ADA, undefined, usage)),
        expected
      )
      assert.is(
        codeOf(() => openChildLog(LIMITS, parent, undefined, usage)),
        expected
      )
      assert.is(
        codeOf(() => openKnockLog(LIMITS, { owner: ADA, bytes: 0 }, undefined, usage)),
        expected
      )
    })
  )
})

test('a log that a knock opened has no children before it is accepted, and neither is it another account’s to accept', () => {
  const log: LogState = { ...openLogFor(ADA), isSmall: true }
  assert.is(
    codeOf(() => adoptChild('ff'.repeat(32) as LogId, log)),
    'ERR_QUOTA'
  )
  assert.is(answerKnockLog(BOB, true, log), undefined)
  assert.is(answerKnockLog(ADA, true, log)?.isSmall, false)
  assert.is(answerKnockLog(ADA, false, log)?.isClosed, true)
  assert.is(openLog(LIMITS, ADA, log, { bytes: 0, logs: 1 })?.isSmall, false)
  assert.is(openLog(LIMITS, BOB, log, { bytes: 0, logs: 1 }), undefined)
})

test('only what closes a log with living children is renewed, after half of its time', () => {
  const parent: LogState = { ...openLogFor(ADA), children: ['ff'.repeat(32) as LogId] }
  assert.not(renewsEnvelope(LIMITS, parent, 14))
  assert.ok(renewsEnvelope(LIMITS, parent, 15))
  assert.not(renewsEnvelope(LIMITS, { ...parent, isClosed: true }, 20))
  assert.not(renewsEnvelope(LIMITS, openLogFor(ADA), 20))
})

test('a bucket never gives more than its burst and its rate, and a clock set back fills nothing', () => {
  const rates = fc.record({ burst: fc.integer({ min: 1, max: 50 }), perMinute: fc.integer({ min: 0, max: 600 }) })
  const draws = fc.array(fc.record({ cost: fc.integer({ min: 1, max: 10 }), afterMs: fc.integer({ min: -5_000, max: 5_000 }) }))
  fc.assert(
    fc.property(rates, draws, (rate, steps) => {
      let bucket: Bucket | undefined
      let given = 0
      let nowMs = 1_000_000
      let forwardMs = 0
      for (const { cost, afterMs } of steps) {
        nowMs += afterMs
        forwardMs += Math.max(0, afterMs)
        const drawn = draw(bucket, rate, cost, nowMs)
        if (drawn === undefined) continue
        bucket = drawn
        given += cost
        assert.ok(drawn.tokens >= 0)
      }
      assert.ok(given <= rate.burst + (forwardMs * rate.perMinute) / 60_000 + 1e-6)
    })
  )
})

test('who stands lower may do no more, and whoever is banned may do nothing', () => {
  const order: Standing[] = ['banned', 'stranger', 'guest', 'member']
  for (const kind of RELAY.kinds) {
    if (kind === 'hello') continue
    const allowed = order.map(standing => codeOf(() => requireStanding(standing, kind)) === 'ok')
    assert.equal(
      allowed,
      allowed.toSorted((a, b) => Number(a) - Number(b))
    )
    assert.equal([allowed[0], allowed[3]], [false, true])
  }
})

test.run()
