import type { ChatApi } from '../../api/chat-api.js'
import type { Chat } from '../../api/chat.js'
import { inert } from '../../host/terminal/inert.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'

interface Switch {
  readonly name: string
  readonly summary: string
  readonly example: string
  /** What a chat is afterwards. */
  readonly state: string
  readonly turn: (daemon: ChatApi, chat: string) => Promise<Chat>
}

/** A command that turns one thing of one chat on or off. */
export function chatSwitch({ name, summary, example, state, turn }: Switch) {
  return command({
    name,
    summary,
    arguments: [{ name: 'chat', summary: 'a name, an id or the first 8 characters of one' }],
    options: {},
    examples: [[`parley ${name} Garden`, example]],
    exits: [...DAEMON_EXITS, 'notFound'],
    run: (context, { args: [reference] }) =>
      withDaemon(context, async daemon => {
        const chat = await turn(daemon, reference)
        await context.terminal.show(chat, () => `${inert(chat.title)} is ${state}`)
      })
  })
}
