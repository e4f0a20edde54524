import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromUtf8, utf8 } from '../../node/base/bytes.js'
import type { SmallFile } from '../../node/store/store.js'

export interface SmallFileUnderTest {
  /** Another handle on the same file. */
  open(): SmallFile
  remove(): Promise<void>
}

/** What every `SmallFile` promises. */
export function smallFileContract(name: string, create: () => Promise<SmallFileUnderTest>): void {
  const contract = suite<{ place: SmallFileUnderTest }>(name)

  contract.before.each(async context => {
    context.place = await create()
  })
  contract.after.each(({ place }) => place.remove())

  contract('a file never written reads as undefined', async ({ place }) => {
    assert.is(await place.open().read(), undefined)
  })

  contract('a write replaces the whole content, also with less or with nothing', async ({ place }) => {
    const file = place.open()
    for (const content of ['a first content that is rather long', 'short', '']) {
      await file.write(utf8(content))
      assert.equal(await file.read(), utf8(content))
      assert.equal(await place.open().read(), utf8(content))
    }
  })

  contract('writes given at once are applied in their order', async ({ place }) => {
    const file = place.open()
    await Promise.all(Array.from({ length: 20 }, (_, i) => file.write(utf8(`content ${i}`))))
    assert.is(fromUtf8((await file.read()) ?? utf8('')), 'content 19')
  })

  contract('what was read can be changed without changing the file', async ({ place }) => {
    const file = place.open()
    await file.write(utf8('kept'))
    const content = await file.read()
    content?.fill(0)
    assert.equal(await file.read(), utf8('kept'))
  })

  contract.run()
}
