import type { ChatEvent, DeliveryState, Gap, History, Message } from '../api/chat-api.js'
import { inert, inertLines } from '../host/terminal/inert.js'
import { localDay, localTime } from '../host/terminal/local-time.js'
import type { Terminal } from '../host/terminal/terminal.js'

const SHORT_ID_CHARS = 8
const MARKS: Readonly<Record<DeliveryState, string>> = { queued: '…', stored: '✓', delivered: '✓✓', read: '✓✓', failed: '✗' }

/** Enough of an id to name it again. */
export const shortId = (id: string): string => id.slice(0, SHORT_ID_CHARS)

/** What is known of a message of ours, as a mark and a word. */
export const showState = (state: DeliveryState): string => `${stateMark(state)} ${state}`

/** The mark alone: at most two cells. */
export const stateMark = (state: DeliveryState): string => MARKS[state]

/** How many of those whom a message was for have it, or have read it, while that is neither none nor all; else nothing. */
export function showCounts({ counts }: Pick<Message, 'counts'>): string {
  if (counts === undefined || counts.of < 2) return ''
  const { of, delivered, read } = counts
  if (read > 0 && read < of) return `read by ${read} of ${of}`
  return delivered > 0 && delivered < of ? `at ${delivered} of ${of}` : ''
}

/** Where one may want to ask `why`, with the id for that. */
function stateOf(message: Message, state: DeliveryState): string {
  const counts = showCounts(message)
  const shown = counts === '' ? showState(state) : `${showState(state)}, ${counts}`
  return state === 'delivered' || state === 'read' ? shown : `${shown} (${shortId(message.id)})`
}

/** One message; lines after its first are indented, so that no text can look like the next message. */
export function messageLine({ style }: Terminal, message: Message, chatTitle?: string): string {
  const time = localTime(message.sentAtMs)
  const indent = ' '.repeat(time.length + 2)
  const to = message.outgoing && chatTitle !== undefined ? ` → ${inert(chatTitle)}` : ''
  const state = message.state === undefined ? '' : `  ${style(message.state === 'failed' ? 'red' : 'dim', stateOf(message, message.state))}`
  const conflict = message.conflict ? `  ${style('yellow', '! this device told others something else')}` : ''
  const imported = message.imported ? `  ${style('dim', 'imported')}` : ''
  const text = inertLines(saidBy(message)).replaceAll('\n', `\n${indent}`)
  return `${style('dim', time)}  ${style(message.outgoing ? 'cyan' : 'bold', `${inert(message.senderName)}${to}`)}  ${text}${state}${imported}${conflict}`
}

/** Its text, or what stands for one that has none. */
export const saidBy = ({ text, leaving }: Pick<Message, 'text' | 'leaving'>): string => (leaving === true ? 'leaves the group' : text)

/** Somebody goes by another name from now on. */
export const renamedLine = ({ contact, before }: Pick<ChatEvent & { type: 'contact:renamed' }, 'contact' | 'before'>): string =>
  `${inert(before)} is ${inert(contact.name)} now (${shortId(contact.account)})`

/** A page of history with its days and what is missing in it. */
export function historyLines(terminal: Terminal, { messages, gaps }: Pick<History, 'messages' | 'gaps'>): readonly string[] {
  const lines: string[] = []
  let day: string | undefined
  for (const message of messages) {
    const messageDay = localDay(message.sentAtMs)
    if (messageDay !== day) lines.push(terminal.style('dim', `── ${messageDay} ──`))
    day = messageDay
    lines.push(messageLine(terminal, message))
  }
  return [...lines, ...gaps.map(gap => terminal.style('yellow', gapLine(gap)))]
}

function gapLine({ device, from, to }: Gap): string {
  const count = to - from + 1
  return `! ${count === 1 ? 'a message' : `${count} messages`} of ${shortId(device)}… did not arrive yet (number ${from}${count === 1 ? '' : ` to ${to}`})`
}
