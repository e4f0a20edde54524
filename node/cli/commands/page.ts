import { newPageLink } from '../../api/page-link.js'
import { ChatError } from '../../base/errors.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'

export const page = command({
  name: 'page',
  summary: 'print the address of this node’s page, for a browser on this machine',
  details: 'Whoever has the address can do all that you can; it works in this machine’s browsers alone. The newest four stay good.',
  arguments: [],
  options: {},
  examples: [['parley page', 'open it in a browser']],
  exits: DAEMON_EXITS,
  run: context =>
    withDaemon(context, async daemon => {
      const link = await newPageLink(daemon)
      if (link === undefined) throw new ChatError('ERR_NOT_FOUND', 'this daemon serves no HTTP; start it without --no-http')
      await context.terminal.show({ page: link }, () => link)
    })
})
