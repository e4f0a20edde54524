import { checkLines } from '../check-lines.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'

export const netcheck = command({
  name: 'netcheck',
  summary: 'tell how others can reach your node, and what would make it better',
  details: 'What is marked with ! need not be mended: whoever meets you on one network, or through a relay, needs no public address.',
  arguments: [],
  options: {},
  examples: [['parley netcheck', 'addresses, router, relays, directory, this network']],
  exits: DAEMON_EXITS,
  run: context =>
    withDaemon(context, async daemon => {
      const checks = await daemon.netcheck()
      await context.terminal.show(checks, () => checkLines(context.terminal, checks))
    })
})
