import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as fc from 'fast-check'
import { EMPTY, concat, utf8 } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import { type GroupProfile, NO_PROFILE, decodeProfile, encodeProfile, isSameProfile } from '../../node/session/profile.js'

const profile = suite('profile')

const RELAY = '/dns4/relay.example/tcp/443/wss/p2p/12D3KooWDfWBQBHbqVaWS52NSG91zmojYgn6fJKraYcGTTcyuh2M'
const GARDEN: GroupProfile = { name: 'Garden', relays: [RELAY], retentionDays: 30, later: EMPTY }
const field = (type: number, value: Uint8Array): Uint8Array => concat([Uint8Array.of(type, value.length >> 8, value.length & 0xff), value])

const later = fc
  .uniqueArray(fc.tuple(fc.nat(255), fc.uint8Array({ maxLength: 60 })), { selector: ([type]) => type, maxLength: 8 })
  .map(fields => concat(fields.toSorted(([a], [b]) => a - b).map(([type, value]) => field(type, value))))
const profiles: fc.Arbitrary<GroupProfile> = fc.record(
  {
    name: fc.string({ unit: 'binary', minLength: 1, maxLength: 64 }),
    relays: fc.uniqueArray(
      fc.nat(999).map(number => `/ip4/192.0.2.1/tcp/${number}`),
      { maxLength: 3 }
    ),
    retentionDays: fc.nat(366),
    later
  },
  { noNullPrototype: true }
)

profile('survives its encoding, with what later versions say kept as they spelled it', () => {
  fc.assert(
    fc.property(profiles, given => {
      const decoded = decodeProfile(encodeProfile(given))
      assert.equal(decoded, given)
      const renamed = decodeProfile(encodeProfile({ ...decoded, name: 'another' }))
      assert.equal(renamed, { ...given, name: 'another' })
    })
  )
})

profile('has one spelling: whatever bytes decode are the bytes that it is encoded to', () => {
  fc.assert(
    fc.property(profiles, fc.nat(), fc.nat(255), (given, at, byte) => {
      const bytes = encodeProfile(given)
      bytes[at % bytes.length] = byte
      try {
        assert.equal(encodeProfile(decodeProfile(bytes)), bytes)
      } catch (err) {
        assert.ok(isChatError(err, 'ERR_MALFORMED'), String(err))
      }
    })
  )
})

profile('that a conversation lacks is no bytes', () => {
  assert.equal(encodeProfile(NO_PROFILE), EMPTY)
  assert.is(decodeProfile(EMPTY), NO_PROFILE)
  assert.ok(isSameProfile(NO_PROFILE, { ...NO_PROFILE }))
  assert.not(isSameProfile(NO_PROFILE, GARDEN))
})

profile('is refused when cut short, prolonged, of another version, or with text that is none', () => {
  const encoded = encodeProfile(GARDEN)
  const nameless = encodeProfile({ ...GARDEN, relays: [], retentionDays: 0 }).fill(0, 3, 9)
  const bad = [
    ...Array.from({ length: encoded.length - 1 }, (_, length) => encoded.subarray(0, length + 1)),
    Uint8Array.of(...encoded, 0),
    Uint8Array.of(2, ...encoded.subarray(1)),
    encoded.with(3, 0xff),
    encodeProfile({ ...GARDEN, relays: [RELAY, `${RELAY}/`] }).with(9, 3),
    Uint8Array.of(1, 0, 0, 0, 0, 0)
  ]
  for (const bytes of bad) {
    assert.throws(
      () => decodeProfile(bytes),
      (err: unknown) => isChatError(err, 'ERR_MALFORMED')
    )
  }
  assert.is(decodeProfile(nameless).name, '\0'.repeat(6), 'cleaning is for whoever shows it: members must agree on what is valid')
})

profile('keeps within its bounds, to the last character', () => {
  const longest = { ...GARDEN, name: '🌱'.repeat(64), relays: ['a', 'b', 'c'].map(host => `/${host}`.padEnd(256, 'x')), retentionDays: 366 }
  const full = { ...longest, later: field(200, new Uint8Array(509)) }
  assert.equal(decodeProfile(encodeProfile(full)), full)
  const bad: readonly Partial<GroupProfile>[] = [
    { name: '' },
    { name: `${longest.name}x` },
    { relays: [...longest.relays, '/d'] },
    { relays: ['/'.padEnd(257, 'x')] },
    { relays: [RELAY, RELAY] },
    { relays: ['relay.example'] },
    { relays: ['/dns4/b\u{fc}cher.example'] },
    { retentionDays: 367 },
    { retentionDays: 1.5 },
    { retentionDays: -1 },
    { later: field(200, new Uint8Array(510)) },
    { later: utf8('no fields') },
    { later: concat([field(2, EMPTY), field(1, EMPTY)]) },
    { later: concat([field(1, EMPTY), field(1, EMPTY)]) }
  ]
  for (const part of bad) {
    assert.throws(
      () => encodeProfile({ ...GARDEN, ...part }),
      (err: unknown) => isChatError(err, 'ERR_INVALID_ARGUMENT'),
      JSON.stringify(part)
    )
  }
})

profile.run()
