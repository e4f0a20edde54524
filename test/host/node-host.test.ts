import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createProfile, openNode } from '../../node/host/node-host.js'
import { rejection } from '../identity/refusal.js'

const host = suite<{ profileDir: string }>('a profile on this machine')

host.before.each(async context => {
  context.profileDir = await mkdtemp(join(tmpdir(), 'parley-host-'))
})
host.after.each(async ({ profileDir }) => {
  await rm(profileDir, { recursive: true })
})

host('a database whose vault is gone gets no new one', async ({ profileDir }) => {
  await createProfile({ profileDir, name: 'ada' })
  const vault = join(profileDir, 'vault')
  await rm(vault)
  await rejection(openNode({ profileDir }), 'ERR_VAULT_DAMAGED')
  await rejection(createProfile({ profileDir, name: 'ada' }), 'ERR_VAULT_DAMAGED')
  assert.is((await access(vault).catch((err: NodeJS.ErrnoException) => err))?.code, 'ENOENT')
})

host('a vault whose database is gone is no profile to begin with, nor one to replace', async ({ profileDir }) => {
  await createProfile({ profileDir, name: 'ada' })
  await rm(join(profileDir, 'db'), { recursive: true })
  await rm(join(profileDir, 'epoch-keys'))
  await rejection(openNode({ profileDir }), 'ERR_RECORD_DAMAGED')
  await rejection(createProfile({ profileDir, name: 'ada' }), 'ERR_ALREADY_EXISTS')
})

host('a profile is made once', async ({ profileDir }) => {
  await createProfile({ profileDir, name: 'ada' })
  await rejection(createProfile({ profileDir, name: 'eve' }), 'ERR_ALREADY_EXISTS')
})

host('without a passphrase the doctor warns of what was chosen, and finds no fault in it', async ({ profileDir }) => {
  await createProfile({ profileDir, name: 'ada' })
  const { api, close } = await openNode({ profileDir, listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false })
  const { ok, chosen } = (await api.doctor()).find(({ name }) => name === 'passphrase') ?? {}
  assert.equal([ok, chosen], [false, true])
  await close()
})

host('an address that can’t be listened at is said to be that', async ({ profileDir }) => {
  await createProfile({ profileDir, name: 'ada' })
  for (const address of ['nonsense', '/ip4/192.0.2.1/tcp/0'])
    await rejection(openNode({ profileDir, listen: [address], mdns: false }), 'ERR_INVALID_ARGUMENT')
})

host.run()
