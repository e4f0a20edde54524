import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { utf8 } from '../../node/base/bytes.js'
import { createNewFile } from '../../node/host/new-file.js'
import { rejection } from '../identity/refusal.js'

const newFile = suite<{ folder: string; path: string }>('a new file')

newFile.before.each(async context => {
  context.folder = await mkdtemp(join(tmpdir(), 'parley-new-file-'))
  context.path = join(context.folder, 'backup')
})
newFile.after.each(({ folder }) => rm(folder, { recursive: true }))

newFile('is in its place when it is finished, for its owner alone, and not before', async ({ folder, path }) => {
  const file = await createNewFile(path)
  await file.write(utf8('one '))
  await file.write(utf8('two'))
  assert.not((await readdir(folder)).includes('backup'))
  await file.finish()
  await file.abandon()
  assert.equal(await readdir(folder), ['backup'])
  assert.is(await readFile(path, 'utf8'), 'one two')
  assert.is((await stat(path)).mode & 0o777, 0o600)
})

newFile('leaves nothing when it is abandoned', async ({ folder, path }) => {
  const file = await createNewFile(path)
  await file.write(utf8('half'))
  await file.abandon()
  await file.abandon()
  assert.equal(await readdir(folder), [])
})

newFile('is never written over another, also not over one that came meanwhile', async ({ folder, path }) => {
  const file = await createNewFile(path)
  await writeFile(path, 'mine')
  await rejection(createNewFile(path), 'ERR_ALREADY_EXISTS')
  await rejection(file.finish(), 'ERR_ALREADY_EXISTS')
  await file.abandon()
  assert.is(await readFile(path, 'utf8'), 'mine')
  assert.equal(await readdir(folder), ['backup'])
})

newFile('in a folder that is not there is ERR_STORE', async ({ folder }) => {
  await rejection(createNewFile(join(folder, 'nowhere', 'backup')), 'ERR_STORE')
})

newFile.run()
