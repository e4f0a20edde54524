import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId, NowMs } from '../../node/base/ids.js'
import { handOver } from '../../node/conversation/batches.js'
import { courseOf, turnOf } from '../../node/conversation/chronicle.js'
import { createChronicling, type Chronicling } from '../../node/conversation/chronicling.js'
import { newConversation, type Conversation } from '../../node/conversation/conversation.js'
import type { Group } from '../../node/conversation/group.js'
import { COUNTER_BITS, type Hlc } from '../../node/conversation/order.js'
import { createRecords, type Records, type RecordWrite } from '../../node/conversation/records.js'
import { growTree } from '../../node/session/epoch-tree.js'
import { accountOf, drawTree, epochOf, rolesOf, seenOf } from '../session/drawn-tree.js'
import { befriend, createWorld, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
  cleo: SimPerson
  dora: SimPerson
}

const MINUTE_MS = 60_000
const pure = suite('what happened in a group, told from its commits')
const happenings = suite<Context>('what happened in a group')

const CAST = { owners: ['ada'], admins: ['bob'], members: ['cleo', 'dora'] }

pure('the commits on the way are told, each thing that they did', () => {
  const before = courseOf(drawTree(CAST, {}))
  const after = courseOf(
    drawTree(CAST, {
      a: { on: 'root', by: 'ada', removes: ['cleo'], seenAt: 1 },
      b: { on: 'a', by: 'bob', adds: { eve: [] }, seenAt: 2 },
      c: { on: 'b', by: 'ada', roles: rolesOf({ owners: ['ada'], admins: ['eve'] }), renames: 'Orchard', seenAt: 3 },
      d: { on: 'c', by: 'dora', seenAt: 4 }
    })
  )
  const { told, untold } = turnOf(before, after)
  assert.equal(untold, [])
  assert.equal(told, [
    { epoch: epochOf('a'), atMs: 1, by: accountOf('ada'), parts: [{ kind: 'removed', accounts: [accountOf('cleo')] }] },
    { epoch: epochOf('b'), atMs: 2, by: accountOf('bob'), parts: [{ kind: 'added', accounts: [accountOf('eve')] }] },
    {
      epoch: epochOf('c'),
      atMs: 3,
      by: accountOf('ada'),
      parts: [
        { kind: 'role', account: accountOf('bob'), role: 'member' },
        { kind: 'role', account: accountOf('eve'), role: 'admin' },
        { kind: 'renamed', name: 'Orchard' }
      ]
    }
  ])
  assert.equal(turnOf(after, courseOf(after.tree)), { told: [], untold: [] })
})

pure('what a losing branch did is told no more, and that there were two sides is, once', () => {
  const one = drawTree(CAST, { a: { on: 'root', by: 'ada', renames: 'Orchard', seenAt: 1_000 } })
  const better = seenOf({ b: { on: 'root', by: 'ada', removes: ['cleo'], seenAt: 100_000 } })
  const both = growTree(one, better)
  const { told, untold } = turnOf(courseOf(one), courseOf(both))
  assert.equal(
    untold.map(({ epoch }) => epoch),
    [epochOf('a')]
  )
  assert.equal(
    told.map(({ epoch, atMs, parts }) => [epoch, atMs, parts[0]?.kind]),
    [
      [epochOf('b'), 100_000, 'removed'],
      [epochOf('root'), 100_000, 'split']
    ]
  )
  const again = growTree(both, seenOf({ c: { on: 'root', by: 'bob', seenAt: 200_000 } }))
  assert.equal(turnOf(courseOf(both), courseOf(again)), { told: [], untold: [] })
})

pure('two who commit at once are no split', () => {
  const tree = drawTree(CAST, { a: { on: 'root', by: 'ada', renames: 'A', seenAt: 1_000 }, b: { on: 'root', by: 'bob', seenAt: 2_000 } })
  assert.equal(courseOf(tree).splits, [])
})

happenings.before.each(async context => {
  context.world = createWorld('happenings')
  const { world } = context
  context.ada = await world.person('Ada')
  context.bob = await world.person('Bob')
  context.cleo = await world.person('Cleo')
  context.dora = await world.person('Dora')
  for (const other of [context.bob, context.cleo, context.dora]) await befriend(world, context.ada, other)
})
happenings.after.each(({ world }) => world.close())

async function pass({ time, settled }: World, ms = 5_000): Promise<void> {
  await settled()
  await time.pass(ms)
}

/** Everything that stands there, in its order. */
async function linesOf(person: SimPerson, chat: ConversationId, page?: number): Promise<readonly string[]> {
  const lines: string[] = []
  let before: string | undefined
  do {
    const read = await person.api.history({ chat, limit: page ?? 1_000, ...(before === undefined ? {} : { before }) })
    const behind = (id: string | undefined): string[] => read.happenings.filter(({ after }) => after === id).map(({ text }) => text)
    lines.unshift(...behind(undefined), ...read.messages.flatMap(({ id, text }) => [`“${text}”`, ...behind(id)]))
    before = read.before
  } while (before !== undefined)
  return lines
}

happenings('all who are there read the same in the same place, and who comes in reads on from there', async ({ world, ada, bob, cleo }) => {
  const { id: chat } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob'] })
  await pass(world)
  await bob.api.send({ chat, text: 'hello' })
  await pass(world)
  await ada.api.setRole({ chat, member: 'Bob', role: 'admin' })
  await pass(world)
  await ada.api.send({ chat, text: 'an admin!' })
  await pass(world)
  await bob.api.renameGroup({ chat, name: 'Orchard' })
  await pass(world)
  await ada.api.addMember({ chat, contact: 'Cleo' })
  await pass(world)
  await cleo.api.send({ chat, text: 'here I am' })
  await pass(world)
  await bob.api.removeMember({ chat, member: 'Cleo' })
  await pass(world)
  const after = ['“hello”', 'Bob is an admin now', '“an admin!”', 'Bob renamed the group to “Orchard”', 'You let Cleo in', '“here I am”']
  const adas = ['You made the group “Garden”', 'You let Bob in', ...after, 'Bob removed Cleo']
  assert.equal(await linesOf(ada, chat), adas)
  assert.equal(await linesOf(ada, chat, 1), adas, 'page by page')
  assert.equal(await linesOf(bob, chat), [
    'Ada let you in',
    '“hello”',
    'You are an admin now',
    '“an admin!”',
    'You renamed the group to “Orchard”',
    'Ada let Cleo in',
    '“here I am”',
    'You removed Cleo'
  ])
  assert.equal(await linesOf(cleo, chat), ['Ada let you in', '“here I am”', 'Bob removed you'])
  await ada.restart()
  assert.equal(await linesOf(ada, chat), adas, 'it is on disk')
  const live = bob.events.flatMap(event => (event.type === 'happening:added' ? event.happening.what : []))
  assert.equal(live, ['role', 'renamed', 'added', 'removed'])
})

happenings('who says that they leave is not told to have been put out', async ({ world, ada, bob, cleo }) => {
  const { id: chat } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo'] })
  await pass(world)
  await bob.api.leaveGroup({ chat })
  await pass(world, MINUTE_MS)
  assert.is((await ada.api.members({ chat })).length, 2)
  for (const person of [ada, cleo]) {
    const said = await linesOf(person, chat)
    assert.is(said.filter(text => text.includes('removed')).length, 0, `${person.name}: ${said.join('; ')}`)
  }
  await ada.api.addMember({ chat, contact: 'Bob' })
  await pass(world, MINUTE_MS)
  await ada.api.removeMember({ chat, member: 'Bob' })
  await pass(world, MINUTE_MS)
  assert.equal((await linesOf(cleo, chat)).slice(-2), ['Ada let Bob in', 'Ada removed Bob'])
})

interface Chronicle {
  readonly chronicling: Chronicling
  readonly records: Records
  readonly conversation: Conversation
  readonly group: Group
}

/** On somebody's disk, of a group that nobody else knows. */
function chronicleOf({ store, session, primitives, device }: SimPerson, number: number): Chronicle {
  const records = createRecords({ store, session, primitives, ownDevice: device.id })
  const accounts = ['ada', 'bob', 'cleo', 'dora'].map(accountOf)
  const id = String(number).padStart(32, '0') as ConversationId
  const conversation = newConversation({ id, kind: 'group', accounts, createdAtMs: 0, devices: [] })
  return {
    chronicling: createChronicling({ records, self: { account: accountOf('ada') }, clock: { now: () => 1e12 as NowMs } }),
    records,
    conversation,
    group: { tree: drawTree(CAST, {}) } as Group
  }
}

/** Part of a change. */
type Step = (chronicle: Chronicle) => Promise<readonly RecordWrite[]>

function leaves(who: string, atMs: number): Step {
  return async ({ chronicling, conversation }) =>
    chronicling.noteDeparture(conversation, { account: accountOf(who), hlc: (BigInt(atMs) << COUNTER_BITS) as Hlc })
}

happenings('in whatever order and in how many changes a goodbye and the removals come, what is told is the same', async ({ ada }) => {
  const commits = {
    a: { on: 'root', by: 'bob', removes: ['cleo'], seenAt: 1_000 },
    b: { on: 'a', by: 'ada', removes: ['dora'], seenAt: 3_000 }
  }
  const puttingOut: Step = async ({ chronicling, conversation, group }) =>
    chronicling.around(conversation, group, () => {
      group.tree = growTree(group.tree, seenOf(commits))
    })
  // Cleo had not heard yet that she was put out.
  const goodbyes = [leaves('dora', 2_000), leaves('cleo', 2_000)]
  const orders = [
    [[...goodbyes, puttingOut]],
    [[puttingOut, ...goodbyes]],
    [[puttingOut], goodbyes],
    [goodbyes, [puttingOut]],
    [goodbyes.slice(0, 1), [puttingOut], goodbyes.slice(1)]
  ]
  for (const [i, changes] of orders.entries()) {
    const chronicle = chronicleOf(ada, i)
    const { records, conversation, chronicling } = chronicle
    for (const steps of changes) {
      const writes: RecordWrite[] = []
      for (const step of steps) writes.push(...(await step(chronicle)))
      chronicling.take(conversation)
      // Nobody waits until that is on disk.
      void handOver(records, conversation.batches, writes)
    }
    await conversation.batches.durable
    assert.equal(await records.happenings(conversation, {}), [], `order ${i}`)
    assert.equal(
      conversation.departures.map(({ account }) => account).toSorted((a, b) => (a < b ? -1 : 1)),
      [accountOf('cleo'), accountOf('dora')],
      `order ${i}`
    )
  }
})

happenings('whoever left and was let in again by a branch that lost has left, and is put out without a word', async ({ ada }) => {
  const branch = {
    a: { on: 'root', by: 'bob', removes: ['dora'], seenAt: 3_000 },
    b: { on: 'a', by: 'bob', adds: { dora: ['a'] }, seenAt: 4_000 }
  }
  const winning = {
    c: { on: 'root', by: 'ada', removes: ['bob'], seenAt: 5_000 },
    d: { on: 'c', by: 'ada', removes: ['dora'], seenAt: 6_000 }
  }
  const chronicle = chronicleOf(ada, 100)
  const { records, conversation, chronicling, group } = chronicle
  const writeAll = async (writes: readonly RecordWrite[]): Promise<void> => {
    chronicling.take(conversation)
    await handOver(records, conversation.batches, writes)
  }
  await writeAll(await leaves('dora', 2_000)(chronicle))
  for (const commits of [branch, { ...branch, ...winning }]) {
    const put = chronicling.around(conversation, group, () => {
      group.tree = growTree(drawTree(CAST, {}), seenOf(commits))
    })
    await writeAll(put)
  }
  const told = (await records.happenings(conversation, {})).flatMap(({ parts }) => parts)
  assert.equal(
    told.filter(({ kind }) => kind !== 'split'),
    [{ kind: 'removed', accounts: [accountOf('bob')] }]
  )
})

happenings('after a split all read one history, and one quiet line that there was one', async ({ world, ada, bob, cleo, dora }) => {
  const { id: chat } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo', 'Dora'] })
  await pass(world)
  await ada.api.setRole({ chat, member: 'Bob', role: 'admin' })
  await pass(world)
  for (const one of [ada, cleo]) for (const other of [bob, dora]) world.network.part(one.device.id, other.device.id)
  await pass(world)
  await bob.api.renameGroup({ chat, name: 'Orchard' })
  await ada.api.setRole({ chat, member: 'Cleo', role: 'admin' })
  await pass(world, 10 * MINUTE_MS)
  await bob.api.send({ chat, text: 'on this side' })
  await cleo.api.send({ chat, text: 'and on that' })
  await pass(world, 10 * MINUTE_MS)
  for (const one of [ada, cleo]) for (const other of [bob, dora]) world.network.meet(one.device.id, other.device.id)
  await pass(world, 10 * MINUTE_MS)
  await pass(world, 60 * MINUTE_MS)
  const all = await Promise.all([ada, bob, cleo, dora].map(async person => linesOf(person, chat)))
  for (const [i, lines] of all.entries()) {
    assert.is(lines.filter(line => line === 'Caught up after a split').length, 1, `${i}: ${lines.join('; ')}`)
    for (const text of ['“on this side”', '“and on that”']) assert.ok(lines.includes(text), `${i} ${text}`)
    assert.is(lines.filter(line => line.includes('renamed the group to “Orchard”')).length, 1, `${i}: ${lines.join('; ')}`)
    assert.is(lines.filter(line => /(Cleo is|You are) an admin now/.test(line)).length >= 1, true, `${i}: ${lines.join('; ')}`)
  }
  for (const person of [ada, bob, cleo, dora]) assert.is((await person.api.chats()).find(({ id }) => id === chat)?.title, 'Orchard')
})

pure.run()
happenings.run()
