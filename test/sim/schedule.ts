import type { Role } from '../../node/session/roles.js'
import { areContacts } from './beginning.js'
import type { Actor, Ledger } from './ledger.js'
import type { Faults, Stage } from './faults.js'
import { isWishGone } from './losses.js'

const MINUTE_MS = 60_000

/** What people do, one thing after another, as the seed has it. */
export interface Schedule {
  /** Does one thing, and waits for nothing that it brings about. */
  step(): Promise<void>
  /** Whoever may still write says something. */
  everybodySpeaks(word: string): Promise<void>
}

interface Cast {
  /** Founds the group, and is never put out of it, nor loses their rank. */
  readonly founder: Actor
  /** Only they and the founder let others in: nobody else has contacts. */
  readonly hosts: readonly Actor[]
  /** With which way to fall out the first feud begins, so that over many groups each comes as often. */
  readonly firstQuarrel: number
}

type Deed = 'add' | 'remove' | 'rename'

const DEEDS: readonly Deed[] = ['remove', 'add', 'rename']

/** What each side of a feud does: the founder's, and the rival's. */
interface Quarrel {
  readonly deed: Deed
  readonly answer: Deed
}

const EACH_QUARREL: readonly Quarrel[] = DEEDS.flatMap(deed => DEEDS.map(answer => ({ deed, answer })))
/** Those that are hardest to heal come twice in a round. */
const QUARRELS: readonly Quarrel[] = [...EACH_QUARREL, { deed: 'remove', answer: 'remove' }, { deed: 'add', answer: 'remove' }]
const nameOf = ({ deed, answer }: Quarrel): string => `quarrel:${deed}-${answer}`
/** As the ledger counts them, once both deeds were promised. */
export const QUARREL_KINDS = EACH_QUARREL.map(nameOf)
const sidesOfQuarrel = ({ deed, answer }: Quarrel): readonly string[] => [`quarrel:${deed}-any`, `quarrel:any-${answer}`]
/** What either side did of them, counted with them: a few groups come by all of these, and it takes many to come by each pair. */
export const QUARREL_SIDES = [...new Set(EACH_QUARREL.flatMap(sidesOfQuarrel))]

/** One side of a feud: who begins it, whom they put out on the other, and whom they could let in. */
interface Side {
  readonly by: Actor
  readonly targets: readonly Actor[]
  readonly newcomer: Actor | undefined
}

export function createSchedule(
  { world, draw, ledger, actors, chat }: Stage,
  faults: Faults,
  { founder, hosts, firstQuarrel }: Cast
): Schedule {
  let number = 0
  let turn = firstQuarrel % QUARRELS.length

  /** @returns what was asked for */
  function askFor(...ask: Parameters<Ledger['ask']>): Promise<unknown> {
    ledger.ask(...ask)
    return ask[3]
  }

  const mayLetIn = (by: Actor, actor: Actor): boolean => areContacts(actors.indexOf(by), actors.indexOf(actor))

  function say(by: Actor, word: string): void {
    const text = `${by.person.name} ${word} ${++number}`
    ledger.say(by, text, by.person.api.send({ chat, text }))
  }

  async function membersFor({ person }: Actor): Promise<readonly { account: string; coming?: true }[]> {
    // Whoever is in no group knows of nobody in it, nor does whose power has gone meanwhile.
    if (!person.running) return []
    return person.api.members({ chat }).catch(() => [])
  }

  /** Whom they could let in. */
  async function outsideOf(by: Actor): Promise<readonly Actor[]> {
    const members = await membersFor(by)
    const isOut = ({ account }: Actor): boolean => members.every(member => member.account !== account)
    return members.length === 0 ? [] : actors.filter(actor => isOut(actor) && mayLetIn(by, actor))
  }

  async function add(): Promise<void> {
    const by = draw.one([founder, ...hosts])
    const outside = await outsideOf(by)
    if (outside.length === 0) return
    const { account } = draw.one(outside)
    ledger.ask(by, 'add', account, by.person.api.addMember({ chat, contact: account }))
  }

  async function remove(): Promise<void> {
    const by = draw.one([founder, ...hosts])
    if (!by.person.running) return
    const members = await membersFor(by)
    const there = actors.filter(actor => actor !== founder && actor !== by && members.some(one => isThere(one, actor)))
    if (there.length < 4) return
    const { account } = draw.one(there)
    ledger.ask(by, 'remove', account, by.person.api.removeMember({ chat, member: account }))
  }

  async function leave(): Promise<void> {
    const by = draw.one(actors)
    if (by === founder || !by.person.running || (await membersFor(by)).length < 5) return
    ledger.ask(by, 'leave', by.account, by.person.api.leaveGroup({ chat }))
  }

  async function appoint(): Promise<void> {
    if (!founder.person.running) return
    const members = await membersFor(founder)
    const there = hosts.filter(actor => actor !== founder && members.some(one => isThere(one, actor)))
    if (there.length === 0) return
    const { account } = draw.one(there)
    const role = draw.one<Role>(['admin', 'admin', 'owner', 'member'])
    ledger.ask(founder, 'role', account, founder.person.api.setRole({ chat, member: account, role }))
  }

  function rename(by: Actor): Promise<unknown> {
    return askFor(by, 'profile', undefined, by.person.api.renameGroup({ chat, name: `Garden ${++number}` }))
  }

  function renameByAnybody(): void {
    const by = draw.one([founder, ...hosts])
    if (by.person.running) void rename(by)
  }

  async function interrupt(): Promise<void> {
    const actor = draw.one(actors)
    if (!actor.person.running) {
      ledger.count('start')
      await faults.start(actor)
    } else if (draw.below(3) > 0) faults.crashSoon(actor)
    else {
      ledger.count('stop')
      await actor.person.stop()
    }
  }

  /** Two halves that can't meet change the group, each as it likes, and talk for a while. */
  async function feud(): Promise<void> {
    const rival = draw.one(hosts.filter(actor => actor !== founder))
    if (!founder.person.running || !rival.person.running || !(await membersFor(founder)).some(one => isThere(one, rival))) return
    ledger.count('feud')
    ledger.ask(founder, 'role', rival.account, founder.person.api.setRole({ chat, member: rival.account, role: 'admin' }))
    await world.time.pass(MINUTE_MS)
    const sides = await sidesOf(rival)
    if (sides !== undefined) await quarrel(...sides)
    for (let i = 0; i < 3; i++) {
      await talk()
      await world.time.pass(draw.below(MINUTE_MS))
    }
    faults.mend()
  }

  /** @returns undefined where there are too few to fall out */
  async function sidesOf(rival: Actor): Promise<readonly [Side, Side] | undefined> {
    const [ours, theirs] = [await membersFor(founder), await membersFor(rival)]
    if (ours.length < 5 || theirs.length < 5) return undefined
    const others = actors.filter(actor => actor !== founder && theirs.some(one => isThere(one, actor)))
    const targets = draw.some(
      others.filter(actor => actor !== rival),
      2
    )
    const [newcomer] = draw.some(await outsideOf(founder), 1)
    const [theirNewcomer] = draw.some(
      (await outsideOf(rival)).filter(actor => actor !== newcomer),
      1
    )
    return [
      { by: founder, targets: ours.some(one => isThere(one, rival)) ? [rival] : [], newcomer },
      { by: rival, targets, newcomer: theirNewcomer }
    ]
  }

  /** The next of the ways to fall out that is open to both. */
  async function quarrel(ours: Side, theirs: Side): Promise<void> {
    const inTurn = [...QUARRELS.slice(turn), ...QUARRELS.slice(0, turn)]
    const chosen = inTurn.find(({ deed, answer }) => isOpen(ours, deed) && isOpen(theirs, answer))
    if (chosen === undefined) return
    turn = (QUARRELS.indexOf(chosen) + 1) % QUARRELS.length
    faults.divide(
      [founder, ...theirs.targets, ...(ours.newcomer === undefined ? [] : [ours.newcomer])],
      [theirs.by, ...(theirs.newcomer === undefined ? [] : [theirs.newcomer])]
    )
    const asked = [...carryOut(ours, chosen.deed), ...carryOut(theirs, chosen.answer)]
    Promise.all(asked).then(
      () => [nameOf(chosen), ...sidesOfQuarrel(chosen)].forEach(ledger.count),
      // The ledger has why.
      () => undefined
    )
  }

  function carryOut({ by, targets, newcomer }: Side, deed: Deed): readonly Promise<unknown>[] {
    const { api } = by.person
    if (deed === 'rename') return [rename(by)]
    if (deed === 'remove') return targets.map(({ account }) => askFor(by, 'remove', account, api.removeMember({ chat, member: account })))
    return newcomer === undefined ? [] : [askFor(by, 'add', newcomer.account, api.addMember({ chat, contact: newcomer.account }))]
  }

  /** What is promised while the disk takes its time must be there when the power comes back. */
  async function powerCut(): Promise<void> {
    const actor = draw.one(actors)
    const { person } = actor
    if (!person.running) return
    ledger.count('power_cut')
    person.disk.hold()
    say(actor, 'says before the power goes')
    await talk()
    await world.time.pass(draw.below(2_000))
    faults.blink(actor)
    await world.time.pass(draw.below(4_000))
    // It may have gone meanwhile by itself.
    if (person.running) await faults.crash(actor)
    await world.time.pass(draw.below(10_000))
    if (!person.running) await faults.start(actor)
  }

  /** The power goes as soon as a wish is promised. */
  async function askAndDie(): Promise<void> {
    if (!founder.person.running) return
    const members = await membersFor(founder)
    const { account } = draw.one(actors.filter(actor => actor !== founder))
    const { api } = founder.person
    const isMember = members.some(one => one.account === account)
    if (isMember && members.length < 5) return
    ledger.count('asked_and_died')
    const kind = isMember ? 'remove' : 'add'
    const asking = isMember ? api.removeMember({ chat, member: account }) : api.addMember({ chat, contact: account })
    ledger.ask(founder, kind, account, asking)
    // The ledger has why, where it was refused.
    const isPromised = await asking.then(
      () => true,
      () => false
    )
    if (founder.person.running) await faults.crash(founder)
    await world.time.pass(draw.below(10_000))
    if (founder.person.running) return
    await faults.start(founder)
    if (isPromised && (await isWishGone(founder, kind, account, chat))) ledger.lost.push(`the wish to ${kind} somebody`)
  }

  /** The group is kept elsewhere, or nowhere. */
  async function moveToRelays(): Promise<void> {
    if (!founder.person.running) return
    const own = (await founder.person.api.relays()).map(({ address }) => address)
    const relays = draw.one([[], own, own.slice(0, 1)])
    ledger.ask(founder, 'profile', undefined, founder.person.api.setGroupRelays({ chat, relays }))
  }

  async function talk(): Promise<void> {
    const speakers = actors.filter(({ person }) => person.running)
    if (speakers.length > 0) for (let i = draw.below(3); i >= 0; i--) say(draw.one(speakers), 'says')
  }

  const doings: readonly (readonly [share: number, () => Promise<void> | void])[] = [
    [10, talk],
    [4, add],
    [3, remove],
    [1, leave],
    [2, appoint],
    [2, renameByAnybody],
    [5, interrupt],
    [1, () => faults.jump(draw.one(actors))],
    [2, () => faults.disturb()],
    [3, () => faults.tear()],
    [2, () => faults.mend()],
    [2, () => faults.corrupt()],
    [2, feud],
    [2, powerCut],
    [1, askAndDie],
    [1, moveToRelays],
    [1, () => faults.restartRelay()]
  ]
  const bag = doings.flatMap(([share, doing]) => Array.from({ length: share }, () => doing))

  return {
    async step() {
      await draw.one(bag)()
      await world.time.pass(draw.below(4) === 0 ? draw.below(60_000) : draw.below(3_000))
    },
    async everybodySpeaks(word) {
      for (const actor of actors) if ((await membersFor(actor)).length > 0) say(actor, word)
    }
  }
}

const isOpen = ({ targets, newcomer }: Side, deed: Deed): boolean =>
  deed === 'rename' || (deed === 'remove' ? targets.length > 0 : newcomer !== undefined)

const isThere = (member: { account: string; coming?: true }, { account }: Actor): boolean =>
  member.account === account && member.coming !== true
