import type { ChatApi } from '../api/chat-api.js'
import type { Invite } from '../api/person.js'
import type { Status } from '../api/status.js'
import type { CreatedProfile } from '../api/new-profile.js'
import type { OpenNode } from '../api/open-node.js'
import { newPageLink } from '../api/page-link.js'
import { systemClock } from '../base/clock.js'
import { createLifecycle, type AsyncStop, type Stop } from '../base/lifecycle.js'
import { openDaemon, type Daemon } from '../host/rpc-daemon.js'
import { alignColumns } from '../host/terminal/columns.js'
import type { OptionValues } from '../host/terminal/command.js'
import type { Context } from './command.js'
import { REACH } from './commands/id.js'
import type { NODE_OPTIONS } from './commands/start.js'
import { complain } from '../host/terminal/complaint.js'
import { inert } from '../host/terminal/inert.js'
import { messageLine, renamedLine } from './message-lines.js'
import { pageLine } from './page-line.js'
import { relayCells, runRelayBeside, type OwnRelay, type RelayBeside, type StartRelay } from './own-relay.js'
import { keptIn, openProfile } from './profile.js'
import { qrLines } from './qr-lines.js'
import { showPath } from '../host/terminal/show-path.js'
import { padText } from '../host/terminal/text-width.js'

const DEFAULT_HTTP_PORT = 4180
/** The invite that `start` shows is made once and then found again by this. */
const START_LABEL = 'parley start'
/** `✓ identity ` is the widest label. */
const FIRST_COLUMN_CELLS = 11

export type NodeValues = OptionValues<typeof NODE_OPTIONS>

export interface RunningNode {
  readonly api: ChatApi
  readonly nameRelayHere: OpenNode['nameRelayHere']
  readonly daemon: Daemon
  readonly created: CreatedProfile | undefined
  readonly close: AsyncStop
}

/** The node with everything a first minute needs: who you are, how you are reached, an invite, what to do next. */
export async function runStart(context: Context, options: NodeValues, startRelay: StartRelay | undefined): Promise<void> {
  const node = await openRunningNode(context, options, false)
  const relay = runRelayBeside(context, node, startRelay)
  try {
    await showFirstMinute(context, node, relay)
    await showEvents(context, node.api)
  } finally {
    await node.close()
    await relay.close()
  }
}

/** The node alone; ends with a signal, or with stdin where that is served. */
export async function runDaemon(
  context: Context,
  options: NodeValues & { readonly stdio: boolean },
  startRelay: StartRelay | undefined
): Promise<void> {
  const { terminal, signal, hint } = context
  const node = await openRunningNode(context, options, options.stdio)
  const relay = runRelayBeside(context, node, startRelay)
  try {
    if (!options.stdio)
      await terminal.show(
        { ready: true, ...node.daemon.endpoints },
        () => `ready at ${showPath(node.daemon.endpoints.socket ?? '')}; try ${hint('parley id')}`
      )
    void relay.ready.then(ready => ready && terminal.note(`relay ${relayCells(ready).join('   ')}`))
    await Promise.race([node.daemon.stdioEnded, interrupted(signal)])
  } finally {
    await node.close()
    await relay.close()
  }
}

/** A node with all its doors open, in this process. */
export async function openRunningNode(context: Context, options: NodeValues, stdio: boolean): Promise<RunningNode> {
  const { profileDir } = context.places
  const lifecycle = createLifecycle()
  lifecycle.add(surviveBugs(context))
  const { node, created } = await openProfile(context, options, {
    profileDir,
    mdns: !options['no-mdns'],
    ...(options.listen.length === 0 ? {} : { listen: options.listen }),
    announce: options.announce,
    bootstrap: options.bootstrap,
    ...(options['dht-server'] ? { dhtServer: true } : {}),
    stunServers: options.stun
  })
  lifecycle.add(node.close)
  try {
    const daemon = await openDaemon({
      api: node.api,
      stats: node.stats,
      profileDir,
      clock: systemClock,
      report: err => complain(context, err),
      ...(options['no-http'] ? {} : { httpPort: options['http-port'] ?? DEFAULT_HTTP_PORT }),
      ...(stdio ? { stdio: { input: context.terminal.input, output: process.stdout } } : {})
    })
    lifecycle.add(daemon.close)
    return { api: node.api, nameRelayHere: node.nameRelayHere, daemon, created, close: lifecycle.stop }
  } catch (err) {
    await lifecycle.stop()
    throw err
  }
}

/** A task that failed with a bug of ours is told and given up; the node goes on for everybody else. */
function surviveBugs(context: Context): Stop {
  const told = (err: unknown): void => complain(context, err)
  process.on('unhandledRejection', told)
  return () => void process.off('unhandledRejection', told)
}

async function showFirstMinute(context: Context, { api, daemon, created }: RunningNode, relay: RelayBeside): Promise<void> {
  const { terminal, hint } = context
  const status = await api.status()
  const page = await newPageLink(daemon.doors)
  if (!terminal.json) {
    for (const line of alignColumns(statusRows(context, status, created))) await terminal.print(line)
    if (page !== undefined) await terminal.print(rowAlone(context, 'page', page))
  }
  // The invite names the relay, so that it works while this node sleeps.
  const ready = await relay.ready
  const invite = await startInvite(api)
  if (terminal.json) {
    const { identity, reach } = status
    const own = ready === undefined ? {} : { relay: ready.addresses()[0] }
    const opens = page === undefined ? {} : { page }
    return terminal.show(
      {
        ready: true,
        ...daemon.endpoints,
        ...opens,
        identity,
        reach,
        ...own,
        invite: invite.uri,
        ...(invite.page === undefined ? {} : { invitePage: invite.page })
      },
      () => ''
    )
  }
  if (ready !== undefined) await terminal.print(relayLine(context, ready))
  await terminal.print(`Invite       ${invite.uri}`)
  if (terminal.isTty) for (const line of await qrLines(terminal, invite.uri, false)) await terminal.print(line)
  const opens = pageLine(invite)
  terminal.note('')
  if (opens !== undefined) terminal.note(opens)
  terminal.note(`They type   parley add parley:…   and you   ${hint('parley accept <name>')}`)
  terminal.note(`Or try it with Echo, who lives here:   ${hint('parley add echo')}`)
  terminal.note(`Then talk   ${hint('parley send <name> "hello"')}   and listen   ${hint('parley tail -f')}`)
}

function relayLine(context: Context, relay: OwnRelay): string {
  const [where, keeps] = relayCells(relay)
  return rowAlone(context, 'relay', `${where}   ${keeps}`)
}

/** In the columns of the other rows, which it doesn't widen. */
function rowAlone({ terminal }: Context, label: string, what: string): string {
  return alignColumns([[padText(`${terminal.style('green', '✓')} ${label}`, FIRST_COLUMN_CELLS), what]]).join('')
}

function statusRows(context: Context, status: Status, created: CreatedProfile | undefined): readonly (readonly string[])[] {
  const { terminal, hint } = context
  const { identity, reach, protectedByPassphrase } = status
  const mark = (ok: boolean): string => (ok ? terminal.style('green', '✓') : terminal.style('yellow', '!'))
  const reached = reach === 'internet'
  return [
    [`${mark(true)} identity `, `${inert(identity.name)} · ${identity.deviceName}   ${keptIn(context, created)}`],
    ...(protectedByPassphrase ? [] : [[`${mark(false)} keys`, 'no passphrase protects them: whoever reads this disk can be you']]),
    [`${mark(reached)} reach`, `${REACH[reach]}${reached ? '' : ` → ${hint('parley netcheck')}`}`]
  ]
}

/** The one of last time while it still works, so that starts don't pile up invites. */
async function startInvite(api: ChatApi): Promise<Invite> {
  const open = (await api.invites()).find(
    ({ label, revoked, expiresAtMs }) => label === START_LABEL && !revoked && expiresAtMs === undefined
  )
  return open ?? api.createInvite({ label: START_LABEL })
}

/** Until interrupted: what arrives, without marking it as read, and who asks. */
async function showEvents({ terminal, signal, hint }: Context, api: ChatApi): Promise<void> {
  for await (const event of api.events({}, { signal })) {
    if (terminal.json) continue
    if (event.type === 'message:received') await terminal.print(messageLine(terminal, event.message))
    if (event.type === 'contact:renamed') await terminal.print(renamedLine(event))
    if (event.type === 'contact:changed' && event.contact.state === 'request') {
      const { name, account } = event.contact
      await terminal.print(`${terminal.style('yellow', '!')} ${inert(name)} wants to talk: ${hint(`parley accept ${account.slice(0, 8)}`)}`)
    }
  }
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
