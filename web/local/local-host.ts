import { signal } from '@preact/signals'
import type { ChatApi } from '../../node/api/chat-api.js'
import { createRpcClient, type RpcChannel, type RpcClient } from '../../node/api/rpc-client.js'
import { systemClock } from '../../node/base/clock.js'
import { isChatError } from '../../node/base/errors.js'
import type { PageHost, Standing } from '../state/page-host.js'
import { openWebSocketChannel } from './web-socket-channel.js'

/** Linking a device waits for a person at the other one. */
const CALL_TIMEOUT_MS = 180_000
const FIRST_RETRY_MS = 250
const MOST_RETRY_MS = 8_000

/**
 * The node that served this page, over JSON-RPC. Connects for as long as the page is open, with the token that was given last.
 * @param tokens hands over one token after another, or nothing where there is none
 */
export function createLocalHost(tokens: (take: (token: string | undefined) => void) => void): PageHost {
  const standing = signal<Standing>('opening')
  let client = createRpcClient(CLOSED_CHANNEL, { clock: systemClock, timeoutMs: CALL_TIMEOUT_MS })
  client.close()
  let token: string | undefined
  tokens(begin)

  function begin(given: string | undefined): void {
    const isTried = given === token && standing.value !== 'refused'
    if (given === undefined) standing.value = 'refused'
    else if (!isTried) {
      token = given
      client.close()
      standing.value = 'opening'
      void connect(given, FIRST_RETRY_MS)
    }
  }

  async function connect(known: string, retryMs: number): Promise<void> {
    if (known !== token) return
    try {
      const channel = await openWebSocketChannel(socketUrl(), known)
      if (known !== token) return channel.close()
      client = createRpcClient(
        telling(channel, () => lost(known)),
        { clock: systemClock, timeoutMs: CALL_TIMEOUT_MS }
      )
      standing.value = 'ready'
    } catch (err) {
      if (known !== token) return
      if (isChatError(err, 'ERR_NOT_ALLOWED')) standing.value = 'refused'
      else waitThen(retryMs, () => void connect(known, Math.min(MOST_RETRY_MS, retryMs * 2)))
    }
  }

  function lost(known: string): void {
    if (known !== token) return
    standing.value = 'lost'
    waitThen(FIRST_RETRY_MS, () => void connect(known, FIRST_RETRY_MS * 2))
  }

  return { api: through(() => client), standing }
}

const socketUrl = (): string => `${location.origin.replace(/^http/, 'ws')}/rpc`

/** Sooner where the browser says that there is a network again, or that somebody looks. */
function waitThen(delayMs: number, run: () => void): void {
  const over = new AbortController()
  const once = (): void => {
    if (over.signal.aborted) return
    over.abort()
    clearTimeout(timer)
    run()
  }
  const timer = setTimeout(once, delayMs)
  window.addEventListener('online', once, { signal: over.signal })
  document.addEventListener('visibilitychange', once, { signal: over.signal })
}

const CLOSED_CHANNEL: RpcChannel = { send: () => undefined, listen: () => undefined, close: () => undefined }

function telling(channel: RpcChannel, told: () => void): RpcChannel {
  return {
    ...channel,
    listen: ({ text, closed }) =>
      channel.listen({
        text,
        closed() {
          closed()
          told()
        }
      })
  }
}

/** The client of the moment, behind one object that stays. */
function through(current: () => RpcClient): ChatApi {
  return new Proxy(
    {},
    {
      get:
        (_, method) =>
        (...args: readonly unknown[]) =>
          (current()[method as keyof ChatApi] as (...given: readonly unknown[]) => unknown)(...args)
    }
  ) as ChatApi
}
