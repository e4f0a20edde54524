import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  APPEND_AFTER_LEAVING_MS,
  conversationRelays,
  hearRelays,
  namedNow,
  placedAt,
  READ_AFTER_LEAVING_MS,
  renameRelays,
  storedAt,
  type NamedRelay
} from '../../node/conversation/relay-set.js'
import type { RelayId } from '../../node/network/relay-protocol.js'
import type { RelayAddress } from '../../node/network/relays.js'

const NOW_MS = 1_760_000_000_000
const relayNamed = (name: string): RelayAddress => ({ id: name as RelayId, address: `/dns4/${name}.example/tcp/1/p2p/${name}` })
const address = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h').map(relayNamed)
const named = fc.uniqueArray(address, { maxLength: 3, selector: ({ id }) => id })
const changes = fc.array(fc.tuple(named, fc.integer({ min: 0, max: READ_AFTER_LEAVING_MS })), { maxLength: 8 })
const idsOf = (relays: readonly RelayAddress[]): string[] => relays.map(({ id }) => id)
const names = (relays: readonly RelayAddress[]): string => idsOf(relays).join('')

/** A list as it comes to be, and the time by then. */
function history(of: readonly (readonly [readonly RelayAddress[], number])[]): [readonly NamedRelay[], number] {
  let [relays, nowMs]: [readonly NamedRelay[], number] = [[], NOW_MS]
  for (const [next, passedMs] of of) {
    nowMs += passedMs
    relays = renameRelays(relays, next, nowMs)
  }
  return [relays, nowMs]
}

const relays = suite('which relays a conversation uses')

relays('what is named now is named in its order, what was left stands behind it once, and the same again changes nothing', () => {
  fc.assert(
    fc.property(changes, named, (before, now) => {
      const [list, nowMs] = history(before)
      const after = renameRelays(list, now, nowMs)
      assert.is(names(namedNow(after)), names(now))
      assert.is(new Set(names(after)).size, after.length)
      assert.ok(after.length <= 3 + 4)
      assert.is(renameRelays(after, now, nowMs), after)
    })
  )
})

relays('the first two of each account are used, the other’s first, so that both sides append where the other reads', () => {
  fc.assert(
    fc.property(named, named, (mine, theirs) => {
      const [ours, others] = [renameRelays([], mine, NOW_MS), renameRelays([], theirs, NOW_MS)]
      const { append, follow } = conversationRelays(ours, others, NOW_MS)
      assert.equal(idsOf(append), [...new Set(idsOf([...theirs.slice(0, 2), ...mine.slice(0, 2)]))])
      assert.equal(follow, append)
      const seen = conversationRelays(others, ours, NOW_MS)
      assert.equal(idsOf(seen.append).toSorted(), idsOf(append).toSorted())
    })
  )
})

relays('what was left gets all for 7 days, and is read for 30', () => {
  const left = renameRelays(renameRelays([], [relayNamed('a')], NOW_MS), [relayNamed('b')], NOW_MS)
  const at = (ms: number): string[] => {
    const { append, follow } = conversationRelays(left, [], NOW_MS + ms)
    return [names(append), names(follow)]
  }
  assert.equal(at(0), ['ba', 'ba'])
  assert.equal(at(APPEND_AFTER_LEAVING_MS - 1), ['ba', 'ba'])
  assert.equal(at(APPEND_AFTER_LEAVING_MS), ['b', 'ba'])
  assert.equal(at(READ_AFTER_LEAVING_MS), ['b', 'b'])
  assert.is(names(renameRelays(left, [relayNamed('b')], NOW_MS + READ_AFTER_LEAVING_MS)), 'b')
})

relays('the newest word of an account counts, in whatever order it is heard', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(named, fc.nat(100)), { minLength: 1, selector: ([, atMs]) => atMs }), fc.nat(), (said, seed) => {
      const order = said.map((one, i) => ({ one, key: (i * 7919 + seed) % 101 })).toSorted((a, b) => a.key - b.key)
      const heard = order.reduce((known, { one: [next, atMs] }) => hearRelays(known, next, atMs, NOW_MS), {
        relays: [] as readonly NamedRelay[],
        relaysChangedAtMs: 0
      })
      const [newest] = said.toSorted(([, a], [, b]) => b - a)
      assert.is(names(namedNow(heard.relays)), names(newest?.[0] ?? []))
      assert.is(hearRelays(heard, newest?.[0] ?? [], newest?.[1] ?? 0, NOW_MS), heard)
    })
  )
})

relays('two of three are enough, one where there are fewer; a commit needs all of fewer', () => {
  assert.equal([1, 2, 3, 4].map(storedAt), [1, 1, 2, 2])
  assert.equal(
    [1, 2, 3, 4].map(known => placedAt(known, 0)),
    [1, 2, 2, 2]
  )
})

relays.run()
