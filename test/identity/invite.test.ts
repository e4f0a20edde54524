import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { AccountId } from '../../node/base/ids.js'
import {
  createInvite,
  findInvite,
  type InviteRecord,
  redeemInvite,
  revokeInvite,
  settleKnock,
  takeWithInvite,
  usesLeft
} from '../../node/identity/invite.js'
import { primitives } from './people.js'
import { rejection } from './refusal.js'

const invite = suite('invite')
const nowMs = 1_000_000
const HOUR_MS = 3_600_000
const account = (number: number) => number.toString(16).padStart(64, '0') as AccountId
const knock = (number: number, atMs = nowMs, waitingInAll = 0) => ({ account: account(number), nowMs: atMs, waitingInAll })

function knockAll(start: InviteRecord, from: number, to: number): InviteRecord {
  let state = start
  for (let i = from; i < to; i++) {
    const [next, outcome] = redeemInvite(state, knock(i))
    assert.is(outcome, 'ok')
    state = next
  }
  return state
}

invite('a new invite has a random token and is named by its hash', async () => {
  const made = await createInvite(primitives, { label: 'for Bob', uses: 3, expiresInMs: 5_000, nowMs })
  assert.is(made.token.length, 16)
  assert.is(made.id, createHash('sha256').update(made.token).digest('hex').slice(0, 8))
  assert.is(made.expiresAtMs, nowMs + 5_000)
  assert.is(usesLeft(made), 3)
  assert.is(usesLeft(await createInvite(primitives, { nowMs })), undefined)
  assert.is.not((await createInvite(primitives, { nowMs })).id, made.id)
})

invite('what makes no sense is refused', async () => {
  await createInvite(primitives, { expiresInMs: 315_360_000_000, nowMs })
  const bad = [
    { uses: 0 },
    { uses: 1.5 },
    { uses: -1 },
    { expiresInMs: 0 },
    { expiresInMs: Number.NaN },
    { expiresInMs: 315_360_000_001 },
    { label: 'x'.repeat(65) }
  ]
  for (const options of bad) await rejection(createInvite(primitives, { ...options, nowMs }), 'ERR_INVALID_ARGUMENT')
})

invite('it is found by its whole token only', async () => {
  const invites = await Promise.all([1, 2, 3].map(() => createInvite(primitives, { nowMs })))
  const [, second] = invites
  assert.ok(second)
  assert.is(findInvite(invites, second.token), second)
  assert.is(findInvite(invites, second.token.slice(0, 15)), undefined)
  assert.is(findInvite(invites, new Uint8Array(16)), undefined)
})

invite('uses are counted, a repeated knock once', async () => {
  const two = await createInvite(primitives, { uses: 2, nowMs })
  const used = knockAll(two, 0, 2)
  assert.equal(redeemInvite(used, knock(1)), [used, 'ok'])
  assert.equal(redeemInvite(used, knock(2)), [used, 'used up'])
  const settled = settleKnock(used, account(0))
  assert.is(redeemInvite(settled, knock(2))[1], 'used up')
  assert.is(usesLeft(settled), 0)
})

invite('after its time, and once revoked, nobody gets in', async () => {
  const made = await createInvite(primitives, { expiresInMs: 10, nowMs })
  assert.is(redeemInvite(made, knock(1, nowMs + 9))[1], 'ok')
  assert.is(redeemInvite(made, knock(1, nowMs + 10))[1], 'expired')
  const [waiting] = redeemInvite(made, knock(1))
  const revoked = revokeInvite(waiting)
  assert.is(redeemInvite(revoked, knock(1))[1], 'revoked')
  assert.is(redeemInvite(revoked, knock(2))[1], 'revoked')
  assert.is(takeWithInvite(revoked, nowMs)[1], 'revoked')
  assert.equal(revoked.waiting, [account(1)])
})

invite('an invite that is abused fills its own slice of the box, and others go on', async () => {
  const full = knockAll(await createInvite(primitives, { nowMs }), 0, 16)
  assert.equal(redeemInvite(full, knock(16)), [full, 'box full'])
  const other = await createInvite(primitives, { nowMs })
  assert.is(redeemInvite(other, knock(16, nowMs, 16))[1], 'ok')
  assert.is(redeemInvite(other, knock(16, nowMs, 63))[1], 'ok')
  assert.is(redeemInvite(other, knock(16, nowMs, 64))[1], 'box full')
  assert.is(redeemInvite(settleKnock(full, account(3)), knock(16))[1], 'ok')
})

invite('key packages are taken 64 times an hour at most, by its own count', async () => {
  let state = await createInvite(primitives, { nowMs })
  for (let i = 0; i < 64; i++) {
    const [next, outcome] = takeWithInvite(state, nowMs + i)
    assert.is(outcome, 'ok')
    state = next
  }
  assert.is(takeWithInvite(state, nowMs + 64)[1], 'too often')
  assert.is(takeWithInvite(state, nowMs + HOUR_MS)[1], 'ok')
  assert.is(takeWithInvite(state, nowMs - HOUR_MS)[1], 'ok', 'a clock that was set back does not close it')
})

invite('whoever waits may still take key packages when the uses are used up; others may not', async () => {
  const [used] = redeemInvite(await createInvite(primitives, { uses: 1, nowMs }), knock(1))
  assert.is(takeWithInvite(used, nowMs)[1], 'ok')
  assert.is(takeWithInvite(settleKnock(used, account(1)), nowMs)[1], 'used up')
})

invite('whatever happens, its slice is never exceeded, its uses never go back, and a revoked one stays shut', async () => {
  const made = await createInvite(primitives, { uses: 20, nowMs })
  const step = fc.oneof(
    fc.record({ kind: fc.constant('knock' as const), who: fc.nat(30) }),
    fc.record({ kind: fc.constant('settle' as const), who: fc.nat(30) }),
    fc.record({ kind: fc.constant('revoke' as const), who: fc.constant(0) })
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), steps => {
      let state = made
      for (const { kind, who } of steps) {
        const before = state
        if (kind === 'revoke') state = revokeInvite(state)
        if (kind === 'settle') state = settleKnock(state, account(who))
        if (kind === 'knock') {
          const [next, outcome] = redeemInvite(state, knock(who))
          state = next
          if (before.revoked) assert.is(outcome, 'revoked')
        }
        assert.ok(state.waiting.length <= 16)
        assert.ok(state.used <= 20 && state.used >= before.used)
        assert.ok(state.revoked || !before.revoked)
      }
    })
  )
})

invite.run()
