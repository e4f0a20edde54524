import type { ChatApi } from '../../node/api/chat-api.js'
import type { AsyncStop, Stop } from '../../node/base/lifecycle.js'
import { openChannel, type OriginChannel } from './origin-channel.js'
import type { PageVersion } from './page-version.js'
import type { Serving } from './serving.js'
import { EVERYBODY, followerLock, pairChannel, type PairMessage, type TabMessage } from './tab-messages.js'

export interface LeaderInit {
  readonly api: ChatApi
  readonly version: PageVersion
  /** Handed to the tabs that follow, one of which has to open the profile when this one goes. */
  readonly passphrase: string | undefined
  /** Another one, or none, opens the profile from now on: those that follow have it too. */
  readonly passphraseChanged: (passphrase: string | undefined) => void
  /** Hears of bugs: whatever a method threw that was not a ChatError. */
  readonly report: (err: unknown) => void
}

interface Leading {
  /** What all tabs call, this one too. */
  readonly api: ChatApi
  readonly stop: AsyncStop
}

/**
 * Serves the node that runs in this tab to all other tabs of the origin, each for as long as it is open, and tells them. What serves them is
 * fetched for the first.
 */
export function leadTabs({ api: own, version, passphrase: known, passphraseChanged, report }: LeaderInit): Leading {
  const leader = crypto.randomUUID()
  const everybody = openChannel<TabMessage>(EVERYBODY)
  const stopped = new AbortController()
  const followers = new Map<OriginChannel<PairMessage>, Stop>()
  let passphrase = known
  let fetching: Promise<Serving> | undefined

  function tell(): void {
    everybody.post({ kind: 'leading', leader, version })
  }

  async function serve(follower: string): Promise<void> {
    const serving = await (fetching ??= fetchServing())
    if (stopped.signal.aborted) return
    const channel = openChannel<PairMessage>(pairChannel(follower))
    const close = serving.open(channel)
    function end(): void {
      followers.delete(channel)
      close()
      channel.close()
    }
    followers.set(channel, end)
    navigator.locks.request(followerLock(follower), { signal: stopped.signal }, end).catch(() => undefined) // this tab stopped first
    channel.post({ kind: 'welcome', ...secret() })
  }

  const secret = () => (passphrase === undefined ? {} : { passphrase })

  function hand(next: string | undefined): void {
    passphrase = next
    passphraseChanged(next)
    for (const channel of followers.keys()) channel.post({ kind: 'passphrase', ...secret() })
  }

  const api: ChatApi = {
    ...own,
    async setPassphrase(change) {
      const changed = await own.setPassphrase(change)
      hand(change.next)
      return changed
    },
    async removePassphrase(change) {
      const changed = await own.removePassphrase(change)
      hand(undefined)
      return changed
    }
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

  async function stop(): Promise<void> {
    everybody.close()
    stopped.abort()
    for (const end of followers.values()) end()
    await (await fetching?.catch(() => undefined))?.close() // what failed was reported
  }

  return { api, stop }
}
