import type { RelayState } from '../../api/status.js'
import { alignColumns } from '../../host/terminal/columns.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { inert } from '../../host/terminal/inert.js'

const MEBIBYTE = 1024 * 1024

export const relayAdd = command({
  name: 'relay add',
  summary: 'name a relay that keeps messages while you are away',
  details:
    'It is joined first, so it has to be reachable. Your contacts learn of it, and so does whoever gets an invite from now on; 3 at most.',
  arguments: [{ name: 'address', summary: 'its multiaddr, which ends in /p2p/ and its id' }],
  options: {
    token: { type: 'text', value: 'TEXT', summary: 'the relay invite, where it does not take everybody' },
    'replace-index': { type: 'flag', summary: 'give up the contacts that it keeps of this account and that were not restored here' }
  },
  examples: [
    ['parley relay add /dns4/relay.example/tcp/443/wss/p2p/12D3KooW…', 'a relay that is open to all'],
    ['parley relay add /ip4/192.0.2.7/tcp/4002/p2p/12D3KooW… --token q83v…', 'one that asks for an invite']
  ],
  exits: [...DAEMON_EXITS, 'notAllowed'],
  run: (context, { args: [address], options: { token, 'replace-index': replaceIndex } }) =>
    withDaemon(context, async daemon => {
      const added = await daemon.addRelay({ address, ...(token === undefined ? {} : { token }), ...(replaceIndex && { replaceIndex }) })
      await context.terminal.show(added, () => alignColumns([relayRow(added)]))
    })
})

export const relayRemove = command({
  name: 'relay remove',
  summary: 'name a relay no longer',
  details: 'What it keeps is read until it expires; for 7 days your contacts may still leave something there.',
  arguments: [{ name: 'relay', summary: 'its id or address, or the end of either' }],
  options: {},
  examples: [['parley relay remove Yh3kPq2x', 'by the end of its id, as parley relay list shows it']],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [removed] }) =>
    withDaemon(context, async daemon => {
      await daemon.removeRelay({ relay: removed })
      await context.terminal.show({ removed }, () => `relay ${inert(removed)} is not named any more`)
    })
})

export const relayList = command({
  name: 'relay list',
  summary: 'list your relays',
  arguments: [],
  options: {},
  examples: [['parley relay list', 'which answer, and what they keep']],
  exits: DAEMON_EXITS,
  run: context =>
    withDaemon(context, async daemon => {
      const relays = await daemon.relays()
      await context.terminal.show(relays, () => alignColumns(relays.map(relayRow)))
      if (relays.length === 0) context.terminal.note(`none yet: ${context.hint('parley relay add <address>')}`)
    })
})

function relayRow(state: RelayState): string[] {
  const { relay, address, up, retentionDays, bytesUsed = 0, bytesLimit, fault } = state
  const room = bytesLimit === undefined ? '' : `${Math.ceil(bytesUsed / MEBIBYTE)} of ${Math.floor(bytesLimit / MEBIBYTE)} MiB`
  const keeps = retentionDays === undefined ? '' : `keeps ${retentionDays} days`
  return [relay, up ? standingOf(state) : 'not reachable', keeps, room, inert(fault ?? ''), inert(address)]
}

function standingOf({ standing }: RelayState): string {
  if (standing === 'banned') return 'serves us no more'
  return standing === 'member' ? 'joined' : `not joined (${standing ?? 'unknown'})`
}
