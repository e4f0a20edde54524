import type { Chat } from '../../api/chat.js'
import type { Hit } from '../../api/message.js'
import type { RpcClient } from '../../api/rpc-client.js'
import { ChatError } from '../../base/errors.js'
import { inert, inertJson } from '../../host/terminal/inert.js'
import { localDay, localTime } from '../../host/terminal/local-time.js'
import type { Terminal } from '../../host/terminal/terminal.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { historyLines } from '../message-lines.js'

const DEFAULT_LIMIT = 20
const PAGE_LIMIT = 100
const MAX_CONTEXT = 50

export const search = command({
  name: 'search',
  summary: 'find messages by their words, in all chats or in one, the newest first',
  arguments: [{ name: 'text', summary: 'words, or how they begin: all have to be there' }],
  options: {
    chat: { type: 'text', value: 'CHAT', summary: 'in this chat alone: a name, an id or the first 8 characters of one' },
    limit: { type: 'count', short: 'n', value: 'N', summary: `find so many at most; ${DEFAULT_LIMIT} by default` },
    context: { type: 'count', short: 'C', value: 'N', summary: 'show so many messages before and behind each, too' },
    before: { type: 'text', value: 'MARK', summary: 'go on where the search ended that gave this mark' }
  },
  examples: [
    ['parley search "boat hire"', 'messages with both words'],
    ['parley search lisb --chat bob -C 2', 'each with what stands around it']
  ],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [text], options: { chat, limit = DEFAULT_LIMIT, context: around = 0, before: from } }) =>
    withDaemon(context, async daemon => {
      const { terminal } = context
      if (limit === 0) throw new ChatError('ERR_INVALID_ARGUMENT', '--limit must be 1 or more')
      if (around > MAX_CONTEXT) throw new ChatError('ERR_INVALID_ARGUMENT', `--context is ${MAX_CONTEXT} at most`)
      const chats = await daemon.chats()
      let left = limit
      let before = from
      do {
        const asked = { text, limit: Math.min(left, PAGE_LIMIT), ...(chat === undefined ? {} : { chat }) }
        const { hits, passed, ...rest } = await daemon.search({ ...asked, ...(before === undefined ? {} : { before }) })
        for (const hit of hits) await printHit(terminal, daemon, hit, { chats, around })
        left -= hits.length
        if (rest.before === undefined || left === 0) {
          if (passed !== undefined) terminal.note(`older messages are still being taken up: ${passed} can be found so far`)
          if (rest.before !== undefined) terminal.note(terminal.json ? inertJson(rest) : `more: --before ${rest.before}`)
        }
        before = rest.before
      } while (left > 0 && before !== undefined)
    })
})

interface Shown {
  readonly chats: readonly Chat[]
  readonly around: number
}

async function printHit(terminal: Terminal, daemon: RpcClient, hit: Hit, { chats, around }: Shown): Promise<void> {
  if (terminal.json) return terminal.print(inertJson(hit))
  const title = chats.find(({ id }) => id === hit.chat)?.title ?? hit.chat
  const when = `${localDay(hit.sentAtMs)} ${localTime(hit.sentAtMs)}`
  const where = hit.senderName === title ? title : `${hit.senderName} → ${title}`
  await terminal.print(`${terminal.style('dim', when)}  ${terminal.style('bold', inert(where))}  ${marked(terminal, hit)}`)
  if (around === 0) return undefined
  const page = await daemon.history({ chat: hit.chat, around: hit.message, limit: 2 * around + 1 })
  for (const line of historyLines(terminal, { ...page, gaps: [] })) await terminal.print(`    ${line.replaceAll('\n', '\n    ')}`)
}

function marked({ style }: Terminal, { excerpt, matches }: Hit): string {
  let from = 0
  let line = ''
  for (const [start, end] of matches) {
    line += inert(excerpt.slice(from, start)) + style('cyan', inert(excerpt.slice(start, end)))
    from = end
  }
  return line + inert(excerpt.slice(from))
}
