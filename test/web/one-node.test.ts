import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { OpenNode } from '../../node/api/open-node.js'
import { ChatError } from '../../node/base/errors.js'
import { createOneNode, type OneNodeInit } from '../../web/tab/one-node.js'
import { openChannel } from '../../web/tab/origin-channel.js'
import type { PageVersion } from '../../web/tab/page-version.js'
import { EVERYBODY, LEADING, pairChannel, type PairMessage, type TabMessage } from '../../web/tab/tab-messages.js'
import { createLocks, createTarget, withGlobals } from './browser-parts.js'

/** A browser whose seconds are short. */
function browser({ quicker = 100 } = {}) {
  const locks = createLocks()
  const { setTimeout } = globalThis
  withGlobals({
    navigator: { locks },
    window: createTarget().target,
    document: createTarget().target,
    setTimeout: (run: () => void, ms: number) => setTimeout(run, ms / quicker)
  })
  return { locks, end: () => withGlobals({ setTimeout }) }
}

const PAGE: PageVersion = { build: 'https://relay.example/begin-1.js', loadedMs: 1_000 }
const OTHER_BUILD = 'https://relay.example/begin-2.js'

/** A tab, with all that it was told, up to what it waits for. */
function tab(open: OneNodeInit['open'], { version = PAGE, passphrase }: Partial<Pick<OneNodeInit, 'version' | 'passphrase'>> = {}) {
  const told: (string | undefined)[] = []
  let heard: (() => void) | undefined
  const node = createOneNode({
    open,
    passphrase,
    version,
    outdated() {
      told.push('outdated')
      node
        .current()
        ?.api.setDraft({ chat: 'bob', text: 'half a sent' })
        .catch(err => told.push(String(err)))
      heard?.()
    },
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

/** The profile, as tabs have it open one after the other. */
function profile() {
  const log: string[] = []
  const openAs =
    (name: string): OneNodeInit['open'] =>
    async passphrase => {
      log.push(`${name} opens it with ${passphrase ?? 'nothing'}`)
      const api = { setDraft: async () => void log.push('a draft') } as unknown as ChatApi
      return { ...opened, api, close: async () => void log.push(`${name} closes it`) }
    }
  return { log, openAs }
}

oneNode(
  'goes to the page that differs and was loaded last, past all older ones, which can still hand over what is being typed',
  async () => {
    const { end } = browser({ quicker: 4 })
    const { log, openAs } = profile()
    const old = tab(openAs('old'), { passphrase: 'open sesame' })
    await old.until('leads')
    const waiting = tab(openAs('waiting'), { version: { ...PAGE, loadedMs: 2_000 } })
    await waiting.until('follows')
    const asked: string[] = []
    const everybody = openChannel<TabMessage>(EVERYBODY)
    everybody.hear(({ kind }) => asked.push(kind))
    const newer = tab(openAs('newer'), { version: { build: OTHER_BUILD, loadedMs: 3_000 } })
    await newer.until('leads')
    assert.equal(log, ['old opens it with open sesame', 'a draft', 'a draft', 'old closes it', 'newer opens it with open sesame'])
    for (const { node } of [old, waiting]) {
      await node.close()
      await node.way().then(
        () => assert.unreachable(),
        (err: ChatError) => assert.is(err.code, 'ERR_CLOSED')
      )
    }
    // Loaded again, the older one is the same page, and follows.
    const reloaded = tab(never, { version: { build: OTHER_BUILD, loadedMs: 4_000 } })
    await reloaded.until('follows')
    assert.is(reloaded.node.current()?.isHere, false)
    for (const { told } of [old, waiting]) assert.is(told.filter(what => what === 'outdated').length, 1)
    assert.equal(
      newer.told.filter(what => what !== undefined),
      ['leads']
    )
    assert.is(asked.filter(kind => kind === 'newer').length, 1)
    for (const { node } of [reloaded, newer]) await node.close()
    everybody.close()
    end()
  }
)

oneNode('stays where it is while all tabs have the same page, whenever they loaded it', async () => {
  const { end } = browser()
  const first = tab(async () => opened, { version: { ...PAGE, loadedMs: 2_000 } })
  await first.until('leads')
  const others = [tab(never, { version: { ...PAGE, loadedMs: 1_000 } }), tab(never, { version: { ...PAGE, loadedMs: 3_000 } })]
  await Promise.all(others.map(({ until }) => until('follows')))
  for (const { told } of [first, ...others]) assert.not.ok(told.includes('outdated'))
  for (const { node } of [...others, first]) await node.close()
  end()
})

oneNode('is never had by an older page that comes to it later, as one that was locked', async () => {
  const { end } = browser()
  const newer = tab(async () => opened, { version: { build: OTHER_BUILD, loadedMs: 3_000 } })
  await newer.until('leads')
  const late = tab(never)
  await late.until('outdated')
  await newer.node.close()
  await late.node.close()
  assert.equal(
    late.told.filter(what => what !== undefined),
    ['outdated']
  )
  assert.not.ok(newer.told.includes('outdated'))
  end()
})

oneNode('is followed in a tab that says nothing of its page, once that was asked to let go, and did not', async () => {
  const { locks, end } = browser()
  const leading = new AbortController()
  void locks.request(LEADING, () => new Promise<void>(release => leading.signal.addEventListener('abort', () => release())))
  const everybody = openChannel<TabMessage>(EVERYBODY)
  const heard: string[] = []
  everybody.hear(message => {
    heard.push(message.kind)
    if (message.kind !== 'dial') return everybody.post({ kind: 'leading', leader: 'from before' })
    const pair = openChannel<PairMessage>(pairChannel(message.follower))
    pair.post({ kind: 'welcome' })
    pair.close()
  })
  const { node, told, until } = tab(never)
  await until('follows')
  assert.equal(heard, ['who', 'dial', 'newer'])
  assert.not.ok(told.includes('outdated'))
  await node.close()
  everybody.close()
  leading.abort()
  end()
})

oneNode.run()
