import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { toHex } from '../../node/base/bytes.js'
import type { AccountId, ConversationId, EpochId, LogId, NowMs } from '../../node/base/ids.js'
import { newConversation, type Conversation, type ConversationMember } from '../../node/conversation/conversation.js'
import type { Group } from '../../node/conversation/group.js'
import { placeKey } from '../../node/conversation/log-places.js'
import { merged } from '../../node/conversation/progress.js'
import { MAX_HLC, type Hlc } from '../../node/conversation/order.js'
import {
  decodeCounters,
  decodeGroup,
  decodeHolding,
  decodeMark,
  decodePlaces,
  decodeRow,
  encodeConversation,
  encodeCounters,
  encodeHolding,
  encodeMark,
  encodePlaces,
  encodeRow
} from '../../node/conversation/record-codec.js'
import { add, NOTHING } from '../../node/conversation/progress.js'
import { plantTree } from '../../node/session/epoch-tree.js'
import { NO_ROLES } from '../../node/session/roles.js'
import { deviceIdOf } from '../../node/identity/device-id.js'
import { ConversationRecord } from '../../node/wire/generated/records.js'
import { someBytes } from './messages.js'

const hex = <T extends string>() => someBytes.map(bytes => toHex(bytes) as T)
const u32 = fc.integer({ min: 0, max: 0xffff_ffff })
const time = fc.nat()
const range = fc.tuple(fc.integer({ min: 1, max: 1_000 }), fc.nat(9)).map(([first, more]) => ({ first, last: first + more }))
const ranges = fc.array(range, { maxLength: 6 })
const PLAIN = { noNullPrototype: true }

const members = fc
  .tuple(
    fc.uniqueArray(hex<AccountId>(), { minLength: 2, maxLength: 2 }),
    fc.uniqueArray(someBytes, { minLength: 1, maxLength: 4, selector: toHex })
  )
  .map(([accounts, keys]) => ({
    accounts,
    devices: keys.map((key, i): ConversationMember => ({ device: deviceIdOf(key), account: accounts[i % 2] as AccountId, key }))
  }))

const group: fc.Arbitrary<Group> = fc
  .record({
    id: hex<ConversationId>(),
    head: hex<EpochId>(),
    pending: fc.option(hex<EpochId>(), { nil: undefined }),
    renewedAtMs: time,
    knock: fc.boolean(),
    to: someBytes,
    by: fc.option(hex<AccountId>(), { nil: undefined })
  })
  .map(({ id, head, pending, renewedAtMs, knock, to, by }) => ({
    id,
    epochs: new Map(),
    ages: new Map(),
    tree: plantTree({ epoch: head, accounts: [], roles: NO_ROLES }),
    head,
    struck: [],
    pending,
    renewedAtMs: renewedAtMs as NowMs,
    paid: 0,
    reserved: 0,
    knock: knock ? { to: deviceIdOf(to), body: to, leftAt: [deviceIdOf(to)] } : undefined,
    disowned: by === undefined ? undefined : { by, at: head }
  }))

const conversation: fc.Arbitrary<Conversation> = fc
  .tuple(
    members,
    hex<ConversationId>(),
    time,
    u32,
    fc.bigInt({ min: 0n, max: MAX_HLC }),
    u32,
    u32,
    u32,
    ranges,
    fc.option(fc.nat(3), { nil: undefined }),
    fc.array(group, { maxLength: 2 })
  )
  .map(([{ accounts, devices }, id, createdAtMs, nextSeq, hlc, nextRow, unread, held, failed, reader, groups]) => {
    const made = newConversation({ id, accounts, devices, createdAtMs })
    const device = reader === undefined ? undefined : devices[reader % devices.length]?.device
    made.groups.push(...groups)
    return Object.assign(made, {
      nextSeq,
      hlc: hlc as Hlc,
      nextRow,
      unread,
      held,
      keptBytes: held,
      failed: merged(failed),
      stored: merged(failed),
      readUpTo: device === undefined ? undefined : { hlc, device, seq: nextSeq },
      lifetime: device === undefined ? undefined : { hlc, device, seq: nextSeq, seconds: held },
      overLook: device === undefined ? undefined : { atMs: createdAtMs + 1, overMs: createdAtMs },
      overdueAtMs: device === undefined ? undefined : createdAtMs + 2
    })
  })

const storage = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(toHex)
const mark = fc.record({ relay: someBytes.map(deviceIdOf), log: hex<LogId>(), storage, atMs: time, untilMs: time }, PLAIN)

const codec = suite('record codec')

codec('counters come back as they were', () => {
  fc.assert(
    fc.property(conversation, of => {
      const { nextSeq, hlc, unread, readUpTo, nextRow, held, failed, stored, keptBytes, lifetime, overLook, overdueAtMs } = of
      assert.equal(decodeCounters(of.devices, encodeCounters(of)), {
        nextSeq,
        hlc,
        unread,
        readUpTo,
        nextRow,
        held,
        failed,
        stored,
        keptBytes,
        lifetime,
        overLook,
        overdueAtMs
      })
    })
  )
})

codec('a conversation keeps its accounts, its devices and their indexes, and its groups', () => {
  fc.assert(
    fc.property(conversation, of => {
      const record = ConversationRecord.decode(encodeConversation(of))
      assert.is(toHex(record.id), of.id)
      assert.equal(record.accounts.map(toHex), of.accounts)
      assert.equal(
        record.devices.map(({ device, account }) => ({ device: deviceIdOf(device), account: of.accounts[account], key: device })),
        of.devices
      )
      assert.is(Number(record.createdAtMs), of.createdAtMs)
      assert.equal(record.groups.map(decodeGroup), of.groups)
    })
  )
})

codec('what is held, and how far it was read, comes back', () => {
  fc.assert(
    fc.property(ranges, u32, u32, u32, (held, read, newest, had) => {
      const holding = { progress: held.reduce(add, NOTHING), read, newest, had }
      assert.equal(decodeHolding(encodeHolding(holding)), holding)
    })
  )
})

codec('an outbox row comes back with the marks of what it holds, and without those of what it held in another log', () => {
  const row = fc.record(
    {
      number: fc.nat(),
      group: hex<ConversationId>(),
      epoch: hex<EpochId>(),
      log: hex<LogId>(),
      envelope: fc.uint8Array({ maxLength: 64 }),
      first: u32,
      last: u32,
      queuedAtMs: time,
      acknowledged: fc.array(someBytes.map(deviceIdOf), { maxLength: 3 }),
      stored: fc.array(mark, { maxLength: 3 })
    },
    PLAIN
  )
  fc.assert(
    fc.property(row, of => {
      const own = of.stored.map(one => ({ ...one, log: of.log }))
      const others = of.stored.filter(({ log }) => log !== of.log)
      const onDisk = [...own, ...others].map(encodeMark).map(decodeMark)
      assert.equal(decodeRow(of.number, encodeRow(of), onDisk), { ...of, stored: own })
    })
  )
})

codec('up to where logs were read at relays, and read back, comes back', () => {
  const place = fc.record(
    { relay: someBytes.map(deviceIdOf), log: hex<LogId>(), cursor: fc.record({ storage, place: fc.nat() }, PLAIN) },
    PLAIN
  )
  const walk = fc.record(
    {
      relay: someBytes.map(deviceIdOf),
      log: hex<LogId>(),
      storage,
      place: fc.nat(),
      unseen: ranges.map(merged),
      startedAtMs: time,
      lookedAtMs: time
    },
    PLAIN
  )
  fc.assert(
    fc.property(
      fc.array(place, { maxLength: 5 }),
      fc.array(walk, { maxLength: 5 }),
      fc.uint8Array({ maxLength: 32 }),
      (read, back, told) => {
        const places = new Map(read.map(one => [placeKey(one.relay, one.log), one]))
        const walks = new Map(back.map(one => [placeKey(one.relay, one.log), one]))
        assert.equal(decodePlaces(encodePlaces({ places, told, walks })), { places, told, walks })
      }
    )
  )
})

codec.run()
