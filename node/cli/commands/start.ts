import type { Options } from '../../host/terminal/command.js'
import { command } from '../command.js'
import { PROFILE_OPTIONS } from '../profile-options.js'

export const NODE_OPTIONS = {
  ...PROFILE_OPTIONS,
  listen: {
    type: 'text',
    value: 'MULTIADDR',
    many: true,
    setting: true,
    summary: 'listen here instead of everywhere: /ip4/127.0.0.1/tcp/4001'
  },
  'no-mdns': { type: 'flag', setting: true, summary: 'neither look for others on this network nor be found by them' },
  'http-port': {
    type: 'count',
    value: 'PORT',
    setting: true,
    summary: 'serve JSON-RPC over HTTP on this port of 127.0.0.1; 4180 or any free one by default'
  },
  'no-http': { type: 'flag', setting: true, summary: 'serve no HTTP and no WebSocket, only the unix socket' }
} as const satisfies Options

export const start = command({
  name: 'start',
  summary: 'run your node here, with all that it needs, and print an invite',
  details: 'Makes a profile at the first run. Ctrl-C stops it; what is queued goes on at the next start.',
  arguments: [],
  options: NODE_OPTIONS,
  examples: [
    ['parley start', 'the first minute'],
    ['parley start --name ada --profile work', 'a second identity']
  ],
  exits: ['notAllowed'],
  run: async (context, { options }) => (await import('../run-node.js')).runStart(context, options)
})

export const daemon = command({
  name: 'daemon',
  summary: 'run your node in the background of your work: the same as start, and says little',
  details:
    'Prints one line when it is ready. With --stdio the program that started it talks JSON-RPC over stdin and stdout, one message a line.',
  arguments: [],
  options: { ...NODE_OPTIONS, stdio: { type: 'flag', summary: 'serve JSON-RPC on stdin and stdout, until stdin ends' } },
  examples: [
    ['parley daemon &', 'then use the other commands'],
    ['parley daemon --stdio --no-http', 'for a program that brings its own node']
  ],
  exits: ['notAllowed'],
  run: async (context, { options }) => (await import('../run-node.js')).runDaemon(context, options)
})
