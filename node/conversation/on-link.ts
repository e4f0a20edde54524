import { isChatError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { ConversationContext } from './context.js'

const RETRY_MS = 1_000

/**
 * Does its duty with each device whose link is or comes up, and again after a second as long as the link is up and the other side says
 * that it is not ready yet, or one of the two disks refuses. Whatever else fails is left to the next link.
 */
export function onLink({ links, clock }: Pick<ConversationContext, 'links' | 'clock'>, duty: (device: DeviceId) => Promise<void>): Stop {
  let stopped = false
  function attend(device: DeviceId): void {
    duty(device).catch((err: unknown) => {
      if (isPassing(err)) clock.after(RETRY_MS, () => !stopped && links.isUp(device) && attend(device))
      else passing(err)
    })
  }
  const stop = links.on('link:up', ({ device }) => attend(device))
  // These came up before anybody listened here.
  for (const { device } of links.paths()) attend(device)
  return () => {
    stopped = true
    stop()
  }
}

/** The other side or a disk refuses for a while, and no new link will tell when that is over. */
export function isPassing(err: unknown): boolean {
  return isChatError(err, 'ERR_STORE') || isChatError(err, 'ERR_BUSY')
}

/** The other side went away, or does not know us, or this node closes: the next link goes on from there. A bug is none of these. */
export function passing(err: unknown): void {
  if (!isChatError(err) || err.code === 'ERR_INTERNAL') throw err
}
