import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { utf8 } from '../../node/base/bytes.js'
import { createInnerStore, eraseInnerStore } from '../../node/store/inner-store.js'
import { smallFileContract } from '../contract/small-file.js'
import { storeContract } from '../contract/store.js'
import { createSealedProfile } from './sealed-profile.js'

storeContract('a store inside a store', async () => {
  const outer = await createSealedProfile().open()
  return { open: async () => createInnerStore(outer).store, remove: () => outer.close() }
})

smallFileContract('a file inside a store', async () => {
  const outer = await createSealedProfile().open()
  return { open: () => createInnerStore(outer).file, remove: () => outer.close() }
})

const erasing = suite('a store inside a store: erasing')

erasing('leaves nothing of it, and all that stands around it', async () => {
  const profile = createSealedProfile()
  const outer = await profile.open()
  const around = outer.keys.setting('around')
  await outer.commit([{ key: around, value: utf8('stays') }], { durable: true })
  const before = profile.disk.contents().map(([key]) => Buffer.from(key).toString('hex'))
  const { store, file } = createInnerStore(outer)
  const many = Array.from({ length: 600 }, (_, i) => ({ key: utf8(`key ${i}`), value: utf8('x') }))
  await store.batch([...many, { key: new Uint8Array(), value: utf8('x') }], { durable: true })
  await file.write(utf8('keys'))
  await eraseInnerStore(outer)
  assert.equal(
    profile.disk.contents().map(([key]) => Buffer.from(key).toString('hex')),
    before
  )
  await outer.close()
})

erasing.run()
