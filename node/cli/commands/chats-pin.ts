import { inert } from '../../host/terminal/inert.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'

export const chatsPin = pinning('chats pin', true, 'keep a chat before the others in the list', 'on all your devices')
export const chatsUnpin = pinning('chats unpin', false, 'let a chat stand among the others again', 'by its newest message')

function pinning(name: 'chats pin' | 'chats unpin', pinned: boolean, summary: string, example: string) {
  return command({
    name,
    summary,
    arguments: [{ name: 'chat', summary: 'a name, an id or the first 8 characters of one' }],
    options: {},
    examples: [[`parley ${name} Garden`, example]],
    exits: [...DAEMON_EXITS, 'notFound'],
    run: (context, { args: [reference] }) =>
      withDaemon(context, async daemon => {
        const chat = await daemon.pinChat({ chat: reference, pinned })
        await context.terminal.show(chat, () => `${inert(chat.title)} is ${pinned ? 'pinned' : 'not pinned any more'}`)
      })
  })
}
