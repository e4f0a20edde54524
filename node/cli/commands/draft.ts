import { ChatError } from '../../base/errors.js'
import { inert, inertLines } from '../../host/terminal/inert.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { findChat } from '../find-chat.js'

export const draft = command({
  name: 'draft',
  summary: 'show what was begun in a chat and not sent, or keep something there',
  details:
    'It stays on this device, sealed like everything else, and stands in the field where one writes, in the page and in parley tui. Sending the same takes it away.',
  arguments: [
    { name: 'chat', summary: 'a name, an id or the first 8 characters of one' },
    { name: 'text', summary: 'what is to stand there', rest: true, optional: true }
  ],
  options: { none: { type: 'flag', summary: 'take it away' } },
  examples: [
    ['parley draft bob', 'what was begun'],
    ['parley draft bob about Friday:', 'begin something'],
    ['parley draft bob --none', 'give it up']
  ],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [reference, text], options: { none } }) =>
    withDaemon(context, async daemon => {
      if (none && text !== undefined) throw new ChatError('ERR_INVALID_ARGUMENT', 'say either --none or a text')
      const isChange = none || text !== undefined
      const chat = isChange
        ? await daemon.setDraft({ chat: reference, ...(text === undefined ? {} : { text }) })
        : await findChat(daemon, await daemon.chats(), reference)
      const kept = { chat: chat.title, text: chat.draft?.text ?? '' }
      await context.terminal.show(kept, () => `${inert(kept.chat)}: ${kept.text === '' ? 'nothing begun' : inertLines(kept.text)}`)
    })
})
