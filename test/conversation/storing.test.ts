import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId, EpochId, LogId, NowMs } from '../../node/base/ids.js'
import type { Stop } from '../../node/base/lifecycle.js'
import type { ConversationContext } from '../../node/conversation/context.js'
import { newConversation, type Conversation } from '../../node/conversation/conversation.js'
import type { Conversations } from '../../node/conversation/conversations.js'
import type { OutboxEntry, StoredMark } from '../../node/conversation/outbox-row.js'
import type { RelayLogs } from '../../node/conversation/relay-logs.js'
import { createStoring, type Storing } from '../../node/conversation/storing.js'
import { createEmitter } from '../../node/base/events.js'
import type { ConversationEvents } from '../../node/conversation/conversation-events.js'
import { numberedDevice } from '../identity/people.js'

interface Context {
  storing: Storing
  conversation: Conversation
  rows: Map<number, OutboxEntry>
  /** Changes wait for this. */
  disk: { free: Promise<void> }
  storage: { current: string }
  told: string[]
  /** The relay in this very process, if any. */
  here: { current: string | undefined }
  confirmed: number[]
  relay: Awaited<ReturnType<typeof numberedDevice>>['id']
}

const test = suite<Context>('marks of what relays keep')
const STORAGE = '00'.repeat(16)
const entryOf = (stamp: string, log: string): OutboxEntry => ({
  number: 1,
  group: 'g' as ConversationId,
  epoch: 'e' as EpochId,
  log: log as LogId,
  first: 1,
  last: 1,
  queuedAtMs: 0,
  acknowledged: [],
  stored: [],
  stamp
})

test.before.each(async context => {
  const { id: relay } = await numberedDevice(9)
  const rows = new Map<number, OutboxEntry>()
  const disk = { free: Promise.resolve() }
  const storage = { current: STORAGE }
  const told: string[] = []
  const here: Context['here'] = { current: undefined }
  const confirmed: number[] = []
  const events = createEmitter<ConversationEvents>()
  const conversation = newConversation({ id: 'c' as ConversationId, accounts: [], createdAtMs: 0, devices: [] })
  events.on('stored:changed', ({ ranges }) => told.push(`${ranges[0]?.first}: ${conversation.stored.length > 0 ? 'stored' : 'queued'}`))
  const limits = { retentionDays: 30 }
  const parts = {
    events,
    clock: { now: () => 1_000 as NowMs, after: () => () => undefined },
    probe: () => undefined,
    records: {
      storedMark: () => ({ key: new Uint8Array(), value: undefined }),
      noStoredMark: () => ({ key: new Uint8Array(), value: undefined }),
      counters: () => ({ key: new Uint8Array(), value: undefined })
    },
    self: { relayHere: () => here.current },
    relays: { info: () => ({ storage: storage.current, limits }) }
  } as unknown as ConversationContext
  const conversations = {
    async write(_: Conversation, change: () => Promise<{ result: unknown; onDisk?: () => void }>) {
      await disk.free
      const { result } = await change()
      return result
    }
  } as unknown as Conversations
  const used = [{ id: relay, address: '' }]
  const relayLogs = {
    of: () => ({ append: used, follow: [] }),
    elsewhere: () => used.filter(({ id }) => id !== here.current)
  } as unknown as RelayLogs
  const storing = createStoring(parts, conversations, relayLogs, {
    all: () => rows.values(),
    entry: (_, number) => rows.get(number),
    mark(_, number, stored: readonly StoredMark[]) {
      const entry = rows.get(number)
      if (entry !== undefined) rows.set(number, { ...entry, stored })
    },
    envelope: () => Promise.resolve(undefined),
    isPlaced: (_, __, stored) => stored.some(mark => mark.relay === relay && relay !== here.current),
    confirm: (_, { number }) => {
      confirmed.push(number)
      return []
    },
    confirmed: () => Promise.resolve(),
    release: () => undefined
  })
  Object.assign(context, { storing, conversation, rows, disk, storage, told, here, confirmed, relay })
})

async function settled(): Promise<void> {
  await new Promise(resolve => setImmediate(resolve))
}

test('a row is marked by the answer about what it holds, with the log it stands in', async ({
  storing,
  conversation,
  rows,
  relay,
  told
}) => {
  rows.set(1, entryOf('one', 'log a'))
  storing.stored(conversation, relay, entryOf('one', 'log a'))
  await settled()
  assert.equal(
    rows.get(1)?.stored.map(mark => [mark.relay, mark.log]),
    [[relay, 'log a']]
  )
  assert.equal(told, ['1: stored'])
})

test('an answer about what it held before it was sealed again marks nothing, and is told to nobody', async context => {
  const { storing, conversation, rows, disk, relay, told } = context
  rows.set(1, entryOf('one', 'log a'))
  let free: Stop | undefined
  disk.free = new Promise(resolve => (free = resolve))
  storing.stored(conversation, relay, entryOf('one', 'log a'))
  rows.set(1, entryOf('two', 'log a'))
  free?.()
  await settled()
  assert.equal([rows.get(1)?.stored, told, conversation.stored], [[], [], []])
})

test('what was sealed again while its mark was written is not stored any more', async ({ storing, conversation, rows, relay, told }) => {
  rows.set(1, entryOf('one', 'log a'))
  storing.stored(conversation, relay, entryOf('one', 'log a'))
  await settled()
  const { onDisk } = storing.sealedAnew(conversation, { ...entryOf('two', 'log b'), envelope: new Uint8Array() })
  rows.set(1, entryOf('two', 'log b'))
  onDisk()
  assert.equal([conversation.stored, told], [[], ['1: stored', '1: queued']])
})

test('a relay whose storage has changed since it answered keeps nothing of it', async ({
  storing,
  conversation,
  rows,
  disk,
  storage,
  relay
}) => {
  rows.set(1, entryOf('one', 'log a'))
  let free: Stop | undefined
  disk.free = new Promise(resolve => (free = resolve))
  storing.stored(conversation, relay, entryOf('one', 'log a'))
  storage.current = '11'.repeat(16)
  free?.()
  await settled()
  assert.equal([rows.get(1)?.stored, conversation.stored], [[], []])
})

test('what only the relay in this very process keeps is not stored, and a commit there not placed', async context => {
  const { storing, conversation, rows, relay, here, told, confirmed } = context
  const commit = { ...entryOf('two', 'log a'), number: 2, first: 0, last: 0 }
  for (const current of [relay, undefined]) {
    here.current = current
    for (const entry of [entryOf('one', 'log a'), commit]) {
      rows.set(entry.number, entry)
      storing.stored(conversation, relay, entry)
    }
    await settled()
    assert.equal([told, confirmed], current === relay ? [[], []] : [['1: stored'], [2]])
  }
  assert.is(rows.get(1)?.stored.length, 1)
})

test.run()
