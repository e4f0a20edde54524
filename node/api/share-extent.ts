import { ChatError } from '../base/errors.js'
import type { Extent } from '../conversation/sharing.js'
import { MAX_SHARED_DAYS, MAX_SHARED_MESSAGES } from './bounds.js'
import type { Share } from './group.js'

/** What whoever is let in may read of before; undefined: nothing. @throws ERR_INVALID_ARGUMENT */
export function extentOf({ shareMessages: messages, shareDays: days }: Share): Extent | undefined {
  if (messages === undefined && days === undefined) return undefined
  if (!isWithin(messages, MAX_SHARED_MESSAGES) || !isWithin(days, MAX_SHARED_DAYS))
    throw new ChatError(
      'ERR_INVALID_ARGUMENT',
      `share 1 to ${MAX_SHARED_MESSAGES} messages, those of 1 to ${MAX_SHARED_DAYS} days, or nothing`
    )
  return { ...(messages === undefined ? {} : { messages }), ...(days === undefined ? {} : { days }) }
}

function isWithin(value: number | undefined, most: number): boolean {
  return value === undefined || (Number.isInteger(value) && value >= 1 && value <= most)
}
