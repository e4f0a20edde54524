import { alignColumns } from '../../node/host/terminal/columns.js'
import { localDay } from '../../node/host/terminal/local-time.js'
import { counted } from '../../node/host/terminal/counted.js'
import { showSize } from '../../node/host/terminal/size.js'
import { command, RELAY_EXITS, withRelay } from '../command.js'
import type { MemberState } from '../control.js'
import type { Removed } from '../removal.js'

export const members = command({
  name: 'members',
  summary: 'list the accounts that joined, and what they use',
  arguments: [],
  options: {},
  examples: [['parley-relay members', 'account, since when, logs, bytes of its limit']],
  exits: RELAY_EXITS,
  run: context =>
    withRelay(context, async relay => {
      const { terminal, hint } = context
      const all = await relay.members()
      await terminal.show(all, () => alignColumns(all.map(memberRow)))
      if (all.length === 0) terminal.note(`none yet: ${hint('parley-relay invite')}`)
    })
})

export const membersRemove = command({
  name: 'members remove',
  summary: 'let an account be no member any more',
  details:
    'Its invites, the knocks in its box, its key packages, its index and its device list are dropped. Its logs take no more, and can be read until what is in them expires. Ban it to serve it nothing at all.',
  arguments: [{ name: 'account', summary: 'its id or the beginning of it, as parley-relay members shows it' }],
  options: {},
  examples: [['parley-relay members remove 4f1c09aa', 'by the beginning of its id']],
  exits: [...RELAY_EXITS, 'notFound'],
  run: (context, { args: [account] }) =>
    withRelay(context, async relay => {
      const removed = await relay.removeMember({ account })
      await context.terminal.show(removed, () => [
        `${removed.account} is no member any more`,
        `  dropped: ${droppedOf(removed.removed)}`,
        `  kept until it expires: ${showSize(removed.bytes)} in ${removed.logs === 1 ? '1 log, which takes' : `${removed.logs} logs, which take`} no more`
      ])
    })
})

const NAMES: Readonly<Record<keyof Removed, readonly [one: string, many: string]>> = {
  invites: ['invite', 'invites'],
  knocks: ['knock', 'knocks'],
  shelves: ['shelf', 'shelves'],
  keyPackages: ['key package', 'key packages'],
  indexParts: ['part of its index', 'parts of its index'],
  deviceLists: ['device list', 'device lists']
}

function droppedOf(removed: Removed): string {
  const some = Object.entries(NAMES).flatMap(([what, [one, many]]) => {
    const count = removed[what as keyof Removed]
    return count === 0 ? [] : [counted(count, one, many)]
  })
  return some.length === 0 ? 'nothing' : some.join(', ')
}

export function memberRow({ account, sinceMs, logs, bytes, bytesLimit, hasOwnLimit, isBanned }: MemberState): readonly string[] {
  const limit = `${showSize(bytes)} of ${showSize(bytesLimit)}${hasOwnLimit ? ' (its own limit)' : ''}`
  return [account, `since ${localDay(sinceMs)}`, counted(logs, 'log'), limit, isBanned ? 'banned' : '']
}
