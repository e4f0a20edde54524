import { alignColumns } from '../../node/host/terminal/columns.js'
import { counted } from '../../node/host/terminal/counted.js'
import { showDuration } from '../../node/host/terminal/duration.js'
import { showSize } from '../../node/host/terminal/size.js'
import { command, RELAY_EXITS, withRelay } from '../command.js'

export const status = command({
  name: 'status',
  summary: 'show how the running relay is',
  arguments: [],
  options: {},
  examples: [['parley-relay status', 'its addresses, members, and what it keeps']],
  exits: RELAY_EXITS,
  run: context =>
    withRelay(context, async relay => {
      const state = await relay.status()
      const { version, id, addresses, isOpen, startedAtMs, members, logs, envelopes, bytes, retentionDays, stunPort, monitor } = state
      const isFull = state.usedBytes >= state.totalBytes
      await context.terminal.show(state, () =>
        alignColumns([
          ['relay', id],
          ...addresses.map((address, i) => [i === 0 ? 'reached at' : '', address]),
          ['runs', `for ${showDuration(Date.now() - startedAtMs)}, version ${version}`],
          ['members', `${members}, ${isOpen ? 'anybody may join' : 'by invite'}`],
          [
            'keeps',
            `${counted(envelopes, 'envelope')} in ${counted(logs, 'log')}, ${showSize(bytes)}, each for ${counted(retentionDays, 'day')}`
          ],
          ['space', `${showSize(state.usedBytes)} of ${showSize(state.totalBytes)}${isFull ? ', full: nothing more is kept' : ''}`],
          [
            'serves',
            [
              counted(state.links, 'link'),
              counted(state.subscriptions, 'subscription'),
              counted(state.reservations, 'reservation'),
              counted(state.connections, 'connection')
            ].join(', ')
          ],
          ['STUN', stunPort === 0 ? 'none' : `UDP port ${stunPort}`],
          ...(monitor === undefined ? [] : [['metrics', `${monitor}/metrics`]])
        ])
      )
    })
})
