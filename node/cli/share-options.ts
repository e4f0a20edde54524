import { MAX_SHARED_DAYS, MAX_SHARED_MESSAGES } from '../api/bounds.js'
import type { Share } from '../api/group.js'

/** Of commands that let somebody in to a group: nothing of before is shared unless one says so. */
export const SHARE_OPTIONS = {
  share: {
    type: 'count',
    value: 'N',
    from: 1,
    to: MAX_SHARED_MESSAGES,
    summary: 'let them read the newest so many messages of before, 1,000 at most'
  },
  'share-days': {
    type: 'count',
    value: 'N',
    from: 1,
    to: MAX_SHARED_DAYS,
    summary: 'let them read what was said in so many days before, 366 at most'
  }
} as const

export function shareOf({
  share,
  'share-days': days
}: {
  readonly share: number | undefined
  readonly 'share-days': number | undefined
}): Share {
  return { ...(share === undefined ? {} : { shareMessages: share }), ...(days === undefined ? {} : { shareDays: days }) }
}
