import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { toHex } from '../../node/base/bytes.js'
import type { EpochId } from '../../node/base/ids.js'
import { originIn, pathTo } from '../../node/session/epoch-tree.js'
import { explainHead } from '../../node/session/fork-choice.js'
import { dutiesAtHead } from '../../node/session/head-duties.js'
import { outranks, roleOf } from '../../node/session/roles.js'
import { builtInSpiteOf } from './built-in-spite-of.js'
import { type Sent, type TornGroup, createTornGroup } from './torn-group.js'

const onMls = suite('fork choice on real MLS commits')

const GROUP = { owners: ['olga'], admins: ['ada'], members: ['mira', 'nick', 'pete'] }

/** Everybody gets everything: each in another order, with duplicates, a twin of each commit and a restart on the way. */
async function heal(group: TornGroup, random: () => number, names = group.names): Promise<void> {
  const twins: Sent[] = []
  for (const one of group.sent) {
    const opener = group.names.find(name => group.account(name) !== one.header.committer.account && group.epoch(name, one.header.parent))
    if (opener !== undefined) twins.push(await group.twin(one, opener))
  }
  for (const name of names) {
    const all = shuffled([...group.sent, ...twins], random)
    await group.deliver(all.slice(0, all.length / 2), name)
    if (group.epoch(name, group.start)) await group.restart(name)
    await group.deliver(all, name)
  }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map(item => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

/** mulberry32: the same seed, the same world. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** One head for all of them, one history behind it, and one secret for those who are in. Returns the head. */
async function agreed(group: TornGroup, names: readonly string[]): Promise<EpochId> {
  const [first = ''] = names
  const head = group.head(first)
  const authenticators = new Set<string>()
  for (const name of names) {
    assert.is(group.head(name), head, `${name} and ${first}`)
    assert.equal(explainHead(group.tree(name)), explainHead(group.tree(first)), `${name} and ${first}`)
    for (const { header } of group.sent) {
      const seen = group.tree(name).commits.get(header.child)
      if (seen !== undefined) assert.equal(seen.header, header)
    }
    const authenticator = group.authenticator(name, head)
    if (authenticator !== undefined) authenticators.add(toHex(authenticator))
  }
  assert.is(authenticators.size, 1)
  return head
}

onMls('is one for three who commit on one epoch at once, in any order, with twins and restarts', async () => {
  const group = await createTornGroup(GROUP)
  for (const name of ['mira', 'nick', 'pete']) await group.commit(name, group.start)
  await heal(group, randomFrom(1))
  const head = await agreed(group, group.names)
  const lowest = group.sent.map(({ header }) => header.child).toSorted()[0]
  assert.is(head, lowest)
  assert.is(explainHead(group.tree('olga')).forks[0]?.claims.length, 3)
})

onMls('does not let a removed member come back with an accomplice, by a branch kept back until late', async () => {
  const group = await createTornGroup(GROUP, ['eve'])
  const removal = await group.commit('olga', group.start, { removes: ['mira'] })
  await group.deliver([removal], 'nick', 'pete')
  const secret = await group.commit('mira', group.start)
  await group.deliver([secret], 'ada')
  const longer = await group.commit('ada', secret.header.child, { adds: ['eve'] })
  await group.deliver([secret, longer], 'mira', 'eve')
  const longest = await group.commit('mira', longer.header.child)
  const onward = await group.commit('nick', removal.header.child)
  await heal(group, randomFrom(2))
  const honest = ['olga', 'nick', 'pete']
  const head = await agreed(group, honest)
  assert.is(head, onward.header.child)
  assert.ok(group.tree('olga').commits.has(longest.header.child), 'the late branch is known, and has no effect')
  assert.not(originIn(group.tree('olga'), head).accounts.includes(group.account('mira')))
  assert.is(group.epoch('mira', head), undefined, 'and mira has no keys of the head')
  assert.is(group.head('mira'), removal.header.child, 'even mira, who can see the removal, must agree')
})

onMls('has the removal committed first where another branch wins, and lets in again whom a losing branch added', async () => {
  const group = await createTornGroup({ owners: ['olga'], admins: ['ada'], members: ['mira', 'nick', 'pete'] }, ['zed'])
  const removal = await group.commit('olga', group.start, { removes: ['mira'] })
  const added = await group.commit('olga', removal.header.child, { adds: ['zed'] })
  const rival = await group.commit('ada', group.start, { removes: ['nick'] })
  await group.deliver([rival], 'pete')
  const onward = await group.commit('pete', rival.header.child)
  await heal(group, randomFrom(3))
  const honest = ['olga', 'ada', 'pete']
  assert.is(await agreed(group, honest), onward.header.child)
  const { struck, lostAdds } = dutiesAtHead(group.tree('olga'))
  assert.equal(struck, [group.account('mira')])
  assert.equal(lostAdds, [{ account: group.account('zed'), proposers: [group.account('olga')] }])

  const repeated = await group.commit('olga', onward.header.child, { removes: ['mira'] })
  const again = await group.commit('olga', repeated.header.child, { adds: ['zed'] })
  await heal(group, randomFrom(4))
  assert.is(await agreed(group, [...honest, 'zed']), again.header.child)
  assert.ok(group.tree('zed').commits.has(added.header.child), 'zed holds two Welcomes and knows which one won')
  assert.equal(dutiesAtHead(group.tree('ada')), {
    head: again.header.child,
    struck: [],
    lostAdds: [],
    lostRoles: [],
    lostProfile: undefined
  })
})

const HOSTILE = ['mira', 'ada']

/** What somebody commits next at this epoch, and whether that is allowed: the honest do what is due first. */
function nextChange(
  group: TornGroup,
  name: string,
  parent: EpochId,
  random: () => number
): { removes?: string[]; adds?: string[] } | undefined {
  const tree = group.tree(name)
  const { accounts, roles } = originIn(tree, parent)
  const self = group.account(name)
  const mayRemove = (other: string): boolean => accounts.includes(group.account(other)) && outranks(roles, self, group.account(other))
  const struck = HOSTILE.includes(name) ? [] : dutiesAtHead(tree).struck
  const due = group.names.filter(other => struck.includes(group.account(other)))
  if (due.length > 0) return due.every(mayRemove) ? { removes: due } : undefined
  const target = pick(group.names, random)
  if (target === undefined || target === name) return {}
  if (mayRemove(target)) return random() < 0.5 ? { removes: [target] } : {}
  return !accounts.includes(group.account(target)) && roleOf(roles, self) !== 'member' ? { adds: [target] } : {}
}

/** Members commit at random and reach just a few others; mira and ada commit wherever they hold keys. */
async function tear(group: TornGroup, random: () => number, steps: number): Promise<void> {
  const spent = new Set<string>()
  for (let step = 0; step < steps; step++) {
    const name = pick(group.names, random) ?? 'olga'
    if (group.epoch(name, group.start) === undefined) continue
    const held = [group.start, ...group.tree(name).commits.keys()].filter(epoch => group.epoch(name, epoch) !== undefined)
    const parent = HOSTILE.includes(name) ? pick(held, random) : group.head(name)
    if (parent === undefined || !held.includes(parent) || spent.has(`${name} ${parent}`)) continue
    const change = nextChange(group, name, parent, random)
    if (change === undefined) continue
    spent.add(`${name} ${parent}`)
    const made = await group.commit(name, parent, change)
    const way = pathTo(group.tree(name), made.header.child)
    const hearers = group.names.filter(other => other !== name && random() < 0.4)
    await group.deliver(
      group.sent.filter(({ header }) => way.includes(header.child)),
      ...hearers
    )
  }
}

function pick<T>(items: readonly T[], random: () => number): T | undefined {
  return items[Math.floor(random() * items.length)]
}

const SEEDS = process.env.PARLEY_SOAK === '1' ? 200 : 8
for (let seed = 1; seed <= SEEDS; seed++) {
  onMls(`is one for all who saw everything, and builds on nothing in spite of the owner: seed ${seed}`, async () => {
    const random = randomFrom(seed)
    const group = await createTornGroup(GROUP)
    await tear(group, random, 12)
    await heal(group, random)
    const sawAll = (name: string): boolean => group.sent.every(({ header }) => group.tree(name).commits.has(header.child))
    assert.ok(sawAll('olga'), 'nobody can shut the owner out of a branch')
    const head = await agreed(group, group.names.filter(sawAll))
    assert.equal(builtInSpiteOf(group.tree('olga'), head, group.account('olga')), [])
  })
}

onMls.run()
