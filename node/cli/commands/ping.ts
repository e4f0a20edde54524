import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { withDeadline } from '../deadline.js'
import { withProgress } from '../../host/terminal/progress.js'
import { showDevice, showRoundTrip } from './peers.js'

export const ping = command({
  name: 'ping',
  summary: 'measure the round trip to the devices of a contact',
  arguments: [{ name: 'contact', summary: 'a name, an account id or the first 8 characters of one' }],
  options: { count: { type: 'count', short: 'c', value: 'N', summary: 'so many times; once by default' } },
  examples: [['parley ping bob -c 3', 'three round trips to each device']],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [contact], options: { count = 1 } }) =>
    withDaemon(context, async daemon => {
      const { terminal, signal } = context
      for (let i = 0; i < count; i++) {
        const answers = await withProgress(
          terminal,
          () => 'waiting for an answer',
          () => withDeadline(daemon.ping({ contact }), { signal, late: 'no answer' })
        )
        for (const answer of answers)
          await terminal.show(answer, () => `${showDevice(answer.device)}  ${showRoundTrip(answer.roundTripMs)}`)
      }
    })
})
