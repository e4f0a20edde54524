import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { utf8 } from '../../node/base/bytes.js'
import type { Clock } from '../../node/base/clock.js'
import { ChatError } from '../../node/base/errors.js'
import { createJournal } from '../../node/store/journal.js'
import type { Write } from '../../node/store/store.js'
import { codeOf } from './error-code.js'

/** A store whose batches end when the test says so. */
function createSlowStore() {
  const batches: { names: string; durable: boolean; end(err?: Error): void }[] = []
  return {
    batches,
    batch: (writes: readonly Write[], { durable }: { durable: boolean }) =>
      new Promise<void>((resolve, reject) => {
        const names = writes.map(({ key }) => String.fromCharCode(...key)).join('')
        batches.push({ names, durable, end: err => (err === undefined ? resolve() : reject(err)) })
      })
  }
}

/** Timers that fire when the test says so. */
function createHandClock() {
  const timers: { delayMs: number; run(): void }[] = []
  const after: Clock['after'] = (delayMs, run) => {
    const timer = { delayMs, run }
    timers.push(timer)
    return () => void timers.splice(timers.indexOf(timer), 1)
  }
  return {
    after,
    delays: () => timers.map(timer => timer.delayMs),
    fire: () => timers.shift()?.run()
  }
}

interface Context {
  store: ReturnType<typeof createSlowStore>
  clock: ReturnType<typeof createHandClock>
  log: ReturnType<typeof createJournal>
}

const write = (name: string): Write[] => [{ key: utf8(name), value: utf8('') }]
const bulk = (name: string, bytes: number): Write[] => [{ key: utf8(name), value: new Uint8Array(bytes) }]
const full = new ChatError('ERR_STORE', 'the disk is full')
const soft = { durable: false }
const durable = { durable: true }
/** Long enough for every promise that is settled by now to have run what hangs on it. */
const settled = () => new Promise<void>(resolve => setImmediate(resolve))

const journal = suite<Context>('journal')

journal.before.each(context => {
  context.store = createSlowStore()
  context.clock = createHandClock()
  context.log = createJournal(context.store, context.clock)
})

journal('a commit that finds the store idle goes out in the same instant', ({ log, store }) => {
  void log.commit(write('a'), durable)
  assert.is(store.batches.length, 1)
})

journal('what is committed while a batch is being written goes out as one batch, in order', async ({ log, store }) => {
  const done: string[] = []
  for (const name of 'abcd') void log.commit(write(name), soft).then(() => done.push(name))
  assert.equal(
    store.batches.map(batch => batch.names),
    ['a']
  )
  store.batches[0]?.end()
  await settled()
  assert.equal(
    store.batches.map(batch => batch.names),
    ['a', 'bcd']
  )
  assert.equal(done, ['a'])
  store.batches[1]?.end()
  await settled()
  assert.equal(done, ['a', 'b', 'c', 'd'])
})

journal('a batch is durable when any of its commits asked for it, and only then', async ({ log, store }) => {
  void log.commit(write('a'), soft)
  void log.commit(write('b'), soft)
  void log.commit(write('c'), durable)
  store.batches[0]?.end()
  await settled()
  assert.equal(
    store.batches.map(batch => batch.durable),
    [false, true]
  )
})

journal('a failure fails the commits of that batch and no other', async ({ log, store }) => {
  const results = ['a', 'b', 'c'].map(name => codeOf(log.commit(write(name), durable)))
  store.batches[0]?.end()
  await settled()
  const fourth = codeOf(log.commit(write('d'), durable))
  store.batches[1]?.end(full)
  await settled()
  store.batches[2]?.end()
  assert.equal(await Promise.all([...results, fourth]), [undefined, 'ERR_STORE', 'ERR_STORE', undefined])
})

journal('a commit right after the last batch ended is not forgotten', async ({ log, store }) => {
  const first = log.commit(write('a'), durable)
  store.batches[0]?.end()
  const second = first.then(() => log.commit(write('b'), durable))
  await settled()
  store.batches[1]?.end()
  await second
  assert.is(store.batches.length, 2)
})

journal('later writes ride with the next commit, before it', async ({ log, store }) => {
  log.later(write('x'))
  log.later(write('y'))
  assert.is(store.batches.length, 0)
  void log.commit(write('a'), durable)
  assert.equal([store.batches[0]?.names, store.batches[0]?.durable], ['xya', true])
})

journal('later writes go out by themselves within 50 ms, softly', async ({ log, store, clock }) => {
  log.later(write('x'))
  log.later(write('y'))
  assert.equal(clock.delays(), [50])
  clock.fire()
  assert.equal([store.batches[0]?.names, store.batches[0]?.durable], ['xy', false])
  store.batches[0]?.end()
  await settled()
  log.later(write('z'))
  assert.equal(clock.delays(), [50])
})

journal('who wants to hear of later writes hears once they are durable, also where nothing else is', async ({ log, store, clock }) => {
  const heard: string[] = []
  log.later(write('x'), () => heard.push('x'))
  clock.fire()
  assert.equal([store.batches[0]?.names, store.batches[0]?.durable, heard], ['x', true, []])
  store.batches[0]?.end(full)
  await settled()
  assert.equal(heard, [])
  clock.fire()
  store.batches[1]?.end()
  await settled()
  assert.equal(heard, ['x'])
  log.later(write('y'), () => heard.push('y'))
  const closing = log.close()
  await settled()
  store.batches[2]?.end()
  await closing
  assert.equal([heard, store.batches[2]?.durable], [['x', 'y'], true])
})

journal('later writes that come while a batch is being written wait for a commit or their time', async context => {
  const { log, store, clock } = context
  void log.commit(write('a'), durable)
  log.later(write('x'))
  store.batches[0]?.end()
  await settled()
  assert.is(store.batches.length, 1)
  clock.fire()
  assert.is(store.batches[1]?.names, 'x')
})

journal('later writes that the disk refused are tried again, before newer ones', async ({ log, store, clock }) => {
  log.later(write('x'))
  const refused = codeOf(log.commit(write('a'), durable))
  log.later(write('y'))
  store.batches[0]?.end(full)
  assert.is(await refused, 'ERR_STORE')
  void log.commit(write('b'), durable)
  assert.is(store.batches[1]?.names, 'xyb')
  assert.ok(clock.delays().length > 0)
})

journal('refused later writes try again by themselves, at a second distance', async ({ log, store, clock }) => {
  log.later(write('x'))
  clock.fire()
  store.batches[0]?.end(full)
  await settled()
  assert.is(store.batches.length, 1)
  assert.equal(clock.delays(), [1_000])
  clock.fire()
  assert.is(store.batches[1]?.names, 'x')
})

journal('one batch takes a megabyte from the queue, or one commit that is larger', async ({ log, store }) => {
  void log.commit(write('a'), soft)
  for (const name of 'bcd') void log.commit(bulk(name, 400_000), soft)
  void log.commit(bulk('e', 3_000_000), soft)
  void log.commit(write('f'), soft)
  for (let i = 0; i < 5; i++) {
    store.batches[i]?.end()
    await settled()
  }
  assert.equal(
    store.batches.map(batch => batch.names),
    ['a', 'bc', 'd', 'e', 'f']
  )
})

journal('a queue of 64 MiB takes no more, and does again once it has drained', async ({ log, store }) => {
  const half = bulk('b', 33 * 1024 * 1024)
  void log.commit(write('a'), soft)
  void log.commit(half, soft)
  assert.is(await codeOf(log.commit(half, soft)), 'ERR_BUSY')
  assert.throws(() => log.later(half), /far behind/)
  store.batches[0]?.end()
  await settled()
  store.batches[1]?.end()
  await settled()
  void log.commit(half, soft)
  assert.is(store.batches.length, 3)
})

journal('stats count batches, syncs, writes and bytes that reached the store', async ({ log, store }) => {
  log.later(write('x'))
  void log.commit([...write('a'), { key: utf8('gone'), value: undefined }], durable)
  void log.commit(write('b'), soft)
  void log.commit([{ key: utf8('c'), value: utf8('12345') }], soft)
  assert.is(log.stats().batches, 0)
  store.batches[0]?.end()
  await settled()
  assert.equal(log.stats(), { batches: 1, syncs: 1, writes: 3, bytes: 6 })
  store.batches[1]?.end()
  await settled()
  assert.equal(log.stats(), { batches: 2, syncs: 1, writes: 5, bytes: 13 })
})

journal('close writes what waits, once, and takes nothing more', async ({ log, store, clock }) => {
  void log.commit(write('a'), durable)
  log.later(write('x'))
  const closing = log.close()
  assert.is(await codeOf(log.commit(write('b'), durable)), 'ERR_CLOSED')
  assert.throws(() => log.later(write('y')), /closed/)
  store.batches[0]?.end()
  await settled()
  store.batches[1]?.end()
  await Promise.all([closing, log.close()])
  assert.equal(
    store.batches.map(batch => batch.names),
    ['a', 'x']
  )
  assert.equal(clock.delays(), [])
})

journal('close says when what waited could not be written', async ({ log, store }) => {
  log.later(write('x'))
  const closing = codeOf(log.close())
  await settled()
  store.batches[0]?.end(full)
  assert.is(await closing, 'ERR_STORE')
})

journal.run()
