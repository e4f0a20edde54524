import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { createSmallFile } from '../../node/host/small-file.js'
import { createCard } from '../../node/identity/card.js'
import { createDevice } from '../../node/identity/device.js'
import { directoryPlace } from '../../node/identity/directory.js'
import { inviteUri, readInvite } from '../../node/identity/invite-link.js'
import { openVault } from '../../node/store/vault.js'
import { createDirectory } from '../../node/network/directory.js'
import { startRelayHost } from '../../relay/relay-host.js'
import { startDht, startDhtNode, startHidingNode, until, type TestDht } from '../network/dht.js'
import { acquaint, wholeHistory } from './acquaint.js'
import { AT_HOME, scene } from './harness.js'
import type { Person } from './person.js'

const SIZE = 20
const PUBLISHED_DEADLINE_MS = 60_000
const primitives = createNodePrimitives()
const test = suite<{ dht: TestDht }>('found in the directory')

let flags: readonly string[] = []
let dht: TestDht | undefined

test.before(async () => {
  dht = await startDht(SIZE)
  flags = [...AT_HOME, ...dht.bootstrap.flatMap(address => ['--bootstrap', address])]
})
test.after(async () => dht?.stop())

async function isPublished({ api }: Person): Promise<boolean> {
  return (await api.netcheck()).some(({ name, ok }) => name === 'directory' && ok)
}

/** An invite of this person with no address on it: signed anew with their device's key, which lies open on their disk. */
async function bareInvite({ api, profile }: Person): Promise<string> {
  const { account: _account, ...card } = await readInvite(primitives, (await api.createInvite({})).uri)
  const vault = await openVault({ file: createSmallFile(join(profile, 'vault')), primitives, passphrase: undefined })
  const device = await createDevice(primitives, vault.deviceSeed)
  return inviteUri(primitives, await createCard(primitives, device, { ...card, devices: [{ device: device.id, addresses: [] }] }))
}

scene(test, 'somebody whose card has no address, by a node that never heard of them', async stage => {
  const [ada, bob] = [await stage.person('Ada', { flags }), await stage.person('Bob', { flags })]
  await until(() => isPublished(ada), 'the record of Ada to be published', PUBLISHED_DEADLINE_MS)
  const { chat } = await acquaint(ada, bob, await bareInvite(ada), 'Found you')
  assert.equal(
    (await wholeHistory(ada.api, chat)).map(({ text }) => text),
    ['Found you']
  )
  assert.match(await ada.run('netcheck'), /✓ directory +\d+ of \d+ known nodes have your record/)
})

scene(test, 'somebody who has moved since the invite was made', async stage => {
  const [ada, bob] = [await stage.person('Ada', { flags }), await stage.person('Bob', { flags })]
  const { uri } = await ada.api.createInvite({})
  await ada.stop()
  await ada.start()
  await until(() => isPublished(ada), 'the record of Ada to be published', PUBLISHED_DEADLINE_MS)
  await acquaint(ada, bob, uri, 'You have moved')
})

scene(test, 'also where the one node that keeps records is the relay that they name', async stage => {
  const [relay, ada] = [await stage.relay(), await stage.person('Ada')]
  assert.not.ok(await isPublished(ada))
  await ada.api.addRelay({ address: relay.address })
  await until(() => isPublished(ada), 'the record of Ada to be at the relay', PUBLISHED_DEADLINE_MS)
  assert.match(await ada.run('netcheck'), /✓ directory +1 of 1 known nodes have your record/)
})

scene(test, 'somebody whose record all nodes hide, by the relay on their card', async stage => {
  const hiding = await startDht(SIZE / 2, startHidingNode)
  // A relay that keeps no records either: it alone leads to Ada, as a relay.
  const relay = await startRelayHost({ folder: await stage.folder(), listen: ['/ip4/127.0.0.1/tcp/0'], isOpen: true, dhtServer: false })
  const witness = await startDhtNode({ bootstrap: hiding.bootstrap })
  try {
    const entries = hiding.bootstrap.flatMap(address => ['--bootstrap', address])
    const [ada, bob] = [
      await stage.person('Ada', { flags: [...AT_HOME, ...entries] }),
      await stage.person('Bob', { flags: [...AT_HOME, ...entries] })
    ]
    await ada.api.addRelay({ address: relay.addresses()[0] ?? '' })
    await until(() => isPublished(ada), 'the record of Ada to be taken', PUBLISHED_DEADLINE_MS)
    const invite = await bareInvite(ada)
    const { directory } = await readInvite(primitives, invite)
    await until(() => witness.services.dht.routingTable.size > 0, 'the witness to enter the DHT')
    assert.is(await createDirectory(witness.services.dht).find(directoryPlace(directory?.recordKey ?? new Uint8Array())), undefined)
    await acquaint(ada, bob, invite, 'By your relay')
  } finally {
    await witness.stop()
    await hiding.stop()
    await relay.close()
  }
})

scene(test, 'nobody, where no node of the directory is known: and netcheck says so', async stage => {
  const ada = await stage.person('Ada')
  const checks = await ada.api.netcheck()
  const { ok, advice = '' } = checks.find(({ name }) => name === 'directory') ?? {}
  assert.is(ok, false)
  assert.match(advice, '--bootstrap')
})

test.run()
