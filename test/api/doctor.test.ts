import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { Check } from '../../node/api/status.js'
import { createProfile, openNode } from '../../node/host/node-host.js'
import { createWorld } from '../sim/people.js'

const doctor = suite('what the doctor says of how a node is reached')

const reachOf = async (api: ChatApi): Promise<Check | undefined> => (await api.doctor()).find(({ name }) => name === 'reach')

doctor('a node that only this machine can dial is not well, and is told what to do', async () => {
  const world = createWorld('doctor')
  const { api, links } = await world.person('Ada')
  assert.is((await reachOf(api))?.ok, true)
  Object.assign(links, { addresses: () => ['/ip4/127.0.0.1/tcp/4001'] })
  const check = await reachOf(api)
  assert.is(check?.ok, false)
  assert.match(check?.advice ?? '', 'listen on an address that others can dial')
  await world.close()
})

doctor('a node that was told to listen on this machine only is well', async () => {
  const profileDir = await mkdtemp(join(tmpdir(), 'parley-doctor-'))
  await createProfile({ profileDir, name: 'ada' })
  const node = await openNode({ profileDir, listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false })
  const check = await reachOf(node.api)
  await node.close()
  await rm(profileDir, { recursive: true })
  assert.is(check?.ok, true)
  assert.match(check?.detail ?? '', 'this machine only')
})

doctor.run()
