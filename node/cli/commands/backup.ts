import { resolve } from 'node:path'
import type { Options } from '../../host/terminal/command.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'

const BACKUP_OPTIONS = {
  'backup-passphrase-file': {
    type: 'text',
    value: 'FILE',
    summary: 'read the passphrase of the backup from this file instead of asking for it'
  }
} as const satisfies Options

export const exportBackup = command({
  name: 'export',
  summary: 'write contacts, settings and history into one sealed file',
  details:
    'Asks twice for a passphrase, which seals the file; it need not be that of the profile. No key of this device is in it: to be yourself on another machine takes the 24 words and a relay (parley phrase shows both) and parley init --phrase --relay ADDRESS, then parley import. What was queued is in it as history and goes out from here.',
  arguments: [{ name: 'file', summary: 'where to write it; nothing is written over' }],
  options: BACKUP_OPTIONS,
  examples: [['parley export parley.backup', 'a copy of all that was said, sealed']],
  exits: [...DAEMON_EXITS, 'notAllowed'],
  run: (context, { args: [file], options }) =>
    withDaemon(context, async daemon => (await import('../run-backup.js')).runExport(context, daemon, resolve(file), options))
})

export const importBackup = command({
  name: 'import',
  summary: 'read a file that export wrote, into this profile',
  details:
    'Merges: nothing comes twice, no block is lifted, no verified mark is taken away, and doing it again changes nothing. The file is checked whole before anything is written. A conversation whose members have not let this device in yet can be read and not written in: parley chats says so.',
  arguments: [{ name: 'file', summary: 'what parley export wrote' }],
  options: BACKUP_OPTIONS,
  examples: [['parley import parley.backup', 'after parley init --phrase --relay, or into any other profile']],
  exits: [...DAEMON_EXITS, 'notAllowed'],
  run: (context, { args: [file], options }) =>
    withDaemon(context, async daemon => (await import('../run-backup.js')).runImport(context, daemon, resolve(file), options))
})
