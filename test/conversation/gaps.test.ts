import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { AccountId, ConversationId, DeviceId, LogId } from '../../node/base/ids.js'
import { absenceIn, admissionsOf } from '../../node/conversation/admissions.js'
import { decodeContent, encodeContent } from '../../node/conversation/content.js'
import { absenceOf, MAX_ABSENCES } from '../../node/conversation/audience.js'
import { newConversation, type Conversation } from '../../node/conversation/conversation.js'
import { NO_HOLDING } from '../../node/conversation/holding.js'
import { gapsIn, gapsOf, lackingOf, noteClaims, ownGapsIn, whileOut, withAbsence } from '../../node/conversation/gaps.js'
import { decodeHolding, encodeHolding } from '../../node/conversation/record-codec.js'
import { fromFlat } from '../../node/conversation/progress.js'
import { person } from '../identity/people.js'

const [ada, bob, cleo, dora] = await Promise.all([1, 2, 3, 4].map(person))
const accounts = [ada, bob, cleo, dora].map(one => one?.account as AccountId)
const [own, bobs, cleos, doras] = accounts as [AccountId, AccountId, AccountId, AccountId]
const devices = [ada, bob, cleo, dora].map(one => {
  if (one === undefined) throw new Error('four people')
  return { device: one.device.id, account: one.account, key: one.device.key.publicKey }
})
const [self, sender, cleosDevice, dorasDevice] = devices.map(({ device }) => device) as [DeviceId, DeviceId, DeviceId, DeviceId]

/** Of somebody who came in by a Welcome. */
const joined = (): Conversation =>
  newConversation({
    id: 'ab'.repeat(32) as ConversationId,
    kind: 'group',
    joinedBy: 'ef'.repeat(32) as LogId,
    accounts,
    devices,
    createdAtMs: 0
  })

const gaps = suite('gaps')

gaps('who comes in later knows of no gap until the sender has said what was the first for them', () => {
  const conversation = joined()
  const held = { ...NO_HOLDING, newest: 9, progress: fromFlat(0, [5, 6, 8, 8]) }
  conversation.holdings.set(sender, held)
  assert.equal(gapsIn(conversation, sender), [
    { first: 7, last: 7 },
    { first: 9, last: 9 }
  ])
  const told = withAbsence(conversation, held, { since: 4, without: [], isUpToNow: false })
  assert.equal(gapsIn(conversation, sender, told), [
    { first: 4, last: 4 },
    { first: 7, last: 7 },
    { first: 9, last: 9 }
  ])
  assert.is(withAbsence(conversation, told, { since: 4, without: [], isUpToNow: false }), told, 'no news')
  assert.is(withAbsence(conversation, told, { since: 0, without: [], isUpToNow: false }), told, 'no word')
  // What somebody had not for a day is sealed again for all who are in by then.
  assert.equal(gapsIn(conversation, sender, withAbsence(conversation, held, { since: 9, without: [], isUpToNow: false })), [
    { first: 9, last: 9 }
  ])
})

gaps('what was said while they were out is no gap for who came in again, however often they did', () => {
  const conversation = { ...joined(), joinedBy: undefined }
  const held = { ...NO_HOLDING, newest: 12, progress: fromFlat(3, [6, 6, 9, 10]) }
  const first = withAbsence(conversation, held, { since: 1, without: [{ first: 4, last: 5 }], isUpToNow: false })
  assert.equal(gapsIn(conversation, sender, first), [
    { first: 7, last: 8 },
    { first: 11, last: 12 }
  ])
  const second = withAbsence(conversation, first, { since: 0, without: [{ first: 8, last: 8 }], isUpToNow: false })
  assert.equal(gapsIn(conversation, sender, second), [
    { first: 7, last: 7 },
    { first: 11, last: 12 }
  ])
  assert.equal(decodeHolding(encodeHolding(second)), second)
  assert.is(
    withAbsence({ ...conversation, kind: 'direct' }, held, { since: 5, without: [], isUpToNow: false }),
    held,
    'nobody is out of a direct one'
  )
  const often = Array.from({ length: MAX_ABSENCES + 2 }, (_, i) => ({ first: 2 * i + 2, last: 2 * i + 2 }))
  const without = withAbsence(conversation, NO_HOLDING, { since: 1, without: often, isUpToNow: false }).without ?? []
  assert.equal([without.length, without[0], without.at(-1)], [MAX_ABSENCES, { first: 2, last: 6 }, often.at(-1)])
})

gaps('what others have shows what is missing, within reason, and nobody makes us miss what we said', () => {
  const conversation = { ...joined(), joinedBy: undefined }
  conversation.holdings.set(sender, { ...NO_HOLDING, progress: fromFlat(2, []) })
  const lacking = lackingOf(conversation, self, new Map([self, sender].map(device => [device, fromFlat(3, [5, 6])])))
  assert.equal(
    [...lacking],
    [
      [
        sender,
        [
          { first: 3, last: 3 },
          { first: 5, last: 6 }
        ]
      ]
    ]
  )
  assert.equal(noteClaims(conversation, cleosDevice, lacking), [sender])
  assert.equal(noteClaims(conversation, cleosDevice, lacking), [], 'no news')
  assert.equal(gapsOf(conversation), [{ device: sender, range: { first: 3, last: 6 }, isLost: false }])
  conversation.lost.set(sender, [{ first: 3, last: 6 }])
  assert.equal(
    gapsOf(conversation).map(({ isLost }) => isLost),
    [true]
  )
})

gaps('one account makes little of another missing by its word, two as much as can be, and nobody when epochs count as read', () => {
  const conversation = { ...joined(), joinedBy: undefined }
  conversation.holdings.set(sender, { ...NO_HOLDING, progress: fromFlat(2, []), newest: 2 })
  const claim = (from: DeviceId): readonly DeviceId[] =>
    noteClaims(conversation, from, new Map([[sender, [{ first: 7, last: 0xffff_ffff }]]]))
  const missingUpTo = (): number => gapsIn(conversation, sender).at(-1)?.last ?? 0
  assert.equal([claim(cleosDevice), missingUpTo()], [[sender], 66])
  assert.equal([claim(cleosDevice), missingUpTo()], [[], 66], 'however often it says so')
  assert.equal([claim(dorasDevice), missingUpTo()], [[sender], 65_538])
  assert.equal(ownGapsIn(conversation, sender), [])
  conversation.claimed.clear()
  assert.equal([claim(sender), missingUpTo()], [[sender], 65_538], 'the account itself')
})

gaps('who has come in again knows of no gap in what was said meanwhile, until its sender says what of it is for them', () => {
  const conversation = joined()
  const back = whileOut({ ...NO_HOLDING, since: 1, newest: 9, progress: fromFlat(2, [4, 4]) })
  const missed = { first: 3, last: 3 }
  assert.equal(gapsIn(conversation, sender, back), [missed])
  const came = { ...back, progress: fromFlat(2, [4, 4, 7, 7]) }
  const newest = { first: 8, last: 9 }
  assert.equal(gapsIn(conversation, sender, came), [missed, newest])
  assert.equal(gapsIn(conversation, sender, decodeHolding(encodeHolding(whileOut(came)))), [missed, newest], 'from where it began')
  const without = [{ first: 5, last: 5 }]
  for (const isUpToNow of [true, false]) {
    const told = withAbsence(conversation, came, { since: 1, without, isUpToNow })
    assert.equal(gapsIn(conversation, sender, told), [missed, { first: 6, last: 6 }, newest])
  }
  const inAllAlong = withAbsence(conversation, back, { since: 1, without: [], isUpToNow: true })
  assert.equal(gapsIn(conversation, sender, inAllAlong), [missed, { first: 5, last: 9 }])
})

gaps(
  'a message tells who came in lately, and which of those before are not for them; a meeting tells all, and that none is withheld from our own devices',
  () => {
    const audiences = [
      { first: 1, accounts: [bobs] },
      { first: 4, accounts: [bobs, cleos] },
      { first: 6, accounts: [cleos] },
      { first: 9, accounts: [cleos, doras, bobs] },
      { first: 10, accounts: [cleos] },
      { first: 11, accounts: [cleos, bobs] }
    ]
    const { admissions } = decodeContent(encodeContent([], { admissions: admissionsOf({ audiences }) }))
    const [toBob, toCleo, toDora, toNobody] = [bobs, cleos, doras, own].map(account => absenceIn(admissions, account))
    const bobsAbsences = [
      { first: 6, last: 8 },
      { first: 10, last: 10 }
    ]
    assert.equal(toBob, { since: 0, without: bobsAbsences, isUpToNow: false })
    assert.equal(toCleo, { since: 4, without: [], isUpToNow: false })
    assert.equal(toDora, { since: 9, without: [], isUpToNow: false })
    assert.equal(toNobody, { since: 0, without: [], isUpToNow: false })
    const told = [bobs, cleos, doras, own].map(account =>
      absenceOf({ audiences, accounts: [own, bobs, cleos, doras], nextSeq: 12 }, account)
    )
    const dorasAbsences = [{ first: 10, last: 11 }]
    assert.equal(told, [
      { since: 1, without: bobsAbsences, isUpToNow: true },
      { since: 4, without: [], isUpToNow: true },
      { since: 9, without: dorasAbsences, isUpToNow: true },
      { since: 1, without: [], isUpToNow: true }
    ])
  }
)

gaps.run()
