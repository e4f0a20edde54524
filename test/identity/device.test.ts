import * as fc from 'fast-check'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { toString } from 'uint8arrays/to-string'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { concat, fromHex, toHex, utf8 } from '../../node/base/bytes.js'
import type { DeviceId } from '../../node/base/ids.js'
import { createDevice } from '../../node/identity/device.js'
import { deviceIdOf, deviceKeyOf } from '../../node/identity/device-id.js'
import { friendlyDeviceName } from '../../node/identity/device-name.js'
import { numberedDevice, primitives } from './people.js'
import { refusal, rejection } from './refusal.js'
import { vectors } from './vectors.js'

const device = suite('device')

/** A peer id as these parts of a libp2p public key spell it. */
const spell = (parts: readonly Uint8Array[]) => toString(concat([Uint8Array.of(0, 0x24), ...parts]), 'base58btc') as DeviceId

device('one seed makes one device: the same id for libp2p and for us', async () => {
  const one = await createDevice(primitives, fromHex(vectors.device.seed))
  assert.is(one.id, vectors.device.id)
  assert.is(peerIdFromPrivateKey(one.libp2pKey).toString(), one.id)
  assert.is(toHex(one.key.publicKey), vectors.device.publicKey)
})

device('what libp2p signs with the key we verify, and the other way round', async () => {
  const one = await createDevice(primitives)
  const message = utf8('a message')
  assert.ok(await primitives.verify(one.key.publicKey, message, await one.libp2pKey.sign(message)))
  assert.ok(await one.libp2pKey.publicKey.verify(message, await primitives.sign(one.key, message)))
})

device('without a seed it is a new one; with a seed of another length it is refused', async () => {
  assert.is.not((await createDevice(primitives)).id, (await createDevice(primitives)).id)
  await rejection(createDevice(primitives, new Uint8Array(31)), 'ERR_INVALID_ARGUMENT')
})

device('id and public key convert both ways', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), key => {
      const id = deviceIdOf(key)
      assert.equal(deviceKeyOf(id), key)
    })
  )
})

device('other spellings and other kinds of key are refused', () => {
  const id = vectors.device.id
  const cid = 'bafzaajaiaejcbrfp3kbbz6tgykpsvpfs3a4k5q2m2oxnzkp2vhq4l7ac5zzzzzzzz'
  const rsa = 'QmcgpsyWgH8Y8ajJz1Cu72KnS5uo2Aa2LpzU7kinSupNKC'
  for (const text of ['', '1', id.slice(1), `${id} `, `${id.slice(0, -1)}0`, id.toLowerCase(), cid, rsa, `1${id.slice(1, -1)}!`]) {
    refusal(() => deviceKeyOf(text as DeviceId), 'ERR_MALFORMED')
  }
  refusal(() => deviceIdOf(new Uint8Array(33)), 'ERR_MALFORMED')
})

device('the same key with its protobuf fields in another order is another spelling, and refused', () => {
  const key = fromHex(vectors.device.publicKey)
  const [type, data] = [Uint8Array.of(0x08, 0x01), concat([Uint8Array.of(0x12, 0x20), key])]
  assert.equal(deviceKeyOf(spell([type, data])), key)
  refusal(() => deviceKeyOf(spell([data, type])), 'ERR_MALFORMED')
})

device('any text is a device id or ERR_MALFORMED', () => {
  const base58 = fc.string({
    unit: fc.constantFrom(...Array.from('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz')),
    minLength: 52,
    maxLength: 52
  })
  const nearly = base58.map(text => `12D3KooW${text.slice(8)}`)
  fc.assert(
    fc.property(fc.oneof(fc.string(), base58, nearly), text => {
      try {
        assert.is(deviceIdOf(deviceKeyOf(text as DeviceId)), text)
      } catch (err) {
        refusal(() => {
          throw err
        }, 'ERR_MALFORMED')
      }
    })
  )
})

device('a friendly name follows from the key and has three parts', async () => {
  assert.is(friendlyDeviceName(vectors.device.id), vectors.device.friendlyName)
  const names = await Promise.all(Array.from({ length: 50 }, async (_, i) => friendlyDeviceName((await numberedDevice(i)).id)))
  for (const name of names) assert.match(name, /^[a-z]+-[a-z]+-[1-9][0-9]$/)
  assert.ok(new Set(names).size >= 49)
})

device.run()
