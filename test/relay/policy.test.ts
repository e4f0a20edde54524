import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isChatError } from '../../node/base/errors.js'
import type { AccountId, LogId } from '../../node/base/ids.js'
import { KNOCK_LOG_ENVELOPES, MAX_CHILDREN, RELAY, TAIL_ENVELOPES, type Standing } from '../../node/network/relay-protocol.js'
import { DEFAULT_LIMITS } from '../../relay/limits.js'
import type { LogState } from '../../relay/log-store.js'
import { NO_USAGE } from '../../relay/usage-counts.js'
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
  requireSpace,
  requireStanding,
  type Allowance,
  type Bucket
} from '../../relay/policy.js'

const ADA = 'a1'.repeat(32) as AccountId
const BOB = 'b0'.repeat(32) as AccountId
const LIMITS = {
  ...DEFAULT_LIMITS,
  envelopesPerLog: 1_000,
  bytesPerLog: 1_000_000,
  bytesPerAccount: 3_000_000,
  sharesPerAccount: 2,
  logsPerAccount: 10,
  childrenPerAccount: 5
}
const ROOT = '0a'.repeat(32) as LogId
const ALLOWANCE: Allowance = { limits: LIMITS, isServed: true, isFull: false }
const BANNED: Allowance = { ...ALLOWANCE, isServed: false }
const FULL: Allowance = { ...ALLOWANCE, isFull: true }
const ADAS = { member: ADA, isOwnerServed: true }

const accounts = fc.constantFrom(ADA, BOB)
const usages = fc.record({
  bytes: fc.nat(4_000_000),
  logs: fc.nat(12),
  children: fc.nat(7),
  tree: fc.record({ bytes: fc.nat(2_000_000), childBytes: fc.nat(1_000_000) })
})
const UNUSED = { ...NO_USAGE, tree: { bytes: 0, childBytes: 0 } }
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
    tail: fc.nat(TAIL_ENVELOPES),
    renewed: fc.nat(100),
    isChild: fc.boolean(),
    root: fc.option(logIds, { nil: undefined })
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
      const refusal = appendRefusal(ALLOWANCE, log, usage, bytes)
      const kept = log.newest - log.oldest + 1
      const isOver = log.isClosed || (log.tailEnd !== undefined && log.newest - log.renewed >= log.tailEnd)
      const isFull =
        kept + 1 > (log.isSmall ? KNOCK_LOG_ENVELOPES : LIMITS.envelopesPerLog) ||
        log.bytes + bytes > LIMITS.bytesPerLog ||
        usage.tree.bytes + bytes > 1_500_000 ||
        (log.isChild && usage.tree.childBytes + bytes > 750_000) ||
        usage.bytes + bytes > LIMITS.bytesPerAccount
      assert.is(refusal, isOver ? 'ERR_LOG_CLOSED' : isFull ? 'ERR_QUOTA' : undefined)
      assert.is(appendRefusal(BANNED, log, usage, bytes), isOver ? 'ERR_LOG_CLOSED' : 'ERR_NOT_ALLOWED')
      assert.is(appendRefusal(FULL, log, usage, bytes), isOver ? 'ERR_LOG_CLOSED' : 'ERR_BUSY')
    })
  )
})

test('a log that has a child takes 64 more, however often children are added', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constant('append'), logIds), { maxLength: 200 }), steps => {
      let log: LogState = openLogFor(ADA)
      let since: number | undefined
      for (const step of steps) {
        if (step !== 'append') {
          if (log.children.length < MAX_CHILDREN) log = { ...log, ...adoptChild(step, log) }
          since ??= log.newest
        } else if (appendRefusal(ALLOWANCE, log, UNUSED, 1) === undefined) log = { ...log, newest: log.newest + 1 }
        if (since !== undefined) assert.ok(log.newest <= since + TAIL_ENVELOPES)
      }
      assert.ok(log.children.length <= MAX_CHILDREN)
    })
  )
})

function openLogFor(owner: AccountId): LogState {
  const terms = openLog(ALLOWANCE, { member: owner, isOwnerServed: false }, undefined, NO_USAGE)
  assert.ok(terms)
  return { ...terms, newest: 0, oldest: 1, bytes: 0, renewed: 0 }
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
        () => openLog(ALLOWANCE, { member: who, isOwnerServed: true }, log, usage),
        () => openKnockLog(ALLOWANCE, { owner: who, bytes: 1_149 }, log, usage),
        () => answerKnockLog(who, isAccepted, log),
        () => closeLog(who, log),
        () => adoptChild(child, log),
        () => openChildLog(ALLOWANCE, { parent: log, root: child, by: who }, log, usage)
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
        codeOf(() => openLog(ALLOWANCE, ADAS, undefined, usage)),
        expected
      )
      assert.is(
        codeOf(() => openChildLog(ALLOWANCE, { parent, root: ROOT, by: parent.owner }, undefined, usage)),
        expected
      )
      assert.is(
        codeOf(() => openKnockLog(ALLOWANCE, { owner: ADA, bytes: 0 }, undefined, usage)),
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
  assert.is(openLog(ALLOWANCE, ADAS, log, { bytes: 0, logs: 1, children: 0 })?.isSmall, false)
  assert.is(openLog(ALLOWANCE, { member: BOB, isOwnerServed: true }, log, { bytes: 0, logs: 1, children: 0 }), undefined)
})

test('only what stands at the end of a log with living children is renewed, after half of its time', () => {
  const parent: LogState = { ...openLogFor(ADA), children: ['ff'.repeat(32) as LogId], newest: 1_000, tailEnd: 1_064 }
  assert.not(renewsEnvelope(ALLOWANCE, parent, 1_000, 14))
  assert.ok(renewsEnvelope(ALLOWANCE, parent, 1_000, 15))
  assert.ok(renewsEnvelope(ALLOWANCE, parent, 1_064 - 2 * TAIL_ENVELOPES + 1, 15))
  assert.not(renewsEnvelope(ALLOWANCE, parent, 1_064 - 2 * TAIL_ENVELOPES, 15), 'nothing older')
  assert.not(renewsEnvelope(ALLOWANCE, { ...parent, isClosed: true }, 1_000, 20))
  assert.not(renewsEnvelope(BANNED, parent, 1_000, 20))
  assert.not(renewsEnvelope(ALLOWANCE, { ...openLogFor(ADA), newest: 1_000 }, 1_000, 20))
})

test('what was renewed takes nothing from the tail, and pushes nothing else out of what may be renewed', () => {
  const parent: LogState = {
    ...openLogFor(ADA),
    ...adoptChild('ff'.repeat(32) as LogId, { ...openLogFor(ADA), newest: 1_000 }),
    newest: 1_064,
    oldest: 900
  }
  assert.is(appendRefusal(ALLOWANCE, parent, UNUSED, 1), 'ERR_LOG_CLOSED')
  const renewed: LogState = { ...parent, newest: parent.newest + 64, renewed: 64 }
  assert.is(appendRefusal(ALLOWANCE, renewed, UNUSED, 1), 'ERR_LOG_CLOSED')
  assert.is(appendRefusal(ALLOWANCE, { ...renewed, newest: renewed.newest - 1 }, UNUSED, 1), undefined)
  assert.ok(renewsEnvelope(ALLOWANCE, renewed, 1_000, 15), 'the commit, once everything else has moved')
})

test('others open children up to a share of what an account may have, the account itself up to all of it', () => {
  const parent = openLogFor(ADA)
  const usage = { bytes: 0, logs: 6, children: 5 }
  const opening = (by: AccountId | undefined, allowance = ALLOWANCE, used = usage) =>
    codeOf(() => openChildLog(allowance, { parent, root: ROOT, by }, undefined, used))
  assert.equal([opening(undefined), opening(BOB), opening(ADA)], ['ERR_QUOTA', 'ERR_QUOTA', 'ok'])
  assert.is(opening(BOB, ALLOWANCE, { ...usage, children: 4 }), 'ok')
  assert.is(opening(ADA, ALLOWANCE, { ...usage, logs: 10 }), 'ERR_QUOTA')
  assert.equal([opening(BOB, BANNED), opening(ADA, BANNED)], ['ERR_NOT_ALLOWED', 'ERR_NOT_ALLOWED'])
})

test('a child is counted with its root; what others opened is the owner’s once it opens that itself', () => {
  const parent = openLogFor(ADA)
  const state = { newest: 0, oldest: 1, bytes: 0, renewed: 0 }
  const opening = (by: AccountId | undefined) => openChildLog(ALLOWANCE, { parent, root: ROOT, by }, undefined, NO_USAGE)
  const [others, own] = [opening(BOB), opening(ADA)]
  assert.equal([others?.root, others?.isChild, own?.root, own?.isChild], [ROOT, true, ROOT, false])
  assert.ok(others)
  const opened = openLog(ALLOWANCE, ADAS, { ...state, ...others }, NO_USAGE)
  assert.equal([opened?.root, opened?.isChild], [ROOT, false])
  assert.is(openLog(ALLOWANCE, { member: BOB, isOwnerServed: true }, { ...state, ...others }, NO_USAGE), undefined, 'not by another')
  assert.is(openLog(ALLOWANCE, { ...ADAS, root: ROOT }, undefined, NO_USAGE)?.root, ROOT)
})

test('a log whose owner is served no more is the next member’s who opens it, where there is room for it', () => {
  const log: LogState = { ...openLogFor(ADA), bytes: 500_000, isSmall: true }
  const open = (isOwnerServed: boolean, usage = NO_USAGE) => openLog(ALLOWANCE, { member: BOB, isOwnerServed }, log, usage)
  assert.is(open(true), undefined)
  assert.equal([open(false)?.owner, open(false)?.isSmall], [BOB, false])
  assert.is(
    codeOf(() => open(false, { bytes: 2_600_000, logs: 1, children: 0 })),
    'ERR_QUOTA'
  )
})

test('once the relay is full nothing is answered that would make it fuller, everything else is', () => {
  for (const kind of RELAY.kinds) {
    assert.is(
      codeOf(() => requireSpace(false, kind)),
      'ok'
    )
    const grows = ['join', 'open', 'child', 'invites', 'knock', 'shelve', 'put-list', 'put-index'].includes(kind)
    assert.is(
      codeOf(() => requireSpace(true, kind)),
      grows ? 'ERR_BUSY' : 'ok'
    )
  }
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
    const allowed = order.map(standing => codeOf(() => requireStanding(standing, kind, false)) === 'ok')
    assert.equal(
      allowed,
      allowed.toSorted((a, b) => Number(a) - Number(b))
    )
    assert.equal([allowed[0], allowed[3]], [false, true])
    assert.is(codeOf(() => requireStanding('banned', kind, true)) === 'ok', kind === 'get-list', 'the revoked learn that they are')
  }
})

test.run()
