import type { Contact } from '../../api/person.js'
import { alignColumns } from '../../host/terminal/columns.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { isUnreached } from '../unreached.js'
import { inert } from '../../host/terminal/inert.js'
import { shortId } from '../message-lines.js'

const STATES: Readonly<Record<Contact['state'], string>> = {
  invited: 'asked, no answer yet',
  request: 'wants to talk',
  accepted: 'contact',
  blocked: 'blocked'
}
const WHO = { name: 'contact', summary: 'a name, an account id or the first 8 characters of one' } as const

export const contacts = command({
  name: 'contacts',
  summary: 'list the people you know, and who wants to talk',
  arguments: [],
  options: {},
  examples: [['parley contacts --json', 'for a script']],
  exits: DAEMON_EXITS,
  run: context =>
    withDaemon(context, async daemon => {
      const [people, chats] = await Promise.all([daemon.contacts(), daemon.chats()])
      await context.terminal.show(people, () =>
        alignColumns(
          people.map(({ name, state, verified, devices, account, livesHere }) => [
            inert(name),
            livesHere === true && state === 'accepted'
              ? 'lives on this device'
              : isUnreached(chats, { account })
                ? 'request not delivered yet'
                : STATES[state],
            verified ? 'verified' : 'not verified',
            devices.length === 1 ? '1 device' : `${devices.length} devices`,
            shortId(account)
          ])
        )
      )
      if (people.length === 0)
        context.terminal.note(
          `Nobody yet. Invite somebody: ${context.hint('parley invite')}, or try it with Echo: ${context.hint('parley add echo')}`
        )
      const asking = people.find(({ state }) => state === 'request')
      if (asking !== undefined) context.terminal.note(`Answer: ${context.hint(`parley accept ${shortId(asking.account)}`)}, or block`)
    })
})

export const accept = command({
  name: 'accept',
  summary: 'accept somebody who wants to talk',
  arguments: [WHO],
  options: {},
  examples: [['parley accept bob', 'from now on both can write']],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [contact] }) =>
    withDaemon(context, async daemon => {
      const accepted = await daemon.accept({ contact })
      await context.terminal.show(accepted, () => `${inert(accepted.name)} is a contact`)
    })
})

export const block = command({
  name: 'block',
  summary: 'take nothing from somebody any more',
  arguments: [WHO],
  options: {},
  examples: [['parley block mallory', 'they are not told']],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [contact] }) =>
    withDaemon(context, async daemon => {
      const blocked = await daemon.block({ contact })
      await context.terminal.show(blocked, () => `${inert(blocked.name)} is blocked`)
    })
})

export const unblock = command({
  name: 'unblock',
  summary: 'take back a block',
  arguments: [WHO],
  options: {},
  examples: [['parley unblock mallory', 'they can write again']],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [contact] }) =>
    withDaemon(context, async daemon => {
      const unblocked = await daemon.unblock({ contact })
      await context.terminal.show(unblocked, () => `${inert(unblocked.name)} is not blocked`)
    })
})
