import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { concat, toHex } from '../../node/base/bytes.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { createWebPrimitives } from '../../web/tab/web-crypto.js'
import { primitivesContract } from '../contract/primitives.js'

const node = createNodePrimitives()
const web = createWebPrimitives()

primitivesContract('node:crypto', node).run()
primitivesContract('WebCrypto', web).run()

const both = suite('node:crypto and WebCrypto')

both('agree on every digest, code, key, signature and ciphertext', async () => {
  for (let length = 0; length < 200; length += 7) {
    const [key, nonce, seed, data] = [node.randomBytes(32), node.randomBytes(12), web.randomBytes(32), web.randomBytes(length)]
    assert.is(toHex(await node.sha256(data)), toHex(await web.sha256(data)))
    assert.is(toHex(await node.hmacSha256(data, key)), toHex(await web.hmacSha256(data, key)))
    assert.is(toHex(await node.aesGcmSeal(key, nonce, data, seed)), toHex(await web.aesGcmSeal(key, nonce, data, seed)))
    const [ofNode, ofWeb] = [await node.signingKey(seed), await web.signingKey(seed)]
    assert.is(toHex(ofNode.publicKey), toHex(ofWeb.publicKey))
    assert.is(toHex(await node.sign(ofNode, data)), toHex(await web.sign(ofWeb, data)))
  }
})

both('open and verify what the other made, and verify alike after more public keys than are kept', async () => {
  const message = node.randomBytes(300)
  const [key, nonce] = [node.randomBytes(16), node.randomBytes(12)]
  assert.equal(await node.aesGcmOpen(key, nonce, await web.aesGcmSeal(key, nonce, message, nonce), nonce), message)
  assert.equal(await web.aesGcmOpen(key, nonce, await node.aesGcmSeal(key, nonce, message, nonce), nonce), message)
  const signer = await node.signingKey(concat([key, key]))
  const signature = await web.sign(await web.signingKey(concat([key, key])), message)
  for (let others = 0; others < 1_100; others++) await node.verify(node.randomBytes(32), message, signature)
  assert.ok(await node.verify(signer.publicKey, message, signature))
})

both.run()
