import type { Stop } from '../../node/base/lifecycle.js'

/** Longer than a background tab's timers are held up: then the machine slept. */
const SLEPT_MS = 90_000
const LOOK_MS = 5_000

/** Calls `wake` where the network has changed, somebody comes back to the page, or the machine has slept. */
export function watchSleep(wake: Stop): Stop {
  const over = new AbortController()
  const { signal } = over
  let lookedAtMs = Date.now()
  const timer = setInterval(() => {
    const now = Date.now()
    if (now - lookedAtMs > SLEPT_MS) wake()
    lookedAtMs = now
  }, LOOK_MS)
  for (const change of ['online', 'offline']) window.addEventListener(change, wake, { signal })
  document.addEventListener('resume', wake, { signal })
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake(), { signal })
  return () => {
    over.abort()
    clearInterval(timer)
  }
}
