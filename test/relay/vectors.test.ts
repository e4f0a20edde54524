import { readFile } from 'node:fs/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromHex, toHex } from '../../node/base/bytes.js'
import type { DeviceId, LogId } from '../../node/base/ids.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { childStatement, openStatement, readStatement, type LinkNonces } from '../../node/network/relay-protocol.js'
import {
  RelayChild,
  RelayHello,
  RelayOpen,
  RelayPage,
  RelayRead,
  RelaySubscribe,
  RelaySubscribed,
  RelayWelcome
} from '../../node/wire/generated/relay.js'

interface Codec {
  encode(value: object): Uint8Array
  decode(bytes: Uint8Array): object
}

interface Vectors {
  readonly keys: Readonly<
    Record<'relay' | 'device' | 'log' | 'child', { readonly seed: Uint8Array; readonly public: Uint8Array; readonly peer: DeviceId }>
  >
  readonly nonces: LinkNonces
  readonly statements: Readonly<
    Record<'read' | 'open' | 'child', { readonly signed: Uint8Array; readonly byLog: Uint8Array; readonly byChild?: Uint8Array }>
  >
  readonly messages: readonly { readonly type: string; readonly what: string; readonly value: object; readonly hex: string }[]
}

const CODECS: Readonly<Record<string, Codec>> = {
  RelayHello,
  RelayWelcome,
  RelayOpen,
  RelayChild,
  RelayRead,
  RelayPage,
  RelaySubscribe,
  RelaySubscribed
}

const primitives = createNodePrimitives()

/** Byte fields are written `hex:…`. */
async function readVectors(): Promise<Vectors> {
  const file = new URL('../../../test/vectors/relay.json', import.meta.url)
  return JSON.parse(await readFile(file, 'utf8'), (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith('hex:') ? fromHex(value.slice('hex:'.length)) : value
  )
}

const test = suite('the relay protocol’s vectors')

test('statements and their signatures are byte for byte those of the protocol text', async () => {
  const { keys, nonces, statements } = await readVectors()
  const log = toHex(keys.log.public) as LogId
  const child = toHex(keys.child.public) as LogId
  const made = {
    read: readStatement(keys.relay.peer, keys.device.peer, log, nonces),
    open: openStatement(keys.relay.peer, keys.device.peer, log),
    child: childStatement(keys.relay.peer, log, child)
  }
  for (const kind of ['read', 'open', 'child'] as const) {
    const { signed, byLog, byChild } = statements[kind]
    assert.is(toHex(made[kind]), toHex(signed), kind)
    assert.is(toHex(await primitives.sign(await primitives.signingKey(keys.log.seed), signed)), toHex(byLog), kind)
    if (byChild !== undefined) assert.ok(await primitives.verify(keys.child.public, signed, byChild))
  }
})

test('bodies are encoded and decoded byte for byte', async () => {
  for (const { type, what, value, hex } of (await readVectors()).messages) {
    const codec = CODECS[type]
    assert.ok(codec, type)
    assert.is(toHex(codec.encode(value)), hex, what)
    assert.equal(codec.decode(fromHex(hex)), value, what)
  }
})

test.run()
