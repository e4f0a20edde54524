import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as fc from 'fast-check'
import { EMPTY } from '../../node/base/bytes.js'
import type { AccountId, ConversationId, DeviceId, EpochId, LogId, NowMs } from '../../node/base/ids.js'
import { createDutyWaits } from '../../node/conversation/duty-waits.js'
import { linksIn, newGroupLink, withLink } from '../../node/session/group-links.js'
import { type Plan, planMembership } from '../../node/conversation/membership-plan.js'
import type { Situation } from '../../node/conversation/situation.js'
import type { TakenPackage } from '../../node/conversation/welcoming.js'
import type { Wish } from '../../node/conversation/wish.js'
import { plantAt } from '../../node/session/epoch-tree.js'
import { encodeGroupExtensions } from '../../node/session/group-extensions.js'
import { headerOf, requireLawful } from '../../node/session/lawful-change.js'
import { NO_PROFILE } from '../../node/session/profile.js'
import { MAX_JOINERS, MAX_LEAVES, ROLES, type Roles } from '../../node/session/roles.js'
import type { Epoch, Member } from '../../node/session/session.js'

const HOUR_MS = 60 * 60_000
const DEVICES = 8

const account = (n: number): AccountId => n.toString(16).padStart(64, '0') as AccountId
const device = (n: number, which: number): DeviceId => `device ${n}.${which}` as DeviceId
const PROFILE = { ...NO_PROFILE, name: 'Garden' }

/** Accounts with so many devices each, leaf after leaf. */
function membersOf(counts: readonly number[]): Member[] {
  const devices = counts.flatMap((count, n) =>
    Array.from({ length: count }, (_, which) => ({ account: account(n), device: device(n, which) }))
  )
  return devices.map((one, leaf) => ({ ...one, leaf }))
}

function headWith(members: readonly Member[], roles: Roles): Epoch {
  return {
    id: 'ee'.repeat(32) as EpochId,
    conversation: 'cc'.repeat(32) as ConversationId,
    parent: undefined,
    lineage: [],
    log: 'dd'.repeat(32) as LogId,
    members,
    roles,
    profile: PROFILE,
    ownLeaf: 0,
    nextGeneration: 1
  }
}

/** Of the group that `headWith` makes, and good at the time that `situationAt` has. */
const WISH = { group: 'cc'.repeat(32) as ConversationId, lifetime: { notBefore: 0n, notAfter: 0n } }

function packageOf(n: number, which: number, isWish = false): TakenPackage {
  const info = { ...(isWish ? { wish: WISH } : {}), account: account(n), device: device(n, which), ref: EMPTY, knockKey: EMPTY }
  return { published: Uint8Array.of(n >> 8, n & 0xff, which), info }
}

const packagesOf = (n: number, count: number): TakenPackage[] => Array.from({ length: count }, (_, which) => packageOf(n, which))

function situationAt(head: Epoch, self: Member, parts: Partial<Situation> = {}): Situation {
  return {
    nowMs: 0,
    atMs: 0,
    head,
    self,
    tree: plantAt(head, 0 as NowMs),
    revoked: new Set(),
    wishes: [],
    taken: new Map(),
    strayed: new Set(),
    stranded: new Set(),
    letIn: new Set(),
    waited: () => ({ atHeadMs: HOUR_MS, inAllMs: HOUR_MS }),
    isWithinReach: () => true,
    guests: [],
    certified: [],
    takenDevices: new Map(),
    strayedDevices: new Set(),
    wishing: new Set(),
    relaysInUse: [],
    heirs: new Set(),
    ...parts
  }
}

/** What the session would make of it. @throws where it refuses */
function commitOf({ head, self, revoked, atMs }: Situation, { change, joining }: Plan): void {
  if (change === undefined) return
  const added = (change.add ?? []).map(published => {
    const found = joining.find(one => one.published === published)
    if (found === undefined) throw new Error('nobody gets a letter for this device')
    return found.info
  })
  const settings =
    change.roles === undefined && change.profile === undefined
      ? []
      : [{ roles: change.roles ?? head.roles, profile: change.profile ?? head.profile }]
  for (const one of settings) encodeGroupExtensions(one)
  const lawful = requireLawful(head, self, { added, removed: change.remove ?? [], settings, atMs }, revoked)
  headerOf(head, self, lawful, { undoes: change.undoes ?? new Map() })
}

const nth = fc.nat(50)
const adds = nth.map((n): Wish => ({ kind: 'add', account: account(n) }))
const wishes: fc.Arbitrary<Wish> = fc.oneof(
  adds,
  nth.map((n): Wish => ({ kind: 'remove', account: account(n) })),
  nth.map((n): Wish => ({ kind: 'takeOut', account: account(n) })),
  fc.tuple(nth, fc.constantFrom(...ROLES)).map(([n, role]): Wish => ({ kind: 'role', account: account(n), role })),
  fc.constant<Wish>({ kind: 'leave' }),
  fc.constant<Wish>({ kind: 'profile', profile: { name: 'Orchard' } })
)

/** Accounts are members up to some number, ranked by some order; what is wished for, taken, strayed and revoked is anything. */
const situations = fc
  .record({
    counts: fc.oneof(
      ...[4, 40].map(most => fc.array(fc.integer({ min: 1, max: DEVICES }), { minLength: 1, maxLength: most, size: 'max' }))
    ),
    owners: fc.integer({ min: 1, max: 16 }),
    admins: fc.nat(24),
    self: fc.nat(),
    // What comes first leaves nothing else to look at.
    wishes: fc.oneof(...[adds, wishes].map(one => fc.array(one, { maxLength: 24, size: 'max' }))),
    taken: fc.uniqueArray(fc.tuple(nth, fc.integer({ min: 1, max: DEVICES })), { maxLength: 30, size: 'max', selector: ([n]) => n }),
    strayed: fc.array(nth, { maxLength: 6 }),
    revoked: fc.oneof(fc.constant<[number, number][]>([]), fc.array(fc.tuple(nth, fc.nat(DEVICES - 1)), { maxLength: 2 })),
    coming: fc.uniqueArray(fc.tuple(nth, fc.nat(DEVICES - 1)), { maxLength: 40, size: 'max', selector: ([n, which]) => device(n, which) }),
    wishing: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
    strayedDevices: fc.array(fc.tuple(nth, fc.nat(DEVICES - 1)), { maxLength: 12 }),
    heirs: fc.array(nth, { maxLength: 4 }),
    unreached: fc.array(nth, { maxLength: 4 })
  })
  .map(drawn => {
    const members = membersOf(drawn.counts).slice(0, MAX_LEAVES)
    const present = [...new Set(members.map(member => member.account))]
    const roles = { owners: present.slice(0, drawn.owners), admins: present.slice(drawn.owners, drawn.owners + drawn.admins) }
    const unreached = new Set(drawn.unreached.map(account))
    return situationAt(headWith(members, roles), members[drawn.self % members.length] as Member, {
      wishes: drawn.wishes,
      taken: new Map(drawn.taken.map(([n, count]) => [account(n), packagesOf(n, count)])),
      strayed: new Set(drawn.strayed.map(account)),
      revoked: new Set(drawn.revoked.map(([n, which]) => device(n, which))),
      certified: drawn.coming.map(([n, which]) => ({ account: account(n), device: device(n, which) })),
      takenDevices: new Map(drawn.coming.map(([n, which], i) => [device(n, which), packageOf(n, which, drawn.wishing[i])])),
      strayedDevices: new Set(drawn.strayedDevices.map(([n, which]) => device(n, which))),
      relaysInUse: [],
      heirs: new Set(drawn.heirs.map(account)),
      isWithinReach: other => !unreached.has(other)
    })
  })

const plans = suite('what is to be committed')

plans('is always lawful, within all bounds and never about the own leaf, and whole accounts come in', () => {
  fc.assert(
    fc.property(situations, situation => {
      const plan = planMembership(situation)
      commitOf(situation, plan)
      const { head, self, taken, isWithinReach } = situation
      assert.not.ok(plan.change?.remove?.includes(self.leaf))
      const present = new Set(head.members.map(member => member.account))
      for (const { info } of plan.joining) {
        assert.ok(isWithinReach(info.account))
        if (present.has(info.account)) continue
        const theirs = plan.joining.filter(one => one.info.account === info.account)
        assert.equal(theirs, taken.get(info.account))
      }
      // Whoever could come in does, unless something else comes first.
      const isIdle = plan.change === undefined && plan.over.length === 0
      const isHere = (wish: Wish): boolean => wish.kind === 'add' && taken.has(wish.account) && isWithinReach(wish.account)
      if (isIdle) assert.not.ok(situation.wishes.some(wish => isHere(wish) && wish.kind === 'add' && !present.has(wish.account)))
    }),
    { numRuns: 400 }
  )
})

const ADA = 0
const OWNED: Roles = { owners: [account(ADA)], admins: [] }
const addsOf = (accounts: readonly number[]): Wish[] => accounts.map(n => ({ kind: 'add', account: account(n) }))
const numbers = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i)

/** Ada, who owns the group, is to let these in. */
function letIn(counts: readonly number[], joining: readonly number[]): { readonly situation: Situation; readonly plan: Plan } {
  const members = membersOf(counts)
  const taken = new Map(joining.map(n => [account(n), packagesOf(n, DEVICES)]))
  const situation = situationAt(headWith(members, OWNED), members[0] as Member, { wishes: addsOf(joining), taken })
  return { situation, plan: planMembership(situation) }
}

plans('brings in as many whole accounts as one commit takes, and leaves the others to the next', () => {
  const { situation, plan } = letIn([1], numbers(1, 6))
  commitOf(situation, plan)
  assert.is(plan.joining.length, MAX_JOINERS)
  assert.equal([...(plan.change?.undoes?.keys() ?? [])], numbers(1, 4).map(account))
  assert.equal(plan.over, [])
})

plans('says of an account with more devices than the group has places left that it can not come in, and lets in who can', () => {
  const { situation, plan } = letIn([1, ...numbers(1, 31).map(() => DEVICES), 5], [100])
  assert.is(situation.head.members.length, 254)
  assert.is(plan.change, undefined)
  assert.match(JSON.stringify(plan.over), 'at most 256 devices')
})

plans('says of a 17th owner that a group has no more than 16, and goes on with what stands behind it', () => {
  const members = membersOf(numbers(0, 18).map(() => 1))
  const head = headWith(members, { owners: members.slice(0, 16).map(member => member.account), admins: [] })
  const asked: Wish[] = [
    { kind: 'role', account: account(17), role: 'owner' },
    { kind: 'profile', profile: { name: 'Orchard' } }
  ]
  const plan = planMembership(situationAt(head, members[0] as Member, { wishes: asked }))
  assert.equal([plan.change?.roles, plan.change?.profile?.name], [undefined, 'Orchard'])
  assert.equal(
    plan.over.map(({ wish }) => wish),
    asked.slice(0, 1)
  )
  assert.match(JSON.stringify(plan.over), 'at most 16 owners')
})

plans('drops the wish to put out oneself, and does what was wished for behind it', () => {
  const members = membersOf([1, 1])
  const own: Wish = { kind: 'remove', account: account(ADA) }
  const plan = planMembership(
    situationAt(headWith(members, OWNED), members[0] as Member, { wishes: [own, { kind: 'remove', account: account(1) }] })
  )
  assert.equal(plan.over, [{ wish: own, obstacle: 'no right' }])
  assert.equal(plan.change, { remove: [1] })
})

plans('brings nobody in by the commit that puts them out', () => {
  const members = membersOf([1, 1])
  const plan = planMembership(
    situationAt(headWith(members, OWNED), members[0] as Member, {
      wishes: [{ kind: 'remove', account: account(1) }],
      revoked: new Set([device(1, 0)]),
      certified: [{ account: account(1), device: device(1, 1) }],
      takenDevices: new Map([[device(1, 1), packageOf(1, 1)]]),
      heirs: new Set([account(1)])
    })
  )
  assert.equal([plan.change, plan.joining], [{ remove: [1] }, []])
})

plans('of those who come by a link as many come in as it has uses for, and each is counted', () => {
  const members = membersOf([1, 2])
  const link = newGroupLink(new Uint8Array(32), { asksFirst: false, usesLeft: 2 })
  const head = { ...headWith(members, { owners: [account(0)], admins: [] }), profile: withLink(PROFILE, link, 0) ?? PROFILE }
  const guests = [5, 6, 7].map(n => ({ account: account(n), link: link.id, isWelcome: true }))
  const come = (parts: Partial<Situation>): Plan => planMembership(situationAt(head, members[0] as Member, { guests, ...parts }))
  const wish = (n: number): Wish => ({ kind: 'add', account: account(n) })
  assert.equal(come({}).taking, [wish(5), wish(6)])
  assert.equal(come({ wishes: [wish(6)] }).taking, [wish(5)], 'one is on the way in')
  // A device of a member comes in anew at the same time.
  const strayed = { account: account(1), device: device(1, 1) }
  const both = come({
    wishes: [wish(5)],
    taken: new Map([[account(5), packagesOf(5, 1)]]),
    certified: [strayed],
    strayedDevices: new Set([strayed.device]),
    takenDevices: new Map([[strayed.device, packageOf(1, 1)]])
  })
  assert.equal(
    both.joining.map(({ info }) => info.account),
    [account(5)]
  )
  assert.equal(
    linksIn(both.change?.profile ?? head.profile).map(({ usesLeft }) => usesLeft),
    [1]
  )
})

plans('whose Welcome may have gone with who let them in is let in anew by whoever may and comes first, after a while', () => {
  const members = membersOf([1, 1, 1, 1])
  const head = headWith(members, { owners: [account(0)], admins: [account(1)] })
  const planOf = (self: number, inAllMs: number, atHeadMs = inAllMs): Plan =>
    planMembership(situationAt(head, members[self] as Member, { stranded: new Set([account(2)]), waited: () => ({ inAllMs, atHeadMs }) }))
  const [afterMs, turnMs] = [10 * 60_000, 15_000]
  assert.equal([planOf(0, 0).lacking, planOf(0, 0).turnInMs], [[], afterMs])
  assert.equal([planOf(0, afterMs).lacking, planOf(1, afterMs).lacking, planOf(1, afterMs).turnInMs], [[account(2)], [], turnMs])
  assert.equal(planOf(1, afterMs + turnMs).lacking, [account(2)])
  const anew = [planOf(0, HOUR_MS, 0), planOf(1, HOUR_MS, 0)]
  assert.equal(
    anew.map(({ lacking, turnInMs }) => [lacking, turnInMs]),
    [
      [[account(2)], undefined],
      [[], turnMs]
    ],
    'at another head the turns begin anew, and not the while'
  )
  assert.equal(planOf(3, HOUR_MS).lacking, [], 'nobody without a role')
  assert.equal(planOf(0, afterMs).taking, [], 'nothing is kept that would bring them back once they are put out')
})

plans(
  'a device that can not follow the group is let in anew by any member that it has asked, and unasked by its account and who outranks it',
  () => {
    const members = membersOf([1, 1, 2, 1])
    const head = headWith(members, { owners: [account(0)], admins: [account(1)] })
    /** What the device of this leaf would do for an account's first device that asks to come back. */
    const planOf = (leaf: number, n: number, parts: Partial<Situation>): Plan =>
      planMembership(
        situationAt(head, members[leaf] as Member, {
          certified: [{ account: account(n), device: device(n, 0) }],
          strayedDevices: new Set([device(n, 0)]),
          ...parts
        })
      )
    const seeTo = (leaf: number, n: number, isAsked: boolean): boolean => {
      const asked = isAsked ? { wishing: new Set([device(n, 0)]) } : {}
      const { lackingDevices } = planOf(leaf, n, asked)
      const { change } = planOf(leaf, n, { takenDevices: new Map([[device(n, 0), packageOf(n, 0, isAsked)]]) })
      assert.is(change !== undefined, lackingDevices.length > 0)
      return change !== undefined
    }
    const [owner, admin, sibling, plain] = [0, 1, 3, 4] as const
    assert.equal([seeTo(plain, 0, false), seeTo(admin, 0, false), seeTo(plain, 0, true), seeTo(admin, 0, true)], [false, false, true, true])
    assert.equal(
      [seeTo(owner, 2, false), seeTo(admin, 2, false), seeTo(sibling, 2, false), seeTo(plain, 2, false)],
      [true, true, true, false]
    )
    const late = planOf(plain, 0, { takenDevices: new Map([[device(0, 0), packageOf(0, 0, true)]]), atMs: 1_000 })
    assert.is(late.change, undefined, 'its key package is past its time')
  }
)

plans('what is waited for goes on being so at the next head, and is forgotten where a head has passed without it', () => {
  let nowMs = 1_000
  const waits = createDutyWaits({ now: () => nowMs as NowMs })
  const at = (head: string, duty: string): readonly number[] => {
    const { atHeadMs, inAllMs } = waits.waited('group' as ConversationId, head as EpochId, duty)
    return [atHeadMs, inAllMs]
  }
  assert.equal(
    [at('first', 'one'), at('first', 'other')],
    [
      [0, 0],
      [0, 0]
    ]
  )
  nowMs += 5
  assert.equal(
    [at('first', 'one'), at('second', 'one')],
    [
      [5, 5],
      [0, 5]
    ]
  )
  nowMs += 5
  assert.equal(
    [at('second', 'one'), at('third', 'one'), at('third', 'other')],
    [
      [5, 10],
      [0, 10],
      [0, 0]
    ]
  )
})

plans.run()
