import { showDuration } from './duration.js'
import type { Terminal } from './terminal.js'

const SHOWN_AFTER_MS = 1_000
const REDRAWN_EVERY_MS = 125
const BAR_CELLS = 12
const LIT_CELLS = 3

/** Runs `work`, and where it takes over a second shows a person that it goes on, at what, and for how long. */
export async function withProgress<T>(terminal: Terminal, doing: () => string, work: () => Promise<T>): Promise<T> {
  if (!terminal.isTty) return work()
  const startedAtMs = Date.now()
  let drawn = 0
  const timer = setInterval(() => {
    const elapsedMs = Date.now() - startedAtMs
    if (elapsedMs < SHOWN_AFTER_MS) return
    terminal.overwrite(`${bar(drawn++ % BAR_CELLS)} ${doing()} (${showDuration(elapsedMs)})`)
  }, REDRAWN_EVERY_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    if (drawn > 0) terminal.overwrite('')
  }
}

/** A light that runs from left to right: nobody knows how long another person takes. */
function bar(step: number): string {
  return Array.from({ length: BAR_CELLS }, (_, cell) => ((step - cell + BAR_CELLS) % BAR_CELLS < LIT_CELLS ? '━' : '─')).join('')
}
