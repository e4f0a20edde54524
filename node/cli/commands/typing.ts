import { ChatError } from '../../base/errors.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'

export const typing = command({
  name: 'typing',
  summary: 'say whether others see that you are writing, and you that they are',
  details: 'It is told over links that are there, to those you talk to alone, and kept nowhere. Who does not tell it does not see it.',
  arguments: [{ name: 'choice', summary: 'on or off', optional: true }],
  options: {},
  examples: [
    ['parley typing', 'what is chosen'],
    ['parley typing off', 'on this device']
  ],
  exits: DAEMON_EXITS,
  run: (context, { args: [choice] }) =>
    withDaemon(context, async daemon => {
      if (choice !== undefined && choice !== 'on' && choice !== 'off')
        throw new ChatError('ERR_INVALID_ARGUMENT', 'say on or off; without either it is shown what is chosen')
      const chosen =
        choice === undefined ? { told: (await daemon.status()).tellsTyping } : await daemon.setTypingTold({ told: choice === 'on' })
      await context.terminal.show(chosen, () => `writing is ${chosen.told ? 'told' : 'not told'}`)
    })
})
