import type { Chat } from '../../api/chat.js'
import { alignColumns } from '../../host/terminal/columns.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { inert } from '../../host/terminal/inert.js'
import { localMoment } from '../../host/terminal/local-time.js'
import { saidBy, shortId } from '../message-lines.js'
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
      const [conversations, joining] = await Promise.all([daemon.chats(), daemon.joining()])
      await context.terminal.show(conversations, () =>
        alignColumns(
          conversations.map(chat => [
            inert(chat.title),
            standing(chat),
            chat.newest === undefined ? '' : localMoment(chat.newest.sentAtMs, Date.now()),
            chat.newest === undefined ? '' : cutText(inert(saidBy(chat.newest)), PREVIEW_CELLS),
            shortId(chat.id)
          ])
        )
      )
      for (const { name, hosts } of joining)
        context.terminal.note(
          `You have asked ${hosts.map(inert).join(' or ')} to be let in to ${inert(name)}; ${context.hint('parley group leave')} gives it up.`
        )
      if (conversations.length === 0 && joining.length === 0)
        context.terminal.note(
          `None yet. Invite somebody: ${context.hint('parley invite')}, or try it with Echo: ${context.hint('parley add echo')}`
        )
    })
})

function standing({ state, readOnly, unread, muted, pinned, livesHere }: Chat): string {
  if (state !== 'accepted') return state
  if (readOnly === 'waiting') return 'waiting for a member to let this device in'
  if (readOnly === 'archive') return 'archive of another account'
  if (readOnly === 'revoked') return 'this device was revoked'
  const news = unread > 0 ? `${unread} unread` : ''
  const here = livesHere === true ? ['(on this device)'] : []
  const out = readOnly === undefined ? [] : [readOnly === 'left' ? '(left)' : '(removed)']
  return [news, ...out, ...here, ...(pinned === true ? ['(pinned)'] : []), ...(muted === true ? ['(muted)'] : [])].join(' ').trim()
}
