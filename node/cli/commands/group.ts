import type { Member } from '../../api/person.js'
import { alignColumns } from '../../host/terminal/columns.js'
import { inert } from '../../host/terminal/inert.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { nameFor, shortId } from '../message-lines.js'
import { SHARE_OPTIONS, shareOf } from '../share-options.js'

const GROUP = { name: 'group', summary: 'its name, its id or the first 8 characters of one' } as const
const MEMBER = { name: 'member', summary: 'a name, an account id or the first 8 characters of one' } as const
const EXITS = [...DAEMON_EXITS, 'notFound', 'notAllowed'] as const

export const groupCreate = command({
  name: 'group create',
  summary: 'make a group, of which you are the owner',
  details: 'It is kept at your relays. Contacts that you name are let in as soon as they can be, whoever is away.',
  arguments: [{ name: 'name', summary: 'what it is called: 1 to 64 characters' }],
  options: { with: { type: 'text', value: 'CONTACT', many: true, summary: 'somebody to let in; may be given more than once' } },
  examples: [['parley group create Garden --with bob --with carol', 'a group of three']],
  exits: EXITS,
  run: (context, { args: [name], options: { with: contacts } }) =>
    withDaemon(context, async daemon => {
      const made = await daemon.createGroup({ name, contacts })
      await context.terminal.show(made, () => `${inert(made.title)} is there (${shortId(made.id)})`)
    })
})

export const groupMembers = command({
  name: 'group members',
  summary: 'list who is in a group',
  arguments: [GROUP],
  options: {},
  examples: [['parley group members Garden', 'the most senior first']],
  exits: EXITS,
  run: (context, { args: [chat] }) =>
    withDaemon(context, async daemon => {
      const members = await daemon.members({ chat })
      await context.terminal.show(members, () => alignColumns(members.map(memberRow)))
    })
})

function memberRow({ name, role, devices, coming, self, account }: Member): string[] {
  const where = devices.length === 1 ? '1 device' : `${devices.length} devices`
  return [inert(name), role, coming === true ? 'on the way in' : where, self === true ? 'you' : '', shortId(account)]
}

export const groupInvite = command({
  name: 'group invite',
  summary: 'let a contact in to a group',
  details:
    'They read what is said from then on. It goes on until they are in, also while they or you are away. What was said before they read only as far as you share it: from your device to theirs, shown there as shared by you.',
  arguments: [GROUP, { name: 'contact', summary: MEMBER.summary }],
  options: SHARE_OPTIONS,
  examples: [
    ['parley group invite Garden dora', 'for owners and admins'],
    ['parley group invite Garden dora --share-days 7', 'she reads the last week, too']
  ],
  exits: EXITS,
  run: (context, { args: [chat, contact], options }) =>
    withDaemon(context, async daemon => {
      await daemon.addMember({ chat, contact, ...shareOf(options) })
      await context.terminal.show({ chat, contact }, () => `${inert(contact)} is on the way in to ${inert(chat)}`)
    })
})

export const groupRemove = command({
  name: 'group remove',
  summary: 'put somebody out of a group',
  details:
    'They read nothing that is said afterwards. What they have stays with them. By a link to the group they can only ask to be let in again.',
  arguments: [GROUP, MEMBER],
  options: {},
  examples: [['parley group remove Garden mallory', 'for owners and admins, of whom they outrank']],
  exits: EXITS,
  run: (context, { args: [chat, member] }) =>
    withDaemon(context, async daemon => {
      const name = nameFor(member, await daemon.members({ chat }))
      await daemon.removeMember({ chat, member })
      const links = (await daemon.groupLinks({ chat })).flatMap(({ id, open }) => (open ? [id] : []))
      await context.terminal.show({ chat, member, links }, () =>
        [
          `${name} is on the way out of ${inert(chat)}`,
          ...links.map(
            id =>
              `link ${id} is open, by which they can ask to be let in again: ${context.hint(`parley group unlink ${inert(chat)} ${id}`)}`
          )
        ].join('\n')
      )
    })
})

export const groupRole = command({
  name: 'group role',
  summary: 'appoint somebody in a group, or dismiss them',
  details: 'Owners do everything and outrank those appointed after them; admins let in and put out members. A group keeps one owner.',
  arguments: [GROUP, MEMBER, { name: 'role', summary: 'what they are from now on', choices: ['owner', 'admin', 'member'] }],
  options: {},
  examples: [['parley group role Garden bob admin', 'for owners']],
  exits: EXITS,
  run: (context, { args: [chat, member, role] }) =>
    withDaemon(context, async daemon => {
      const name = nameFor(member, await daemon.members({ chat }))
      await daemon.setRole({ chat, member, role: role === 'owner' || role === 'admin' ? role : 'member' })
      await context.terminal.show({ chat, member, role }, () => `${name} is to be ${role} of ${inert(chat)}`)
    })
})

export const groupRename = command({
  name: 'group rename',
  summary: 'call a group something else, for all',
  arguments: [GROUP, { name: 'name', summary: '1 to 64 characters' }],
  options: {},
  examples: [['parley group rename Garden Orchard', 'for owners and admins']],
  exits: EXITS,
  run: (context, { args: [chat, name] }) =>
    withDaemon(context, async daemon => {
      const renamed = await daemon.renameGroup({ chat, name })
      await context.terminal.show(renamed, () => `${inert(chat)} is to be called ${inert(name)}`)
    })
})

export const groupLeave = command({
  name: 'group leave',
  summary: 'leave a group',
  details:
    'The others are told. What is here stays here. The last owner names another first. Of a group that you have asked to be let in to by a link: you ask no more.',
  arguments: [GROUP],
  options: {},
  examples: [['parley group leave Garden', 'nothing is taken from there any more']],
  exits: EXITS,
  run: (context, { args: [chat] }) =>
    withDaemon(context, async daemon => {
      await daemon.leaveGroup({ chat })
      await context.terminal.show({ left: chat }, () => `you leave ${inert(chat)}`)
    })
})
