import type { ChatApi } from '../../node/api/chat-api.js'
import type { OpenNode } from '../../node/api/open-node.js'
import { systemClock } from '../../node/base/clock.js'
import { ChatError, isChatError, toError } from '../../node/base/errors.js'
import type { AsyncStop, Stop } from '../../node/base/lifecycle.js'
import type { Following } from './follower.js'
import { leadTabs } from './leader.js'
import { openChannel } from './origin-channel.js'
import { isOlder, type PageVersion } from './page-version.js'
import { EVERYBODY, LEADING, type TabMessage } from './tab-messages.js'
import { watchSleep } from './watch-sleep.js'

const FIRST_RETRY_MS = 1_000
const MOST_RETRY_MS = 60_000
/** What is being written has this long to reach the node before an outdated tab lets go of it. */
const HANDOVER_MS = 1_000
/** An outdated leader has let go by then; who doesn't know how to is followed. */
const LET_GO_MS = 5_000

/** A way to the node, for as long as it is there. */
export interface Way {
  readonly api: ChatApi
  /** Whether the node runs in this tab. */
  readonly isHere: boolean
  isOver(): boolean
}

/** The one node of this origin, which runs in one of its tabs, and in another one once that is closed. */
export interface OneNode {
  /** The way there is, or the next one. @throws what kept the node from opening in this tab; ERR_CLOSED after `close` */
  way(): Promise<Way>
  current(): Way | undefined
  readonly close: AsyncStop
}

export interface OneNodeInit {
  /** Opens the profile in this tab. */
  readonly open: (passphrase: string | undefined) => Promise<OpenNode>
  readonly passphrase: string | undefined
  readonly version: PageVersion
  /** Called at most once: a tab with a newer page takes over, and this one is soon closed. Until then what there was is still there. */
  readonly outdated: () => void
  /** Called with every new way, and with nothing or with a failure where there is none. */
  readonly changed: (way: Way | undefined, failure?: Error) => void
  /** Hears of bugs. */
  readonly report: (err: unknown) => void
}

/**
 * Of all tabs that wait for the lock one has it, and leads: it opens the profile and serves the others. The lock goes to the next one
 * with the tab, however it ends; the new leader tells everybody, who then follow it. Of tabs whose pages differ the one that was loaded last
 * asks the others to let go.
 */
export function createOneNode({ open, passphrase: known, version, outdated, changed, report }: OneNodeInit): OneNode {
  const everybody = openChannel<TabMessage>(EVERYBODY)
  const closing = new AbortController()
  let passphrase = known
  let way: (Way & { end: Stop }) | undefined
  let failure: Error | undefined
  let waiting: Stop[] = []
  let retryMs = FIRST_RETRY_MS
  let isOutdated = false
  /** Whom this tab follows, or is about to; undefined where it leads or nobody does. */
  let leader: string | undefined

  function use(next: { readonly api: ChatApi; readonly isHere: boolean; readonly close: Stop } | undefined): void {
    way?.end()
    let over = false
    const end = (): void => {
      over = true
      next?.close()
    }
    way = next && { api: next.api, isHere: next.isHere, isOver: () => over, end }
    if (next !== undefined) {
      failure = undefined
      retryMs = FIRST_RETRY_MS
    }
    announce()
  }

  function passphraseChanged(next: string | undefined): void {
    passphrase = next
  }

  function fail(err: Error): void {
    failure = err
    announce()
  }

  function announce(): void {
    changed(way, failure)
    if (way === undefined && failure === undefined) return
    for (const wake of waiting) wake()
    waiting = []
  }

  async function follow(next: string, isOld: boolean): Promise<void> {
    leader = next
    let following: Following
    try {
      const { followTab } = await import('./follower.js')
      following = await followTab(next, passphraseChanged)
    } catch (cause) {
      // Where it is gone the next one says so, or it is this one.
      if (leader !== next || closing.signal.aborted) return
      if (isOld) askToLetGo()
      leader = undefined
      use(undefined)
      fail(new ChatError('ERR_PROFILE_LOCKED', 'Parley is open in another tab, which does not answer: go on there, or close it', { cause }))
      await pause()
      if (leader === undefined && way === undefined && !closing.signal.aborted) everybody.post({ kind: 'who' })
      return
    }
    if (leader !== next || closing.signal.aborted) return following.close()
    passphraseChanged(following.passphrase)
    if (isOld) {
      askToLetGo()
      await after(LET_GO_MS)
      if (leader !== next || closing.signal.aborted) return following.close()
    }
    use({ ...following, isHere: false })
  }

  function askToLetGo(): void {
    everybody.post({ kind: 'newer', version })
  }

  async function letGo(): Promise<void> {
    if (isOutdated) return
    isOutdated = true
    outdated()
    await after(HANDOVER_MS)
    await close()
  }

  /** Longer each time, until there is a way. */
  async function pause(): Promise<void> {
    if (closing.signal.aborted) return
    await new Promise<void>(resolve => {
      closing.signal.addEventListener('abort', () => resolve(), { once: true })
      systemClock.after(retryMs, resolve)
    })
    retryMs = Math.min(MOST_RETRY_MS, retryMs * 2)
  }

  /** Again and again: another tab may have better luck meanwhile, or this one later. Without the passphrase it is over. */
  async function waitForLead(): Promise<void> {
    while (!closing.signal.aborted) {
      await navigator.locks.request(LEADING, { signal: closing.signal }, lead)
      if (isChatError(failure, 'ERR_PASSPHRASE')) leave()
      await pause()
    }
  }

  function leave(): void {
    closing.abort()
    everybody.close()
  }

  /** Under the lock: whoever led before is gone. */
  async function lead(): Promise<void> {
    if (isOutdated) return
    leader = undefined
    use(undefined)
    let node: OpenNode
    try {
      node = await open(passphrase)
    } catch (err) {
      return fail(toError(err))
    }
    const leading = leadTabs({ api: node.api, version, passphrase, passphraseChanged, report })
    const stopWatching = watchSleep(node.wake)
    use({ api: leading.api, isHere: true, close: () => undefined })
    if (!closing.signal.aborted) await new Promise(resolve => closing.signal.addEventListener('abort', resolve, { once: true }))
    stopWatching()
    await leading.stop()
    await node.close()
  }

  everybody.hear(message => {
    if ('version' in message && message.version !== undefined && isOlder(version, message.version)) letGo().catch(report)
    else if (message.kind === 'leading' && message.leader !== leader && way?.isHere !== true)
      void follow(message.leader, isOlder(message.version, version))
  })
  everybody.post({ kind: 'who' })
  const led = waitForLead().catch((err: unknown) => {
    if (!closing.signal.aborted) fail(toError(err))
  })

  async function close(): Promise<void> {
    leave()
    use(undefined)
    for (const wake of waiting) wake()
    await led
  }

  return {
    current: () => way,
    async way() {
      for (;;) {
        if (way !== undefined) return way
        if (failure !== undefined) throw failure
        if (closing.signal.aborted) throw new ChatError('ERR_CLOSED', 'this tab is closed')
        await new Promise<void>(resolve => waiting.push(resolve))
      }
    },
    close
  }
}

const after = (ms: number): Promise<void> => new Promise(resolve => void systemClock.after(ms, resolve))
