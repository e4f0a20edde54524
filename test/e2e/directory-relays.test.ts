import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { directoryPlace } from '../../node/identity/directory.js'
import { readInvite } from '../../node/identity/invite-link.js'
import { createDirectory } from '../../node/network/directory.js'
import { startRelayHost } from '../../relay/relay-host.js'
import { startDht, startDhtNode, startHidingNode, until } from '../network/dht.js'
import { acquaint } from './acquaint.js'
import { bareInvite, isPublished, published } from './directory-entry.js'
import { AT_HOME, scene } from './harness.js'

const HIDING_NODES = 10
const primitives = createNodePrimitives()
const test = suite('found with the help of a relay')

scene(test, 'also where the one node that keeps records is the relay that they name', async stage => {
  const [relay, ada] = [await stage.relay(), await stage.person('Ada')]
  assert.not.ok(await isPublished(ada))
  await ada.api.addRelay({ address: relay.address })
  await published(ada)
  assert.match(await ada.run('netcheck'), /✓ directory +known nodes with your record: 1 of 1/)
})

scene(test, 'somebody whose record all nodes hide, by the relay on their card', async stage => {
  const hiding = await startDht(HIDING_NODES, startHidingNode)
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
    await published(ada)
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

test.run()
