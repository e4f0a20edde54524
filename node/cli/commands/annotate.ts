import type { Message } from '../../api/message.js'
import { ChatError } from '../../base/errors.js'
import { command, DAEMON_EXITS, withDaemon, type Context } from '../command.js'
import { ANY_MESSAGE, findMessage, OWN_MESSAGE } from '../find-message.js'
import { messageLine, shortId, showState } from '../message-lines.js'
import { readInput } from '../typed-input.js'

const MAX_TEXT_BYTES = 32 * 1024
const EXITS = [...DAEMON_EXITS, 'notAllowed', 'notFound'] as const

const shown = ({ terminal }: Context, message: Message): Promise<void> => terminal.show(message, () => messageLine(terminal, message))

export const edit = command({
  name: 'edit',
  summary: 'change what a message of yours says, for everybody',
  details: 'Everybody sees that it was edited. What it said before is forgotten here, and by everybody else once they hear of it.',
  arguments: [OWN_MESSAGE, { name: 'text', summary: 'what it says from now on; - reads it from stdin, up to 32 KiB', rest: true }],
  options: {},
  examples: [['parley edit 3f2a91bc at nine, not at eight', 'mend a message']],
  exits: EXITS,
  run: (context, { args: [reference, text] }) =>
    withDaemon(context, async daemon => {
      const message = await findMessage(daemon, reference, { own: true })
      const said = text === '-' ? await readInput(context.terminal.input, MAX_TEXT_BYTES) : text
      await shown(context, await daemon.edit({ message, text: said }))
    })
})

export const deleteMessage = command({
  name: 'delete',
  summary: 'delete a message of yours, for everybody',
  details:
    'Everybody’s Parley lets go of what it said once it hears of that; a line stays where it stood. Nothing takes back what somebody has read, copied or backed up before.',
  arguments: [OWN_MESSAGE],
  options: {},
  examples: [['parley delete 3f2a91bc', 'take a message back']],
  exits: EXITS,
  run: (context, { args: [reference] }) =>
    withDaemon(context, async daemon =>
      shown(context, await daemon.deleteMessage({ message: await findMessage(daemon, reference, { own: true }) }))
    )
})

export const react = command({
  name: 'react',
  summary: 'react to a message with an emoji',
  details: 'One emoji a person: another one takes its place.',
  arguments: [ANY_MESSAGE, { name: 'emoji', summary: 'a single one', optional: true }],
  options: { none: { type: 'flag', summary: 'take back the one that you chose' } },
  examples: [
    ['parley react 3f2a91bc 👍', 'say it with one character'],
    ['parley react 3f2a91bc --none', 'take it back']
  ],
  exits: EXITS,
  run: (context, { args: [reference, emoji], options: { none } }) =>
    withDaemon(context, async daemon => {
      if (none === (emoji !== undefined)) throw new ChatError('ERR_INVALID_ARGUMENT', 'give one emoji, or --none to take yours back')
      const message = await findMessage(daemon, reference)
      await shown(context, await daemon.react({ message, ...(emoji === undefined ? {} : { emoji }) }))
    })
})

export const forward = command({
  name: 'forward',
  summary: 'say what a message says in other conversations',
  details:
    'They see that it was forwarded, and not who said it: whoever did has not agreed to be named there. Where one of the conversations is closed, nothing is said in any.',
  arguments: [ANY_MESSAGE, { name: 'chat', summary: 'a name, an id or the first 8 characters of one' }],
  options: { also: { type: 'text', value: 'CHAT', many: true, summary: 'another one; may be given more than once' } },
  examples: [['parley forward 3f2a91bc bob --also Garden', 'to Bob, and to a group']],
  exits: EXITS,
  run: (context, { args: [reference, chat], options: { also } }) =>
    withDaemon(context, async daemon => {
      const { terminal } = context
      const said = await daemon.forward({ message: await findMessage(daemon, reference), chats: [chat, ...also] })
      await terminal.show(said, () => said.map(({ id, state = 'queued' }) => `${showState(state)}  ${shortId(id)}`))
    })
})

export const pin = pinning('pin', true, 'pin a message, for everybody in its chat')
export const unpin = pinning('unpin', false, 'take a message off the pinned ones, for everybody')

function pinning(name: 'pin' | 'unpin', pinned: boolean, summary: string) {
  return command({
    name,
    summary,
    arguments: [ANY_MESSAGE],
    options: {},
    examples: [[`parley ${name} 3f2a91bc`, pinned ? 'whoever opens the chat finds it at once' : 'it stays where it stands']],
    exits: EXITS,
    run: (context, { args: [reference] }) =>
      withDaemon(context, async daemon => shown(context, await daemon.pin({ message: await findMessage(daemon, reference), pinned })))
  })
}

export const pins = command({
  name: 'pins',
  summary: 'list the pinned messages of a conversation',
  arguments: [{ name: 'chat', summary: 'a name, an id or the first 8 characters of one' }],
  options: {},
  examples: [['parley pins Garden', 'the newest 50']],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [chat] }) =>
    withDaemon(context, async daemon => {
      const { terminal } = context
      const pinned = await daemon.pins({ chat })
      await terminal.show(pinned, () => pinned.map(message => messageLine(terminal, message)))
    })
})
