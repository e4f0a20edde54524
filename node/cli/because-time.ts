import type { Because } from '../api/message.js'
import { localMoment } from '../host/terminal/local-time.js'

/** When it happened, and until when it holds or is waited for; empty where neither is known. */
export function becauseTime({ atMs, untilMs }: Because, nowMs: number): string {
  const at = atMs === undefined ? [] : [localMoment(atMs, nowMs)]
  const until = untilMs === undefined ? [] : [`until ${localMoment(untilMs, nowMs)}`]
  return [...at, ...until].join(' ')
}
