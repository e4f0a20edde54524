import { gaps, highest, missing, type Progress, type SeqRange } from './progress.js'

/** What a meeting with one device of the other side shows. All of it about *our own* messages. */
export interface Meeting {
  /** The highest seq we gave out. */
  readonly newest: number
  /** What they say they hold. */
  readonly theirs: Progress
  /** What stands in the outbox and will reach them anyway. */
  readonly outstanding: readonly SeqRange[]
  /** Over 30 days old: the person was told that they failed. */
  readonly failed: readonly SeqRange[]
}

/** At most this many messages are sealed again at one meeting; the next meeting goes on. */
export const FILL_PAGE = 1_024

/**
 * Which of our own messages to seal again for them, newest first, `FILL_PAGE` messages at most. Pure. Our own plaintext is
 * ours to seal again at any time and authorship stays proven, so no original has to be kept for this.
 */
export function planFill(meeting: Meeting): SeqRange[] {
  const page: SeqRange[] = []
  let room = FILL_PAGE
  const holes = gaps(meeting.theirs, meeting.newest)
    .filter(hole => hole.first <= meeting.newest)
    .map(hole => ({ first: hole.first, last: Math.min(hole.last, meeting.newest) }))
  for (const hole of subtract(subtract(holes, meeting.outstanding), meeting.failed).toReversed()) {
    if (room === 0) break
    const first = Math.max(hole.first, hole.last - room + 1)
    page.push({ first, last: hole.last })
    room -= hole.last - first + 1
  }
  return page
}

/** What to tell the person about a device's numbers: holes, and what it says it has sent and we lack. */
export function knownGaps(ours: Progress, newestTheySent: number): SeqRange[] {
  return gaps(ours, Math.max(newestTheySent, highest(ours)))
}

export function subtract(from: readonly SeqRange[], taken: readonly SeqRange[]): SeqRange[] {
  return taken.reduce<SeqRange[]>((left, range) => left.flatMap(hole => missing({ contiguous: 0, ranges: [range] }, hole)), [...from])
}
