import type { ChatApi } from '../../node/api/chat-api.js'
import { SCOPES } from '../../node/api/rpc-methods.js'
import type { DaemonApi } from '../../node/api/rpc-schema.js'
import { createRpcServer } from '../../node/api/rpc-server.js'
import { createTransfers } from '../../node/api/transfers.js'
import { systemClock } from '../../node/base/clock.js'
import { ChatError } from '../../node/base/errors.js'
import type { AsyncStop, Stop } from '../../node/base/lifecycle.js'
import type { OriginChannel } from './origin-channel.js'
import type { PairMessage } from './tab-messages.js'

/** The node of this tab as other tabs call it. */
export interface Serving {
  /** Answers what comes by this channel until it is stopped. */
  open(channel: OriginChannel<PairMessage>): Stop
  readonly close: AsyncStop
}

/** @param report hears of bugs: whatever a method threw that was not a ChatError */
export function serveTabs(api: ChatApi, report: (err: unknown) => void): Serving {
  const transfers = createTransfers(api, systemClock)
  const server = createRpcServer({
    api: { ...api, ...transfers, ...NO_DOORS },
    called(_method, failure, thrown) {
      if (failure?.data.code === 'ERR_INTERNAL') report(thrown)
    }
  })
  return {
    open(channel) {
      const session = server.open({ scopes: SCOPES, canPush: true, send: async text => channel.post({ kind: 'rpc', text }) })
      channel.hear(message => {
        if (message.kind === 'rpc') void session.receive(message.text)
      })
      return () => session.close()
    },
    close: transfers.close
  }
}

const noDoor = (): Promise<never> =>
  Promise.reject(new ChatError('ERR_NOT_ALLOWED', 'a tab has no doors for other programs, and no tokens'))
const NO_DOORS: DaemonApi = { endpoints: async () => ({}), createToken: noDoor, tokens: noDoor, revokeToken: noDoor }
