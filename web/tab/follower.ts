import type { ChatApi } from '../../node/api/chat-api.js'
import { createRpcClient } from '../../node/api/rpc-client.js'
import { systemClock } from '../../node/base/clock.js'
import { ChatError } from '../../node/base/errors.js'
import type { Stop } from '../../node/base/lifecycle.js'
import { openChannel, type OriginChannel } from './origin-channel.js'
import { EVERYBODY, followerLock, pairChannel, type PairMessage, type TabMessage } from './tab-messages.js'

/** Linking a device waits for a person at the other one. */
const CALL_TIMEOUT_MS = 180_000
/** Of a tab that does nothing else. */
const WELCOME_MS = 10_000

export interface Following {
  readonly api: ChatApi
  /** Of the profile, where it has one. */
  readonly passphrase: string | undefined
  /** Calls under way reject with ERR_CLOSED. */
  readonly close: Stop
}

/** Uses the node that runs in another tab, and hears what opens the profile once that is changed. @throws ERR_TIMEOUT where that tab is gone */
export async function followTab(leader: string, passphraseChanged: (passphrase: string | undefined) => void): Promise<Following> {
  const follower = crypto.randomUUID()
  const release = await holdLock(followerLock(follower))
  const channel = openChannel<PairMessage>(pairChannel(follower))
  try {
    const welcomed = nextWelcome(channel)
    dial({ kind: 'dial', leader, follower })
    const { passphrase } = await welcomed
    channel.hear(message => {
      if (message.kind === 'passphrase') passphraseChanged(message.passphrase)
    })
    const client = createRpcClient(
      {
        send: text => channel.post({ kind: 'rpc', text }),
        listen({ text }) {
          channel.hear(message => {
            if (message.kind === 'rpc') text(message.text)
          })
        },
        close: () => channel.close()
      },
      { clock: systemClock, timeoutMs: CALL_TIMEOUT_MS }
    )
    return {
      api: client,
      passphrase,
      close() {
        client.close()
        release()
      }
    }
  } catch (err) {
    channel.close()
    release()
    throw err
  }
}

function dial(message: TabMessage): void {
  const everybody = openChannel<TabMessage>(EVERYBODY)
  everybody.post(message)
  everybody.close()
}

function nextWelcome(channel: OriginChannel<PairMessage>): Promise<Extract<PairMessage, { kind: 'welcome' }>> {
  return new Promise((resolve, reject) => {
    systemClock.after(WELCOME_MS, () => reject(new ChatError('ERR_TIMEOUT', 'the tab that runs the node does not answer')))
    channel.hear(message => {
      if (message.kind === 'welcome') resolve(message)
    })
  })
}

/** Resolves once it is held, until what it resolves with is called or the tab is gone. */
function holdLock(name: string): Promise<Stop> {
  return new Promise((resolve, reject) => {
    navigator.locks.request(name, () => new Promise<void>(release => resolve(() => release()))).catch(reject)
  })
}
