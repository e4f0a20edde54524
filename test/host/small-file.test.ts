import { mkdtemp, readdir, rm, stat, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { utf8 } from '../../node/base/bytes.js'
import { createSmallFile } from '../../node/host/small-file.js'
import { smallFileContract } from '../contract/small-file.js'
import { rejection } from '../identity/refusal.js'

const smallFile = suite<{ folder: string }>('small file')

smallFile.before.each(async context => {
  context.folder = await mkdtemp(join(tmpdir(), 'parley-small-file-'))
})

smallFile.after.each(async context => {
  await rm(context.folder, { recursive: true })
})

smallFile('only the owner can read it, and no temporary file stays', async ({ folder }) => {
  const path = join(folder, 'vault')
  await createSmallFile(path).write(utf8('secret'))
  assert.is((await stat(path)).mode & 0o777, 0o600)
  assert.equal(await readdir(folder), ['vault'])
})

smallFile('a temporary file left by a crash is neither read nor in the way', async ({ folder }) => {
  const path = join(folder, 'vault')
  await writeFile(`${path}.new`, 'torn', { mode: 0o644 })
  const file = createSmallFile(path)
  assert.is(await file.read(), undefined)
  await file.write(utf8('whole'))
  assert.equal(await file.read(), utf8('whole'))
  assert.is((await stat(path)).mode & 0o777, 0o600)
})

smallFile('a disk that refuses is ERR_STORE, and the old content stays', async ({ folder }) => {
  const path = join(folder, 'vault')
  const file = createSmallFile(path)
  await file.write(utf8('old'))
  await mkdir(`${path}.new`)
  await rejection(file.write(utf8('new')), 'ERR_STORE')
  assert.equal(await file.read(), utf8('old'))
  await rejection(createSmallFile(folder).read(), 'ERR_STORE')
})

smallFile.run()

smallFileContract('small file on the file system', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-small-file-'))
  return { open: () => createSmallFile(join(folder, 'content')), remove: () => rm(folder, { recursive: true }) }
})
