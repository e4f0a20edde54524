import { resolve } from 'node:path'
import { counted } from '../../node/host/terminal/counted.js'
import { withProgress } from '../../node/host/terminal/progress.js'
import { showPath } from '../../node/host/terminal/show-path.js'
import { showSize } from '../../node/host/terminal/size.js'
import { command, RELAY_EXITS, withRelay } from '../command.js'

export const backup = command({
  name: 'backup',
  summary: 'copy the running relay, as it is now, into a new folder',
  details:
    'Key and database, readable by you alone; the copy is checked. To restore, stop the relay and put the copy in the place of its folder: it is a new storage then, and clients list and read everything anew.',
  arguments: [{ name: 'folder', summary: 'where to; it must not be there yet' }],
  options: {},
  examples: [['parley-relay backup /var/lib/parley-relay/backups/monday', 'while it runs']],
  exits: RELAY_EXITS,
  run: (context, { args: [given] }) =>
    withRelay(context, async relay => {
      const { terminal } = context
      const folder = resolve(given)
      const copied = await withProgress(
        terminal,
        () => 'copying',
        () => relay.backup({ folder })
      )
      await terminal.show(
        { folder, ...copied },
        () =>
          `${counted(copied.envelopes, 'envelope')} in ${counted(copied.logs, 'log')}, ${showSize(copied.bytes)}, in ${showPath(folder)}`
      )
    })
})
