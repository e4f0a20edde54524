import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { AccountId, ConversationId, EpochId, LogId } from '../../node/base/ids.js'
import { createAsking } from '../../node/conversation/asking.js'
import { newConversation } from '../../node/conversation/conversation.js'
import { plantTree } from '../../node/session/epoch-tree.js'
import { NO_ROLES } from '../../node/session/roles.js'
import { Given } from '../../node/wire/generated/introduction.js'
import { numberedDevice } from '../identity/people.js'

const asking = suite('asking a member for what is lacking')

asking('a page with nothing but what somebody unknown has said is asked for once, though it is all that comes', async () => {
  const [own, other, stranger] = await Promise.all([1, 2, 3].map(numberedDevice))
  if (own === undefined || other === undefined || stranger === undefined) throw new Error('three were asked for')
  const account = 'ab'.repeat(32) as AccountId
  const members = [own, other].map(({ id, key }, leaf) => ({ leaf, account, device: id, key: key.publicKey }))
  const epoch = { id: 'cd'.repeat(32) as EpochId, log: 'ef'.repeat(32) as LogId, members, lineage: [], roles: NO_ROLES }
  const parts = { id: 'group' as ConversationId, kind: 'group' as const, accounts: [account], createdAtMs: 0, devices: members }
  const conversation = newConversation(parts)
  const tree = plantTree({ epoch: epoch.id, accounts: [account], roles: NO_ROLES })
  conversation.groups.push({ id: 'g', tree, head: epoch.id, epochs: new Map([[epoch.id, epoch]]), ages: new Map(), struck: [] } as never)
  const said = { log: new Uint8Array(32), device: stranger.key.publicKey, first: 1, last: 1, bytes: Uint8Array.of(1) }
  const page = Given.encode({ envelopes: [said], receipt: new Uint8Array(0), more: true, presences: [], lost: false })
  let asked = 0
  const context = {
    links: { isUp: () => true, request: async () => (asked++, page) },
    session: { signForLog: async () => new Uint8Array(64) },
    self: { device: own.id, deviceKey: own.key.publicKey, account },
    clock: { now: () => 0, after: () => () => undefined },
    events: { emit: () => undefined }
  }
  const others = {
    conversations: { byLog: () => undefined } as never,
    presences: { take: async () => undefined } as never,
    receiving: { receive: async () => undefined } as never,
    lostWays: { hear: async () => undefined },
    askedBack: { answered: () => undefined }
  }
  await createAsking(context as never, others, () => undefined).askAll(conversation, other.id)
  assert.is(asked, 1)
})

asking.run()
