import { ChatError } from '../../base/errors.js'
import { inert } from '../../host/terminal/inert.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'

export const groupRelays = command({
  name: 'group relays',
  summary: 'list the relays that keep a group, or choose others for all',
  details:
    'They have to be relays of yours. What is said goes to the new ones from then on; what the old ones keep is read there as before.',
  arguments: [{ name: 'group', summary: 'its name, its id or the first 8 characters of one' }],
  options: {
    relay: { type: 'text', value: 'ADDRESS', many: true, summary: 'keep it there; up to three, the best first' },
    none: { type: 'flag', summary: 'keep it at no relay: it then changes only while all its members are there' }
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
      const said = relays.length === 0 ? ['no relay keeps it'] : relays.map(inert)
      await context.terminal.show(relays, () => said)
    })
})
