import * as assert from 'uvu/assert'
import { type ChatError, type ErrorCode, isChatError } from '../../node/base/errors.js'

/** The error that was thrown; fails for none or for another code. */
export function refusal(act: () => unknown, code: ErrorCode): ChatError {
  let outcome: unknown
  try {
    act()
  } catch (err) {
    outcome = err
  }
  return expectCode(outcome, code)
}

export async function rejection(promise: Promise<unknown>, code: ErrorCode): Promise<ChatError> {
  const outcome: unknown = await promise.then(
    () => undefined,
    (err: unknown) => err
  )
  return expectCode(outcome, code)
}

function expectCode(outcome: unknown, code: ErrorCode): ChatError {
  if (isChatError(outcome, code)) return outcome
  assert.unreachable(`expected ${code}, got ${String(outcome)}`)
  throw outcome
}
