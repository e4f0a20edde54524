import type { ChatEvent } from '../api/chat-event.js'
import type { DeviceId } from '../base/ids.js'
import type { DeliveryState, Gap, Happening, History, Message, Quote } from '../api/message.js'
import { lifetimeDeed, lifetimeWords } from '../api/lifetime-words.js'
import { isGivenUp } from './delivery-watch.js'
import { inert, inertLines } from '../host/terminal/inert.js'
import { localDay, localTime } from '../host/terminal/local-time.js'
import type { Terminal } from '../host/terminal/terminal.js'

const SHORT_ID_CHARS = 8
const MARKS: Readonly<Record<DeliveryState, string>> = { queued: '…', stored: '✓', partly: '✓✗', delivered: '✓✓', read: '✓✓', failed: '✗' }

/** Enough of an id to name it again. */
export const shortId = (id: string): string => id.slice(0, SHORT_ID_CHARS)

/** How to call whom somebody named: as they did, but by their name where they gave an id or its beginning. */
export function nameFor(reference: string, people: readonly { readonly account: string; readonly name: string }[]): string {
  const isId = reference.length >= SHORT_ID_CHARS
  return inert(people.find(({ account }) => isId && account.startsWith(reference))?.name ?? reference)
}

/** What is known of a message of ours, as a mark and a word. */
export const showState = (state: DeliveryState): string => `${stateMark(state)} ${state}`

/** The mark alone: at most two cells. */
export const stateMark = (state: DeliveryState): string => MARKS[state]

/** How many of those whom a message was for have it, or have read it, while that is neither none nor all; before, how many relays keep it. */
export function showCounts({ state, counts }: Pick<Message, 'state' | 'counts'>): string {
  if (counts?.of === 0) return 'nobody else was in'
  if (counts === undefined || counts.of < 2) return ''
  const { of, delivered, read, relays = 0 } = counts
  if (state === 'partly') return `at ${delivered} of ${of}, not tried for the others any more`
  if (read > 0 && read < of) return `read by ${read} of ${of}`
  if (delivered > 0 && delivered < of) return `at ${delivered} of ${of}`
  return delivered === 0 && relays > 1 ? `on ${relays} relays` : ''
}

/** Where a message of ours to a group has come to, in full. */
export function allCounts({ counts }: Pick<Message, 'counts'>): readonly string[] {
  if (counts === undefined) return []
  const { of, delivered, read, relays = 0 } = counts
  const kept = relays === 0 ? [] : [relays === 1 ? 'stored on 1 relay' : `stored on ${relays} relays`]
  return [...kept, `delivered to ${delivered} of ${of}`, `read by ${read} of ${of}`]
}

/** Where one may want to ask `why`, with the id for that. */
function stateOf(message: Message, state: DeliveryState): string {
  const counts = showCounts(message)
  const shown = counts === '' ? showState(state) : `${showState(state)}, ${counts}`
  return state === 'delivered' || state === 'read' ? shown : `${shown} (${shortId(message.id)})`
}

interface Shown {
  /** Of the chat, where it is not clear from elsewhere. */
  readonly chatTitle?: string
  /** With its id in front. */
  readonly ids?: boolean
}

/** One message; lines after its first are indented, so that no text can look like the next message. */
export function messageLine({ style }: Terminal, message: Message, { chatTitle, ids = false }: Shown = {}): string {
  const id = ids ? `${shortId(message.id)}  ` : ''
  const time = localTime(message.sentAtMs)
  const indent = ' '.repeat(id.length + time.length + 2)
  const to = message.outgoing && chatTitle !== undefined ? ` → ${inert(chatTitle)}` : ''
  const state = message.state === undefined ? '' : `  ${style(isGivenUp(message.state) ? 'red' : 'dim', stateOf(message, message.state))}`
  const conflict = message.conflict ? `  ${style('yellow', '! this device told others something else')}` : ''
  const imported = message.imported ? `  ${style('dim', 'imported')}` : ''
  const shared = message.sharedBy === undefined ? '' : `  ${style('dim', inert(sharedWords(message.sharedBy)))}`
  const text = inertLines(saidBy(message)).replaceAll('\n', `\n${indent}`)
  const quote = message.answers === undefined ? '' : `${style('dim', `↩ ${inert(quoteWords(message.answers))}`)}\n${indent}`
  const edited = message.editedAtMs === undefined ? '' : `  ${style('dim', 'edited')}`
  const forwarded = message.forwarded ? `  ${style('dim', 'forwarded')}` : ''
  const pinned = message.pinned ? `  ${style('dim', 'pinned')}` : ''
  const reactions = message.reactions === undefined ? '' : `\n${indent}${inert(reactionWords(message.reactions))}`
  const fading = fadingWords(message)
  const fades = fading === undefined ? '' : `  ${style('dim', fading)}`
  const head = `${style('dim', `${id}${time}`)}  ${style(message.outgoing ? 'cyan' : 'bold', `${inert(message.senderName)}${to}`)}`
  return `${head}  ${quote}${text}${forwarded}${edited}${pinned}${fades}${state}${imported}${shared}${conflict}${reactions}`
}

/** A message that stands further up is another by now. */
export const changedLine = (terminal: Terminal, message: Message, shown: Shown = {}): string =>
  `${terminal.style('dim', 'changed:')} ${messageLine(terminal, message, shown)}`

/** On whose word alone it is that its sender wrote it. */
export const sharedWords = ({ name }: NonNullable<Message['sharedBy']>): string => `shared by ${name}`

/** Its text, or what stands for one that has none. */
export function saidBy({
  text,
  leaving,
  setsLifetimeS,
  deleted,
  unknown
}: Pick<Message, 'text' | 'leaving' | 'setsLifetimeS' | 'deleted' | 'unknown'>): string {
  if (leaving === true) return 'leaves the group'
  if (setsLifetimeS !== undefined) return lifetimeDeed(setsLifetimeS)
  if (deleted === true) return '(deleted)'
  return unknown === true ? '(something that only a newer Parley can show)' : text
}

/** When a message disappears. */
export function fadingWords({ lifetimeS, fadesAtMs }: Pick<Message, 'lifetimeS' | 'fadesAtMs'>): string | undefined {
  if (fadesAtMs !== undefined) return `disappears ${localDay(fadesAtMs)} ${localTime(fadesAtMs)}`
  return lifetimeS === undefined ? undefined : `disappears ${lifetimeWords(lifetimeS)} after it is read`
}

/** What a message answers, in one line. */
export function quoteWords({ senderName, text, deleted }: Quote): string {
  if (senderName === undefined) return 'a message that is not here'
  const [line = ''] = (text ?? '').split('\n')
  return `${senderName}: ${deleted === true ? '(deleted)' : line}`
}

/** Who has reacted, by emoji. */
export function reactionWords(reactions: NonNullable<Message['reactions']>): string {
  return reactions
    .map(({ emoji, count, names, own }) => {
      const named = [...(own === true ? ['you'] : []), ...names]
      const more = count - named.length
      return `${emoji} ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
    })
    .join('  ')
}

/** Somebody goes by another name from now on. */
export const renamedLine = ({ contact, before }: Pick<ChatEvent & { type: 'contact:renamed' }, 'contact' | 'before'>): string =>
  `${inert(before)} is ${inert(contact.name)} now (${shortId(contact.account)})`

type Entry = { readonly kind: 'message'; readonly message: Message } | { readonly kind: 'happening'; readonly happening: Happening }

const entryOf = (happening: Happening): Entry => ({ kind: 'happening', happening })

/** What was said and what happened, in the order of the conversation. */
export function inOrder({ messages, happenings }: Pick<History, 'messages' | 'happenings'>): readonly Entry[] {
  const isHere = new Set(messages.map(({ id }) => id))
  const first = happenings.filter(({ after }) => after === undefined || !isHere.has(after))
  const behind = (id: Message['id']): readonly Entry[] => happenings.filter(({ after }) => after === id).map(entryOf)
  return [...first.map(entryOf), ...messages.flatMap((message): Entry[] => [{ kind: 'message', message }, ...behind(message.id)])]
}

/** What happened in a group, which nobody said. */
export function happeningLine({ style }: Terminal, { atMs, text }: Happening, chatTitle?: string): string {
  const where = chatTitle === undefined ? '' : `${inert(chatTitle)}: `
  return style('dim', `${localTime(atMs)}  · ${where}${inert(text)}`)
}

/** A page of history with its days and what is missing in it. */
export function historyLines(
  terminal: Terminal,
  { gaps, ...said }: Pick<History, 'messages' | 'happenings' | 'gaps'>,
  how: Shown = {}
): readonly string[] {
  const lines: string[] = []
  const told = new Set<Gap>()
  let day: string | undefined
  const tell = (gap: Gap): void => {
    told.add(gap)
    const name = said.messages.findLast(({ device }) => device === gap.device)?.senderName
    lines.push(terminal.style('yellow', gapLine(gap, name)))
  }
  for (const entry of inOrder(said)) {
    const entryDay = localDay(entry.kind === 'message' ? entry.message.sentAtMs : entry.happening.atMs)
    if (entryDay !== day) lines.push(terminal.style('dim', `── ${entryDay} ──`))
    day = entryDay
    if (entry.kind === 'message')
      for (const gap of gaps) if (gap.device === entry.message.device && gap.to + 1 === entry.message.seq) tell(gap)
    lines.push(entry.kind === 'message' ? messageLine(terminal, entry.message, how) : happeningLine(terminal, entry.happening))
  }
  for (const gap of gaps) if (!told.has(gap)) tell(gap)
  return lines
}

/** All device ids begin alike. */
const lastOf = (device: DeviceId): string => `a device …${device.slice(-8)}`

function gapLine({ device, from, to, lost }: Gap, name: string | undefined): string {
  const count = to - from + 1
  const missing = `! ${count === 1 ? 'a message' : `${count} messages`} of ${name === undefined ? lastOf(device) : inert(name)}`
  return `${missing} ${gapReason({ from, to, lost })} (number ${from}${count === 1 ? '' : ` to ${to}`})`
}

/** Why something is not here. */
export function gapReason({ from, to, lost }: Pick<Gap, 'from' | 'to'> & { readonly lost: Gap['lost'] | undefined }): string {
  if (lost === true) return 'can’t be had any more: the others have let go of the keys'
  return from === to ? 'is not here yet' : 'are not here yet'
}
