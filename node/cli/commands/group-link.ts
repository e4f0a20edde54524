import { MAX_LINK_USES } from '../../session/group-links.js'
import { MAX_INVITE_LIFETIME_MS } from '../../identity/invite.js'
import type { AskedToJoin, GroupLink, GroupRequest } from '../../api/group.js'
import { alignColumns } from '../../host/terminal/columns.js'
import { inert } from '../../host/terminal/inert.js'
import { localDay, localMoment } from '../../host/terminal/local-time.js'
import { command, DAEMON_EXITS, withDaemon, type Context } from '../command.js'
import { nameFor, shortId } from '../message-lines.js'
import { SHARE_OPTIONS, shareOf } from '../share-options.js'
import { pageLine } from '../page-line.js'
import { qrLines } from '../qr-lines.js'
import { readInput } from '../typed-input.js'

const GROUP = { name: 'group', summary: 'its name, its id or the first 8 characters of one' } as const
const WHO = {
  name: 'account',
  summary: 'a name, an account id or the first 8 characters of one, as parley group requests shows it'
} as const
const EXITS = [...DAEMON_EXITS, 'notFound', 'notAllowed'] as const
const MAX_LINK_BYTES = 16 * 1024

export const groupLink = command({
  name: 'group link',
  summary: 'make a link by which people ask to be let in to a group',
  details:
    'Whoever has the link can ask; you, or one of two more owners and admins, let them in, whoever is there. They become nobody’s contact by that. Only the device that made it shows it again.',
  arguments: [GROUP],
  options: {
    qr: { type: 'flag', summary: 'draw it as a QR code too, also where nobody looks' },
    approve: { type: 'flag', summary: 'let nobody in before one of you says yes' },
    uses: { type: 'count', value: 'N', from: 1, to: MAX_LINK_USES, summary: 'let it work for so many people' },
    expires: { type: 'duration', value: 'TIME', to: MAX_INVITE_LIFETIME_MS, summary: 'let it work for so long: 2h, 7d' }
  },
  examples: [['parley group link Garden --expires 7d --approve', 'a week, and each of them is asked about']],
  exits: EXITS,
  run: (context, { args: [chat], options: { qr, approve, uses, expires } }) =>
    withDaemon(context, async daemon => {
      const made = await daemon.createGroupLink({
        chat,
        approve,
        ...(uses === undefined ? {} : { uses }),
        ...(expires === undefined ? {} : { expiresInMs: expires })
      })
      const drawn = qr || context.terminal.isTty ? await qrLines(context.terminal, made.uri, qr) : []
      await context.terminal.show(made, () => [made.uri, ...drawn])
      const page = pageLine(made)
      if (page !== undefined) context.terminal.note(page)
      context.terminal.note(`Take it back: ${context.hint(`parley group unlink ${inert(chat)} ${made.id}`)}`)
    })
})

export const groupLinks = command({
  name: 'group links',
  summary: 'list the links to a group',
  arguments: [GROUP],
  options: {},
  examples: [['parley group links Garden', 'which are open, for owners and admins']],
  exits: EXITS,
  run: (context, { args: [chat] }) =>
    withDaemon(context, async daemon => {
      const links = await daemon.groupLinks({ chat })
      await context.terminal.show(links, () => alignColumns(links.map(linkRow)))
    })
})

function linkRow({ id, open, approve, expiresAtMs, usesLeft, uri }: GroupLink): string[] {
  const until = expiresAtMs === undefined ? 'open' : `open until ${localMoment(expiresAtMs, Date.now())}`
  const left = usesLeft === undefined ? '' : usesLeft === 1 ? '1 use left' : `${usesLeft} uses left`
  return [id, open ? until : 'over', left, approve ? 'asks first' : '', uri === undefined ? 'made on another device' : '']
}

export const groupUnlink = command({
  name: 'group unlink',
  summary: 'take a link to a group back',
  arguments: [GROUP, { name: 'id', summary: 'as parley group links shows it' }],
  options: {},
  examples: [['parley group unlink Garden 3f2a91bc', 'nobody can ask by it any more']],
  exits: EXITS,
  run: (context, { args: [chat, id] }) =>
    withDaemon(context, async daemon => {
      await daemon.revokeGroupLink({ chat, id })
      await context.terminal.show({ chat, revoked: id }, () => `link ${inert(id)} is taken back`)
    })
})

export const groupJoin = command({
  name: 'group join',
  summary: 'ask to be let in to a group by its link',
  details:
    'It goes on for 30 days, also while you or they are away; it fails only where all who answer the link say that it is not valid. Nobody becomes your contact by it.',
  arguments: [{ name: 'link', summary: 'the link in any form, or - to read it from stdin' }],
  options: {},
  examples: [['parley group join parley:…', 'parley add takes it too']],
  exits: EXITS,
  run: async (context, { args: [link] }) =>
    joinByLink(context, link === '-' ? await readInput(context.terminal.input, MAX_LINK_BYTES) : link)
})

export function joinByLink(context: Context, link: string): Promise<void> {
  return withDaemon(context, async daemon => {
    const asked = await daemon.joinGroup({ link })
    const hosts = asked.hosts.map(inert).join(' or ')
    await context.terminal.show(asked, () => `${whenIn(asked, hosts)}; see it happen: ${context.hint('parley chats')}`)
  })
}

function whenIn({ name, approve, reached }: AskedToJoin, hosts: string): string {
  const group = inert(name)
  if (reached === 'nobody') return `not answered yet: ${hosts} is asked again by itself, for 30 days, to let you in to ${group}`
  if (approve) return `you are in ${group} once ${hosts} says yes`
  return reached === 'host' ? `you are in ${group} in a moment` : `you are in ${group} once ${hosts} is there`
}

export const groupRequests = command({
  name: 'group requests',
  summary: 'list who asks to be let in to a group',
  arguments: [GROUP],
  options: {},
  examples: [['parley group requests Garden', 'by a link that asks first']],
  exits: EXITS,
  run: (context, { args: [chat] }) =>
    withDaemon(context, async daemon => {
      const requests = await daemon.groupRequests({ chat })
      await context.terminal.show(requests, () => alignColumns(requests.map(requestRow)))
    })
})

function requestRow({ account, name, askedAtMs, coming }: GroupRequest): string[] {
  return [inert(name), shortId(account), localDay(askedAtMs), coming === true ? 'on the way in' : 'waits for an answer']
}

export const groupApprove = command({
  name: 'group approve',
  summary: 'let somebody in who asks',
  details: 'They read what is said from then on; what was said before only as far as you share it.',
  arguments: [GROUP, WHO],
  options: SHARE_OPTIONS,
  examples: [['parley group approve Garden dora', 'they read what is said from then on']],
  exits: EXITS,
  run: (context, { args: [chat, account], options }) =>
    withDaemon(context, async daemon => {
      const name = nameFor(account, await daemon.groupRequests({ chat }))
      await daemon.answerRequest({ chat, account, approve: true, ...shareOf(options) })
      await context.terminal.show({ chat, account, approve: true }, () => `${name} is on the way in to ${inert(chat)}`)
    })
})

export const groupRefuse = command({
  name: 'group refuse',
  summary: 'let somebody who asks wait in vain',
  arguments: [GROUP, WHO],
  options: {},
  examples: [['parley group refuse Garden dora', 'they are not told']],
  exits: EXITS,
  run: (context, { args: [chat, account] }) =>
    withDaemon(context, async daemon => {
      const name = nameFor(account, await daemon.groupRequests({ chat }))
      await daemon.answerRequest({ chat, account, approve: false })
      await context.terminal.show({ chat, account, approve: false }, () => `${name} is not let in to ${inert(chat)}`)
    })
})
