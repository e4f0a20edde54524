import { SCOPES } from '../../api/rpc-methods.js'
import { ChatError } from '../../base/errors.js'
import { alignColumns } from '../../host/terminal/columns.js'
import { command, DAEMON_EXITS, withDaemon } from '../command.js'
import { inert } from '../../host/terminal/inert.js'
import { localDay } from '../../host/terminal/local-time.js'

export const tokenCreate = command({
  name: 'token create',
  summary: 'make a token for a program that uses this node over HTTP or WebSocket',
  details: 'read: see contacts, chats and messages. write: send, add, accept, block. admin: all of it, the phrase and tokens too.',
  arguments: [],
  options: {
    scope: {
      type: 'text',
      value: 'SCOPE',
      choices: SCOPES,
      many: true,
      summary: `what it may do: ${SCOPES.join(', ')}; more than once, or with commas`
    },
    label: { type: 'text', value: 'TEXT', summary: 'remember by this what it is for' }
  },
  examples: [['parley token create --scope read,write --label bot', 'shown once; only its hash is kept']],
  exits: DAEMON_EXITS,
  run: (context, { options: { scope, label } }) =>
    withDaemon(context, async daemon => {
      if (scope.length === 0) throw new ChatError('ERR_INVALID_ARGUMENT', `say what the token may do: --scope ${SCOPES.join('|')}`)
      const created = await daemon.createToken({ scopes: scope, ...(label === undefined ? {} : { label }) })
      const { http } = await daemon.endpoints()
      await context.terminal.show({ ...created, ...(http === undefined ? {} : { http }) }, () => created.token)
      context.terminal.note('This is shown once. Take it back: ' + context.hint(`parley token revoke ${created.id}`))
      context.terminal.note(
        http === undefined
          ? 'This daemon serves no HTTP; start it without --no-http'
          : `Try: curl ${http}/rpc -H 'authorization: Bearer TOKEN' -H 'content-type: application/json' -d '{"jsonrpc":"2.0","id":1,"method":"status"}'`
      )
    })
})

export const tokenList = command({
  name: 'token list',
  summary: 'list the tokens',
  arguments: [],
  options: {},
  examples: [['parley token list', 'their ids, scopes and labels']],
  exits: DAEMON_EXITS,
  run: context =>
    withDaemon(context, async daemon => {
      const tokens = await daemon.tokens()
      await context.terminal.show(tokens, () =>
        alignColumns(tokens.map(({ id, scopes, createdAtMs, label }) => [id, scopes.join(', '), localDay(createdAtMs), inert(label)]))
      )
      if (tokens.length === 0) context.terminal.note('no tokens')
    })
})

export const tokenRevoke = command({
  name: 'token revoke',
  summary: 'take a token back',
  arguments: [{ name: 'id', summary: 'as parley token list shows it' }],
  options: {},
  examples: [['parley token revoke 3f2a91bc', 'it stops working at once']],
  exits: [...DAEMON_EXITS, 'notFound'],
  run: (context, { args: [revoked] }) =>
    withDaemon(context, async daemon => {
      await daemon.revokeToken({ id: revoked })
      await context.terminal.show({ revoked }, () => `token ${inert(revoked)} is revoked`)
    })
})
