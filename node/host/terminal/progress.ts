import { showDuration } from './duration.js'
import type { Terminal } from './terminal.js'

const SHOWN_AFTER_MS = 1_000
const REDRAWN_EVERY_MS = 125
const BAR_CELLS = 12
const LIT_CELLS = 3
const PERCENT = 100

/**
 * Runs `work`, and where it takes over a second shows a person that it goes on, at what, and for how long.
 * @param share how much of it is done, from 0 to 1, where that is known
 */
export async function withProgress<T>(terminal: Terminal, doing: () => string, work: () => Promise<T>, share?: () => number): Promise<T> {
  if (!terminal.isTty) return work()
  const startedAtMs = Date.now()
  let drawn = 0
  const timer = setInterval(() => {
    const elapsedMs = Date.now() - startedAtMs
    if (elapsedMs < SHOWN_AFTER_MS) return
    const moving = bar(drawn++ % BAR_CELLS)
    terminal.overwrite(`${share === undefined ? moving : filledBar(share())} ${doing()} (${showDuration(elapsedMs)})`)
  }, REDRAWN_EVERY_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    if (drawn > 0) terminal.overwrite('')
  }
}

function filledBar(share: number): string {
  const filled = Math.min(1, share)
  const cells = Math.round(filled * BAR_CELLS)
  return `${'━'.repeat(cells)}${'─'.repeat(BAR_CELLS - cells)} ${Math.floor(filled * PERCENT)} %`
}

/** A light that runs from left to right: nobody knows how long another person takes. */
function bar(step: number): string {
  return Array.from({ length: BAR_CELLS }, (_, cell) => ((step - cell + BAR_CELLS) % BAR_CELLS < LIT_CELLS ? '━' : '─')).join('')
}
