import { MAX_INVITE_USES } from '../../api/bounds.js'
import { MAX_INVITE_LIFETIME_MS } from '../../identity/invite.js'
import type { Invite } from '../../api/person.js'
import { alignColumns } from '../../host/terminal/columns.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { inert } from '../../host/terminal/inert.js'
import { localDay } from '../../host/terminal/local-time.js'
import { pageLine } from '../page-line.js'
import { qrLines } from '../qr-lines.js'

export const invite = command({
  name: 'invite',
  summary: 'make an invite for somebody to reach you by',
  arguments: [],
  options: {
    qr: { type: 'flag', summary: 'draw it as a QR code too, also where nobody looks' },
    label: { type: 'text', value: 'TEXT', summary: 'remember by this whom it is for' },
    uses: { type: 'count', value: 'N', from: 1, to: MAX_INVITE_USES, summary: 'let it work for so many people' },
    expires: { type: 'duration', value: 'TIME', to: MAX_INVITE_LIFETIME_MS, summary: 'let it work for so long: 2h, 7d' }
  },
  examples: [
    ['parley invite --label bob --uses 1', 'an invite for one person'],
    ['parley invite --qr', 'to scan from the screen']
  ],
  exits: DAEMON_EXITS,
  run: (context, { options: { qr, label, uses, expires } }) =>
    withDaemon(context, async daemon => {
      const made = await daemon.createInvite({
        ...(label === undefined ? {} : { label }),
        ...(uses === undefined ? {} : { uses }),
        ...(expires === undefined ? {} : { expiresInMs: expires })
      })
      const drawn = qr || context.terminal.isTty ? await qrLines(context.terminal, made.uri, qr) : []
      await context.terminal.show(made, () => [made.uri, ...drawn])
      const page = pageLine(made)
      if (page !== undefined) context.terminal.note(page)
      context.terminal.note(`Take it back: ${context.hint(`parley invite revoke ${made.id}`)}`)
    })
})

export const inviteList = command({
  name: 'invite list',
  summary: 'list your invites',
  arguments: [],
  options: {},
  examples: [['parley invite list', 'which are open, and how often they were used']],
  exits: DAEMON_EXITS,
  run: context =>
    withDaemon(context, async daemon => {
      const invites = await daemon.invites()
      await context.terminal.show(invites, () =>
        alignColumns(invites.map(one => [one.id, invitesState(one), `used ${one.used}`, localDay(one.createdAtMs), inert(one.label)]))
      )
    })
})

export const inviteRevoke = command({
  name: 'invite revoke',
  summary: 'take an invite back',
  arguments: [{ name: 'id', summary: 'as parley invite list shows it' }],
  options: {},
  examples: [['parley invite revoke 3f2a91bc', 'nobody can use it any more']],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [revoked] }) =>
    withDaemon(context, async daemon => {
      await daemon.revokeInvite({ id: revoked })
      await context.terminal.show({ revoked }, () => `invite ${inert(revoked)} is revoked`)
    })
})

function invitesState({ revoked, usesLeft, expiresAtMs }: Invite): string {
  if (revoked) return 'revoked'
  if (usesLeft === 0) return 'used up'
  if (expiresAtMs === undefined) return 'open'
  return expiresAtMs <= Date.now() ? 'expired' : `open until ${localDay(expiresAtMs)}`
}
