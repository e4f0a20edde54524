import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { toHex } from '../../node/base/bytes.js'
import type { ConversationId, DeviceId } from '../../node/base/ids.js'
import { neighboursIn } from '../../node/conversation/group-neighbours.js'
import { MAX_PRESENCE_BYTES, readPresence, signPresence, verifyPresence } from '../../node/conversation/presence.js'
import { presencesBeyond } from '../../node/conversation/presences.js'
import type { Device } from '../../node/identity/device.js'
import { SignedPresence } from '../../node/wire/generated/content.js'
import { numberedDevice, primitives } from '../identity/people.js'
import { refusal, rejection } from '../identity/refusal.js'

const CHAT = 'ab'.repeat(32) as ConversationId
const OTHER_CHAT = 'cd'.repeat(32) as ConversationId

interface Vectors {
  readonly conversation: ConversationId
  readonly name: string
  readonly addresses: readonly string[]
  readonly relays: readonly string[]
  readonly toldAtMs: number
  readonly encoded: string
}

/** Of the device with the seed 01 … 01. */
const vectors = JSON.parse(readFileSync(new URL('../../../test/vectors/presence.json', import.meta.url), 'utf8')) as Vectors

const presence = suite('presence in groups')

const said = { name: 'Bob', addresses: ['/ip4/192.0.2.1/tcp/4001'], relays: [], toldAtMs: 7 }

function speakerOf(device: Device): Parameters<typeof signPresence>[0] {
  return { device: device.id, deviceKey: device.key.publicKey, sign: message => primitives.sign(device.key, message) }
}

presence('what a device tells of itself is believed of it alone, in the group where it was told', async () => {
  const [bob, eve] = await Promise.all([numberedDevice(1), numberedDevice(2)])
  const told = await signPresence(speakerOf(bob), CHAT, said)
  assert.equal(await verifyPresence(primitives, CHAT, told.bytes), told)
  await rejection(verifyPresence(primitives, OTHER_CHAT, told.bytes), 'ERR_SIGNATURE')
  const signed = SignedPresence.decode(told.bytes)
  const forged = SignedPresence.encode({ ...signed, device: eve.key.publicKey })
  await rejection(verifyPresence(primitives, CHAT, forged), 'ERR_SIGNATURE')
  const altered = SignedPresence.encode({ ...signed, body: signed.body.with(2, 0x45) })
  await rejection(verifyPresence(primitives, CHAT, altered), 'ERR_SIGNATURE')
})

presence('is spelled and signed as the vectors say', async () => {
  const { conversation, encoded, name, addresses, relays, toldAtMs } = vectors
  const { bytes } = await signPresence(speakerOf(await numberedDevice(1)), conversation, { name, addresses, relays, toldAtMs })
  assert.is(toHex(bytes), encoded)
  assert.is((await verifyPresence(primitives, conversation, bytes)).toldAtMs, toldAtMs)
})

presence('names are cleaned, what is no address is left out, and too much is refused', async () => {
  const speaker = speakerOf(await numberedDevice(1))
  const strange = { ...said, name: '\u202eBob\u0000', addresses: ['nowhere', ...said.addresses] }
  const { name, addresses } = readPresence((await signPresence(speaker, CHAT, strange)).bytes)
  assert.equal([name, addresses], ['Bob', said.addresses])
  for (const wrong of [
    { ...said, name: 'x'.repeat(MAX_PRESENCE_BYTES) },
    { ...said, addresses: Array.from({ length: 9 }, () => '/ip4/192.0.2.1/tcp/4001') },
    { ...said, relays: [`/dns4/${'a'.repeat(256)}/tcp/1`] }
  ]) {
    const { bytes } = await signPresence(speaker, CHAT, wrong)
    refusal(() => readPresence(bytes), 'ERR_MALFORMED')
  }
})

presence('only news is passed on, and no more than there is room for', async () => {
  const devices = await Promise.all([1, 2, 3].map(numberedDevice))
  const all = await Promise.all(devices.map(device => signPresence(speakerOf(device), CHAT, said)))
  const presences = new Map(all.map(one => [one.device, one]))
  const [first, second, third] = all
  const known = [
    { device: first?.device as DeviceId, toldAtMs: 7 },
    { device: second?.device as DeviceId, toldAtMs: 6 }
  ]
  assert.equal(presencesBeyond({ presences }, known, 60_000), [second?.bytes, third?.bytes])
  assert.equal(presencesBeyond({ presences }, known, MAX_PRESENCE_BYTES), [second?.bytes])
})

/** How many can be reached from the first over links that somebody keeps. */
async function reached(devices: readonly DeviceId[], areContacts: (one: DeviceId, other: DeviceId) => boolean): Promise<number> {
  const links = new Map<DeviceId, Set<DeviceId>>(devices.map(device => [device, new Set()]))
  for (const own of devices) {
    const others = devices.filter(device => device !== own)
    const kept = await neighboursIn(primitives, CHAT, own, others, other => areContacts(own, other))
    assert.ok(kept.length <= 6 && new Set(kept).size === kept.length)
    for (const other of kept) {
      links.get(own)?.add(other)
      links.get(other)?.add(own)
    }
  }
  const found = new Set(devices.slice(0, 1))
  for (const device of found) for (const next of links.get(device) ?? []) found.add(next)
  return found.size
}

presence('a few links of each connect all of a group, whoever are contacts of each other', async () => {
  const all = (await Promise.all(Array.from({ length: 100 }, async (_, i) => numberedDevice(i + 1)))).map(({ id }) => id)
  for (const size of [2, 3, 7, 30, 100]) {
    const devices = all.slice(0, size)
    assert.is(await reached(devices, () => false), size)
    // Two circles of friends who know nobody in the other.
    const isFriend = (one: DeviceId, other: DeviceId): boolean => (devices.indexOf(one) % 2 === 0) === (devices.indexOf(other) % 2 === 0)
    assert.is(await reached(devices, isFriend), size)
  }
})

presence.run()
