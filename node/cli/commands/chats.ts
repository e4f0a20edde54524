import { alignColumns } from '../../host/terminal/columns.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { inert } from '../../host/terminal/inert.js'
import { localMoment } from '../../host/terminal/local-time.js'
import { shortId } from '../message-lines.js'
import { cutText } from '../../host/terminal/text-width.js'

const PREVIEW_CELLS = 40

export const chats = command({
  name: 'chats',
  summary: 'list your conversations',
  arguments: [],
  options: {},
  examples: [['parley chats', 'newest message and what is unread']],
  exits: DAEMON_EXITS,
  run: context =>
    withDaemon(context, async daemon => {
      const conversations = await daemon.chats()
      await context.terminal.show(conversations, () =>
        alignColumns(
          conversations.map(({ id, title, unread, newest, state }) => [
            inert(title),
            state === 'accepted' ? (unread > 0 ? `${unread} unread` : '') : state,
            newest === undefined ? '' : localMoment(newest.sentAtMs, Date.now()),
            newest === undefined ? '' : cutText(inert(newest.text), PREVIEW_CELLS),
            shortId(id)
          ])
        )
      )
      if (conversations.length === 0) context.terminal.note(`None yet. Invite somebody: ${context.hint('parley invite')}`)
    })
})
