import type { Connection } from '@libp2p/interface'
import type { Clock } from '../base/clock.js'
import { ChatError, toError } from '../base/errors.js'
import type { DeviceId, NowMs } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { sameRun, type Link } from './link.js'
import type { Path } from './links.js'
import { isCircuit, pathOf } from './reachability.js'
import { createRedial } from './redial.js'

/** How long the side that did not dial leaves it to the other to open the stream. */
const GRACE_MS = 500
/** After time was lost a peer that does not answer so long is gone: waiting for its silence to count as that takes 10 s. */
const WAKING_MS = 3_000

export interface LinkPeer<Kind extends string> {
  readonly current: Link<Kind> | undefined
  readonly kept: boolean
  /** The link there is, or the one a dial brings. @throws ERR_UNREACHABLE */
  link(): Promise<Link<Kind>>
  opened(link: Link<Kind>): void
  ended(link: Link<Kind>): void
  keep(): Stop
  /** Ends all links, and connections that nothing else runs on. */
  hangUp(): void
  /** There may be a new way to reach it: tries at once if it is kept, and not linked or by a circuit alone. */
  hint(): void
  /** As `hint`, and ends each link that does not answer within 3 s. */
  wake: Stop
  /** A connection to it has opened: uses it when that is better than what there is. */
  connected(connection: Connection): void
  path(): Path | undefined
  tick(): void
  close(err: ChatError): void
}

export interface LinkPeerInit<Kind extends string> {
  readonly device: DeviceId
  readonly self: DeviceId
  readonly clock: Clock
  /** Dials it past all circuits. */
  readonly direct: () => Promise<Connection>
  /** Opens a stream, on this connection or on whichever a dial brings, and says hello. */
  readonly open: (connection?: Connection) => Promise<Link<Kind>>
  readonly onUp: () => void
  readonly onDown: () => void
  /** The device has started anew before the link to its earlier run was noticed to be down. */
  readonly onAnew: () => void
}

/**
 * One device: the streams to it, which of them is asked on, and when it is dialled again. Both sides may open at once; then
 * 1. both streams answer until the end, so no frame is lost;
 * 2. both sides prefer a direct connection to a circuit, then the newer stream of one opener, then the opener of the lower id;
 * 3. an older stream is preferred only after it has answered a ping: it may be what a crash or a change of network left over;
 * 4. the other one is retired by both, and closes when neither owes anything on it.
 */
export function createLinkPeer<Kind extends string>({
  device,
  self,
  clock,
  direct,
  open,
  onUp,
  onDown,
  onAnew
}: LinkPeerInit<Kind>): LinkPeer<Kind> {
  const links = new Set<Link<Kind>>()
  let current: Link<Kind> | undefined
  let sinceMs: NowMs = clock.now()
  let keeping = 0
  let opening: Promise<Link<Kind>> | undefined
  let hinted = false
  let closed = false
  const redial = createRedial(clock, () => void tryOpen())
  const upgrade = createRedial(clock, () => void tryUpgrade())

  function openOnce(connection?: Connection): Promise<Link<Kind>> {
    opening ??= open(connection).finally(() => {
      opening = undefined
    })
    return opening
  }

  async function tryOpen(): Promise<void> {
    if (current !== undefined || keeping === 0 || closed) return
    hinted = false
    try {
      await openOnce()
    } catch {
      // Not reachable now: that is what redialling is for.
      if (hinted) redial.within(0)
      else redial.later()
    }
  }

  /** Whoever came by a circuit knows the relay where a direct connection can be begun. */
  function wantsUpgrade(): boolean {
    return current !== undefined && onCircuit(current.connection) && current.opener === self && keeping > 0 && !closed
  }

  async function tryUpgrade(): Promise<void> {
    if (!wantsUpgrade()) return
    try {
      const connection = await direct()
      if (wantsUpgrade()) await openOnce(connection)
    } catch {
      // No direct way now: the circuit goes on serving.
    }
    if (wantsUpgrade()) upgrade.later()
  }

  function opened(link: Link<Kind>): void {
    links.add(link)
    redial.reset()
    const previous = current
    if (previous === undefined) {
      use(link)
      onUp()
      return
    }
    use(link)
    if (!sameRun(previous, link)) {
      previous.end(new ChatError('ERR_UNREACHABLE', 'that device has started anew'))
      onAnew()
    } else if (prefers(link, previous)) previous.retire()
    else void returnTo(previous, link)
  }

  async function test(link: Link<Kind>): Promise<void> {
    const silent = new ChatError('ERR_UNREACHABLE', 'the peer does not answer any more')
    const stop = clock.after(WAKING_MS, () => link.end(silent, { hangUp: true }))
    await link.probe()
    stop()
  }

  function hint(): void {
    hinted = true
    if (keeping > 0 && current === undefined && opening === undefined) redial.within(0)
    if (wantsUpgrade()) upgrade.within(0)
  }

  async function returnTo(older: Link<Kind>, newer: Link<Kind>): Promise<void> {
    const alive = await older.probe()
    if (!alive || !links.has(older) || !links.has(newer)) return
    use(older)
    newer.retire()
  }

  function use(link: Link<Kind>): void {
    current = link
    sinceMs = clock.now()
    link.revive()
    if (!onCircuit(link.connection)) upgrade.reset()
    else if (wantsUpgrade()) upgrade.later()
  }

  function ended(link: Link<Kind>): void {
    if (!links.delete(link) || current !== link) return
    const [next] = links
    current = undefined
    if (next !== undefined) return use(next)
    onDown()
    if (keeping > 0) redial.later()
  }

  return {
    get current() {
      return current
    },
    get kept() {
      return keeping > 0
    },
    link: async () => current ?? (await openOnce()),
    opened,
    ended,
    keep() {
      keeping++
      if (keeping === 1) void tryOpen()
      if (wantsUpgrade()) upgrade.later()
      let kept = true
      return () => {
        if (!kept) return
        kept = false
        keeping--
        if (keeping === 0) redial.reset()
      }
    },
    hangUp() {
      for (const each of links) {
        each.end(new ChatError('ERR_UNREACHABLE', 'nobody here needs the link any more'))
        hangUpIfIdle(each.connection)
      }
    },
    hint,
    wake() {
      for (const each of links) void test(each)
      hint()
    },
    connected(connection) {
      if (current === undefined) {
        if (keeping > 0 && opening === undefined) redial.within(connection.direction === 'outbound' ? 0 : GRACE_MS)
        return
      }
      const better = onCircuit(current.connection) && !onCircuit(connection)
      if (!better || self > device) return
      openOnce(connection).catch(() => undefined) // the circuit goes on serving
    },
    path: () => (current === undefined ? undefined : pathOf(current, sinceMs)),
    tick() {
      for (const each of links) each.tick()
    },
    close(err) {
      closed = true
      redial.stop()
      upgrade.stop()
      for (const each of links) each.end(err)
    }
  }
}

/** Both sides answer alike, whichever of the two streams each saw first, unless one opener opened both. */
function prefers(newer: Link, older: Link): boolean {
  const [newerIsCircuit, olderIsCircuit] = [onCircuit(newer.connection), onCircuit(older.connection)]
  if (newerIsCircuit !== olderIsCircuit) return olderIsCircuit
  return newer.opener === older.opener || newer.opener < older.opener
}

/** What else runs on it, such as another protocol, goes on. */
function hangUpIfIdle(connection: Connection): void {
  if (connection.streams.some(({ status }) => status === 'open')) return
  connection.close().catch((err: unknown) => connection.abort(toError(err)))
}

function onCircuit(connection: Connection): boolean {
  return isCircuit(connection.remoteAddr.getComponents())
}
