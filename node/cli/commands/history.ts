import type { MessageId } from '../../base/ids.js'
import { ChatError } from '../../base/errors.js'
import { inertJson } from '../../host/terminal/inert.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { localDay } from '../../host/terminal/local-time.js'
import { historyLines, inOrder } from '../message-lines.js'
import { newestMessages } from '../newest-messages.js'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 1_000
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/

export const history = command({
  name: 'history',
  summary: 'show the messages of a conversation, oldest first',
  arguments: [{ name: 'chat', summary: 'a name, an id or the first 8 characters of one' }],
  options: {
    limit: { type: 'count', short: 'n', value: 'N', from: 1, summary: `show the newest so many; ${DEFAULT_LIMIT} by default` },
    ids: { type: 'flag', summary: 'show the first 8 characters of each id, by which other commands take a message' },
    before: { type: 'text', value: 'MARK', summary: 'show those before the page that gave this mark' },
    after: { type: 'text', value: 'MARK', summary: 'show those behind the page that gave this mark' },
    around: { type: 'text', value: 'MESSAGE', summary: 'show what stands around this message; search --json gives its id' },
    on: { type: 'text', value: 'DATE', summary: 'begin with this day, as 2026-01-31, or with the first one after it' }
  },
  examples: [
    ['parley history bob -n 100', 'the newest 100 messages'],
    ['parley history bob --on 2026-01-31', 'what was said on that day, and then'],
    ['parley history bob --ids', 'to react, reply, edit or delete'],
    ['parley history bob --json', 'one message a line, and what happened in a group as {"happening":…}']
  ],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [chat], options: { limit = DEFAULT_LIMIT, ids, before, after, around, on } }) =>
    withDaemon(context, async daemon => {
      const { terminal } = context
      if ([before, after, around, on].filter(one => one !== undefined).length > 1)
        throw new ChatError('ERR_INVALID_ARGUMENT', 'give one of --before, --after, --around and --on')
      const place = {
        ...(after === undefined ? {} : { after }),
        ...(around === undefined ? {} : { around: around as MessageId }),
        ...(on === undefined ? {} : { fromMs: startOfDay(on) })
      }
      const isNewest = Object.keys(place).length === 0
      const shown = isNewest
        ? await newestMessages(daemon, chat, limit, before)
        : await daemon.history({ chat, limit: Math.min(limit, MAX_LIMIT), ...place })
      const { before: mark, after: further } = shown
      if (terminal.json) for (const entry of inOrder(shown)) await terminal.print(inertJson(asJson(entry)))
      else for (const line of historyLines(terminal, shown, { ids })) await terminal.print(line)
      if (mark !== undefined)
        terminal.note(terminal.json ? inertJson({ before: mark }) : `older: ${context.hint(`parley history ${chat} --before ${mark}`)}`)
      if (further !== undefined)
        terminal.note(terminal.json ? inertJson({ after: further }) : `newer: ${context.hint(`parley history ${chat} --after ${further}`)}`)
    })
})

/** A message as it is; what happened, under its name. */
function asJson(entry: ReturnType<typeof inOrder>[number]): unknown {
  return entry.kind === 'message' ? entry.message : { happening: entry.happening }
}

/** @throws ERR_INVALID_ARGUMENT */
function startOfDay(day: string): number {
  const [, year, month, date] = DAY.exec(day) ?? []
  const time = new Date(Number(year), Number(month) - 1, Number(date)).getTime()
  if (Number.isNaN(time) || localDay(time) !== day) throw new ChatError('ERR_INVALID_ARGUMENT', '--on takes a day, as 2026-01-31')
  return Math.max(0, time)
}
