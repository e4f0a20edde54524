import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createCanary, searchBytes, searchFiles } from './canary.js'

const test = suite<{ folder: string }>('the canary search')

test.before.each(async context => {
  context.folder = await mkdtemp(join(tmpdir(), 'parley-canary-'))
})

test.after.each(context => rm(context.folder, { recursive: true }))

const canary = createCanary()
const utf16le = Buffer.from(canary, 'utf16le')
const utf16be = Buffer.from(utf16le).swap16()
const shifted = (prefix: string, alphabet: 'base64' | 'base64url'): Buffer =>
  Buffer.from(Buffer.from(`${prefix}${canary}>>`).toString(alphabet))
const PLANTED: Record<string, Buffer> = {
  'utf-8': Buffer.from(canary),
  'utf-16le': utf16le,
  'utf-16be': utf16be,
  'hex of utf-8': Buffer.from(Buffer.from(canary).toString('hex')),
  'upper-case hex of utf-8': Buffer.from(Buffer.from(canary).toString('hex').toUpperCase()),
  'hex of utf-16le': Buffer.from(utf16le.toString('hex')),
  'base64 of utf-16be': Buffer.from(utf16be.toString('base64'))
}

for (const [spelling, bytes] of Object.entries(PLANTED)) {
  test(`finds ${spelling}`, async ({ folder }) => {
    const path = join(folder, 'leak')
    await writeFile(path, Buffer.concat([Buffer.from('before '), bytes, Buffer.from(' after')]))
    const { leaks } = await searchFiles(canary, [path])
    assert.ok(leaks.some(leak => leak.where === path && leak.spelling === spelling))
    assert.ok(searchBytes(canary, bytes, 'capture').leaks.some(leak => leak.where === 'capture' && leak.spelling === spelling))
  })
}

test('finds base64 in both alphabets, wherever in a text the canary begins', () => {
  for (const prefix of ['', 'a', 'ab', 'abc', 'abcd']) {
    for (const alphabet of ['base64', 'base64url'] as const) {
      const { leaks } = searchBytes(canary, shifted(prefix, alphabet), 'capture')
      assert.ok(
        leaks.some(leak => leak.spelling === `${alphabet} of utf-8`),
        `${prefix} ${alphabet}`
      )
    }
  }
})

test('finds a leak across the pieces that a file is read in, and in a folder in a folder', async ({ folder }) => {
  await mkdir(join(folder, 'deep'))
  const path = join(folder, 'deep', 'large')
  await writeFile(path, Buffer.concat([Buffer.alloc((1 << 20) - 11), Buffer.from(canary), Buffer.alloc(100)]))
  const { leaks } = await searchFiles(canary, [folder])
  assert.equal(leaks, [{ where: path, spelling: 'utf-8' }])
})

test('finds a leak in the name of a file', async ({ folder }) => {
  await writeFile(join(folder, `${canary}.txt`), 'nothing')
  const { leaks } = await searchFiles(canary, [folder])
  assert.is(leaks.length, 1)
  assert.is(leaks[0]?.spelling, 'utf-8')
})

test('finds nothing where there is nothing, and says how much it read', async ({ folder }) => {
  await writeFile(join(folder, 'clean'), createCanary())
  const { leaks, bytes } = await searchFiles(canary, [folder])
  assert.equal(leaks, [])
  assert.is(bytes, createCanary().length)
})

test('refuses to call a missing path clean', async ({ folder }) => {
  let refused = false
  await searchFiles(canary, [join(folder, 'missing')]).catch(() => (refused = true))
  assert.ok(refused)
})

test.run()
