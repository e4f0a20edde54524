import type { Chat } from '../../api/chat.js'
import type { AskedToJoin } from '../../api/group.js'
import type { Hit, Message } from '../../api/message.js'
import { shortMoment } from '../../host/terminal/local-time.js'
import { saidBy, showState, stateMark } from '../message-lines.js'
import { textWidth } from '../../host/terminal/text-width.js'
import { fitLine, ruleLine, span, spreadLine, type Line, type Span } from './line.js'
import { chosenEntry, listedEntries, type State } from './state.js'
import { visibleText } from './visible-text.js'

const ROWS_A_CHAT = 2
const SEARCH_PROMPT = ' / '

export interface ListView {
  readonly lines: readonly Line[]
  /** In the first line, where a name is searched. */
  readonly cursorColumn: number | undefined
}

/** The chats: two rows each, the chosen one in sight. */
export function listView(state: State, width: number, height: number, titleRows: number): ListView {
  const listed = listedEntries(state)
  const room = Math.max(1, Math.floor((height - titleRows) / ROWS_A_CHAT))
  const chosen = listed.findIndex(({ id }) => id === highlighted(state))
  const first = Math.max(0, Math.min(listed.length - room, chosen - Math.floor(room / 2)))
  const entries = listed
    .slice(first, first + room)
    .flatMap(entry => ('hit' in entry ? hitLines(state, entry.hit, width) : chatLines(state, entry.chat, width)))
  const nothing = state.search === undefined ? nobodyLines(state) : [[span('  Nothing was found.', 'faint')]]
  const joining = state.search === undefined ? state.joining.flatMap(joiningLines) : []
  const rule: readonly Line[] = titleRows > 1 ? [ruleLine('', width, 'faint')] : []
  const lines = [titleLine(state, width), ...rule, ...(listed.length === 0 && joining.length === 0 ? nothing : [...entries, ...joining])]
  return { lines: lines.map(line => fitLine(line, width)), cursorColumn: searchColumn(state, width) }
}

const highlighted = (state: State): string | undefined => (state.focus === 'list' ? chosenEntry(state)?.id : state.thread?.chat)

function titleLine({ me, chats, search }: State, width: number): Line {
  if (search !== undefined) return [span(SEARCH_PROMPT, 'accent'), span(visibleText(search.text))]
  const unread = chats.reduce((sum, chat) => sum + calling(chat), 0)
  const name = me === undefined ? 'Parley' : visibleText(me.name)
  return spreadLine([span(` ${name}`, 'strong')], unread === 0 ? [] : [span(`${unread} unread `, 'accent')], width)
}

function searchColumn({ focus, search }: State, width: number): number | undefined {
  if (focus !== 'list' || search === undefined) return undefined
  return Math.min(width - 1, SEARCH_PROMPT.length + textWidth(visibleText(search.text.slice(0, search.cursor))))
}

const nobodyLines = ({ me }: State): readonly Line[] => {
  if (me === undefined) return [[span('  Opening…', 'faint')]]
  return [
    [span('  Nobody here yet.')],
    [],
    [span('  Invite somebody:', 'faint')],
    [span('  F3 invite')],
    [],
    [span('  Use an invite:', 'faint')],
    [span('  F3 add parley:…')],
    [],
    [span('  Try it with Echo:', 'faint')],
    [span('  F3 add echo')]
  ]
}

/** A group that is no chat yet. */
const joiningLines = ({ name, hosts, approve }: AskedToJoin): readonly Line[] => [
  [span(` ${visibleText(name)}`, 'faint')],
  [span(`  waits for ${visibleText(hosts.join(' or '))}${approve ? '’s yes' : ''}`, 'faint')]
]

/** What is new and wants to be seen. */
const calling = ({ muted, unread }: Chat): number => (muted === true ? 0 : unread)

function chatLines(state: State, chat: Chat, width: number): readonly Line[] {
  const { nowMs, focus, thread } = state
  const isOpen = thread?.chat === chat.id
  const isChosen = focus === 'list' && chosenEntry(state)?.id === chat.id
  const edge = isOpen || isChosen ? span('▌', 'accent') : span(' ')
  const name = span(visibleText(chat.title), isChosen ? 'chosen' : calling(chat) > 0 || isOpen ? 'strong' : 'plain')
  const here = chat.livesHere === true ? [span(' (on this device)', 'faint')] : []
  const muted = chat.muted === true ? [span(' (muted)', 'faint')] : []
  const pinned = chat.pinned === true ? [span(' (pinned)', 'faint')] : []
  const time = chat.newest === undefined ? [] : [span(`${shortMoment(chat.newest.sentAtMs, nowMs)} `, 'faint')]
  const preview = [edge, span(' '), ...previewOf(state, chat)]
  const badge = span(`${chat.unread} `, 'title')
  return [
    spreadLine([edge, name, ...here, ...muted, ...pinned], time, width),
    calling(chat) === 0 ? fitLine(preview, width - 1) : spreadLine(preview, [badge], width)
  ]
}

/** Where and when it was said, and what was found of it. */
function hitLines(state: State, hit: Hit, width: number): readonly Line[] {
  const { chats, nowMs, focus } = state
  const isChosen = focus === 'list' && chosenEntry(state)?.id === hit.message
  const edge = isChosen ? span('▌', 'accent') : span(' ')
  const title = chats.find(({ id }) => id === hit.chat)?.title ?? ''
  const who = hit.outgoing ? 'You: ' : hit.senderName === title ? '' : `${hit.senderName}: `
  return [
    spreadLine(
      [edge, span(visibleText(title), isChosen ? 'chosen' : 'plain')],
      [span(`${shortMoment(hit.sentAtMs, nowMs)} `, 'faint')],
      width
    ),
    fitLine([edge, span(' '), span(visibleText(who), 'faint'), ...excerptSpans(hit, width)], width - 1)
  ]
}

/** What was found is to be seen, however narrow the list is. */
function excerptSpans({ excerpt, matches }: Hit, width: number): readonly Span[] {
  const first = matches[0]?.[0] ?? 0
  const start = first < width / 2 ? 0 : first - Math.floor(width / 4)
  const spans: Span[] = []
  let from = start
  for (const [begin, end] of matches) {
    spans.push(span(visibleText(excerpt.slice(from, begin)), 'faint'), span(visibleText(excerpt.slice(begin, end)), 'strong'))
    from = end
  }
  return [...(start > 0 ? [span('…', 'faint')] : []), ...spans, span(visibleText(excerpt.slice(from)), 'faint')]
}

function previewOf({ drafts, thread }: State, chat: Chat): readonly Span[] {
  const draft = drafts.get(chat.id)
  if (chat.state === 'request') return [span('wants to talk', 'warning')]
  if (chat.state === 'blocked') return [span('blocked', 'faint')]
  if (draft !== undefined && thread?.chat !== chat.id)
    return [span('draft: ', 'warning'), span(visibleText(draft.text.slice(0, 200)), 'faint')]
  if (chat.newest === undefined) return [span(nothingSaid(chat), 'faint')]
  return newestSpans(chat.newest, chat)
}

function nothingSaid({ state, unreached }: Chat): string {
  if (unreached === true) return 'not delivered yet'
  return state === 'invited' ? 'asked, no answer yet' : 'nothing said yet'
}

function newestSpans(message: Message, { kind }: Chat): readonly Span[] {
  const { state } = message
  const who = kind === 'group' && !message.outgoing ? `${message.senderName}: ` : ''
  const words = span(visibleText(who + saidBy(message).slice(0, 200)), 'faint')
  if (state === undefined) return [words]
  return state === 'failed'
    ? [span(`${showState(state)} `, 'danger'), words]
    : [span(`${stateMark(state)} `, state === 'read' ? 'accent' : 'faint'), words]
}
