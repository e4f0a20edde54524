import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromHex, toHex } from '../../node/base/bytes.js'
import { issueCertificate } from '../../node/identity/certificate.js'
import {
  admitDeviceList,
  type DeviceList,
  headStatement,
  isRevoked,
  type ListHead,
  liveDevices,
  mergeDeviceLists,
  revocationStatement
} from '../../node/identity/device-list.js'
import { addDevice, revokeDevice, setRelays, startDeviceList } from '../../node/identity/device-list-change.js'
import { encodeDeviceList, readDeviceList } from '../../node/identity/device-list-frame.js'
import { damaged } from './damaged.js'
import { ISSUED_AT_MS, numberedDevice, person, primitives } from './people.js'
import { refusal, rejection } from './refusal.js'
import { vectors } from './vectors.js'

const deviceList = suite('device list')
const ada = await person(1)
const mallory = await person(2)
const devices = await Promise.all(Array.from({ length: 10 }, (_, i) => numberedDevice(i + 1)))
const deviceAt = (i: number) => devices[i]?.id ?? ada.device.id
const nowMs = ISSUED_AT_MS
const RELAY = '/dns4/relay.example.org/tcp/443/wss'

const certificateOf = (i: number, seq: number, name = '') =>
  issueCertificate(primitives, ada.key, { device: deviceAt(i), issuedAtMs: nowMs, seq, name })

async function revocationOf(i: number, seq: number) {
  const unsigned = { device: deviceAt(i), revokedAtMs: nowMs, seq }
  return { ...unsigned, signature: await primitives.sign(ada.key, revocationStatement(ada.account, unsigned)) }
}

async function headOf(seq: number, revoked: number, relays: readonly string[] = []): Promise<ListHead> {
  const unsigned = { seq, revoked, relays }
  return { ...unsigned, signature: await primitives.sign(ada.key, headStatement(ada.account, unsigned)) }
}

/** Few devices, few numbers: collisions of every kind are common. */
const certificates = await Promise.all([0, 1, 2].flatMap(i => [1, 2, 2, 3].map((seq, nth) => certificateOf(i, seq, `name ${nth}`))))
const revocations = await Promise.all([0, 1].flatMap(i => [2, 3].map(seq => revocationOf(i, seq))))
const heads = await Promise.all([headOf(3, 0), headOf(3, 0, [RELAY]), headOf(4, 1), headOf(5, 0)])

const anyList: fc.Arbitrary<DeviceList> = fc
  .record({
    certificates: fc.subarray(certificates),
    revocations: fc.subarray(revocations),
    head: fc.constantFrom(...heads)
  })
  .map(parts => ({ account: ada.account, ...parts }))
  .map(list => mergeDeviceLists(list, list))

deviceList('merging is commutative, associative and idempotent, to the byte', () => {
  fc.assert(
    fc.property(anyList, anyList, anyList, (a, b, c) => {
      const bytes = encodeDeviceList(mergeDeviceLists(a, b))
      assert.equal(bytes, encodeDeviceList(mergeDeviceLists(b, a)))
      const left = mergeDeviceLists(mergeDeviceLists(a, b), c)
      assert.equal(encodeDeviceList(left), encodeDeviceList(mergeDeviceLists(a, mergeDeviceLists(b, c))))
      assert.equal(encodeDeviceList(mergeDeviceLists(left, b)), encodeDeviceList(left))
    }),
    { numRuns: 500 }
  )
})

deviceList('a revocation is never undone, whatever is merged, in whatever order', () => {
  fc.assert(
    fc.property(fc.array(anyList, { minLength: 1, maxLength: 6 }), fc.nat(), (lists, seed) => {
      const merged = lists.toSorted((a, b) => ((a.head.seq * 31 + seed) % 7) - ((b.head.seq * 31 + seed) % 7)).reduce(mergeDeviceLists)
      for (const { device } of lists.flatMap(list => list.revocations)) {
        assert.ok(isRevoked(merged, device))
        assert.not(liveDevices(merged).some(live => live.device === device))
      }
    })
  )
})

deviceList('of two certificates or heads the higher number counts, and of a tie one and the same', () => {
  fc.assert(
    fc.property(anyList, anyList, (a, b) => {
      const merged = mergeDeviceLists(a, b)
      assert.is(merged.head.seq, Math.max(a.head.seq, b.head.seq))
      for (const kept of merged.certificates) {
        const rivals = [...a.certificates, ...b.certificates].filter(rival => rival.device === kept.device)
        assert.is(kept.seq, Math.max(...rivals.map(rival => rival.seq)))
      }
    })
  )
})

deviceList('a life: start, add, rename, revoke, name relays; each step is read by others', async () => {
  let list = await startDeviceList(primitives, ada.key, { device: deviceAt(0), name: 'laptop', nowMs })
  let known = await readDeviceList(primitives, encodeDeviceList(list))
  const steps = [
    () => addDevice(primitives, ada.key, list, { device: deviceAt(1), name: '', nowMs }),
    () => addDevice(primitives, ada.key, list, { device: deviceAt(1), name: 'phone', nowMs }),
    () => revokeDevice(primitives, ada.key, list, { device: deviceAt(0), nowMs }),
    () => setRelays(primitives, ada.key, list, [RELAY])
  ]
  for (const [i, step] of steps.entries()) {
    list = await step()
    assert.is(list.head.seq, i + 2)
    known = admitDeviceList(known, await readDeviceList(primitives, encodeDeviceList(list)))
    assert.equal(encodeDeviceList(known), encodeDeviceList(list))
  }
  assert.equal(
    liveDevices(known).map(({ device, name }) => ({ device, name })),
    [{ device: deviceAt(1), name: 'phone' }]
  )
  assert.equal(known.head.relays, [RELAY])
  assert.is(await revokeDevice(primitives, ada.key, list, { device: deviceAt(0), nowMs }), list)
})

deviceList('a revoked device, a ninth device and a strange key are refused', async () => {
  let list = await startDeviceList(primitives, ada.key, { device: deviceAt(0), name: '', nowMs })
  for (let i = 1; i < 8; i++) list = await addDevice(primitives, ada.key, list, { device: deviceAt(i), name: '', nowMs })
  await rejection(addDevice(primitives, ada.key, list, { device: deviceAt(8), name: '', nowMs }), 'ERR_NOT_ALLOWED')
  list = await revokeDevice(primitives, ada.key, list, { device: deviceAt(0), nowMs })
  await rejection(addDevice(primitives, ada.key, list, { device: deviceAt(0), name: '', nowMs }), 'ERR_NOT_ALLOWED')
  await rejection(addDevice(primitives, mallory.key, list, { device: deviceAt(8), name: '', nowMs }), 'ERR_NOT_ALLOWED')
  await rejection(revokeDevice(primitives, mallory.key, list, { device: deviceAt(1), nowMs }), 'ERR_NOT_ALLOWED')
  list = await addDevice(primitives, ada.key, list, { device: deviceAt(8), name: '', nowMs })
  assert.is(liveDevices(list).length, 8)
})

deviceList('relays are multiaddrs, three at most', async () => {
  const list = await startDeviceList(primitives, ada.key, { device: deviceAt(0), name: '', nowMs })
  for (const relays of [['relay.example.org'], [''], [RELAY, RELAY, RELAY, RELAY], [`/dns4/${'x'.repeat(300)}/tcp/1`]]) {
    await rejection(setRelays(primitives, ada.key, list, relays), 'ERR_INVALID_ARGUMENT')
  }
})

deviceList('where two lists bring more than eight devices the earliest stay', async () => {
  const start = await startDeviceList(primitives, ada.key, { device: deviceAt(0), name: '', nowMs })
  const eight = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(i => certificateOf(i, i + 1)))
  const late = { ...start, certificates: [await certificateOf(8, 20), await certificateOf(9, 21)], head: await headOf(21, 0) }
  const merged = admitDeviceList({ ...start, certificates: [...start.certificates, ...eight] }, late)
  assert.is(merged.certificates.length, 10)
  assert.equal(
    liveDevices(merged).map(live => live.device),
    devices.slice(0, 8).map(device => device.id)
  )
})

deviceList('a number that jumps by more than 1,000 is refused, whole', async () => {
  const known = await startDeviceList(primitives, ada.key, { device: deviceAt(0), name: '', nowMs })
  const near = { ...known, head: await headOf(1_001, 0) }
  const far = { ...known, revocations: [await revocationOf(0, 2)], head: await headOf(1_002, 1) }
  assert.is(admitDeviceList(known, near).head.seq, 1_001)
  assert.match(refusal(() => admitDeviceList(known, far), 'ERR_CERTIFICATE').message, 'jumps from 1 to 1002')
  assert.is(admitDeviceList(undefined, far), far)
})

deviceList("another account's list is refused", async () => {
  const list = await startDeviceList(primitives, ada.key, { device: deviceAt(0), name: '', nowMs })
  const other = await startDeviceList(primitives, mallory.key, { device: deviceAt(0), name: '', nowMs })
  refusal(() => admitDeviceList(list, other), 'ERR_CERTIFICATE')
})

deviceList('a list that would have to keep too much is refused', async () => {
  const list = await startDeviceList(primitives, ada.key, { device: deviceAt(0), name: '', nowMs })
  const made = await Promise.all(Array.from({ length: 257 }, (_, i) => numberedDevice(i % 256)))
  const { signature } = list.head
  const revocationsOf = (from: number, to: number) =>
    made.slice(from, to).map(({ id }, i) => ({ device: `${id}${i}` as typeof id, revokedAtMs: 0, seq: 1, signature }))
  const certificatesOf = (count: number) => {
    const [one] = list.certificates
    assert.ok(one)
    return revocationsOf(0, count).map(({ device }) => ({ ...one, device }))
  }
  refusal(() => admitDeviceList(list, { ...list, revocations: revocationsOf(0, 257) }), 'ERR_CERTIFICATE')
  refusal(() => admitDeviceList(list, { ...list, certificates: certificatesOf(64) }), 'ERR_CERTIFICATE')
})

deviceList('a list whose revocation was taken out on its way does not verify', async () => {
  const start = await startDeviceList(primitives, ada.key, { device: deviceAt(0), name: '', nowMs })
  const two = await addDevice(primitives, ada.key, start, { device: deviceAt(1), name: '', nowMs })
  const revoked = await revokeDevice(primitives, ada.key, two, { device: deviceAt(1), nowMs })
  const withheld = { ...revoked, revocations: [], certificates: two.certificates }
  assert.match((await rejection(readDeviceList(primitives, encodeDeviceList(withheld)), 'ERR_CERTIFICATE')).message, 'left out')
})

deviceList('statements that another key signed, or newer than the head, do not verify', async () => {
  const good = await addDevice(primitives, ada.key, await startDeviceList(primitives, ada.key, { device: deviceAt(0), name: '', nowMs }), {
    device: deviceAt(1),
    name: '',
    nowMs
  })
  const { signature } = mallory.certificate
  const bad: DeviceList[] = [
    { ...good, head: { ...good.head, relays: [RELAY] } },
    { ...good, head: { ...good.head, seq: 9 } },
    { ...good, head: { ...good.head, signature } },
    { ...good, revocations: [{ device: deviceAt(1), revokedAtMs: 0, seq: 1, signature }] },
    { ...good, certificates: [...good.certificates, mallory.certificate] },
    { ...good, certificates: [await certificateOf(1, 3)] },
    { ...good, revocations: [await revocationOf(1, 3)] },
    { ...good, account: mallory.account }
  ]
  for (const list of bad) await rejection(readDeviceList(primitives, encodeDeviceList(list)), 'ERR_CERTIFICATE')
})

deviceList('the vector is read, and made again byte by byte', async () => {
  const list = await readDeviceList(primitives, fromHex(vectors.deviceList.encoded))
  assert.is(list.account, vectors.account.id)
  assert.is(list.certificates.length, 2)
  assert.is(list.revocations.length, 1)
  assert.is(list.head.seq, 5)
  assert.is(toHex(encodeDeviceList(list)), vectors.deviceList.encoded)
})

deviceList('random, truncated and flipped bytes are ERR_CERTIFICATE, or the same list, at most without certificates', async () => {
  const whole = fromHex(vectors.deviceList.encoded)
  const original = await readDeviceList(primitives, whole)
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 600 }), damaged(whole)), async bytes => {
      const outcome: unknown = await readDeviceList(primitives, bytes).catch((err: unknown) => err)
      if (outcome instanceof Error) await rejection(Promise.reject(outcome), 'ERR_CERTIFICATE')
      else {
        // Who passes a list on can keep certificates back, as they can the list: another source has them. Never a revocation.
        const list = outcome as DeviceList
        const kept = original.certificates.filter(({ device }) => list.certificates.some(other => other.device === device))
        assert.is(toHex(encodeDeviceList(list)), toHex(encodeDeviceList({ ...original, certificates: kept })))
      }
    }),
    { numRuns: 1_000 }
  )
  await rejection(readDeviceList(primitives, new Uint8Array(49_153)), 'ERR_CERTIFICATE')
})

deviceList.run()
