import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fromBase64url } from '../../node/base/bytes.js'
import type { EpochId, LogId } from '../../node/base/ids.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { unwrap } from '../../node/session/log-envelope.js'
import { createTestDevice } from './test-device.js'

interface Recorded {
  readonly stockRefusesWith: string
  readonly log: LogId
  readonly seed: string
  readonly wrapKey: string
  readonly welcome: string
  readonly keyPackageSecret: string
  readonly epoch: EpochId
  readonly authenticator: string
  readonly members: number
}

const read = (url: URL | string): string => readFileSync(typeof url === 'string' ? fileURLToPath(url) : url, 'utf8')
const recorded = JSON.parse(read(new URL('../../../test/vectors/unmerged-leaves-welcome.json', import.meta.url))) as Recorded

const unmerged = suite('unmerged leaves')

unmerged('of a real tree, which ts-mls 1.6.4 refuses unpatched, do not keep a joiner out', async () => {
  const { session } = await createTestDevice()
  const access = { log: recorded.log, seed: fromBase64url(recorded.seed), wrapKey: fromBase64url(recorded.wrapKey) }
  const { content } = await unwrap(createNodePrimitives(), access, fromBase64url(recorded.welcome))
  const epoch = await session.join(content, fromBase64url(recorded.keyPackageSecret))
  assert.equal([epoch.id, epoch.members.length], [recorded.epoch, recorded.members])
  assert.equal(session.authenticator(epoch), fromBase64url(recorded.authenticator))
})

unmerged('are compared as the patch has it, in the library that is installed', () => {
  const source = read(import.meta.resolve('ts-mls/clientState.js'))
  assert.ok(source.includes(recorded.stockRefusesWith))
  assert.ok(source.includes('if (parentIdx === toNodeIndex(i)) break;'))
  assert.ok(source.includes('if (!dpNode.parent.unmergedLeaves.includes(unmergedLeaf))'))
})

unmerged.run()
