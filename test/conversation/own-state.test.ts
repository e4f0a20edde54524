import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromHex, toHex } from '../../node/base/bytes.js'
import type { ConversationId } from '../../node/base/ids.js'
import { decodeOwnEntry, encodeOwnEntry, isNewer, type OwnEntry, type OwnKey } from '../../node/conversation/own-state.js'
import { decodeHistoryAsk, encodeHistoryAsk } from '../../node/conversation/history-frame.js'
import { deviceIdOf } from '../../node/identity/device-id.js'
import { OwnState } from '../../node/wire/generated/content.js'
import { Ask } from '../../node/wire/generated/introduction.js'
import { refusal } from '../identity/refusal.js'

interface Vectors {
  readonly device: string
  readonly ownState: readonly {
    readonly about: OwnKey['about']
    readonly of: string
    readonly hlc: string
    readonly value: string
    readonly encoded: string
  }[]
  readonly ask: {
    readonly log: string
    readonly signature: string
    readonly receipt: string
    readonly epochs: string
    readonly presences: readonly { readonly device: string; readonly toldAtMs: string }[]
    readonly encoded: string
  }
  readonly historyAsk: {
    readonly conversation: string
    readonly before: { readonly hlc: string; readonly seq: number }
    readonly encoded: string
  }
}

const vectors = JSON.parse(readFileSync(new URL('../../../test/vectors/devices.json', import.meta.url), 'utf8')) as Vectors
const own = suite('what the devices of an account tell each other')
const device = fromHex(vectors.device)

own('is spelled as the vectors say', () => {
  for (const { about, of, hlc, value, encoded } of vectors.ownState) {
    const entry = { about, of, hlc: BigInt(hlc), device, value: fromHex(value) } as OwnEntry
    assert.is(toHex(encodeOwnEntry(entry)), encoded, about)
    assert.equal(decodeOwnEntry(fromHex(encoded)), entry)
  }
  assert.equal(new Set(vectors.ownState.map(({ about }) => about)).size, 9)
})

own('what only a newer version says is let be, and what does not decode is refused', () => {
  const newer = OwnState.encode({ about: 'stickers', of: device, hlc: 1n, device, value: device })
  assert.is(decodeOwnEntry(newer), undefined)
  refusal(() => decodeOwnEntry(Uint8Array.of(0xff)), 'ERR_MALFORMED')
})

own('the later word counts, and of two at once that of the higher device', () => {
  const [low, high] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
  assert.ok(isNewer({ hlc: 2n, device: low }, { hlc: 1n, device: high }))
  assert.ok(isNewer({ hlc: 1n, device: high }, { hlc: 1n, device: low }))
  assert.not.ok(isNewer({ hlc: 1n, device: low }, { hlc: 1n, device: low }))
})

own('what a member asks for, and what a device asks another of its account for, is spelled as the vectors say', () => {
  const { log, signature, receipt, epochs, presences, encoded } = vectors.ask
  const told = presences.map(one => ({ device: fromHex(one.device), toldAtMs: BigInt(one.toldAtMs) }))
  const ask = { log: fromHex(log), signature: fromHex(signature), receipt: fromHex(receipt), epochs: fromHex(epochs), presences: told }
  assert.is(toHex(Ask.encode(ask)), encoded)
  const { conversation, before, encoded: page } = vectors.historyAsk
  const place = { hlc: BigInt(before.hlc), device: deviceIdOf(device), seq: before.seq }
  const held = { devices: [{ device, contiguous: 3, ranges: [5, 7], read: 0 }] }
  const asked = { kind: 'page', conversation: conversation as ConversationId, before: place, held } as const
  assert.is(toHex(encodeHistoryAsk(asked)), page)
  assert.equal(decodeHistoryAsk(fromHex(page)), asked)
})

own.run()
