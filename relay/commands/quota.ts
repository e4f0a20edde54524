import { alignColumns } from '../../node/host/terminal/columns.js'
import { parseSize } from '../../node/host/terminal/size.js'
import { command, RELAY_EXITS, withRelay } from '../command.js'
import { memberRow } from './members.js'

export const quota = command({
  name: 'quota',
  summary: "show what a member uses of its limit, or set that member's own limit",
  arguments: [
    { name: 'account', summary: 'its id or the beginning of it, as parley-relay members shows it' },
    { name: 'size', summary: 'what may be kept for it: 512M, 2G; "default" for what everybody has', optional: true }
  ],
  options: {},
  examples: [
    ['parley-relay quota 4f1c09aa', 'what it uses'],
    ['parley-relay quota 4f1c09aa 2G', 'from now on 2 GiB'],
    ['parley-relay quota 4f1c09aa default', 'as everybody']
  ],
  exits: [...RELAY_EXITS, 'notFound'],
  run: (context, { args: [account, size] }) => {
    const bytes = size === undefined || size === 'default' ? null : parseSize(size)
    return withRelay(context, async relay => {
      const state = await (size === undefined ? relay.member({ account }) : relay.setQuota({ account, bytes }))
      await context.terminal.show(state, () => alignColumns([memberRow(state)]))
    })
  }
})
