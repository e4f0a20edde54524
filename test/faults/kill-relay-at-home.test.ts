import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { toHex } from '../../node/base/bytes.js'
import { checkFolder } from '../../relay/store-copy.js'
import { connectMember, newLog, type Client, type TestLog } from '../relay/client.js'
import { createProbedRelay, type ProbedRelay } from './relay-process.js'

const DAY_MS = 24 * 3_600_000
/** More than two of the batches in which a log is emptied. */
const MANY = 600
const BATCHES = 3

const kills = suite('a relay killed while it minds its own store')
let relay: ProbedRelay

kills.before.each(async () => {
  relay = await createProbedRelay({ limits: { retentionDays: 1 } })
})
kills.after.each(async () => {
  await relay.close()
})

async function asMember<T>(use: (client: Client) => Promise<T>): Promise<T> {
  const client = await connectMember(relay)
  try {
    return await use(client)
  } finally {
    await client.stop()
  }
}

/** Opens the log and leaves so many envelopes in it. */
async function fill(log: TestLog, count: number): Promise<void> {
  await asMember(async client => {
    assert.is(await client.open(log), 'ok')
    const envelopes = await Promise.all(Array.from({ length: count }, (_, at) => log.envelope(String(at))))
    assert.equal(new Set(await client.append(...envelopes)), new Set(['ok']))
  })
}

const endsOf = (log: TestLog): Promise<{ oldest: number; newest: number }> =>
  asMember(async client => {
    const { oldest, newest } = await client.read(log, { most: 1 })
    return { oldest, newest }
  })

const storageId = (): Promise<string> => asMember(async client => toHex((await client.hello()).storage))

kills('between its two marks it stays the storage that it was, however often, and keeps what it had', async () => {
  const log = await newLog()
  await fill(log, 3)
  const id = await storageId()
  await relay.kill()
  for (let death = 0; death < 3; death++) await relay.start({ die: { step: 'mark:promised', occurrence: 1 } })
  await relay.start()
  assert.is(await storageId(), id)
  assert.equal(await endsOf(log), { oldest: 1, newest: 3 })
})

kills('after each batch of what is over it goes on where it was; what is not over stays', async () => {
  const [old, alsoOld, young] = [await newLog(), await newLog(), await newLog()]
  for (const log of [old, alsoOld]) await fill(log, MANY)
  await relay.kill()
  await relay.start({ clockOffsetMs: DAY_MS })
  await fill(young, MANY)
  await relay.kill()
  const clockOffsetMs = 2 * DAY_MS
  for (let death = 0; death < 2 * BATCHES; death++) await relay.start({ clockOffsetMs, die: { step: 'expiry:dropped', occurrence: 1 } })
  await relay.start({ clockOffsetMs })
  for (const log of [old, alsoOld]) assert.equal(await endsOf(log), { oldest: MANY + 1, newest: MANY })
  assert.equal(await endsOf(young), { oldest: 1, newest: MANY })
  await fill(old, 1)
  assert.equal(await endsOf(old), { oldest: MANY + 1, newest: MANY + 1 })
  await relay.stop()
  assert.equal((await checkFolder(relay.folder)).faults, [])
})

kills.run()
