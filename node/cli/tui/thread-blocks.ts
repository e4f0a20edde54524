import type { Because, Gap, Happening, Message } from '../../api/message.js'
import { becauseTime } from '../because-time.js'
import { dayName, localDay, localTime } from '../../host/terminal/local-time.js'
import { fadingWords, gapReason, quoteWords, reactionWords, saidBy, sharedWords, showCounts, stateMark } from '../message-lines.js'
import { textWidth } from '../../host/terminal/text-width.js'
import { fitLine, lineWidth, ruleLine, span, spreadLine, type Line, type Span, type Tone } from './line.js'
import { toneOf } from './member-tone.js'
import type { Thread } from './thread.js'
import type { Blocks, Row } from './viewport.js'
import { visibleText } from './visible-text.js'
import { wrapText } from './wrapped-text.js'

export interface ThreadLook {
  readonly width: number
  readonly nowMs: number
  /** Who the others in it are, as one name. */
  readonly title: string
  /** Its members are told apart by colours. */
  readonly isGroup: boolean
  /** The selected message is marked. */
  readonly selecting: boolean
}

/** From this width on a state is said in a word as well. */
const WORDY_CELLS = 44
/** What was said begins here: no text can look like the names, days and notices, which begin before it. */
const GUTTER_CELLS = 3
const NOTICE_CELLS = 1
const TIME_CELLS = 5
const MARK_CELLS = 2
const MARGIN_CELLS = 1
const META_GAP_CELLS = 2
const GROUPED_WITHIN_MS = 10 * 60_000
const CONFLICT = '! this device told others something else'

/** The rows of the conversation at this width; each message's are laid out once. */
export function threadBlocks(thread: Thread, look: ThreadLook): Blocks {
  const laidOut = new Map<number, readonly Row[]>()
  const count = thread.messages.length + 1
  function rows(index: number): readonly Row[] {
    const known = laidOut.get(index)
    if (known !== undefined) return known
    const lines = index === count - 1 ? tailRows(thread, look) : messageRows(thread, look, index)
    const fitted = lines.map(row => ({ ...row, line: fitLine(row.line, look.width) }))
    laidOut.set(index, fitted)
    return fitted
  }
  return { count, rows }
}

function messageRows(thread: Thread, look: ThreadLook, index: number): readonly Row[] {
  const message = thread.messages[index]
  if (message === undefined) return []
  const previous = thread.messages[index - 1]
  const isSelected = look.selecting && thread.selected === message.id
  const first = previous === undefined ? atFirst(thread).flatMap(happening => happeningLines(happening, message.sentAtMs, look)) : []
  const head = [...(previous === undefined ? beginning(thread, look) : []), ...first, ...headLines(thread, look, message, previous)]
  const text = textLines(thread, look, index).map(line => [gutter(isSelected), ...line])
  const notes = isSelected && thread.why?.id === message.id ? thread.why.because.flatMap(because => whyLines(because, look)) : []
  const conflict: readonly Line[] = message.conflict ? [indented([span(CONFLICT, 'warning')])] : []
  const lines = [...head, ...quoteLines(message), ...text, ...doneLines(message), ...conflict]
  return [
    ...lines.map((line, row): Row => (row === lines.length - 1 ? { line, ends: message.id } : { line })),
    ...notes.map(line => ({ line })),
    ...behind(thread, message).flatMap(happening => happeningLines(happening, message.sentAtMs, look).map(line => ({ line })))
  ]
}

/** What it answers, in one line. */
const quoteLines = ({ answers }: Message): readonly Line[] =>
  answers === undefined ? [] : [[gutter(false), span(`↩ ${visibleText(quoteWords(answers))}`, 'faint')]]

/** What was done to it, in one line. */
function doneLines(message: Message): readonly Line[] {
  const { reactions = [], forwarded, editedAtMs, pinned } = message
  const done = [
    ...(reactions.length === 0 ? [] : [reactionWords(reactions)]),
    ...(forwarded === true ? ['forwarded'] : []),
    ...(editedAtMs === undefined ? [] : ['edited']),
    ...(pinned === true ? ['pinned'] : []),
    ...[fadingWords(message) ?? []].flat()
  ]
  return done.length === 0 ? [] : [[gutter(false), span(visibleText(done.join(' · ')), 'faint')]]
}

/** What happened in a group between a message and the next. */
const behind = ({ happenings }: Thread, { id }: Message): readonly Happening[] => happenings.filter(({ after }) => after === id)

/** Before all that is here. */
const atFirst = ({ happenings, messages }: Thread): readonly Happening[] =>
  happenings.filter(({ after }) => after === undefined || messages.every(({ id }) => id !== after))

/** A quiet line, of its own day where that is another. */
function happeningLines({ text, atMs }: Happening, besidesMs: number, { width, nowMs }: ThreadLook): readonly Line[] {
  const when = localDay(atMs) === localDay(besidesMs) ? localTime(atMs) : `${dayName(atMs, nowMs)} ${localTime(atMs)}`
  return wrapText(`· ${visibleText(text)}, ${when}`, width - NOTICE_CELLS).map(line => indented([span(line.text, 'faint')]))
}

const gutter = (isSelected: boolean): Span => (isSelected ? span('▌  ', 'accent') : span('   '))
const indented = (line: Line): Line => [span(' '.repeat(NOTICE_CELLS)), ...line]

function beginning({ before, loading }: Thread, { width, title, isGroup }: ThreadLook): readonly Line[] {
  if (before !== undefined) return [indented([span(loading ? 'reading older messages…' : 'older messages', 'faint')])]
  const words = isGroup
    ? `This is where ${visibleText(title)} begins for you.`
    : `This is where your conversation with ${visibleText(title)} begins.`
  return wrapText(words, width - NOTICE_CELLS).map(({ text }) => indented([span(text, 'faint')]))
}

/** What stands between a message and the one before. */
function headLines(
  thread: Thread,
  { width, nowMs, title, isGroup }: ThreadLook,
  message: Message,
  previous: Message | undefined
): readonly Line[] {
  const isNewDay = previous === undefined || localDay(previous.sentAtMs) !== localDay(message.sentAtMs)
  const gaps = thread.gaps.filter(({ device, to }) => device === message.device && to + 1 === message.seq)
  const separators: Line[] = []
  const isNew = thread.divider === message.id
  const day = isNewDay ? [dayName(message.sentAtMs, nowMs)] : []
  if (isNewDay) separators.push([])
  if (isNewDay || isNew) separators.push(ruleLine([...day, ...(isNew ? ['new'] : [])].join(' · '), width, isNew ? 'accent' : 'faint'))
  for (const gap of gaps) separators.push(...gapLines(gap, message.senderName === '' ? title : message.senderName, width))
  const isGrouped =
    previous !== undefined &&
    separators.length === 0 &&
    behind(thread, previous).length === 0 &&
    previous.sender === message.sender &&
    previous.sharedBy?.account === message.sharedBy?.account &&
    message.sentAtMs - previous.sentAtMs < GROUPED_WITHIN_MS
  if (isGrouped) return []
  const name = message.outgoing ? span('You', 'title') : span(visibleText(message.senderName), isGroup ? toneOf(message.sender) : 'strong')
  const shared = message.sharedBy === undefined ? [] : [span(` · ${visibleText(sharedWords(message.sharedBy))}`, 'faint')]
  return [...separators, ...(separators.length === 0 ? [[]] : []), indented([name, ...shared])]
}

function gapLines({ from, to, lost }: Gap, name: string, width: number): readonly Line[] {
  const count = to - from + 1
  const missing = count === 1 ? 'a message' : `${count} messages`
  const said = `! ${missing} from ${visibleText(name)} ${gapReason({ from, to, lost })}`
  return wrapText(said, width - NOTICE_CELLS).map(({ text }) => indented([span(text, 'warning')]))
}

/** State and time stand at the end of the last row, or below it where that is full. */
function textLines(thread: Thread, { width }: ThreadLook, index: number): readonly Line[] {
  const message = thread.messages[index]
  if (message === undefined) return []
  const room = width - GUTTER_CELLS - MARGIN_CELLS
  const rows = wrapText(saidBy(message).replaceAll(/\r\n?/g, '\n'), room).map(({ text }): Line => [span(text)])
  const meta = metaOf(thread, message, index, width >= WORDY_CELLS)
  const last = rows.at(-1) ?? []
  const fits = lineWidth(last) + META_GAP_CELLS + lineWidth(meta) <= room
  return fits ? [...rows.slice(0, -1), spreadLine(last, meta, room)] : [...rows, spreadLine([], meta, room)]
}

const TONES: Readonly<Record<NonNullable<Message['state']>, Tone>> = {
  queued: 'faint',
  stored: 'faint',
  partly: 'danger',
  delivered: 'faint',
  read: 'accent',
  failed: 'danger'
}

/** State and time. The word stands where the state changes from one message of ours to the next: all above it are in the same. */
function metaOf({ messages }: Thread, message: Message, index: number, isWordy: boolean): Line {
  const previous = messages[index - 1]
  const time = localTime(message.sentAtMs)
  const isSameMinute =
    previous !== undefined &&
    previous.sender === message.sender &&
    message.sentAtMs - previous.sentAtMs < 60_000 &&
    localTime(previous.sentAtMs) === time
  const shownTime = span(` ${isSameMinute ? ' '.repeat(TIME_CELLS) : time}`, 'faint')
  if (message.state === undefined) return [shownTime]
  const next = nextOutgoing(messages, index)
  const counts = isWordy ? showCounts(message) : ''
  const isWorded = counts !== '' || message.state === 'failed' || next?.state !== message.state
  const word = isWordy && isWorded ? `${counts || message.state} ` : ''
  return [span(word + leftPadded(stateMark(message.state), MARK_CELLS), TONES[message.state]), shownTime]
}

function nextOutgoing(messages: readonly Message[], index: number): Message | undefined {
  for (let later = index + 1; later < messages.length; later++) if (messages[later]?.outgoing === true) return messages[later]
  return undefined
}

const leftPadded = (text: string, width: number): string => ' '.repeat(Math.max(0, width - textWidth(text))) + text

function whyLines({ what, ...times }: Because, { width, nowMs }: ThreadLook): readonly Line[] {
  const time = becauseTime(times as Because, nowMs)
  const lead = time === '' ? '' : `${time}  `
  return wrapText(lead + visibleText(what), width - GUTTER_CELLS - 2).map(({ text }) => [
    span('▌  ', 'accent'),
    span('│ ', 'faint'),
    span(text, 'faint')
  ])
}

/** After the last message: what is known to be missing and comes after all that is here, or why there is nothing. */
function tailRows(thread: Thread, look: ThreadLook): readonly Row[] {
  const { messages, gaps, loading } = thread
  const trailing = gaps.filter(gap => messages.every(({ device, seq }) => device !== gap.device || seq < gap.from))
  const nothing: readonly Line[] = messages.length === 0 && !loading ? [indented([span('Nothing has been said here yet.', 'faint')])] : []
  const happened = messages.length > 0 ? [] : atFirst(thread).flatMap(happening => happeningLines(happening, look.nowMs, look))
  const nameOf = ({ device }: Gap): string => messages.findLast(message => message.device === device)?.senderName ?? look.title
  return [...nothing, ...happened, ...trailing.flatMap(gap => gapLines(gap, nameOf(gap), look.width))].map(line => ({ line }))
}
