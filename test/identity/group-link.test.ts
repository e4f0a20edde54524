import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId } from '../../node/base/ids.js'
import { EMPTY } from '../../node/base/bytes.js'
import {
  decodeGroupLink,
  encodeGroupLink,
  isOpenLink,
  linkOf,
  linksIn,
  MAX_LINKS,
  newGroupLink,
  withLink,
  withoutLink,
  withUses
} from '../../node/session/group-links.js'
import { createCard } from '../../node/identity/card.js'
import { groupLinkUri, readGroupLink } from '../../node/identity/group-link.js'
import { inviteUri, readInvite } from '../../node/identity/invite-link.js'
import { isGroupLink } from '../../node/identity/link-text.js'
import { decodeProfile, encodeProfile, type GroupProfile } from '../../node/session/profile.js'
import { ISSUED_AT_MS, person, primitives } from './people.js'
import { rejection } from './refusal.js'
import { vectors } from './vectors.js'

const NOW_MS = 2 ** 40
const links = suite('a link to a group')
const ada = await person(1)
const bob = await person(2)
const token = new Uint8Array(16).fill(5)
const relay = `/dns4/relay.example.org/tcp/443/wss/p2p/${bob.device.id}`

const card = await createCard(primitives, ada.device, {
  name: 'Ada',
  certificate: ada.certificate,
  devices: [{ device: ada.device.id, addresses: ['/ip4/192.0.2.7/tcp/4001'] }],
  relays: [relay],
  token,
  expiresAtMs: ISSUED_AT_MS
})
const made = {
  group: '7'.repeat(64) as ConversationId,
  name: 'Garden',
  card,
  others: [{ account: bob.account, name: 'Bob', devices: [{ device: bob.device.id, addresses: [] }], relays: [relay] }],
  asksFirst: true
}
const uri = await groupLinkUri(primitives, message => primitives.sign(ada.device.key, message), made)

links('is read as it was made: where the group is, by which token, and who answers, its maker first', async () => {
  const { hosts, ...read } = await readGroupLink(primitives, `  <${uri}>\n`)
  assert.equal(read, { group: made.group, name: 'Garden', token, asksFirst: true, expiresAtMs: ISSUED_AT_MS })
  assert.equal(
    hosts.map(({ account, name, relays }) => [account, name, relays]),
    [
      [ada.account, 'Ada', [relay]],
      [bob.account, 'Bob', [relay]]
    ]
  )
})

links('is spelled as the vector says', () => assert.is(uri, vectors.groupLink.uri))

links('and an invite are told apart, and each says what to do with the other', async () => {
  const invite = await inviteUri(primitives, card)
  assert.ok(isGroupLink(uri))
  assert.not.ok(isGroupLink(invite))
  assert.not.ok(isGroupLink('not a link'))
  assert.match((await rejection(readInvite(primitives, uri), 'ERR_CARD')).message, /parley group join/)
  assert.match((await rejection(readGroupLink(primitives, invite), 'ERR_CARD')).message, /parley add/)
})

links('is refused where somebody else signed it, or put other hosts in', async () => {
  const forged = await groupLinkUri(primitives, message => primitives.sign(bob.device.key, message), made)
  assert.match((await rejection(readGroupLink(primitives, forged), 'ERR_CARD')).message, /not signed by whom it names/)
})

const link = fc
  .record({
    tokenHash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    asksFirst: fc.boolean(),
    expiresAtMs: fc.option(fc.integer({ min: 1, max: 2 ** 47 }), { nil: undefined }),
    usesLeft: fc.option(fc.nat(0xfffe), { nil: undefined })
  })
  .map(({ tokenHash: of, asksFirst, expiresAtMs, usesLeft }) =>
    newGroupLink(of, { asksFirst, ...(expiresAtMs === undefined ? {} : { expiresAtMs }), ...(usesLeft === undefined ? {} : { usesLeft }) })
  )

links('stands in the profile beside what later versions say there, and is spelled in one way', () => {
  const later = Uint8Array.of(0, 0, 1, 7, 9, 0, 2, 1, 2)
  const before: GroupProfile = { name: 'Garden', relays: [], retentionDays: 0, later }
  fc.assert(
    fc.property(fc.uniqueArray(link, { maxLength: 12, selector: ({ id }) => id }), all => {
      for (const one of all) assert.equal(decodeGroupLink(encodeGroupLink(one)), one)
      const profile = all.reduce((sofar, one) => withLink(sofar, one, NOW_MS) ?? sofar, before)
      const kept = linksIn(decodeProfile(encodeProfile(profile)))
      assert.is(kept.length, Math.min(all.length, MAX_LINKS))
      for (const one of kept) assert.equal(linkOf(profile, one.tokenHash), one)
      const lost = all.filter(({ id }) => kept.every(one => one.id !== id))
      const isFull = kept.every(one => isOpenLink(one, NOW_MS))
      assert.ok(isFull || lost.every(one => !isOpenLink(one, NOW_MS)), 'one that is open goes for no other')
      assert.equal(kept.reduce((sofar, { id }) => withoutLink(sofar, id), profile).later, later)
    })
  )
})

links('counts its uses down to none', () => {
  const twice = newGroupLink(new Uint8Array(32).fill(7), { asksFirst: false, usesLeft: 2 })
  const profile = withLink({ name: 'Garden', relays: [], retentionDays: 0, later: EMPTY }, twice, NOW_MS) as GroupProfile
  const left = (ids: readonly string[]): number | undefined => linksIn(withUses(profile, ids))[0]?.usesLeft
  assert.equal([left([]), left([twice.id]), left([twice.id, 'other', twice.id, twice.id])], [2, 1, 0])
})

links.run()
