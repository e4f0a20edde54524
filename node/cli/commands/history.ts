import { ChatError } from '../../base/errors.js'
import { inertJson } from '../../host/terminal/inert.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { historyLines, inOrder } from '../message-lines.js'
import { newestMessages } from '../newest-messages.js'

const DEFAULT_LIMIT = 50

export const history = command({
  name: 'history',
  summary: 'show the messages of a conversation, oldest first',
  arguments: [{ name: 'chat', summary: 'a name, an id or the first 8 characters of one' }],
  options: {
    limit: { type: 'count', short: 'n', value: 'N', summary: `show the newest so many; ${DEFAULT_LIMIT} by default` },
    before: { type: 'text', value: 'MARK', summary: 'show those before the page that gave this mark' }
  },
  examples: [
    ['parley history bob -n 100', 'the newest 100 messages'],
    ['parley history bob --json', 'one message a line, and what happened in a group as {"happening":…}']
  ],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [chat], options: { limit = DEFAULT_LIMIT, before } }) =>
    withDaemon(context, async daemon => {
      const { terminal } = context
      if (limit === 0) throw new ChatError('ERR_INVALID_ARGUMENT', '--limit must be 1 or more')
      const shown = await newestMessages(daemon, chat, limit, before)
      const { before: mark } = shown
      if (terminal.json) for (const entry of inOrder(shown)) await terminal.print(inertJson(asJson(entry)))
      else for (const line of historyLines(terminal, shown)) await terminal.print(line)
      if (mark !== undefined)
        terminal.note(terminal.json ? inertJson({ before: mark }) : `older: ${context.hint(`parley history ${chat} --before ${mark}`)}`)
    })
})

/** A message as it is; what happened, under its name. */
function asJson(entry: ReturnType<typeof inOrder>[number]): unknown {
  return entry.kind === 'message' ? entry.message : { happening: entry.happening }
}
