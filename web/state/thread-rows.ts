import type { Gap, Happening, Message } from '../../node/api/message.js'
import { isSaid, type Thread } from '../../node/api/thread.js'
import { isSameDay } from './times.js'

/** Among the mounted messages: whoever may change a group could do so all day. */
const MOST_HAPPENINGS = 50
/** Devices of which the newest is missing. */
const MOST_GAPS_AT_END = 20
const GROUPED_WITHIN_MS = 5 * 60_000

/** The mounted messages of a thread, by their indices. */
export interface Slice {
  readonly start: number
  readonly end: number
}

/** One row of the timeline. */
export type ThreadRow =
  | { readonly kind: 'day'; readonly key: string; readonly atMs: number }
  | { readonly kind: 'new'; readonly key: string }
  | { readonly kind: 'happening'; readonly key: string; readonly happening: Happening }
  | { readonly kind: 'gap'; readonly key: string; readonly gap: Gap; readonly name: string }
  | { readonly kind: 'message'; readonly key: string; readonly message: Message; readonly isFirst: boolean; readonly isLast: boolean }

/** The mounted part of a thread, with what stands between the messages. */
export function threadRows({ messages, happenings, gaps, divider }: Thread, { start, end }: Slice): readonly ThreadRow[] {
  const mounted = new Set<Happening['after']>(messages.slice(start, end).map(({ id }) => id))
  if (start === 0) mounted.add(undefined)
  const shown = happenings.filter(({ after }) => mounted.has(after)).slice(-MOST_HAPPENINGS)
  const behind = (message: Happening['after']): readonly Happening[] => shown.filter(({ after }) => after === message)
  const rows: ThreadRow[] = []
  for (let index = start; index < end; index++) {
    const message = messages[index]
    if (message === undefined) continue
    const previous = messages[index - 1]
    const next = messages[index + 1]
    const happened = behind(previous?.id)
    if (beginsDay(previous, message)) rows.push(...withDay(happened, { id: message.id, atMs: message.sentAtMs }))
    else rows.push(...happened.map(happeningRow))
    if (divider === message.id) rows.push({ kind: 'new', key: 'new' })
    for (const gap of gaps) if (isBefore(gap, message)) rows.push(gapRow(gap, message.senderName))
    const isFirst = rows.at(-1)?.kind !== 'message' || previous === undefined || !belongTogether(previous, message)
    const isLast = next === undefined || divider === next.id || !belongTogether(message, next)
    rows.push({ kind: 'message', key: message.id, message, isFirst, isLast })
  }
  const last = messages[end - 1]
  const happened = behind(last?.id)
  const newest = happened.at(-1)
  if (last !== undefined && newest !== undefined && !isSameDay(last.sentAtMs, newest.atMs)) rows.push(...withDay(happened, newest))
  else rows.push(...happened.map(happeningRow))
  // Nothing of that device that is here comes after what is missing.
  if (end === messages.length) {
    const open = gaps.filter(gap => messages.every(({ device, seq }) => device !== gap.device || seq < gap.from))
    for (const gap of open.slice(-MOST_GAPS_AT_END))
      rows.push(gapRow(gap, messages.findLast(({ device }) => device === gap.device)?.senderName ?? ''))
  }
  return rows
}

/** The rows of one message: its own, and what stands before it. */
export function rowsAt({ messages, gaps }: Pick<Thread, 'messages' | 'gaps'>, index: number): number {
  const message = messages[index]
  if (message === undefined) return 0
  const day = beginsDay(messages[index - 1], message) ? 1 : 0
  return 1 + day + gaps.filter(gap => isBefore(gap, message)).length
}

/** The day of what comes next, before whatever else happened on it. */
function withDay(happened: readonly Happening[], { id, atMs }: Pick<Happening, 'id' | 'atMs'>): readonly ThreadRow[] {
  const first = happened.findIndex(one => isSameDay(one.atMs, atMs))
  const earlier = first === -1 ? happened : happened.slice(0, first)
  return [...earlier.map(happeningRow), { kind: 'day', key: `day ${id}`, atMs }, ...happened.slice(earlier.length).map(happeningRow)]
}

const beginsDay = (previous: Message | undefined, message: Message): boolean =>
  previous === undefined || !isSameDay(previous.sentAtMs, message.sentAtMs)

const isBefore = (gap: Gap, { device, seq }: Message): boolean => gap.device === device && gap.to + 1 === seq

const happeningRow = (happening: Happening): ThreadRow => ({ kind: 'happening', key: happening.id, happening })

const gapRow = (gap: Gap, name: string): ThreadRow => ({ kind: 'gap', key: `gap ${gap.device} ${gap.from}`, gap, name })

/** Said in one go, by one person. */
const belongTogether = (a: Message, b: Message): boolean =>
  a.sender === b.sender &&
  isSaid(a) &&
  isSaid(b) &&
  isSameDay(a.sentAtMs, b.sentAtMs) &&
  Math.abs(b.sentAtMs - a.sentAtMs) < GROUPED_WITHIN_MS
