import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isChatError } from '../../node/base/errors.js'
import type { DeviceId, EpochId, NowMs } from '../../node/base/ids.js'
import { decodeTree, encodeTree } from '../../node/session/epoch-tree-codec.js'
import {
  type EpochTree,
  MAX_COMMITS,
  MAX_WAITING,
  commonAncestor,
  growTree,
  joinTrees,
  originIn,
  pathTo,
  plantAt,
  plantTree
} from '../../node/session/epoch-tree.js'
import { chooseHead } from '../../node/session/fork-choice.js'
import { dutiesAtHead, leavesToRemove } from '../../node/session/head-duties.js'
import { forgetOld, wipeAt } from '../../node/session/retention.js'
import { NO_PROFILE } from '../../node/session/profile.js'
import { NO_ROLES } from '../../node/session/roles.js'
import type { Member } from '../../node/session/session.js'
import { type DrawnCommit, accountOf, drawTree, epochOf, headerOf, nameOf, profileOf, rolesOf, seenOf } from './drawn-tree.js'

const epochTree = suite('epoch tree')

const GROUP = { owners: ['olga'], admins: ['ada'], members: ['mira', 'nick'] }
const DAY_MS = 86_400_000
const day = (n: number): NowMs => (n * DAY_MS) as NowMs
const names = (ids: readonly string[]): string[] => ids.map(nameOf)

const FORKED: Record<string, DrawnCommit> = {
  a: { on: 'root', by: 'mira' },
  b: { on: 'a', by: 'nick', adds: { zed: [] } },
  c: { on: 'a', by: 'olga', removes: ['nick'] },
  d: { on: 'c', by: 'ada', roles: rolesOf({ owners: ['olga', 'ada'] }), renames: 'Garden' }
}

epochTree('knows the way to each epoch, and where two ways part', () => {
  const tree = drawTree(GROUP, FORKED)
  assert.equal(names(pathTo(tree, epochOf('d'))), ['root', 'a', 'c', 'd'])
  assert.is(nameOf(commonAncestor(tree, epochOf('d'), epochOf('b'))), 'a')
  assert.is(nameOf(commonAncestor(tree, epochOf('d'), epochOf('c'))), 'c')
  assert.throws(
    () => pathTo(tree, epochOf('unknown')),
    (err: unknown) => isChatError(err, 'ERR_NOT_FOUND')
  )
})

epochTree('tells who was a member at each epoch, and with which role', () => {
  const tree = drawTree(GROUP, FORKED)
  assert.equal(names(originIn(tree, epochOf('b')).accounts), ['olga', 'ada', 'mira', 'nick', 'zed'])
  assert.equal(names(originIn(tree, epochOf('d')).accounts), ['olga', 'ada', 'mira'])
  assert.equal(names(originIn(tree, epochOf('d')).roles.owners), ['olga', 'ada'])
  assert.equal(names(originIn(tree, epochOf('c')).roles.owners), ['olga'])
  assert.equal([originIn(tree, epochOf('c')).profile, originIn(tree, epochOf('d')).profile], [NO_PROFILE, profileOf('Garden')])
})

epochTree('takes each commit once, and is the very same when nothing is new', () => {
  const tree = drawTree(GROUP, FORKED)
  const again = seenOf(FORKED).map(commit => ({ ...commit, seenAt: day(7) }))
  assert.is(growTree(tree, again), tree)
  assert.is(growTree(tree, [{ header: headerOf('root', { on: 'd', by: 'mira' }), seenAt: day(0) }]), tree)
})

epochTree('lets commits wait for their parents, in any order', () => {
  const whole = drawTree(GROUP, FORKED)
  const [a, ...rest] = seenOf(FORKED)
  const waiting = growTree(plantTree(whole.origin), rest.toReversed())
  assert.is(waiting.commits.size, 0)
  assert.is(waiting.waiting.size, 3)
  const restarted = decodeTree(encodeTree(waiting))
  assert.equal(restarted, waiting)
  const placed = growTree(restarted, a === undefined ? [] : [a])
  assert.is(placed.waiting.size, 0)
  assert.is(chooseHead(placed), chooseHead(whole))
})

const chain = (n: number, from: string): Record<string, DrawnCommit> =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [`e${i}`, { on: i === 0 ? from : `e${i - 1}`, by: 'mira' }]))

epochTree('remembers a bounded number of commits, waiting ones above all', () => {
  const tree = drawTree(GROUP, {})
  const stray = growTree(tree, seenOf(chain(MAX_WAITING + 10, 'nowhere')))
  assert.is(stray.waiting.size, MAX_WAITING)
  assert.not(stray.waiting.has(epochOf('e9')))
  assert.ok(stray.waiting.has(epochOf('e10')))
  assert.throws(
    () => growTree(tree, seenOf(chain(MAX_COMMITS + 1, 'root'))),
    (err: unknown) => isChatError(err, 'ERR_QUOTA')
  )
})

epochTree('is chosen from without recursion: 10,000 commits in a row', () => {
  const commits = Array.from({ length: 10_000 }, (_, i) => [`e${i}`, { on: i === 0 ? 'root' : `e${i - 1}`, by: 'mira' }] as const)
  assert.is(nameOf(chooseHead(drawTree(GROUP, Object.fromEntries(commits)))), 'e9999')
})

epochTree('survives its encoding, facts of bygone removals included', () => {
  const tree: EpochTree = { ...drawTree(GROUP, FORKED), bygone: [{ account: accountOf('zed'), removal: epochOf('long ago') }] }
  assert.equal(decodeTree(encodeTree(tree)), tree)
})

epochTree('refuses an encoding that is cut, torn or beyond its bounds', () => {
  const tree = drawTree(GROUP, FORKED)
  const encoded = encodeTree(tree)
  const torn = encodeTree({ ...tree, commits: new Map([...tree.commits].slice(1)) })
  const tooMany = encodeTree({ ...tree, origin: { ...tree.origin, accounts: Array.from({ length: 257 }, (_, i) => accountOf(`a${i}`)) } })
  const shortId = encodeTree({ ...tree, origin: { ...tree.origin, epoch: 'abcd' as EpochId } })
  for (const bytes of [encoded.subarray(0, -1), torn, tooMany, shortId, new Uint8Array(0)]) {
    assert.throws(
      () => decodeTree(bytes),
      (err: unknown) => isChatError(err, 'ERR_MALFORMED')
    )
  }
  assert.throws(
    () => decodeTree(new Uint8Array(17 * 1024 * 1024)),
    (err: unknown) => isChatError(err, 'ERR_TOO_LARGE')
  )
})

const member = (name: string, leaf: number): Member => ({ leaf, account: accountOf(name), device: `${name} ${leaf}` as DeviceId })

epochTree('starts, for a joiner, as far back as the Welcome tells', () => {
  const whole = drawTree(GROUP, FORKED)
  const lineageOf = (epoch: string) =>
    pathTo(whole, epochOf(epoch))
      .flatMap(at => whole.commits.get(at)?.header ?? [])
      .toReversed()
  const atB = plantAt(
    {
      id: epochOf('b'),
      members: ['olga', 'ada', 'mira', 'nick', 'zed'].map(member),
      roles: rolesOf(GROUP),
      profile: NO_PROFILE,
      lineage: lineageOf('b')
    },
    day(0)
  )
  assert.equal(names(pathTo(atB, epochOf('b'))), ['root', 'a', 'b'])
  assert.equal(names(atB.origin.accounts).toSorted(), ['ada', 'mira', 'nick', 'olga'])
  const newRoles = { owners: ['olga', 'ada'] }
  const atD = plantAt(
    {
      id: epochOf('d'),
      members: ['olga', 'ada', 'mira'].map(member),
      roles: rolesOf(newRoles),
      profile: profileOf('Garden'),
      lineage: lineageOf('d')
    },
    day(0)
  )
  assert.is(nameOf(atD.origin.epoch), 'd', 'the roles before were not told')
  assert.equal([atB.origin.profile, atD.origin.profile], [NO_PROFILE, profileOf('Garden')])
  const renamed = seenOf({ e: { on: 'd', by: 'ada', renames: 'Park' } }).map(({ header }) => header)
  const atE = plantAt(
    {
      id: epochOf('e'),
      members: ['olga', 'ada', 'mira'].map(member),
      roles: rolesOf(newRoles),
      profile: profileOf('Park'),
      lineage: renamed
    },
    day(0)
  )
  assert.equal([nameOf(atE.origin.epoch), atE.origin.profile], ['d', undefined], 'what it was called before was not told')
  const appointed = seenOf({ f: { on: 'd', by: 'olga', roles: rolesOf({ owners: ['olga'] }) } }).map(({ header }) => header)
  const atF = plantAt(
    {
      id: epochOf('f'),
      members: ['olga', 'ada', 'mira'].map(member),
      roles: rolesOf({ owners: ['olga'] }),
      profile: profileOf('Garden'),
      lineage: [...appointed, ...lineageOf('d')]
    },
    day(0)
  )
  assert.equal(names(pathTo(atF, epochOf('f'))), ['d', 'f'], 'the roles behind the oldest change are told')
  assert.equal([atF.origin.roles, originIn(atF, epochOf('f')).roles], [rolesOf(newRoles), rolesOf({ owners: ['olga'] })])
  const told = lineageOf('d').map(header => (header.roles === undefined ? header : { ...header, rolesBefore: rolesOf(GROUP) }))
  const toRoot = plantAt(
    {
      id: epochOf('d'),
      members: ['olga', 'ada', 'mira'].map(member),
      roles: rolesOf(newRoles),
      profile: profileOf('Garden'),
      lineage: told
    },
    day(0)
  )
  assert.equal(names(pathTo(toRoot, epochOf('d'))), ['root', 'a', 'c', 'd'], 'the roles before are told too')
  assert.equal([toRoot.origin.roles, originIn(toRoot, epochOf('d')).roles], [rolesOf(GROUP), rolesOf(newRoles)])
  assert.equal(originIn(decodeTree(encodeTree(atE)), epochOf('e')).profile, profileOf('Park'))
})

epochTree('believes what it verifies over what a Welcome told', () => {
  const { origin } = drawTree(GROUP, {})
  const told = seenOf({ a: { on: 'root', by: 'mira' }, b: { on: 'a', by: 'olga', removes: ['nick'] } }).map(commit => ({
    ...commit,
    isTold: true as const
  }))
  const trusting = decodeTree(encodeTree(growTree(plantTree(origin), told)))
  assert.is(growTree(trusting, told), trusting)
  const verified = seenOf({ b: { on: 'root', by: 'ada' } })
  const knowing = growTree(trusting, verified)
  assert.equal(names(pathTo(knowing, epochOf('b'))), ['root', 'b'])
  assert.equal(knowing.commits.get(epochOf('b')), verified[0])
  assert.is(growTree(knowing, told), knowing)
})

epochTree('of two Welcomes grow together where one tells of the other', () => {
  const whole = drawTree(GROUP, FORKED)
  const [a, b, c, d] = seenOf(FORKED)
  assert.ok(a && b && c && d)
  const upper = growTree(plantTree(whole.origin), [a, b])
  const lower = growTree(plantTree(originIn(whole, epochOf('a'))), [c, d])
  for (const joined of [joinTrees(upper, lower), joinTrees(lower, upper)]) {
    assert.ok(joined)
    assert.equal(originIn(joined, epochOf('d')), originIn(whole, epochOf('d')))
    assert.is(chooseHead(joined), chooseHead(whole))
  }
  const apart = growTree(plantTree(originIn(whole, epochOf('c'))), [d])
  assert.is(joinTrees(upper, apart), undefined)
  const untold = { epoch: lower.origin.epoch, accounts: lower.origin.accounts, roles: lower.origin.roles }
  assert.ok(joinTrees(upper, { ...lower, origin: untold }))
  for (const lie of [{ roles: NO_ROLES }, { profile: profileOf('Park') }]) {
    assert.is(joinTrees(upper, { ...lower, origin: { ...lower.origin, ...lie } }), undefined)
  }
})

epochTree('says which leaves must go before anything is sent at the head', () => {
  const tree = drawTree(GROUP, {
    x: { on: 'root', by: 'olga', removes: ['mira'] },
    y: { on: 'root', by: 'ada', removes: ['nick'] },
    y2: { on: 'y', by: 'olga' }
  })
  const { head, struck } = dutiesAtHead(tree)
  assert.is(nameOf(head), 'y2')
  const members = [member('olga', 0), member('olga', 1), member('mira', 2), member('ada', 3)]
  const leaves = leavesToRemove(members, struck, new Set([member('olga', 1).device])).map(({ leaf }) => leaf)
  assert.equal(leaves, [1, 2])
})

epochTree('wipes reading secrets 7 days after the child came and the log was read, 30 days after the child at the latest', () => {
  assert.is(wipeAt({ childAppliedAt: undefined, drainedAt: day(1) }), undefined)
  assert.is(wipeAt({ childAppliedAt: day(1), drainedAt: day(3) }), day(10))
  assert.is(wipeAt({ childAppliedAt: day(3), drainedAt: day(1) }), day(10))
  assert.is(wipeAt({ childAppliedAt: day(1), drainedAt: undefined }), day(31))
  assert.is(wipeAt({ childAppliedAt: day(1), drainedAt: day(29) }), day(31))
})

const AGED: Record<string, DrawnCommit> = {
  x: { on: 'root', by: 'olga', removes: ['mira'] },
  x2: { on: 'x', by: 'ada', removes: ['nick'], seenAt: 10 * DAY_MS },
  y: { on: 'root', by: 'mira', seenAt: 20 * DAY_MS },
  x3: { on: 'x2', by: 'olga', seenAt: 30 * DAY_MS }
}

epochTree('forgets what is 90 days old, but nothing that younger commits stand beside', () => {
  const tree = drawTree(GROUP, AGED)
  assert.is(forgetOld(tree, day(110)), tree, 'y is a fork of the first epoch')
  const later = forgetOld(tree, day(111))
  assert.is(nameOf(later.origin.epoch), 'x2')
  assert.equal(names([...later.commits.keys()]), ['x3'])
  assert.is(nameOf(chooseHead(later)), 'x3')
  assert.equal(names(later.origin.accounts), ['olga', 'ada'])
  assert.is(nameOf(forgetOld(tree, day(121)).origin.epoch), 'x3')
})

epochTree('remembers the removals of branches that it forgets', () => {
  const tree = drawTree(GROUP, {
    x: { on: 'root', by: 'olga', removes: ['mira'] },
    x2: { on: 'x', by: 'olga' },
    y: { on: 'root', by: 'ada', removes: ['mira', 'nick'] },
    y2: { on: 'y', by: 'ada', adds: { zed: [] } }
  })
  const head = chooseHead(tree)
  const later = decodeTree(encodeTree(forgetOld(tree, day(91))))
  assert.is(later.origin.epoch, head)
  assert.is(nameOf(head), 'y2')
  assert.equal(later.bygone, [{ account: accountOf('mira'), removal: epochOf('x') }])
  const unknowing = growTree(later, seenOf({ z: { on: 'y2', by: 'ada', adds: { mira: [] } } }))
  assert.equal(names(dutiesAtHead(unknowing).struck), ['mira'])
  const knowing = growTree(later, seenOf({ z: { on: 'y2', by: 'ada', adds: { mira: ['x'] } } }))
  assert.equal(dutiesAtHead(knowing).struck, [])
})

epochTree('forgets nothing while somebody struck is a member of the head', () => {
  const tree = drawTree(GROUP, {
    x: { on: 'root', by: 'olga', removes: ['mira'] },
    y: { on: 'root', by: 'ada', removes: ['nick'] },
    y2: { on: 'y', by: 'olga' }
  })
  assert.is(forgetOld(tree, day(200)), tree)
})

epochTree.run()
