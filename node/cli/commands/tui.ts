import { command } from '../command.js'
import { NODE_OPTIONS } from './start.js'

export const tui = command({
  name: 'tui',
  summary: 'chat here, in the whole terminal',
  details:
    'Talks to the daemon where one runs; else it runs your node itself, for as long as it is open, as start does. Messages count as read once\ntheir end was on the screen. F1 shows the keys.',
  arguments: [{ name: 'chat', summary: 'open it at once: a name, an id or the first 8 characters of one', optional: true }],
  options: NODE_OPTIONS,
  examples: [
    ['parley tui', 'all your conversations'],
    ['parley tui bob', 'straight to bob']
  ],
  exits: ['notAllowed', 'notFound', 'timeout'],
  run: async (context, { args: [chat], options }) => (await import('../tui/run-tui.js')).runTui(context, options, chat)
})
