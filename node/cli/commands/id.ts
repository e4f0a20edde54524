import { alignColumns } from '../../host/terminal/columns.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { inert } from '../../host/terminal/inert.js'
import { localDay } from '../../host/terminal/local-time.js'

export const REACH = {
  none: 'nobody can reach this node',
  'this-machine': 'this machine only',
  'this-network': 'this network only',
  internet: 'a public address, unless a firewall stands before it'
} as const

export const id = command({
  name: 'id',
  summary: 'show who you are here, or change your name',
  arguments: [],
  options: { rename: { type: 'text', value: 'NAME', summary: 'call yourself this from now on' } },
  examples: [
    ['parley id', 'name, account, device and how others reach it'],
    ['parley id --rename "Ada Lovelace"', 'a new name; contacts see it']
  ],
  exits: DAEMON_EXITS,
  run: (context, { options: { rename } }) =>
    withDaemon(context, async daemon => {
      if (rename !== undefined) await daemon.rename({ name: rename })
      const { identity, addresses, reach } = await daemon.status()
      await context.terminal.show({ ...identity, addresses, reach }, () =>
        alignColumns([
          ['name', inert(identity.name)],
          ['account', identity.account],
          ['device', `${identity.deviceName} · ${identity.device}`],
          ['since', localDay(identity.createdAtMs)],
          ['account key', identity.hasAccountKey ? 'kept here' : 'not kept here: only your written phrase has it'],
          ['reach', REACH[reach]],
          ...addresses.map((address, i) => [i === 0 ? 'addresses' : '', address])
        ])
      )
    })
})
