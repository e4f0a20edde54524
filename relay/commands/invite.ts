import { localDay } from '../../node/host/terminal/local-time.js'
import { command, RELAY_EXITS, withRelay } from '../command.js'

export const invite = command({
  name: 'invite',
  summary: 'make an invite to this relay: one account joins with it, once',
  details: 'It is shown this once; the relay keeps its hash alone.',
  arguments: [],
  options: { expires: { type: 'duration', value: 'TIME', summary: 'what it is good for: 7d; for ever by default' } },
  examples: [['parley-relay invite --expires 7d', 'then they type: parley relay add <address> --token <token>']],
  exits: RELAY_EXITS,
  run: (context, { options: { expires } }) =>
    withRelay(context, async relay => {
      const { terminal } = context
      const made = await relay.invite(expires === undefined ? {} : { expiresInMs: expires })
      await terminal.show(made, () => made.token)
      const until = made.expiresAtMs === undefined ? '' : `, until ${localDay(made.expiresAtMs)}`
      terminal.note(`Good once${until}. Whoever it is for types one of:`)
      for (const address of made.addresses) terminal.note(`  parley relay add ${address} --token ${made.token}`)
    })
})
