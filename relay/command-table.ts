import type { Command } from '../node/host/terminal/command.js'
import { helpCommands } from '../node/host/terminal/help-commands.js'
import type { Context } from './command.js'
import { backup } from './commands/backup.js'
import { ban, banList, unban } from './commands/ban.js'
import { check } from './commands/check.js'
import { invite } from './commands/invite.js'
import { members, membersRemove } from './commands/members.js'
import { quota } from './commands/quota.js'
import { run } from './commands/run.js'
import { status } from './commands/status.js'

/** Every command, in the order that help shows them. */
export const COMMAND_TABLE: readonly Command<Context>[] = [
  run,
  status,
  invite,
  members,
  membersRemove,
  quota,
  ban,
  banList,
  unban,
  check,
  backup,
  ...helpCommands<Context>('parley-relay', 'run')
]
