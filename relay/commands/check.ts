import { ChatError, isChatError } from '../../node/base/errors.js'
import { counted } from '../../node/host/terminal/counted.js'
import { withProgress } from '../../node/host/terminal/progress.js'
import { showSize } from '../../node/host/terminal/size.js'
import { command } from '../command.js'

export const check = command({
  name: 'check',
  summary: 'verify what a stopped relay keeps: everything is there, and counted right',
  details: 'Reads the whole database. Of a running relay make a backup: the copy is checked as it is made.',
  arguments: [],
  options: {},
  examples: [['parley-relay check --data-dir /var/backups/relay', 'a backup']],
  exits: ['notFound'],
  run: async ({ terminal, folder, hint }) => {
    const { checkFolder } = await import('../store-copy.js')
    const recount = await withProgress(
      terminal,
      () => 'counting',
      () => checkFolder(folder)
    ).catch((err: unknown) => {
      if (!isChatError(err, 'ERR_PROFILE_LOCKED')) throw err
      throw new ChatError(
        'ERR_PROFILE_LOCKED',
        `the relay on ${folder} runs; ${hint('parley-relay backup <folder>')} makes a checked copy of it`,
        {
          cause: err
        }
      )
    })
    const { logs, envelopes, bytes, faults } = recount
    const isWell = faults.length === 0
    await terminal.show(recount, () => [
      `${isWell ? terminal.style('green', '✓') : terminal.style('red', '✗')} ${counted(envelopes, 'envelope')} in ${counted(logs, 'log')}, ${showSize(bytes)}`,
      ...faults.map(fault => `  ${fault}`)
    ])
    return isWell ? 'ok' : 'error'
  }
})
