import { ChatError } from '../../base/errors.js'
import { lifetimeWords } from '../../api/lifetime-words.js'
import { inert } from '../../host/terminal/inert.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { findChat } from '../find-chat.js'

export const disappear = command({
  name: 'disappear',
  summary: 'say when messages of a chat disappear, or choose it for all in it',
  details:
    'What is said from then on is deleted on all sides, so long after somebody has read it, and after it was sent where it was written. The others’ devices are trusted to do so; what somebody has copied stays with them. In a group it is for owners and admins.',
  arguments: [{ name: 'chat', summary: 'a name, an id or the first 8 characters of one' }],
  options: {
    after: { type: 'duration', value: 'TIME', summary: 'so long after they are read: 30s to 52w, like 5m, 8h, 7d or 4w' },
    never: { type: 'flag', summary: 'they stay' }
  },
  examples: [
    ['parley disappear bob', 'what is chosen'],
    ['parley disappear bob --after 7d', 'from now on'],
    ['parley disappear bob --never', 'let what is said from now on stay']
  ],
  exits: [...DAEMON_EXITS, 'notFound', 'notAllowed'],
  run: (context, { args: [reference], options: { after, never } }) =>
    withDaemon(context, async daemon => {
      if (never && after !== undefined) throw new ChatError('ERR_INVALID_ARGUMENT', 'say either --never or --after')
      const seconds = never ? 0 : after === undefined ? undefined : Math.round(after / 1_000)
      const { title, lifetimeS = 0 } =
        seconds === undefined
          ? await findChat(daemon, await daemon.chats(), reference)
          : await daemon.setLifetime({ chat: reference, seconds })
      const chosen = { chat: title, seconds: seconds ?? lifetimeS }
      await context.terminal.show(chosen, () => `${inert(title)}: ${wordsOf(chosen.seconds)}`)
    })
})

const wordsOf = (seconds: number): string =>
  seconds === 0 ? 'messages stay' : `messages disappear ${lifetimeWords(seconds)} after they are read`
