import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { utf8 } from '../../node/base/bytes.js'
import { smallFileContract } from '../contract/small-file.js'
import { storeContract } from '../contract/store.js'
import { createMemoryDisk, createMemoryFile } from '../sim/memory-store.js'

storeContract('memory store', async () => {
  const disk = createMemoryDisk()
  return { open: async () => disk.open(), remove: async () => undefined }
})

smallFileContract('memory file', async () => {
  const file = createMemoryFile()
  return { open: () => file, remove: async () => undefined }
})

const crash = suite('memory store: crash')
const key = (name: string) => utf8(name)
const write = (name: string) => [{ key: key(name), value: utf8(name) }]

crash('a crash keeps everything up to the last durable batch, and of the rest only the survivors', async () => {
  const disk = createMemoryDisk()
  const store = disk.open()
  await store.batch(write('a'), { durable: false })
  await store.batch(write('b'), { durable: true })
  await store.batch(write('c'), { durable: false })
  await store.batch(write('d'), { durable: false })
  assert.is(disk.volatileBatches, 2)
  disk.crash(1)
  const after = disk.open()
  const kept: string[] = []
  for await (const [found] of after.range({})) kept.push(String.fromCharCode(...found))
  assert.equal(kept, ['a', 'b', 'c'])
})

crash('a batch that is under way when the power goes is not confirmed', async () => {
  const disk = createMemoryDisk()
  const writing = disk.open().batch(write('a'), { durable: true })
  disk.crash()
  const confirmed = await writing.then(
    () => true,
    () => false
  )
  assert.is(confirmed, false)
  assert.is(await disk.open().get(key('a')), undefined)
})

crash.run()
