import { MAX_RETENTION_DAYS } from '../../session/profile.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { inert } from '../../host/terminal/inert.js'
import { ChatError } from '../../base/errors.js'

export const groupRetention = command({
  name: 'group retention',
  summary: 'say for how long a group’s messages are kept, or choose it for all',
  details:
    'What is older is deleted by every member’s Parley, for good, an hour later at the earliest; what somebody has copied stays with them. Relays keep what is sealed for as long as they keep everything.',
  arguments: [{ name: 'group', summary: 'its name, its id or the first 8 characters of one' }],
  options: {
    days: { type: 'count', value: 'N', from: 1, to: MAX_RETENTION_DAYS, summary: 'keep messages for so many days, 366 at most' },
    forever: { type: 'flag', summary: 'keep them without end' }
  },
  examples: [
    ['parley group retention Garden', 'how long they are kept'],
    ['parley group retention Garden --days 30', 'for owners and admins']
  ],
  exits: [...DAEMON_EXITS, 'notFound', 'notAllowed'],
  run: (context, { args: [chat], options: { days, forever } }) =>
    withDaemon(context, async daemon => {
      if (forever && days !== undefined) throw new ChatError('ERR_INVALID_ARGUMENT', 'say either --forever or --days')
      const wanted = forever ? 0 : days
      if (wanted !== undefined) await daemon.setGroupRetention({ chat, days: wanted })
      const kept = wanted === undefined ? await daemon.groupRetention({ chat }) : { days: wanted }
      await context.terminal.show(kept, () => `${inert(chat)}: ${kept.days === 0 ? 'kept without end' : `kept for ${daysOf(kept.days)}`}`)
    })
})

const daysOf = (days: number): string => (days === 1 ? '1 day' : `${days} days`)
