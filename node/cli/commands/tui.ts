import { command } from '../command.js'
import { NODE_OPTIONS } from './start.js'

export const tui = command({
  name: 'tui',
  summary: 'chat here, in the whole terminal',
  details:
    'Talks to the daemon where one runs; else it runs your node itself, for as long as it is open, as start does. Messages count as read once their end was on the screen. F1 shows the keys. Commands are typed where you write, behind a slash, or anywhere after F3: /group create Garden, /device list; those for the open chat without naming it: /link --approve. /help lists them.',
  arguments: [{ name: 'chat', summary: 'open it at once: a name, an id or the first 8 characters of one', optional: true }],
  options: {
    ...NODE_OPTIONS,
    link: { type: 'flag', summary: 'on a new machine: first become a device of the account that you have, as parley device link does' },
    relay: { type: 'text', value: 'ADDRESS', many: true, summary: 'with --link: a relay that the other device can reach it through' }
  },
  examples: [
    ['parley tui', 'all your conversations'],
    ['parley tui bob', 'straight to bob'],
    ['parley tui --link', 'on your second machine']
  ],
  exits: ['notAllowed', 'notFound', 'timeout'],
  run: async (context, { args: [chat], options }) => (await import('../tui/run-tui.js')).runTui(context, options, chat)
})
