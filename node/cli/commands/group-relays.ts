import { ChatError } from '../../base/errors.js'
import { inert } from '../../host/terminal/inert.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'

export const groupRelays = command({
  name: 'group relays',
  summary: 'list the relays that keep a group, or choose others for all',
  details:
    'They have to be relays of yours. What is said goes to the new ones from then on, and for 7 days to the old ones as well, so that nobody misses it; what those keep is read for 30.',
  arguments: [{ name: 'group', summary: 'its name, its id or the first 8 characters of one' }],
  options: {
    relay: { type: 'text', value: 'ADDRESS', many: true, summary: 'keep it there; up to three, the best first' },
    none: { type: 'flag', summary: 'keep it at no relay: it then changes only while another member is there' }
  },
  examples: [
    ['parley group relays Garden', 'where it is kept'],
    ['parley group relays Garden --relay /dns4/relay.example.org/tcp/443/wss/p2p/12D3KooW…', 'for owners and admins']
  ],
  exits: [...DAEMON_EXITS, 'notFound', 'notAllowed'],
  run: (context, { args: [chat], options: { relay, none } }) =>
    withDaemon(context, async daemon => {
      if (none && relay.length > 0) throw new ChatError('ERR_INVALID_ARGUMENT', 'say either --none or --relay')
      const isChange = none || relay.length > 0
      if (isChange) await daemon.setGroupRelays({ chat, relays: relay })
      const relays = isChange ? relay : await daemon.groupRelays({ chat })
      const said =
        relays.length === 0
          ? [none ? 'no relay is to keep it: the old ones get what is said for 7 days more' : 'no relay keeps it']
          : relays.map(inert)
      await context.terminal.show(relays, () => said)
    })
})
