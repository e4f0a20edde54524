import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { startDht, type TestDht } from '../network/dht.js'
import { acquaint, wholeHistory } from './acquaint.js'
import { bareInvite, published } from './directory-entry.js'
import { AT_HOME, scene } from './harness.js'

const SIZE = 20
const test = suite<{ dht: TestDht }>('found in the directory')

let flags: readonly string[] = []
let dht: TestDht | undefined

test.before(async () => {
  dht = await startDht(SIZE)
  flags = [...AT_HOME, ...dht.bootstrap.flatMap(address => ['--bootstrap', address])]
})
test.after(async () => dht?.stop())

scene(test, 'somebody whose card has no address, by a node that never heard of them', async stage => {
  const [ada, bob] = [await stage.person('Ada', { flags }), await stage.person('Bob', { flags })]
  await published(ada)
  const { chat } = await acquaint(ada, bob, await bareInvite(ada), 'Found you')
  assert.equal(
    (await wholeHistory(ada.api, chat)).map(({ text }) => text),
    ['Found you']
  )
  assert.match(await ada.run('netcheck'), /✓ directory +known nodes with your record: \d+ of \d+/)
})

scene(test, 'somebody who has moved since the invite was made', async stage => {
  const [ada, bob] = [await stage.person('Ada', { flags }), await stage.person('Bob', { flags })]
  const { uri } = await ada.api.createInvite({})
  await ada.stop()
  await ada.start()
  await published(ada)
  await acquaint(ada, bob, uri, 'You have moved')
})

scene(test, 'nobody, where no node of the directory is known: and netcheck says so', async stage => {
  const ada = await stage.person('Ada')
  const checks = await ada.api.netcheck()
  const { ok, advice = '' } = checks.find(({ name }) => name === 'directory') ?? {}
  assert.is(ok, false)
  assert.match(advice, '--bootstrap')
})

test.run()
