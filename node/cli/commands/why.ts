import { becauseTime } from '../because-time.js'
import { alignColumns } from '../../host/terminal/columns.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { inert } from '../../host/terminal/inert.js'
import { findMessage, OWN_MESSAGE } from '../find-message.js'
import { shortId, showState } from '../message-lines.js'

export const why = command({
  name: 'why',
  summary: 'tell what has happened to a message of yours, and what it waits for',
  arguments: [OWN_MESSAGE],
  options: {},
  examples: [['parley why 3f2a91bc', 'the whole story, in order']],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [reference] }) =>
    withDaemon(context, async daemon => {
      const reason = await daemon.why({ message: await findMessage(daemon, reference, { own: true }) })
      await context.terminal.show(reason, () => [
        `${reason.state === undefined ? 'unknown' : showState(reason.state)}  ${shortId(reason.id)}`,
        ...alignColumns(reason.because.map(because => [becauseTime(because, Date.now()), inert(because.what)]))
      ])
    })
})
