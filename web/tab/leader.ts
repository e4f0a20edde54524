import type { ChatApi } from '../../node/api/chat-api.js'
import type { AsyncStop, Stop } from '../../node/base/lifecycle.js'
import { openChannel } from './origin-channel.js'
import type { Serving } from './serving.js'
import { EVERYBODY, followerLock, pairChannel, type PairMessage, type TabMessage } from './tab-messages.js'

export interface LeaderInit {
  readonly api: ChatApi
  /** Handed to the tabs that follow, one of which has to open the profile when this one goes. */
  readonly passphrase: string | undefined
  /** Hears of bugs: whatever a method threw that was not a ChatError. */
  readonly report: (err: unknown) => void
}

/**
 * Serves the node that runs in this tab to all other tabs of the origin, each for as long as it is open, and tells them. What serves them is
 * fetched for the first.
 */
export function leadTabs({ api, passphrase, report }: LeaderInit): AsyncStop {
  const leader = crypto.randomUUID()
  const everybody = openChannel<TabMessage>(EVERYBODY)
  const stopped = new AbortController()
  const followers = new Set<Stop>()
  let fetching: Promise<Serving> | undefined

  function tell(): void {
    everybody.post({ kind: 'leading', leader })
  }

  async function serve(follower: string): Promise<void> {
    const serving = await (fetching ??= fetchServing())
    if (stopped.signal.aborted) return
    const channel = openChannel<PairMessage>(pairChannel(follower))
    const close = serving.open(channel)
    function end(): void {
      followers.delete(end)
      close()
      channel.close()
    }
    followers.add(end)
    navigator.locks.request(followerLock(follower), { signal: stopped.signal }, end).catch(() => undefined) // this tab stopped first
    channel.post({ kind: 'welcome', ...(passphrase === undefined ? {} : { passphrase }) })
  }

  async function fetchServing(): Promise<Serving> {
    try {
      return (await import('./serving.js')).serveTabs(api, report)
    } catch (err) {
      fetching = undefined // offline, and not in the cache: the next one who asks tries again
      throw err
    }
  }

  everybody.hear(message => {
    if (message.kind === 'who') tell()
    else if (message.kind === 'dial' && message.leader === leader) serve(message.follower).catch(report)
  })
  tell()

  return async () => {
    everybody.close()
    stopped.abort()
    for (const end of followers) end()
    await (await fetching?.catch(() => undefined))?.close() // what failed was reported
  }
}
