import type { Because } from '../../api/chat-api.js'
import { alignColumns } from '../columns.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { inert } from '../inert.js'
import { localMoment } from '../local-time.js'
import { shortId, showState } from '../message-lines.js'

export const why = command({
  name: 'why',
  summary: 'tell what has happened to a message of yours, and what it waits for',
  arguments: [{ name: 'message', summary: 'its id, or the first 8 characters of it' }],
  options: {},
  examples: [['parley why 3f2a91bc', 'the whole story, in order']],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [message] }) =>
    withDaemon(context, async daemon => {
      const reason = await daemon.why({ message })
      await context.terminal.show(reason, () => [
        `${showState(reason.state)}  ${shortId(reason.id)}`,
        ...alignColumns(reason.because.map(because => [becauseTime(because), inert(because.what)]))
      ])
    })
})

function becauseTime({ atMs, untilMs }: Because): string {
  const now = Date.now()
  if (atMs !== undefined) return localMoment(atMs, now)
  return untilMs === undefined ? '' : `until ${localMoment(untilMs, now)}`
}
