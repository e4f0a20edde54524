import { inert } from '../../host/terminal/inert.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'

export const mute = muting('mute', true, 'see no badge for what is new in a chat', 'it comes all the same')
export const unmute = muting('unmute', false, 'see again what is new in a chat', 'with a badge')

function muting(name: 'mute' | 'unmute', muted: boolean, summary: string, example: string) {
  return command({
    name,
    summary,
    arguments: [{ name: 'chat', summary: 'a name, an id or the first 8 characters of one' }],
    options: {},
    examples: [[`parley ${name} Garden`, example]],
    exits: [...DAEMON_EXITS, 'notFound'],
    run: (context, { args: [reference] }) =>
      withDaemon(context, async daemon => {
        const chat = await daemon.mute({ chat: reference, muted })
        await context.terminal.show(chat, () => `${inert(chat.title)} is ${muted ? 'muted' : 'not muted any more'}`)
      })
  })
}
