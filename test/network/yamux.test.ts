import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

const yamux = suite('yamux')

yamux('is patched to tell of its window when half of it is used, not with every frame', () => {
  const source = readFileSync(new URL('stream.js', import.meta.resolve('@libp2p/yamux')), 'utf8')
  assert.ok(source.includes('if (flags === 0 && this.recvWindowCapacity > this.recvWindow / 2) {'))
})

yamux.run()
