import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromHex, toHex, utf8 } from '../../node/base/bytes.js'
import type { AccountId, ConversationId, DeviceId, EpochId, MessageId } from '../../node/base/ids.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { deriveStoreKeys } from '../../node/store/data-key.js'
import { createKeyspace } from '../../node/store/keyspace.js'
import { openSealedStore } from '../../node/store/open-sealed-store.js'
import { createSealing } from '../../node/store/sealing.js'
import { createVault, openVault } from '../../node/store/vault.js'
import { createMemoryDisk, createMemoryFile } from '../sim/memory-store.js'
import { stoppedClock } from './sealed-profile.js'

interface Vectors {
  readonly dataKey: string
  readonly subkeys: { readonly records: string; readonly paths: string; readonly epochFile: string }
  readonly identifiers: {
    readonly account: AccountId
    readonly device: DeviceId
    readonly conversation: ConversationId
    readonly epoch: EpochId
    readonly message: MessageId
  }
  readonly paths: Record<string, string>
  readonly record: { readonly path: string; readonly plaintext: string; readonly sealed: string }
  readonly epochKeyFile: { readonly before: string; readonly epochAdded: string }
  readonly vault: {
    readonly passphrase: string
    readonly deviceSeed: string
    readonly accountEntropy: string
    readonly protected: string
    readonly clear: string
  }
}

const vectors = JSON.parse(readFileSync(new URL('../../../test/vectors/store.json', import.meta.url), 'utf8')) as Vectors
const storeKeys = deriveStoreKeys(fromHex(vectors.dataKey))

/** Counts instead of drawing: what was sealed with it can be sealed again, byte by byte. */
function countingPrimitives() {
  let drawn = 0
  return { ...createNodePrimitives(), randomBytes: (length: number) => Uint8Array.from({ length }, () => drawn++) }
}

const checked = suite('at rest: test vectors')

checked('subkeys of the data key', () => {
  assert.equal({ records: toHex(storeKeys.records), paths: toHex(storeKeys.paths), epochFile: toHex(storeKeys.epochFile) }, vectors.subkeys)
})

checked('one key path of every table', () => {
  const { account, device, conversation, epoch, message } = vectors.identifiers
  const keys = createKeyspace(storeKeys.paths)
  const paths = {
    meta: keys.meta('schema'),
    setting: keys.setting('name'),
    contact: keys.contact(account),
    invite: keys.invite('invite 1'),
    request: keys.request('request 1'),
    keyPackage: keys.keyPackage('00'.repeat(32)),
    peer: keys.peer(device),
    deviceList: keys.deviceList(account),
    conversation: keys.conversation(conversation),
    epoch: keys.epoch(conversation, epoch),
    ratchet: keys.ratchet(conversation, epoch, 1),
    header: keys.header(conversation, epoch),
    message: keys.message(conversation, { hlc: 0x0199c82cc0000001n, device, seq: 2 }),
    messageId: keys.messageId(message),
    progress: keys.progress(conversation, device),
    outbox: keys.outboxRow(conversation, 3),
    receipt: keys.receipt(conversation, device),
    receiptMark: keys.receiptMark(conversation, device, 1, 2)
  }
  assert.equal(Object.fromEntries(Object.entries(paths).map(([table, path]) => [table, toHex(path)])), vectors.paths)
})

checked('a sealed record', async () => {
  const { path, plaintext, sealed } = vectors.record
  const sealing = createSealing(countingPrimitives())
  assert.is(toHex(await sealing.seal(storeKeys.records, utf8(plaintext), fromHex(path))), sealed)
  assert.equal(await sealing.open(storeKeys.records, fromHex(sealed), fromHex(path)), utf8(plaintext))
})

checked('the file of epoch keys, empty and with one epoch', async () => {
  const epochKeyFile = createMemoryFile()
  const primitives = countingPrimitives()
  const store = await openSealedStore({ store: createMemoryDisk().open(), epochKeyFile, storeKeys, primitives, clock: stoppedClock })
  const contents = async () => toHex((await epochKeyFile.read()) ?? new Uint8Array(0))
  assert.is(await contents(), vectors.epochKeyFile.before)
  await store.epochs.add(vectors.identifiers.epoch)
  assert.is(await contents(), vectors.epochKeyFile.epochAdded)
})

for (const kind of ['protected', 'clear'] as const) {
  checked(`a vault: ${kind}`, async () => {
    const { [kind]: bytes, ...secrets } = vectors.vault
    const passphrase = kind === 'protected' ? secrets.passphrase : undefined
    const deviceSeed = fromHex(secrets.deviceSeed)
    const accountEntropy = fromHex(secrets.accountEntropy)

    const file = createMemoryFile()
    await createVault({ file, primitives: countingPrimitives(), passphrase, deviceSeed, accountEntropy })
    assert.is(toHex((await file.read()) ?? new Uint8Array(0)), bytes)

    const opened = await openVault({ file: createMemoryFile(fromHex(bytes)), primitives: countingPrimitives(), passphrase })
    assert.equal(opened.deviceSeed, deviceSeed)
    assert.equal(await opened.accountEntropy(secrets.passphrase), passphrase === undefined ? undefined : accountEntropy)
  })
}

checked.run()
