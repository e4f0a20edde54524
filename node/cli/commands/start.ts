import { join } from 'node:path'
import type { Options } from '../../host/terminal/command.js'
import { command, type Context } from '../command.js'
import type { StartRelay } from '../own-relay.js'
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
  announce: {
    type: 'text',
    value: 'MULTIADDR',
    many: true,
    setting: true,
    summary: 'an address others reach you at that this machine can’t see: a public one, a forwarded port'
  },
  bootstrap: {
    type: 'text',
    value: 'MULTIADDR',
    many: true,
    setting: true,
    summary: 'a node to enter the directory by, with its id: /dns4/…/tcp/4747/p2p/12D3…'
  },
  'dht-server': { type: 'flag', setting: true, summary: 'keep records of the directory for others, also without a public address' },
  stun: {
    type: 'text',
    value: 'URL',
    many: true,
    setting: true,
    summary: 'a server that tells how others see you: stun:relay.example.org:3478'
  },
  'http-port': {
    type: 'count',
    value: 'PORT',
    setting: true,
    summary: 'serve JSON-RPC over HTTP on this port of 127.0.0.1; 4180 or any free one by default'
  },
  'no-http': { type: 'flag', setting: true, summary: 'serve no HTTP and no WebSocket, only the unix socket' }
} as const satisfies Options

const RELAY_LISTEN = {
  type: 'text',
  value: 'MULTIADDR',
  many: true,
  setting: true,
  summary: 'where its own relay listens: everywhere by WebSocket on 4002, or another free port, by default'
} as const

/** Nothing else starts a relay in process. */
function ownRelay({ places }: Context, listen: readonly string[]): StartRelay {
  return async account => {
    const { startEmbeddedRelay } = await import('../../../relay/embedded-relay.js')
    return startEmbeddedRelay({ folder: join(places.profileDir, 'relay'), account, listen })
  }
}

export const start = command({
  name: 'start',
  summary: 'run your node here, with all that it needs, and print an invite',
  details:
    'Makes a profile at the first run. Runs a relay of its own beside the node, for this account alone, which takes messages for it whenever this machine is up. Ctrl-C stops both; what is queued goes on at the next start.',
  arguments: [],
  options: {
    ...NODE_OPTIONS,
    'no-relay': { type: 'flag', setting: true, summary: 'run no relay beside the node' },
    'relay-listen': RELAY_LISTEN
  },
  examples: [
    ['parley start', 'the first minute'],
    ['parley start --name ada --profile work', 'a second identity']
  ],
  exits: ['notAllowed'],
  run: async (context, { options }) => {
    const relay = options['no-relay'] ? undefined : ownRelay(context, options['relay-listen'])
    return (await import('../run-node.js')).runStart(context, options, relay)
  }
})

export const daemon = command({
  name: 'daemon',
  summary: 'run your node in the background of your work: the same as start, and says little',
  details:
    'Prints one line when it is ready. With --stdio the program that started it talks JSON-RPC over stdin and stdout, one message a line.',
  arguments: [],
  options: {
    ...NODE_OPTIONS,
    relay: { type: 'flag', setting: true, summary: 'run a relay of its own beside it, as parley start does' },
    'relay-listen': RELAY_LISTEN,
    stdio: { type: 'flag', summary: 'serve JSON-RPC on stdin and stdout, until stdin ends' }
  },
  examples: [
    ['parley daemon &', 'then use the other commands'],
    ['parley daemon --stdio --no-http', 'for a program that brings its own node']
  ],
  exits: ['notAllowed'],
  run: async (context, { options }) => {
    const relay = options.relay ? ownRelay(context, options['relay-listen']) : undefined
    return (await import('../run-node.js')).runDaemon(context, options, relay)
  }
})
