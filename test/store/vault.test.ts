import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as fc from 'fast-check'
import { concat, toHex } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { createVault, openVault, vaultNeedsPassphrase, type NewVault } from '../../node/store/vault.js'
import { createMemoryFile } from '../sim/memory-store.js'
import { codeOf } from './error-code.js'

const primitives = createNodePrimitives()
const deviceSeed = new Uint8Array(32).fill(0xd5)
const accountEntropy = new Uint8Array(32).fill(0xae)
const passphrase = 'correct horse'
/** Cheap: what is tested is not Argon2id. */
const cost = { memoryKiB: 1024, passes: 1 }

type File = ReturnType<typeof createMemoryFile>
const create = (file: File, options: Partial<NewVault> = {}) =>
  createVault({ file, primitives, passphrase, deviceSeed, accountEntropy, cost, ...options })
const open = (file: File, given: string | undefined) => openVault({ file, primitives, passphrase: given })
const unprotected = { passphrase: undefined }

async function contentOf(file: File): Promise<Uint8Array> {
  return (await file.read()) ?? new Uint8Array(0)
}

/** As an attacker writes it: the checksum fits. */
async function withContent(file: File, edit: (content: Uint8Array) => void): Promise<File> {
  const content = (await contentOf(file)).slice(0, -32)
  edit(content)
  return createMemoryFile(concat([content, sha256(content)]))
}

const vault = suite('vault')

vault('opens with its passphrase and gives the same keys and secrets', async () => {
  const file = createMemoryFile()
  const made = await create(file)
  const opened = await open(file, passphrase)
  assert.equal(opened.storeKeys, made.storeKeys)
  assert.equal(opened.deviceSeed, deviceSeed)
  assert.equal([opened.protectedByPassphrase, opened.keepsAccount], [true, true])
  assert.equal(await opened.accountEntropy(passphrase), accountEntropy)
  assert.is(await codeOf(opened.accountEntropy('another')), 'ERR_PASSPHRASE')
})

vault('two vaults share no key', async () => {
  const [one, other] = [await create(createMemoryFile()), await create(createMemoryFile())]
  const keys = [one, other].flatMap(({ storeKeys }) => [storeKeys.records, storeKeys.paths, storeKeys.epochFile].map(toHex))
  assert.is(new Set(keys).size, 6)
})

vault('whether a passphrase is needed is known before asking for it', async () => {
  const [none, clear, locked] = [createMemoryFile(), createMemoryFile(), createMemoryFile()]
  await create(clear, unprotected)
  await create(locked)
  assert.equal(await Promise.all([none, clear, locked].map(vaultNeedsPassphrase)), [undefined, false, true])
})

vault('a wrong or missing passphrase is ERR_PASSPHRASE, and the file is untouched', async () => {
  const file = createMemoryFile()
  await create(file)
  const before = await contentOf(file)
  for (const wrong of ['wrong', '', undefined]) assert.is(await codeOf(open(file, wrong)), 'ERR_PASSPHRASE')
  assert.equal(await contentOf(file), before)
})

vault('a passphrase is the same in every Unicode spelling of it', async () => {
  const file = createMemoryFile()
  await create(file, { passphrase: 'caf\u00e9 \ufb01n' })
  await open(file, 'cafe\u0301 fin')
})

vault('an empty or endless passphrase is not taken', async () => {
  for (const bad of ['', 'x'.repeat(1_025)]) {
    const file = createMemoryFile()
    assert.is(await codeOf(create(file, { passphrase: bad })), 'ERR_INVALID_ARGUMENT')
    assert.is(await file.read(), undefined)
  }
})

vault('without a passphrase it opens for everybody and keeps no account', async () => {
  const file = createMemoryFile()
  const made = await create(file, unprotected)
  assert.equal([made.protectedByPassphrase, made.keepsAccount], [false, false])
  const opened = await open(file, undefined)
  assert.equal(opened.deviceSeed, deviceSeed)
  assert.equal(opened.storeKeys, made.storeKeys)
  assert.is(await opened.accountEntropy('any'), undefined)
})

vault('no secret stands in a protected file, and no account key in any', async () => {
  const [locked, clear] = [createMemoryFile(), createMemoryFile()]
  await create(locked)
  await create(clear, unprotected)
  const dumps = [toHex(await contentOf(locked)), toHex(await contentOf(clear))]
  for (const secret of [deviceSeed, accountEntropy]) {
    for (const dump of dumps) assert.not.ok(dump.includes(toHex(secret.subarray(0, 8))))
  }
})

vault('a vault is never made over another', async () => {
  const file = createMemoryFile()
  await create(file)
  const before = await contentOf(file)
  assert.is(await codeOf(create(file)), 'ERR_ALREADY_EXISTS')
  assert.equal(await contentOf(file), before)
})

vault('no vault is ERR_PROFILE_MISSING', async () => {
  assert.is(await codeOf(open(createMemoryFile(), passphrase)), 'ERR_PROFILE_MISSING')
})

vault('changing the passphrase keeps keys and account, and shuts the old one out', async () => {
  const file = createMemoryFile()
  const made = await create(file)
  await made.changePassphrase({ current: passphrase, next: 'new one' })
  assert.is(await codeOf(open(file, passphrase)), 'ERR_PASSPHRASE')
  const opened = await open(file, 'new one')
  assert.equal(opened.storeKeys, made.storeKeys)
  assert.equal(await opened.accountEntropy('new one'), accountEntropy)
  assert.equal(await made.accountEntropy('new one'), accountEntropy)
})

vault('a change with the wrong passphrase, or that the disk refuses, changes nothing', async () => {
  const file = createMemoryFile()
  const made = await create(file)
  assert.is(await codeOf(made.changePassphrase({ current: 'wrong', next: 'new' })), 'ERR_PASSPHRASE')
  file.failWith('the disk is full')
  assert.is(await codeOf(made.changePassphrase({ current: passphrase, next: 'new' })), 'ERR_STORE')
  assert.equal(await made.accountEntropy(passphrase), accountEntropy)
  assert.equal((await open(file, passphrase)).storeKeys, made.storeKeys)
})

vault('taking the passphrase away forgets the account; giving one later can keep it again', async () => {
  const file = createMemoryFile()
  const made = await create(file)
  await made.changePassphrase({ current: passphrase, next: undefined })
  assert.equal([made.protectedByPassphrase, made.keepsAccount], [false, false])
  const opened = await open(file, undefined)
  assert.equal(opened.storeKeys, made.storeKeys)
  await opened.changePassphrase({ next: 'back', accountEntropy })
  assert.equal(await (await open(file, 'back')).accountEntropy('back'), accountEntropy)
})

vault('any damage is ERR_VAULT_DAMAGED, never a wrong passphrase', async () => {
  const file = createMemoryFile()
  await create(file)
  const whole = await contentOf(file)
  const damagedByFlip = fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
    const damaged = whole.map((byte, i) => (i === at ? byte ^ flip : byte))
    assert.is(await codeOf(open(createMemoryFile(damaged), passphrase)), 'ERR_VAULT_DAMAGED')
  })
  const damagedByCut = fc.asyncProperty(fc.nat(whole.length - 1), async length => {
    assert.is(await codeOf(open(createMemoryFile(whole.slice(0, length)), passphrase)), 'ERR_VAULT_DAMAGED')
  })
  await fc.assert(damagedByFlip)
  await fc.assert(damagedByCut)
})

vault('a vault that asks for gigabytes, or for eternity, is refused before any is taken', async () => {
  const file = createMemoryFile()
  await create(file)
  const costOffset = 'parley vault'.length + 2 + 16
  for (const [memoryKiB, passes] of [
    [64 * 1024 * 1024, 3],
    [1024, 1_000_000],
    [0, 1],
    [1024, 0]
  ] as const) {
    const greedy = await withContent(file, content => {
      new DataView(content.buffer).setUint32(costOffset, memoryKiB)
      new DataView(content.buffer).setUint32(costOffset + 4, passes)
    })
    assert.is(await codeOf(open(greedy, passphrase)), 'ERR_VAULT_DAMAGED')
  }
})

vault('a newer vault is ERR_SCHEMA_NEWER', async () => {
  const file = createMemoryFile()
  await create(file)
  const newer = await withContent(file, content => void (content['parley vault'.length] = 2))
  const err: unknown = await open(newer, passphrase).catch((caught: unknown) => caught)
  assert.ok(isChatError(err, 'ERR_SCHEMA_NEWER'))
  assert.match(String(err), 'install the newer version')
})

vault('sealed parts can not stand in for each other', async () => {
  const file = createMemoryFile()
  await create(file)
  const start = 'parley vault'.length + 2 + 24
  const swapped = await withContent(file, content => {
    const [dataKey, account] = [content.slice(start, start + 60), content.slice(start + 60, start + 120)]
    content.set(account, start)
    content.set(dataKey, start + 60)
  })
  assert.is(await codeOf(open(swapped, passphrase)), 'ERR_PASSPHRASE')
})

vault('secrets of the wrong size are refused before anything is written', async () => {
  const file = createMemoryFile()
  assert.is(await codeOf(create(file, { deviceSeed: new Uint8Array(31) })), 'ERR_INVALID_ARGUMENT')
  assert.is(await file.read(), undefined)
})

vault.run()
