import type { Member } from '../../api/person.js'
import { verbsOf } from './chat-verbs.js'
import { fitLine, span, spreadLine, type Line } from './line.js'
import { toneOf } from './member-tone.js'
import { openChat, type State } from './state.js'
import { visibleText } from './visible-text.js'
import { wrapText } from './wrapped-text.js'

const TITLE_ROWS = 2
const INDENT = '   '

/** Who is in the open group, and what can be done there, until the next key is pressed. */
export function membersLines(state: State, width: number, height: number): readonly Line[] {
  const { thread } = state
  const members = thread?.members ?? []
  const title = spreadLine(
    [span(` ${visibleText(openChat(state)?.title ?? '')}`, 'strong')],
    [span(`${countMembers(state)} `, 'faint')],
    width
  )
  const verbs = Object.keys(verbsOf('group')).map(verb => `/${verb}`)
  const commands = wrapText(verbs.join('  '), width - 2 * INDENT.length).map(({ text }): Line => [span(`${INDENT}${text}`)])
  const below: readonly Line[] = [[], [span(' Where you write', 'strong'), span('  /help says what each does', 'faint')], ...commands]
  const fits = members.length + below.length <= height - TITLE_ROWS
  const room = Math.max(1, height - TITLE_ROWS)
  const shown = members.slice(0, members.length > room ? room - 1 : room).map(member => memberLine(state, member, width))
  const rest = members.length - shown.length
  const more: readonly Line[] = rest === 0 ? [] : [[span(`${INDENT}and ${rest} more: /members`, 'faint')]]
  return [title, [], ...shown, ...more, ...(fits ? below : [])].map(line => fitLine(line, width))
}

function memberLine(state: State, { account, name, role, devices, coming, self }: Member, width: number): Line {
  const where = devices.length === 1 ? '1 device' : `${devices.length} devices`
  const standing = [...(role === 'member' ? [] : [role]), ...(self === true ? ['you'] : []), coming === true ? 'on the way in' : where]
  const presence = isHere(state, { devices, ...(self === undefined ? {} : { self }) }) ? span('● ', 'good') : span('○ ', 'faint')
  const tone = self === true ? 'title' : toneOf(account)
  return spreadLine([span(' '), presence, span(visibleText(name), tone)], [span(`${standing.join(', ')} `, 'faint')], width)
}

/** This device reaches one of theirs now. */
function isHere({ linked }: State, { devices, self }: Pick<Member, 'devices' | 'self'>): boolean {
  return self === true || devices.some(device => linked.has(device))
}

/** How many are in the open group, and how many of them can be reached now; empty before that is known. */
export function countMembers(state: State): string {
  const members = state.thread?.members
  if (members === undefined) return ''
  const here = members.filter(member => isHere(state, member)).length
  return `${members.length === 1 ? '1 member' : `${members.length} members`}, ${here} here`
}
