import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { loadOwnProfile, makeOwnProfile, type OwnProfile } from '../../node/api/own-profile.js'
import type { FetchedAccount } from '../../node/api/restoring.js'
import { systemClock } from '../../node/base/clock.js'
import { encodeIndex, sealIndex } from '../../node/conversation/account-index.js'
import { directConversationId } from '../../node/conversation/conversation-ids.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { createProfile, openNode } from '../../node/host/node-host.js'
import { createSmallFile } from '../../node/host/small-file.js'
import { deriveAccount } from '../../node/identity/account.js'
import { encodeCertificate } from '../../node/identity/certificate.js'
import { createDevice, type Device } from '../../node/identity/device.js'
import { addDevice } from '../../node/identity/device-list-change.js'
import { encodeDeviceList } from '../../node/identity/device-list-frame.js'
import { isRevoked, liveDevices, type DeviceList } from '../../node/identity/device-list.js'
import { newPhrase, type Phrase } from '../../node/identity/phrase.js'
import { createSealer } from '../../node/session/seal.js'
import { openLevelStore } from '../../node/store/level.js'
import { openSealedStore } from '../../node/store/open-sealed-store.js'
import { openVault } from '../../node/store/vault.js'
import { rejection } from '../identity/refusal.js'

interface Context {
  folder: string
  profileDir: string
  phrase: Phrase
  lost: Device
  before: OwnProfile
  fetched: FetchedAccount
}

const primitives = createNodePrimitives()
const restore = suite<Context>('an account on an empty machine')

restore.before.each(async context => {
  context.folder = await mkdtemp(join(tmpdir(), 'parley-restore-'))
  context.profileDir = join(context.folder, 'profile')
  context.phrase = newPhrase(primitives)
  context.lost = await createDevice(primitives)
  context.before = await makeOwnProfile(primitives, systemClock, { name: 'Ada', phrase: context.phrase, device: context.lost })
  context.fetched = await fetchedOf(context)
})
restore.after.each(({ folder }) => rm(folder, { recursive: true }))

/** What relays hold of Ada, who knows Bob. */
async function fetchedOf({ phrase, lost, before }: Context): Promise<FetchedAccount> {
  const account = await deriveAccount(primitives, phrase)
  const bob = await makeOwnProfile(primitives, systemClock, {
    name: 'Bob',
    phrase: newPhrase(primitives),
    device: await createDevice(primitives)
  })
  const { account: other, device } = bob.certificate
  const contact = {
    account: other,
    name: 'Bob',
    state: 'accepted' as const,
    stateBeforeBlock: undefined,
    verified: true,
    changedAtMs: 1,
    devices: [{ device, addresses: [] }],
    directory: undefined,
    token: undefined,
    revoked: [],
    relaysChangedAtMs: 0,
    relays: ['/ip4/127.0.0.1/tcp/4002/ws']
  }
  const id = await directConversationId(primitives, account.id, other)
  const conversation = {
    membership: 'joined' as const,
    presences: [],
    kind: 'direct' as const,
    name: '',
    id,
    accounts: [account.id, other],
    devices: [],
    groups: [],
    createdAtMs: 1,
    readUpTo: undefined
  }
  const author = {
    account: account.id,
    certificate: encodeCertificate(before.certificate),
    sign: (message: Uint8Array) => primitives.sign(lost.key, message),
    seal: (info: string, plaintext: Uint8Array) => createSealer().seal(account.indexKey.publicKey, info, plaintext)
  }
  const index = encodeIndex({ account: account.id, name: 'Ada', relays: [], contacts: [contact], conversations: [conversation] })
  return { deviceLists: [encodeDeviceList(before.deviceList)], index: [await sealIndex(author, index, 1)] }
}

async function listIn(profileDir: string): Promise<DeviceList> {
  const { storeKeys } = await openVault({ file: createSmallFile(join(profileDir, 'vault')), primitives, passphrase: undefined })
  const store = await openSealedStore({
    store: await openLevelStore(join(profileDir, 'db'), { create: false }),
    epochKeyFile: createSmallFile(join(profileDir, 'epoch-keys')),
    storeKeys,
    primitives,
    clock: systemClock
  })
  try {
    return (await loadOwnProfile(primitives, store)).deviceList
  } finally {
    await store.close()
  }
}

restore(
  'has its contacts and conversations, which wait for a member to let this device in',
  async ({ profileDir, phrase, fetched, before }) => {
    const created = await createProfile({ profileDir, name: 'Ada', phrase, restore: { fetched, revoke: [] } })
    assert.is(created.account, before.certificate.account)
    const node = await openNode({ profileDir, listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false })
    const [contact] = await node.api.contacts()
    assert.equal([contact?.name, contact?.state, contact?.verified], ['Bob', 'accepted', true])
    const [chat] = await node.api.chats()
    assert.equal([chat?.title, chat?.readOnly, chat?.newest], ['Bob', 'waiting', undefined])
    await rejection(node.api.send({ chat: 'Bob', text: 'hello?' }), 'ERR_NOT_ALLOWED')
    await node.close()
  }
)

restore(
  'goes on with the device list: this device added, the lost one kept or revoked as asked',
  async ({ folder, phrase, fetched, lost, before }) => {
    for (const revoke of [[], [lost.id]]) {
      const profileDir = join(folder, `revoking ${revoke.length}`)
      const { device } = await createProfile({ profileDir, name: 'Ada', phrase, restore: { fetched, revoke } })
      const list = await listIn(profileDir)
      assert.ok(list.head.seq > before.deviceList.head.seq)
      assert.is(isRevoked(list, lost.id), revoke.length > 0)
      const expected = revoke.length > 0 ? [device] : [lost.id, device]
      assert.equal(
        liveDevices(list).map(one => one.device),
        expected
      )
    }
  }
)

restore(
  'takes the union of what several relays have, and passes over what does not verify',
  async ({ profileDir, phrase, fetched, before }) => {
    const account = await deriveAccount(primitives, phrase)
    const second = await createDevice(primitives)
    const longer = await addDevice(primitives, account.key, before.deviceList, { device: second.id, nowMs: 1, name: '' })
    const forged = encodeDeviceList(longer).map((byte, i, { length }) => (i === length - 1 ? byte ^ 1 : byte))
    const deviceLists = [forged, ...fetched.deviceLists, encodeDeviceList(longer)]
    await createProfile({ profileDir, name: 'Ada', phrase, restore: { fetched: { ...fetched, deviceLists }, revoke: [second.id] } })
    assert.ok(isRevoked(await listIn(profileDir), second.id))
  }
)

restore('is not begun with a list or an index that is another account’s', async ({ profileDir, phrase, fetched }) => {
  const other = newPhrase(primitives)
  await rejection(createProfile({ profileDir, name: 'Eve', phrase: other, restore: { fetched, revoke: [] } }), 'ERR_CERTIFICATE')
  const indexAlone = { deviceLists: [], index: fetched.index }
  await rejection(createProfile({ profileDir, name: 'Eve', phrase: other, restore: { fetched: indexAlone, revoke: [] } }), 'ERR_DECRYPT')
  await createProfile({ profileDir, name: 'Ada', phrase, restore: { fetched, revoke: [] } })
})

restore.run()
