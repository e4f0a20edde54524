import * as assert from 'uvu/assert'
import { toHex, utf8 } from '../../node/base/bytes.js'
import { toError } from '../../node/base/errors.js'
import type { ConversationId, DeviceId, NowMs } from '../../node/base/ids.js'
import { type MembershipChange, mayCommit } from '../../node/session/roles.js'
import type { Committed, Epoch, NewKeyPackage } from '../../node/session/session.js'
import { type Draw, createDraw, createSeededPrimitives } from './seeded.js'
import { type Standing, childOf } from './standing.js'
import { type TestDevice, createTestDevice } from './test-device.js'

export interface RandomGroupOptions {
  readonly seed: number
  readonly operations: number
  /** How many members there are at least, once they were, and at most. */
  readonly members: readonly [least: number, most: number]
  /** Sees every Welcome before its joiner uses it. */
  readonly onWelcome?: (joining: Joining) => Promise<void>
}

interface Joining {
  readonly joiner: TestDevice
  readonly welcome: Uint8Array
  readonly keyPackage: NewKeyPackage
}

const KINDS = ['add', 'remove', 'update', 'let in again', 'race', 'message', 'restart'] as const
type Kind = (typeof KINDS)[number]
type CommitKind = Extract<Kind, 'add' | 'remove' | 'update' | 'let in again'>
const COMMIT_KINDS: readonly CommitKind[] = ['add', 'remove', 'update', 'let in again']

/** What somebody means to do, whoever wins the race to do it first. */
interface Wish {
  readonly add: readonly TestDevice[]
  readonly remove: readonly TestDevice[]
}

interface Attempt {
  readonly by: Standing
  readonly made: Committed
  readonly wish: Wish
  readonly packages: ReadonlyMap<DeviceId, NewKeyPackage>
}

const ACCOUNTS = 3

/**
 * Real devices doing real MLS at random: adding, removing, renewing, letting in again, racing each other, talking, restarting.
 * After every step all members stand in one epoch. Everybody counts as revoked, so that anybody may remove anybody.
 *
 * @returns how often each thing happened
 */
export async function runRandomGroup(options: RandomGroupOptions): Promise<ReadonlyMap<Kind, number>> {
  const { seed, operations } = options
  let doing = 'founding'
  try {
    const group = await foundGroup(options)
    const counts = new Map<Kind, number>()
    for (let i = 0; i < operations; i++) {
      const kind = group.draw.one(KINDS)
      doing = `operation ${i}, ${kind}`
      await group.step(kind)
      group.checkAgreement()
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
    doing = 'comparing authenticators'
    group.checkAuthenticators()
    return counts
  } catch (cause) {
    throw new Error(`seed ${seed}, ${doing}: ${toError(cause).message}`, { cause })
  }
}

interface RandomGroup {
  readonly draw: Draw
  step(kind: Kind): Promise<void>
  checkAgreement(): void
  checkAuthenticators(): void
}

async function foundGroup({ seed, members: [least, most], onWelcome }: RandomGroupOptions): Promise<RandomGroup> {
  const draw = createDraw(`group ${seed}`)
  const devices = await createDevices(seed, most + 2)
  const founder = devices[0] as TestDevice
  const conversation = toHex(new Uint8Array(32).fill(seed % 256)) as ConversationId
  let standings: Standing[] = [{ party: founder, epoch: await founder.session.create(conversation) }]

  const deviceOf = ({ party }: Standing): TestDevice => devices.find(({ device }) => device === party.device) as TestDevice
  const headOf = (): Epoch => (standings[0] as Standing).epoch
  const outsiders = (): TestDevice[] => devices.filter(({ device }) => !standings.some(({ party }) => party.device === device))
  const removable = (but: readonly Standing[]): TestDevice[] => standings.filter(s => !but.includes(s)).map(deviceOf)

  function wishFor(kind: CommitKind, by: Standing): Wish {
    const room = most - standings.length
    if (kind === 'add' && room > 0) return { add: draw.some(outsiders(), 1 + draw.below(Math.min(3, room))), remove: [] }
    if (kind === 'remove' && standings.length > least) {
      return { add: [], remove: draw.some(removable([by]), 1 + draw.below(Math.min(2, standings.length - least))) }
    }
    if (kind === 'let in again' && standings.length > 1) {
      const again = draw.some(removable([by]), 1)
      return { add: again, remove: again }
    }
    return { add: [], remove: [] }
  }

  /** Leaves out what the members have changed since. */
  function stillSensible({ add, remove }: Wish): Wish {
    const isMember = ({ device }: TestDevice): boolean => standings.some(({ party }) => party.device === device)
    const removing = remove.filter(isMember)
    const adding = add.filter(device => !isMember(device) || removing.includes(device))
    return { add: adding.slice(0, most - standings.length + removing.length), remove: removing }
  }

  function isAllowed(by: Standing, { add, remove }: Wish): boolean {
    const { members, roles } = by.epoch
    const change: MembershipChange = { added: add, removed: members.filter(m => remove.some(({ device }) => device === m.device)) }
    const committer = members.find(({ leaf }) => leaf === by.epoch.ownLeaf)
    const leavesItself = remove.some(({ device }) => device === by.party.device)
    return (
      committer !== undefined &&
      !leavesItself &&
      mayCommit({ members, roles, revoked: new Set(devices.map(d => d.device)) }, committer, change)
    )
  }

  async function attempt(by: Standing, wished: Wish): Promise<Attempt> {
    const wish = isAllowed(by, wished) ? wished : { add: [], remove: [] }
    const packages = new Map<DeviceId, NewKeyPackage>()
    for (const { device, session } of wish.add) packages.set(device, await session.newKeyPackage({ lastResort: false }))
    const isFirst = by.epoch.parent === undefined
    const made = await by.party.session.commit(by.epoch, {
      add: [...packages.values()].map(({ published }) => published),
      remove: by.epoch.members.filter(m => wish.remove.some(({ device }) => device === m.device)).map(({ leaf }) => leaf),
      ...(isFirst ? { roles: { owners: [founder.account], admins: [] } } : {})
    })
    return { by, made, wish, packages }
  }

  /** Everybody opens every attempt on the one parent; the chosen one is where all go on. */
  async function settle(attempts: readonly Attempt[], winner: Attempt): Promise<void> {
    const next: Standing[] = []
    for (const standing of standings) {
      for (const { by, made } of attempts) {
        if (by === standing) {
          if (by === winner.by) next.push({ party: by.party, epoch: made.child })
          continue
        }
        const opened = await standing.party.session.open(standing.epoch, made.envelope)
        assert.equal(opened.kind === 'message' ? undefined : opened.header, made.header)
        if (made !== winner.made) continue
        if (opened.kind === 'commit') next.push({ party: standing.party, epoch: childOf(opened) })
        else await checkShutOut(standing, winner)
      }
    }
    standings = [...next, ...(await join(winner))]
  }

  async function join({ made, wish, packages }: Attempt): Promise<Standing[]> {
    const joined: Standing[] = []
    for (const joiner of wish.add) {
      const keyPackage = packages.get(joiner.device)
      if (keyPackage === undefined || made.welcome === undefined) throw new Error('an added device has no Welcome')
      const joining = { joiner, keyPackage, welcome: made.welcome }
      await onWelcome?.(joining)
      const epoch = await joiner.session.join(joining.welcome, keyPackage.secret)
      assert.equal(epoch.lineage, made.child.lineage)
      joined.push({ party: joiner, epoch })
    }
    return joined
  }

  async function race(): Promise<void> {
    const racers = draw.some(standings, 2 + draw.below(2))
    const attempts: Attempt[] = []
    for (const by of racers) attempts.push(await attempt(by, wishFor(draw.one(COMMIT_KINDS), by)))
    const winner = draw.one(attempts)
    await settle(attempts, winner)
    for (const { by, wish } of attempts) {
      const loser = standings.find(({ party }) => party === by.party)
      if (by === winner.by || loser === undefined) continue
      const again = await attempt(loser, stillSensible(wish))
      await settle([again], again)
    }
  }

  async function talk(): Promise<void> {
    const sender = draw.one(standings)
    const texts = Array.from({ length: 1 + draw.below(4) }, (_, i) => `${sender.epoch.nextGeneration} ${i}`)
    const envelopes: Uint8Array[] = []
    for (const text of texts) {
      const sealed = await sender.party.session.seal(sender.epoch, utf8(text))
      sender.epoch = sealed.epoch
      envelopes.push(sealed.envelope)
    }
    for (const reader of standings) {
      if (reader === sender) continue
      for (const i of draw.some([...texts.keys()], texts.length)) {
        const opened = await reader.party.session.open(reader.epoch, envelopes[i] as Uint8Array)
        assert.equal(opened.kind === 'message' && opened.plaintext, utf8(texts[i] ?? ''))
        reader.epoch = opened.epoch
      }
    }
  }

  return {
    draw,
    async step(kind) {
      if (kind === 'message') return talk()
      if (kind === 'race') return race()
      const by = draw.one(standings)
      if (kind === 'restart') {
        by.epoch = await by.party.session.decode(by.party.session.encode(by.epoch))
        return
      }
      const only = await attempt(by, wishFor(kind, by))
      await settle([only], only)
    },
    checkAgreement() {
      for (const { epoch } of standings) {
        assert.is(epoch.id, headOf().id)
        assert.equal(epoch.members, headOf().members)
      }
      assert.is(headOf().members.length, standings.length)
    },
    checkAuthenticators() {
      const all = new Set(standings.map(({ party, epoch }) => toHex(party.session.authenticator(epoch))))
      assert.is(all.size, 1)
    }
  }
}

/** A removed member holds the parent whole, and opens nothing of the child. */
async function checkShutOut(standing: Standing, { by, made }: Attempt): Promise<void> {
  const { envelope } = await by.party.session.seal(made.child, utf8('not for the removed'))
  await standing.party.session.open(standing.epoch, envelope).then(
    () => assert.unreachable('a removed member reads on'),
    () => undefined
  )
}

/** Of few accounts, so that most devices may be added by anybody. */
async function createDevices(seed: number, count: number): Promise<TestDevice[]> {
  const primitives = createSeededPrimitives(`group ${seed}`)
  const revoked = new Set<DeviceId>()
  const devices: TestDevice[] = []
  for (let i = 0; i < count; i++) {
    const accountKey = devices[i % ACCOUNTS]?.accountKey
    const device = await createTestDevice({
      primitives,
      revoked: () => revoked,
      now: () => Date.now() as NowMs,
      ...(i < ACCOUNTS || accountKey === undefined ? {} : { accountKey })
    })
    devices.push(device)
    revoked.add(device.device)
  }
  return devices
}
