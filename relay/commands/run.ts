import { ChatError } from '../../node/base/errors.js'
import { complain } from '../../node/host/terminal/complaint.js'
import { command } from '../command.js'
import { RUN_OPTIONS } from '../options.js'

const STOP_DEADLINE_MS = 10_000

export const run = command({
  name: 'run',
  summary: 'run the relay here, until SIGINT or SIGTERM',
  details:
    'Prints one line when it listens. Told to stop it takes no more, ends what is under way, and has everything on disk within 10 s. relay/README.md says how to run it as a service.',
  arguments: [],
  options: RUN_OPTIONS,
  examples: [
    ['parley-relay run', 'for those you invite: parley-relay invite'],
    ['parley-relay run --open --announce /dns4/relay.example.org/tcp/443/wss', 'for everybody, behind a proxy that speaks TLS']
  ],
  exits: ['notAllowed'],
  run: async (context, { options }) => {
    const { terminal, signal, folder, hint } = context
    const [{ startRelayHost }, { relayOptions }] = await Promise.all([import('../relay-host.js'), import('../options.js')])
    // A task that failed with a bug of ours is told and given up; the relay goes on for everybody else.
    process.on('unhandledRejection', err => complain(context, err))
    const relay = await startRelayHost(relayOptions(folder, options))
    const addresses = relay.addresses()
    await terminal.show({ ready: true, id: relay.id, addresses, folder }, () => [
      `relay ${relay.id}`,
      ...addresses.map(address => `  ${address}`)
    ])
    const page = options.page ? localPage(addresses) : undefined
    if (page !== undefined) terminal.note(`page ${page} here; for others over HTTPS: relay/README.md`)
    terminal.note(options.open ? 'open: anybody may join' : `closed: ${hint('parley-relay invite')} lets somebody join`)
    await new Promise<void>(resolve => {
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
    await inTime(relay.close())
  }
})

/** Where a browser on this machine finds the page: of what is listened at, the first WebSocket port. */
function localPage(addresses: readonly string[]): string | undefined {
  const port = addresses.map(address => /\/tcp\/(\d+)\/ws\//.exec(address)?.[1]).find(found => found !== undefined)
  return port === undefined ? undefined : `http://localhost:${port}/`
}

function inTime(closed: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () =>
        reject(
          new ChatError('ERR_TIMEOUT', `the relay did not stop within ${STOP_DEADLINE_MS / 1_000} s; what it acknowledged is on disk`)
        ),
      STOP_DEADLINE_MS
    )
    closed.then(resolve, reject).finally(() => clearTimeout(late))
  })
}
