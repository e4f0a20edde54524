import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { concat, fromHex, fromUtf8, toHex, uint64 } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import { accountIdOf } from '../../node/identity/account-id.js'
import { deriveAccount } from '../../node/identity/account.js'
import { encodeDeviceList } from '../../node/identity/device-list-frame.js'
import { addDevice, revokeDevice, startDeviceList } from '../../node/identity/device-list-change.js'
import {
  checkDirectoryRecord,
  createDirectoryRecord,
  directoryAccess,
  directoryKeys,
  directoryPlace,
  type DirectoryRecord,
  MAX_RECORD_BYTES,
  readDirectoryRecord,
  RECORD_VALID_MS,
  selectDirectoryRecord
} from '../../node/identity/directory.js'
import { parsePhrase } from '../../node/identity/phrase.js'
import { statement } from '../../node/identity/statement.js'
import { DirectoryRecordFrame } from '../../node/wire/generated/identity.js'
import { damaged } from './damaged.js'
import { ISSUED_AT_MS, numberedDevice, person, primitives } from './people.js'
import { rejection } from './refusal.js'
import { vectors } from './vectors.js'

const directory = suite('directory')
const DAY_MS = 24 * 3_600_000
const ada = await person(1)
const phone = await numberedDevice(77)
const keys = await directoryKeys(primitives, new Uint8Array(32).fill(21), new Uint8Array(16).fill(22))
const others = await directoryKeys(primitives, new Uint8Array(32).fill(23), new Uint8Array(16).fill(24))
const access = directoryAccess(keys)
const place = directoryPlace(access.recordKey)
const list = await startDeviceList(primitives, ada.key, { device: ada.device.id, nowMs: ISSUED_AT_MS, name: '' })

const content: DirectoryRecord = {
  issuedAtMs: ISSUED_AT_MS,
  deviceList: encodeDeviceList(list),
  devices: [
    { device: ada.device.id, addresses: ['/ip4/192.0.2.7/tcp/4001', '/ip6/2001:db8::7/tcp/4001/ws'], seenAtMs: ISSUED_AT_MS },
    { device: phone.id, addresses: [], seenAtMs: ISSUED_AT_MS - 1 }
  ]
}
const record = await createDirectoryRecord(primitives, keys, content)

/** A record of any content, signed as `createDirectoryRecord` would. */
async function signed(change: Partial<DirectoryRecordFrame>, signer = keys): Promise<Uint8Array> {
  const frame = { ...DirectoryRecordFrame.decode(record), ...change }
  const said = statement('parley directory record 1', frame.recordKey, uint64(BigInt(frame.issuedAtMs)), frame.sealed)
  return DirectoryRecordFrame.encode({ ...frame, signature: await primitives.sign(signer.key, said) })
}

const check = (bytes: Uint8Array, nowMs = ISSUED_AT_MS) => checkDirectoryRecord(primitives, place, bytes, nowMs)
const read = (bytes: Uint8Array, nowMs = ISSUED_AT_MS) => readDirectoryRecord(primitives, access, bytes, nowMs)

directory('a record is read back as it was made, with the list and without', async () => {
  const { deviceList: _deviceList, ...withoutList } = content
  for (const each of [content, withoutList, { ...content, devices: [] }]) {
    assert.equal(await read(await createDirectoryRecord(primitives, keys, each)), each)
  }
})

directory('the vector is checked and read, and lies where it says', async () => {
  const account = await deriveAccount(primitives, parsePhrase(vectors.account.words))
  const theirs = directoryAccess(account.directory)
  const bytes = fromHex(vectors.directory.record)
  assert.is(fromUtf8(directoryPlace(theirs.recordKey)), vectors.directory.place)
  const opened = await readDirectoryRecord(primitives, theirs, bytes, vectors.directory.issuedAtMs)
  assert.is(opened.issuedAtMs, vectors.directory.issuedAtMs)
  assert.is(toHex(opened.deviceList ?? new Uint8Array()), vectors.deviceList.encoded)
  assert.equal(opened.devices, vectors.directory.devices)
  const nonce = fromHex(vectors.directory.nonce)
  assert.equal(await createDirectoryRecord({ ...primitives, randomBytes: () => nonce }, account.directory, opened), bytes)
})

directory('a record has one of three sizes, and tells no more of its content', async () => {
  const sizes = new Set<number>()
  for (const count of [0, 1, 2, 4, 8]) {
    const devices = Array.from({ length: count }, () => ({
      device: phone.id,
      addresses: Array.from({ length: 8 }, (_, i) => `/dns4/${'x'.repeat(20 * count)}.example/tcp/${i + 1}`),
      seenAtMs: ISSUED_AT_MS
    }))
    sizes.add((await createDirectoryRecord(primitives, keys, { issuedAtMs: ISSUED_AT_MS, devices })).length)
  }
  assert.equal(
    [...sizes].toSorted((a, b) => a - b),
    [1_164, 4_236, 16_525]
  )
})

directory('a device list that does not fit is left out, and the addresses stand', async () => {
  let long = list
  for (let i = 1; i <= 170; i++) {
    const { id: device } = await numberedDevice(i)
    long = await addDevice(primitives, ada.key, long, { device, nowMs: ISSUED_AT_MS, name: '' })
    long = await revokeDevice(primitives, ada.key, long, { device, nowMs: ISSUED_AT_MS })
  }
  const deviceList = encodeDeviceList(long)
  assert.ok(deviceList.length > 16_384)
  const opened = await read(await createDirectoryRecord(primitives, keys, { ...content, deviceList }))
  assert.is(opened.deviceList, undefined)
  assert.equal(opened.devices, content.devices)
})

directory('the most that can be said fits a record', async () => {
  const address = `/dns4/${'x'.repeat(180)}/tcp/65535`
  const devices = Array.from({ length: 10 }, () => ({
    device: phone.id,
    addresses: Array.from({ length: 10 }, () => address),
    seenAtMs: Number.MAX_SAFE_INTEGER
  }))
  const full = await createDirectoryRecord(primitives, keys, { issuedAtMs: ISSUED_AT_MS, devices })
  assert.ok(full.length <= MAX_RECORD_BYTES)
  const opened = await read(full)
  assert.equal(
    opened.devices.map(({ addresses }) => addresses.length),
    Array.from({ length: 8 }, () => 8)
  )
})

directory('a record counts for 48 hours, whatever side’s clock is a day wrong, and not from a time to come', async () => {
  for (const nowMs of [ISSUED_AT_MS - DAY_MS, ISSUED_AT_MS, ISSUED_AT_MS + RECORD_VALID_MS + DAY_MS]) await check(record, nowMs)
  await rejection(check(record, ISSUED_AT_MS + RECORD_VALID_MS + DAY_MS + 1), 'ERR_EXPIRED')
  await rejection(check(record, ISSUED_AT_MS - DAY_MS - 1), 'ERR_EXPIRED')
  await rejection(check(await signed({ issuedAtMs: Number.MAX_SAFE_INTEGER })), 'ERR_EXPIRED')
})

directory('what is forged, out of place, too long or malformed is refused', async () => {
  const frame = DirectoryRecordFrame.decode(record)
  await rejection(check(await signed({}, others)), 'ERR_SIGNATURE')
  await rejection(check(DirectoryRecordFrame.encode({ ...frame, signature: new Uint8Array(64) })), 'ERR_SIGNATURE')
  await rejection(check(DirectoryRecordFrame.encode({ ...frame, signature: new Uint8Array() })), 'ERR_SIGNATURE')
  await rejection(check(DirectoryRecordFrame.encode({ ...frame, issuedAtMs: frame.issuedAtMs + 1 })), 'ERR_SIGNATURE')
  await rejection(check(await createDirectoryRecord(primitives, others, content)), 'ERR_NOT_ALLOWED')
  await rejection(check(concat([record, new Uint8Array(MAX_RECORD_BYTES)])), 'ERR_TOO_LARGE')
  await rejection(check(await signed({ sealed: frame.sealed.subarray(1) })), 'ERR_MALFORMED')
  await rejection(check(await signed({ sealed: new Uint8Array(65_536 + 28) })), 'ERR_TOO_LARGE')
  await rejection(check(await signed({ recordKey: new Uint8Array(31) })), 'ERR_MALFORMED')
  await rejection(check(await signed({ version: 2 })), 'ERR_MALFORMED')
  await rejection(check(new Uint8Array()), 'ERR_MALFORMED')
})

directory('whoever has no value key reads nothing, and nothing sealed for one time stands for another', async () => {
  await rejection(readDirectoryRecord(primitives, { ...access, valueKey: others.valueKey }, record, ISSUED_AT_MS), 'ERR_DECRYPT')
  await rejection(read(await signed({ issuedAtMs: ISSUED_AT_MS + 1 })), 'ERR_DECRYPT')
})

directory('random, truncated and flipped records are refused by a code, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged(record)), async bytes => {
      const outcome: unknown = await read(bytes).catch((err: unknown) => err)
      if (outcome instanceof Error) assert.ok(isChatError(outcome), String(outcome))
      else assert.equal(outcome, content) // a bit that protobuf does not mind
    }),
    { numRuns: 1_000 }
  )
})

directory('content that its own account sealed badly is refused by a code, or within bounds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async bytes => {
      const nonce = new Uint8Array(12)
      const padded = new Uint8Array(1_024)
      padded.set(bytes)
      padded[bytes.length] = 0x80
      const heading = statement('parley directory record 1', access.recordKey, uint64(BigInt(ISSUED_AT_MS)))
      const sealed = concat([nonce, await primitives.aesGcmSeal(keys.valueKey, nonce, padded, heading)])
      const outcome: unknown = await read(await signed({ sealed })).catch((err: unknown) => err)
      if (outcome instanceof Error) assert.ok(isChatError(outcome, 'ERR_MALFORMED'), String(outcome))
      else assert.ok((outcome as DirectoryRecord).devices.length <= 8)
    }),
    { numRuns: 1_000 }
  )
})

directory('whichever order records come in, the same one is selected: the newest', async () => {
  const times = [0, 0, 0, 1, 1, 5, 5]
  const records = await Promise.all(times.map(later => createDirectoryRecord(primitives, keys, { ...content, issuedAtMs: later })))
  const junk = [new Uint8Array(), new Uint8Array(20).fill(255)]
  fc.assert(
    fc.property(fc.shuffledSubarray([...records, ...junk], { minLength: 1 }), some => {
      const chosen = some[selectDirectoryRecord(some)]
      const reversed = some.toReversed()
      assert.is(reversed[selectDirectoryRecord(reversed)], chosen)
      const newest = Math.max(...some.map(one => times[records.indexOf(one)] ?? -1))
      assert.is(times[records.findIndex(one => one === chosen)] ?? -1, newest)
    })
  )
})

directory('the account of a record is nowhere in it, nor at its place', () => {
  const account = accountIdOf(ada.key.publicKey)
  assert.not.ok(toHex(record).includes(account))
  assert.not.ok(fromUtf8(place).includes(toHex(access.recordKey)))
})

directory.run()
