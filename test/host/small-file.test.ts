import { mkdtemp, readdir, rm, stat, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromUtf8, utf8 } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import { createSmallFile } from '../../node/host/small-file.js'

const smallFile = suite<{ folder: string }>('small file')

smallFile.before.each(async context => {
  context.folder = await mkdtemp(join(tmpdir(), 'parley-small-file-'))
})

smallFile.after.each(async context => {
  await rm(context.folder, { recursive: true })
})

const errorOf = async (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (err: unknown) => err
  )

smallFile('a file never written reads as undefined', async ({ folder }) => {
  assert.is(await createSmallFile(join(folder, 'vault')).read(), undefined)
})

smallFile('what was written last is read back, by another handle too', async ({ folder }) => {
  const path = join(folder, 'vault')
  const file = createSmallFile(path)
  await file.write(utf8('a first content that is rather long'))
  await file.write(utf8('second'))
  assert.equal(await createSmallFile(path).read(), utf8('second'))
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

smallFile('writes given at once are applied in their order', async ({ folder }) => {
  const file = createSmallFile(join(folder, 'vault'))
  await Promise.all(Array.from({ length: 20 }, (_, i) => file.write(utf8(`content ${i}`))))
  assert.is(fromUtf8((await file.read()) ?? new Uint8Array()), 'content 19')
})

smallFile('a disk that refuses is ERR_STORE, and the old content stays', async ({ folder }) => {
  const path = join(folder, 'vault')
  const file = createSmallFile(path)
  await file.write(utf8('old'))
  await mkdir(`${path}.new`)
  assert.ok(isChatError(await errorOf(file.write(utf8('new'))), 'ERR_STORE'))
  assert.equal(await file.read(), utf8('old'))
  assert.ok(isChatError(await errorOf(createSmallFile(folder).read()), 'ERR_STORE'))
})

smallFile.run()
