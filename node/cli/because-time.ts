import type { Because } from '../api/chat-api.js'
import { localMoment } from '../host/terminal/local-time.js'

/** When it happened, or until when it is waited for; empty where neither is known. */
export function becauseTime({ atMs, untilMs }: Because, nowMs: number): string {
  if (atMs !== undefined) return localMoment(atMs, nowMs)
  return untilMs === undefined ? '' : `until ${localMoment(untilMs, nowMs)}`
}
