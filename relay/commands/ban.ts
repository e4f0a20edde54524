import { inert } from '../../node/host/terminal/inert.js'
import { command, RELAY_EXITS, withRelay } from '../command.js'

const WHO = { name: 'who', summary: 'an account (64 hexadecimal digits, or the beginning of a member’s) or a device (12D3KooW…)' }

export const ban = command({
  name: 'ban',
  summary: 'serve an account or a device no more, at once',
  arguments: [WHO],
  options: {},
  examples: [['parley-relay ban 4f1c09aa', 'a member, by the beginning of its id']],
  exits: RELAY_EXITS,
  run: (context, { args: [who] }) =>
    withRelay(context, async relay => {
      const done = await relay.ban({ who })
      await context.terminal.show(done, () => `${inert(done.banned)} is served no more`)
    })
})

export const banList = command({
  name: 'ban list',
  summary: 'list who is banned',
  arguments: [],
  options: {},
  examples: [['parley-relay ban list', 'accounts and devices']],
  exits: RELAY_EXITS,
  run: context =>
    withRelay(context, async relay => {
      const banned = await relay.bans()
      await context.terminal.show(banned, () => banned)
      if (banned.length === 0) context.terminal.note('nobody is banned')
    })
})

export const unban = command({
  name: 'unban',
  summary: 'serve a banned account or device again',
  arguments: [{ ...WHO, summary: 'as parley-relay ban list shows it, or the beginning of it' }],
  options: {},
  examples: [['parley-relay unban 4f1c09aa', 'by the beginning of its id']],
  exits: [...RELAY_EXITS, 'notFound'],
  run: (context, { args: [who] }) =>
    withRelay(context, async relay => {
      const done = await relay.unban({ who })
      await context.terminal.show(done, () => `${inert(done.unbanned)} is served again`)
    })
})
