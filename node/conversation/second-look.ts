/** Between two looks at what is over, across restarts: a little less than an hour, which is how often they come. */
const APART_MS = 50 * 60 * 1_000

/** Whether what was over at that look and is over now may go: no clock that was wrong for a moment takes it. Also where the clock went back. */
export function isSecondLook(firstAtMs: number, nowMs: number): boolean {
  return nowMs < firstAtMs || nowMs >= firstAtMs + APART_MS
}
