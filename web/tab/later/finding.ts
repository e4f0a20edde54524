import type { createFinding as create } from '../../../node/api/finding.js'
import type { AsyncStop } from '../../../node/base/lifecycle.js'
import { untilIdle } from '../until-idle.js'
import { onceFetched } from './fetched.js'

/** Search is fetched once there is nothing else to do, or when somebody looks for something; its index catches up by itself. */
export const createFinding: typeof create = (...parts) => {
  let isFollowing = false
  let stop: AsyncStop | undefined

  const finding = onceFetched(async () => {
    const found = (await import('../../../node/api/finding.js')).createFinding(...parts)
    if (isFollowing) stop = found.start()
    return found
  })

  return {
    search: async args => (await finding()).search(args),
    start() {
      isFollowing = true
      void untilIdle()
        .then(() => (isFollowing ? finding() : undefined))
        .catch(() => undefined) // offline, and not in the cache: whoever looks for something is told
      return async () => {
        isFollowing = false
        await stop?.()
      }
    }
  }
}
