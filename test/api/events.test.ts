import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatEvent } from '../../node/api/chat-event.js'
import { createEventLog, type NewEvent } from '../../node/api/events.js'
import type { DeviceId } from '../../node/base/ids.js'

const events = suite('event log')
const STARTED_AT_MS = 1_000
const up = (device: string): NewEvent => ({ type: 'link:up', device: device as DeviceId })

async function take(reader: AsyncIterable<ChatEvent>, count: number): Promise<readonly ChatEvent[]> {
  const taken: ChatEvent[] = []
  for await (const event of reader) if (taken.push(event) === count) break
  return taken
}

events('number what is appended by one', () => {
  const log = createEventLog(STARTED_AT_MS)
  assert.equal(log.append(up('a')).id + 1, log.append(up('b')).id)
})

events('are read from the moment of the call, also where iteration starts later', async () => {
  const log = createEventLog(STARTED_AT_MS)
  log.append(up('before'))
  const reader = log.read()
  const after = log.append(up('after'))
  assert.equal(await take(reader, 1), [after])
})

events('are replayed after since', async () => {
  const log = createEventLog(STARTED_AT_MS)
  const [first, second, third] = ['a', 'b', 'c'].map(device => log.append(up(device)))
  assert.equal(await take(log.read(first?.id), 2), [second, third])
})

events('wake a reader that waits', async () => {
  const log = createEventLog(STARTED_AT_MS)
  const taken = take(log.read(), 1)
  await Promise.resolve()
  const event = log.append(up('a'))
  assert.equal(await taken, [event])
})

events('tell a reader that fell behind the last 10,000 what it lost, and go on', async () => {
  const log = createEventLog(STARTED_AT_MS)
  const reader = log.read()
  const appended = Array.from({ length: 10_003 }, (_, i) => log.append(up(String(i))))
  const [lost, next] = await take(reader, 2)
  assert.equal(lost, { id: appended[2]?.id, type: 'events:lost' })
  assert.equal(next, appended[3])
})

events('answer a since from an earlier run, or from the future, with events:lost', async () => {
  const yesterday = createEventLog(STARTED_AT_MS).append(up('a')).id
  for (const since of [yesterday, Number.MAX_SAFE_INTEGER]) {
    const log = createEventLog(STARTED_AT_MS + 1)
    const event = log.append(up('b'))
    const [lost, next] = await take(log.read(since), 2)
    assert.is(lost?.type, 'events:lost')
    assert.equal(next, event)
  }
})

events('end with the signal, and on close after what there was', async () => {
  const log = createEventLog(STARTED_AT_MS)
  const controller = new AbortController()
  const aborted = take(log.read(undefined, controller.signal), 1)
  controller.abort()
  assert.equal(await aborted, [])
  const reader = log.read()
  const event = log.append(up('a'))
  log.close()
  assert.equal(await take(reader, 2), [event])
})

events.run()
