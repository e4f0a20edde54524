import { ChatError } from '../base/errors.js'

/** Waits for `work` until the person interrupts or the time is over. @throws ERR_ABORTED, ERR_TIMEOUT with this message */
export function withDeadline<T>(work: Promise<T>, limits: { signal: AbortSignal; timeoutMs?: number; late: string }): Promise<T> {
  const { signal, timeoutMs, late } = limits
  return new Promise((resolve, reject) => {
    const interrupted = (): void => reject(new ChatError('ERR_ABORTED', 'interrupted'))
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => reject(new ChatError('ERR_TIMEOUT', late)), timeoutMs)
    signal.addEventListener('abort', interrupted, { once: true })
    if (signal.aborted) interrupted()
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      signal.removeEventListener('abort', interrupted)
    })
  })
}
