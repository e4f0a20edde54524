import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { loadOwnProfile, saveOwnProfile } from '../../node/api/own-profile.js'
import { systemClock } from '../../node/base/clock.js'
import { createProfile, openNode } from '../../node/host/node-host.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { createSmallFile } from '../../node/host/small-file.js'
import { readInvite } from '../../node/identity/invite-link.js'
import { openLevelStore } from '../../node/store/level.js'
import { openSealedStore } from '../../node/store/open-sealed-store.js'
import { openVault } from '../../node/store/vault.js'
import { rejection } from '../identity/refusal.js'

const primitives = createNodePrimitives()
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
  await rejection(openNode({ profileDir }), 'ERR_STORE')
  await rejection(createProfile({ profileDir, name: 'ada' }), 'ERR_ALREADY_EXISTS')
})

/** What LevelDB writes at every start, whatever comes of it; no record is in them. */
const NO_RECORDS = new Set(['LOCK', 'LOG', 'LOG.old'])

async function contentOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).filter(name => !NO_RECORDS.has(name)).toSorted()
  return Object.fromEntries(await Promise.all(names.map(async name => [name, await readFile(join(folder, name), 'hex')])))
}

host('a database that lost its file CURRENT is refused, not begun anew', async ({ profileDir }) => {
  await createProfile({ profileDir, name: 'ada' })
  const db = join(profileDir, 'db')
  const current = join(db, 'CURRENT')
  const kept = await readFile(current)
  await rm(current)
  const before = await contentOf(db)
  assert.ok(Object.keys(before).length >= 2)
  const { message } = await rejection(openNode({ profileDir }), 'ERR_STORE')
  assert.match(message, 'its file CURRENT is gone')
  assert.equal(await contentOf(db), before)
  await writeFile(current, kept)
  const node = await openNode({ profileDir, listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false })
  assert.is((await node.api.identity()).name, 'ada')
  await node.close()
})

host('what is damaged is brought back from the 24 words, never by putting back a copy of the profile', async ({ profileDir }) => {
  await createProfile({ profileDir, name: 'ada' })
  const [vault, current] = [join(profileDir, 'vault'), join(profileDir, 'db', 'CURRENT')]
  const [keptVault, keptCurrent] = [await readFile(vault), await readFile(current)]
  await writeFile(current, 'MANIFEST-000999')
  const messages = [(await rejection(openNode({ profileDir }), 'ERR_STORE')).message]
  await rm(current)
  messages.push((await rejection(openNode({ profileDir }), 'ERR_STORE')).message)
  await writeFile(current, keptCurrent)
  await writeFile(vault, 'damaged')
  messages.push((await rejection(openNode({ profileDir }), 'ERR_VAULT_DAMAGED')).message)
  await writeFile(vault, keptVault)
  for (const message of messages) {
    assert.match(message, 'with the 24 words')
    assert.not.match(message, /copy of the profile/)
  }
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

host('what is no address can be neither announced, entered by nor asked, and is named with its option', async ({ profileDir }) => {
  await createProfile({ profileDir, name: 'ada' })
  for (const [wrong, said] of [
    [{ announce: ['203.0.113.7:4747'] }, /--announce: "203\.0\.113\.7:4747" is no multiaddr; name what others dial/],
    [{ announce: ['xyz'] }, /--announce: "xyz" is no multiaddr/],
    [{ bootstrap: ['relay.example.org'] }, /--bootstrap: "relay\.example\.org" is no multiaddr; name a node to enter the directory by/],
    [{ stunServers: ['stun:h:99999'] }, /"stun:h:99999" names no STUN server/]
  ] as const) {
    const { message } = await rejection(openNode({ profileDir, mdns: false, ...wrong }), 'ERR_INVALID_ARGUMENT')
    assert.match(message, said)
  }
})

host('a profile that is older than the directory gets its keys from the phrase, where that is kept', async ({ profileDir }) => {
  const passphrase = 'correct horse'
  const home = { profileDir, passphrase, listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false }
  await createProfile({ profileDir, name: 'ada', passphrase })
  const cardOf = async () => {
    const node = await openNode(home)
    try {
      return await readInvite(primitives, (await node.api.createInvite({})).uri)
    } finally {
      await node.close()
    }
  }
  const { directory } = await cardOf()
  assert.ok(directory)
  await forgetDirectory(profileDir, passphrase)
  assert.equal((await cardOf()).directory, directory)
})

host('where the phrase is not kept it goes on without, and netcheck says so', async ({ profileDir }) => {
  await createProfile({ profileDir, name: 'ada' })
  await forgetDirectory(profileDir)
  const node = await openNode({ profileDir, listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false })
  try {
    const invite = await readInvite(primitives, (await node.api.createInvite({})).uri)
    assert.is(invite.directory, undefined)
    assert.match((await node.api.netcheck()).find(({ name }) => name === 'directory')?.detail ?? '', 'older than the directory')
  } finally {
    await node.close()
  }
})

/** As an older Parley left it. */
async function forgetDirectory(profileDir: string, passphrase?: string): Promise<void> {
  const vault = await openVault({ file: createSmallFile(join(profileDir, 'vault')), primitives, passphrase })
  const store = await openSealedStore({
    store: await openLevelStore(join(profileDir, 'db'), { create: false }),
    epochKeyFile: createSmallFile(join(profileDir, 'epoch-keys')),
    storeKeys: vault.storeKeys,
    primitives,
    clock: systemClock
  })
  const { directory: _directory, ...older } = await loadOwnProfile(primitives, store)
  await saveOwnProfile(store, older)
  await store.close()
}

host.run()
