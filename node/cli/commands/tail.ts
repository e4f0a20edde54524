import type { Chat } from '../../api/chat.js'
import type { ChatEvent } from '../../api/chat-event.js'
import type { Happening, Message } from '../../api/message.js'
import type { RpcClient } from '../../api/rpc-client.js'
import type { ConversationId, MessageId } from '../../base/ids.js'
import { command, DAEMON_EXITS, withDaemon, type Context } from '../command.js'
import { findChat } from '../find-chat.js'
import { inert } from '../../host/terminal/inert.js'
import { changedLine, happeningLine, messageLine, renamedLine } from '../message-lines.js'
import { newestMessages } from '../newest-messages.js'

const DEFAULT_LINES = 10
const PREFIX_CHARS = 8

export const tail = command({
  name: 'tail',
  summary: 'show the newest messages and mark them as read; with -f follow live',
  details: 'Without a chat: of all conversations. What is shown counts as read by you, and its senders may see that.',
  arguments: [{ name: 'chat', summary: 'a name, an id or the first 8 characters of one', optional: true }],
  options: {
    follow: { type: 'flag', short: 'f', summary: 'go on with what arrives, until interrupted' },
    lines: { type: 'count', short: 'n', value: 'N', summary: `begin with the newest so many; ${DEFAULT_LINES} by default` },
    peek: { type: 'flag', summary: 'mark nothing as read' }
  },
  examples: [
    ['parley tail -f', 'everything, live'],
    ['parley tail bob -n 3 --peek', 'a look that nobody notices']
  ],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [reference], options: { follow, lines = DEFAULT_LINES, peek } }) =>
    withDaemon(context, async daemon => {
      const events = follow ? daemon.events({}, { signal: context.signal }) : undefined
      const chats = await daemon.chats()
      const chat = reference === undefined ? undefined : await findChat(daemon, chats, reference)
      const shown = shownMessages(context, daemon, chats, { peek, oneChat: chat !== undefined })
      for (const message of await newestOfAll(daemon, chat === undefined ? chats : [chat], lines)) await shown.add(message)
      if (events === undefined) return 'ok'
      for await (const event of events) await followEvent(context, event, chat?.id, shown)
      // That is how one ends it: nothing to complain of.
      return 'interrupted'
    })
})

async function newestOfAll(daemon: RpcClient, chats: readonly Chat[], lines: number): Promise<readonly Message[]> {
  if (lines === 0) return []
  const pages = await Promise.all(chats.map(({ id }) => newestMessages(daemon, id, lines)))
  const messages = pages.flatMap(page => page.messages)
  return (pages.length === 1 ? messages : messages.toSorted((a, b) => a.sentAtMs - b.sentAtMs)).slice(-lines)
}

interface Shown {
  add(message: Message): Promise<void>
  /** It is another by now. */
  changed(message: Message): Promise<void>
  happened(happening: Happening): Promise<void>
}

function shownMessages(context: Context, daemon: RpcClient, chats: readonly Chat[], how: { peek: boolean; oneChat: boolean }): Shown {
  const { terminal } = context
  const seen = new Set<MessageId>()
  const titles = new Map<ConversationId, string>(chats.map(({ id, title }) => [id, title]))
  const titled = ({ chat }: Message): { readonly chatTitle?: string } => {
    const chatTitle = how.oneChat ? undefined : titles.get(chat)
    return chatTitle === undefined ? {} : { chatTitle }
  }
  return {
    async add(message) {
      if (seen.has(message.id)) return
      seen.add(message.id)
      await terminal.show(message, () => messageLine(terminal, message, titled(message)))
      if (!how.peek && !message.outgoing) await daemon.markRead({ chat: message.chat, message: message.id })
    },
    changed: message => terminal.show({ changed: message }, () => changedLine(terminal, message, titled(message))),
    happened: happening =>
      terminal.show({ happening }, () => happeningLine(terminal, happening, how.oneChat ? undefined : titles.get(happening.chat)))
  }
}

async function followEvent({ terminal, hint }: Context, event: ChatEvent, chat: ConversationId | undefined, shown: Shown): Promise<void> {
  if (event.type === 'message:received' || event.type === 'message:sent') {
    if (chat === undefined || event.message.chat === chat) await shown.add(event.message)
  } else if (event.type === 'message:changed') {
    if (chat === undefined || event.message.chat === chat) await shown.changed(event.message)
  } else if (event.type === 'happening:added') {
    if (chat === undefined || event.happening.chat === chat) await shown.happened(event.happening)
  } else if (event.type === 'contact:changed' && event.contact.state === 'request') {
    terminal.note(`${inert(event.contact.name)} wants to talk: ${hint(`parley accept ${event.contact.account.slice(0, PREFIX_CHARS)}`)}`)
  } else if (event.type === 'contact:renamed') {
    terminal.note(renamedLine(event))
  } else if (event.type === 'events:lost') {
    terminal.note(`too much happened at once and some of it is not shown here; see ${hint('parley history')}`)
  }
}
