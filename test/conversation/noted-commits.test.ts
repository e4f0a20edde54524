import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId } from '../../node/base/ids.js'
import { newConversation, type Conversation } from '../../node/conversation/conversation.js'
import type { Group } from '../../node/conversation/group.js'
import { createNotedCommits, type NotedCommits } from '../../node/conversation/noted-commits.js'
import type { OutboxRow } from '../../node/conversation/outbox-row.js'
import type { RelayId } from '../../node/network/relay-protocol.js'
import type { Epoch } from '../../node/session/session.js'
import { createSimTime } from '../sim/clock.js'

const CHAT = 'ab'.repeat(32) as ConversationId
const MEMBERS = 20
const [here, there] = ['relay one', 'relay two'] as RelayId[]

interface Context {
  time: ReturnType<typeof createSimTime>
  /** Who brings which commit to relays, but to which not, and when. */
  brought: { readonly foundAt: readonly RelayId[]; readonly atMs: number }[]
  noted: NotedCommits
}

const commits = suite<Context>('commits of others')

commits.before.each(context => {
  context.time = createSimTime(0, async () => undefined)
  context.brought = []
  const clock = context.time.clock()
  const outbox = {
    queued: (_: Conversation, _row: OutboxRow, foundAt: readonly RelayId[] = []) =>
      void context.brought.push({ foundAt, atMs: clock.now() })
  }
  const relayLogs = { of: () => ({ append: [here, there].map(id => ({ id: id as RelayId, address: '' })), follow: [] }) }
  const records = {
    outboxRow: () => ({ key: new Uint8Array(1), value: undefined }),
    counters: () => ({ key: new Uint8Array(1), value: undefined })
  }
  context.noted = createNotedCommits({ records, clock } as unknown as Parameters<typeof createNotedCommits>[0], { relayLogs, outbox })
})

function epochOf(ownLeaf: number): Epoch {
  const members = Array.from({ length: MEMBERS }, (_, leaf) => ({ leaf, device: `${leaf}`, account: `${leaf}` }))
  return { id: 'cd'.repeat(32), log: 'ef'.repeat(32), ownLeaf, members } as unknown as Epoch
}

function note({ noted }: Context, kind: Conversation['kind'], ownLeaf: number, envelope: Uint8Array): void {
  const conversation = newConversation({ id: CHAT, kind, accounts: [], devices: [], createdAtMs: 0 })
  const taken = noted.note(conversation, { group: { id: CHAT } as Group, epoch: epochOf(ownLeaf), envelope })
  if (taken !== undefined) noted.noted(conversation, taken.commit)
}

commits('each member brings them to relays in a turn of its own, and not where they were found by then', async context => {
  const envelope = new Uint8Array(64).fill(7)
  for (let leaf = 0; leaf < MEMBERS; leaf++) note(context, 'group', leaf, envelope)
  await context.time.pass(1_999)
  assert.equal(context.brought, [])
  await context.time.pass(5_000)
  context.noted.standAt(here as RelayId, [envelope])
  const early = context.brought.length
  await context.time.pass(60_000)
  assert.is(context.brought.length, MEMBERS)
  assert.ok(early > 0 && early < MEMBERS / 2, `${early}`)
  assert.equal(new Set(context.brought.map(({ foundAt }, i) => (i < early ? foundAt.length : foundAt.join()))), new Set([0, here]))
  assert.ok(new Set(context.brought.map(({ atMs }) => atMs)).size > MEMBERS / 3, 'not all at once')
})

commits('between two there is nobody to wait for', context => {
  note(context, 'direct', 0, new Uint8Array(64))
  assert.is(context.brought.length, 1)
})

commits.run()
