import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { AccountId, ConversationId, DeviceId, LogId } from '../../node/base/ids.js'
import { admissionsOf, admittedAt, decodeContent, encodeContent } from '../../node/conversation/content.js'
import { firstFor } from '../../node/conversation/audience.js'
import { newConversation, NO_HOLDING, type Conversation } from '../../node/conversation/conversation.js'
import { gapsIn, gapsOf, lackingOf, noteClaims, ownGapsIn, withSince } from '../../node/conversation/gaps.js'
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
  const told = withSince(conversation, held, 4)
  assert.equal(gapsIn(conversation, sender, told), [
    { first: 4, last: 4 },
    { first: 7, last: 7 },
    { first: 9, last: 9 }
  ])
  assert.is(withSince(conversation, told, 2), told, 'said once')
  assert.is(withSince(conversation, held, 7), held, 'not past what is here')
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

gaps('a message tells who came in lately, and from when on they are written to', () => {
  const audiences = [
    { first: 1, accounts: [bobs] },
    { first: 4, accounts: [bobs, cleos] },
    { first: 6, accounts: [cleos] },
    { first: 9, accounts: [cleos, doras, bobs] }
  ]
  const { admissions } = decodeContent(encodeContent([], { admissions: admissionsOf({ audiences }) }))
  assert.equal(
    [bobs, cleos, doras, own].map(account => admittedAt(admissions, account)),
    [9, 4, 9, undefined]
  )
  const firsts = [bobs, cleos, doras, own].map(account => firstFor({ audiences, nextSeq: 12 }, account))
  assert.equal(firsts, [9, 4, 9, 12])
})

gaps.run()
