import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { OpenNode } from '../../node/api/open-node.js'
import { ChatError } from '../../node/base/errors.js'
import { createOneNode, type OneNodeInit } from '../../web/tab/one-node.js'
import { openChannel } from '../../web/tab/origin-channel.js'
import { EVERYBODY, LEADING, pairChannel, type PairMessage, type TabMessage } from '../../web/tab/tab-messages.js'
import { createLocks, createTarget, withGlobals } from './browser-parts.js'

const QUICKER = 100

/** A browser whose seconds are short. */
function browser() {
  const locks = createLocks()
  const { setTimeout } = globalThis
  withGlobals({
    navigator: { locks },
    window: createTarget().target,
    document: createTarget().target,
    setTimeout: (run: () => void, ms: number) => setTimeout(run, ms / QUICKER)
  })
  return { locks, end: () => withGlobals({ setTimeout }) }
}

/** A tab, with all that it was told, up to what it waits for. */
function tab(open: OneNodeInit['open']) {
  const told: (string | undefined)[] = []
  let heard: (() => void) | undefined
  const node = createOneNode({
    open,
    passphrase: undefined,
    changed(way, failure) {
      told.push(way === undefined ? (failure as ChatError | undefined)?.code : way.isHere ? 'leads' : 'follows')
      heard?.()
    },
    report: err => assert.unreachable(String(err))
  })
  const until = (wanted: string): Promise<void> =>
    new Promise(resolve => {
      heard = () => void (told.includes(wanted) && resolve())
      heard()
    })
  return { node, told, until }
}

const never = (): Promise<OpenNode> => Promise.reject(new Error('the lock is held'))
const opened = { api: {} as ChatApi, wake: () => undefined, close: async () => undefined } as unknown as OpenNode

const oneNode = suite('the one node of all tabs')

oneNode('is asked for again, and followed, where the tab that runs it did not answer at first; until then it is told', async () => {
  const { locks, end } = browser()
  const leading = new AbortController()
  void locks.request(LEADING, () => new Promise<void>(release => leading.signal.addEventListener('abort', () => release())))
  const everybody = openChannel<TabMessage>(EVERYBODY)
  let isFrozen = true
  everybody.hear(message => {
    if (message.kind === 'who') everybody.post({ kind: 'leading', leader: 'the first' })
    if (message.kind !== 'dial' || isFrozen) return
    const pair = openChannel<PairMessage>(pairChannel(message.follower))
    pair.post({ kind: 'welcome' })
    pair.close()
  })
  const { node, told, until } = tab(never)
  await until('ERR_PROFILE_LOCKED')
  isFrozen = false
  await until('follows')
  assert.is((await node.way()).isHere, false)
  assert.not.ok(told.includes('leads'))
  await node.close()
  everybody.close()
  leading.abort()
  end()
})

oneNode('opens in this tab though the first try failed', async () => {
  const { end } = browser()
  let tries = 0
  const { node, told, until } = tab(async () => {
    if (++tries === 1) throw new ChatError('ERR_STORE', 'the disk is busy')
    return opened
  })
  await until('leads')
  assert.ok(told.includes('ERR_STORE'))
  assert.is((await node.way()).isHere, true)
  await node.close()
  end()
})

oneNode('is over in a tab that lacks the passphrase: whoever has it begins anew', async () => {
  const { end } = browser()
  const locked = tab(() => Promise.reject(new ChatError('ERR_PASSPHRASE', 'which?')))
  await locked.until('ERR_PASSPHRASE')
  const unlocked = tab(async () => opened)
  await unlocked.until('leads')
  const next = tab(never)
  await next.until('follows')
  assert.is(locked.told.at(-1), 'ERR_PASSPHRASE')
  for (const { node } of [next, unlocked, locked]) await node.close()
  end()
})

oneNode.run()
