import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { utf8 } from '../../node/base/bytes.js'
import { systemClock } from '../../node/base/clock.js'
import { ChatError } from '../../node/base/errors.js'
import { createSmallFile } from '../../node/host/small-file.js'
import { openTokens } from '../../node/host/tokens.js'

const tokens = suite('tokens')
let folder = ''
let path = ''

tokens.before.each(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-tokens-'))
  path = join(folder, 'tokens.json')
})
tokens.after.each(() => rm(folder, { recursive: true }))

tokens('grant their scopes, also after a restart', async () => {
  const { token } = await (await openTokens(createSmallFile(path), systemClock)).create({ scopes: ['read', 'write', 'read'] })
  const again = await openTokens(createSmallFile(path), systemClock)
  assert.equal(again.grantOf(token)?.scopes, ['read', 'write'])
  assert.is(again.grantOf(`${token}x`), undefined)
  assert.is(again.grantOf(''), undefined)
})

tokens('are never on disk, where only the owner may read their hashes', async () => {
  const { token } = await (await openTokens(createSmallFile(path), systemClock)).create({ scopes: ['read'], label: 'bot' })
  assert.not.match(await readFile(path, 'utf8'), token.slice(8, 24))
  assert.is((await stat(path)).mode & 0o777, 0o600)
})

tokens('stop working when they are revoked', async () => {
  const opened = await openTokens(createSmallFile(path), systemClock)
  const [kept, gone] = [await opened.create({ scopes: ['read'] }), await opened.create({ scopes: ['admin'] })]
  await opened.revoke(gone.id)
  assert.is(opened.grantOf(gone.token), undefined)
  assert.equal(opened.grantOf(kept.token)?.scopes, ['read'])
  assert.equal(
    opened.list().map(({ id }) => id),
    [kept.id]
  )
  const err = await opened.revoke(gone.id).catch((thrown: unknown) => thrown)
  assert.ok(err instanceof ChatError && err.code === 'ERR_NOT_FOUND')
})

tokens('say so when their file is damaged, and leave it alone', async () => {
  for (const content of ['{', '{}', '[{"id":"00000000","sha256":"zz","label":"","scopes":["read"],"createdAtMs":1}]']) {
    await createSmallFile(path).write(utf8(content))
    const err = await openTokens(createSmallFile(path), systemClock).catch((thrown: unknown) => thrown)
    assert.ok(err instanceof ChatError && err.code === 'ERR_STORE')
    assert.is(await readFile(path, 'utf8'), content)
  }
})

tokens.run()
