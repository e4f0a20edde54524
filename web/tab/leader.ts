import type { ChatApi } from '../../node/api/chat-api.js'
import { SCOPES } from '../../node/api/rpc-methods.js'
import type { DaemonApi } from '../../node/api/rpc-schema.js'
import { createRpcServer } from '../../node/api/rpc-server.js'
import { createTransfers } from '../../node/api/transfers.js'
import { systemClock } from '../../node/base/clock.js'
import { ChatError } from '../../node/base/errors.js'
import type { AsyncStop, Stop } from '../../node/base/lifecycle.js'
import { openChannel } from './origin-channel.js'
import { EVERYBODY, followerLock, pairChannel, type PairMessage, type TabMessage } from './tab-messages.js'

export interface LeaderInit {
  readonly api: ChatApi
  /** Handed to the tabs that follow, one of which has to open the profile when this one goes. */
  readonly passphrase: string | undefined
  /** Hears of bugs: whatever a method threw that was not a ChatError. */
  readonly report: (err: unknown) => void
}

/** Serves the node that runs in this tab to all other tabs of the origin, each for as long as it is open, and tells them. */
export function leadTabs({ api, passphrase, report }: LeaderInit): AsyncStop {
  const leader = crypto.randomUUID()
  const everybody = openChannel<TabMessage>(EVERYBODY)
  const stopped = new AbortController()
  const followers = new Set<Stop>()
  const transfers = createTransfers(api, systemClock)
  const server = createRpcServer({
    api: { ...api, ...transfers, ...NO_DOORS },
    called(_method, failure, thrown) {
      if (failure?.data.code === 'ERR_INTERNAL') report(thrown)
    }
  })

  function tell(): void {
    everybody.post({ kind: 'leading', leader })
  }

  function serve(follower: string): void {
    const channel = openChannel<PairMessage>(pairChannel(follower))
    const session = server.open({ scopes: SCOPES, canPush: true, send: async text => channel.post({ kind: 'rpc', text }) })
    channel.hear(message => {
      if (message.kind === 'rpc') void session.receive(message.text)
    })
    function end(): void {
      followers.delete(end)
      session.close()
      channel.close()
    }
    followers.add(end)
    navigator.locks.request(followerLock(follower), { signal: stopped.signal }, end).catch(() => undefined) // this tab stopped first
    channel.post({ kind: 'welcome', ...(passphrase === undefined ? {} : { passphrase }) })
  }

  everybody.hear(message => {
    if (message.kind === 'who') tell()
    else if (message.kind === 'dial' && message.leader === leader) serve(message.follower)
  })
  tell()

  return async () => {
    everybody.close()
    stopped.abort()
    for (const end of followers) end()
    await transfers.close()
  }
}

const noDoor = (): Promise<never> =>
  Promise.reject(new ChatError('ERR_NOT_ALLOWED', 'a tab has no doors for other programs, and no tokens'))
const NO_DOORS: DaemonApi = { endpoints: async () => ({}), createToken: noDoor, tokens: noDoor, revokeToken: noDoor }
