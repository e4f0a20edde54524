import type { Role } from '../../node/session/roles.js'
import { areContacts } from './beginning.js'
import type { Actor } from './ledger.js'
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
}

type Deed = 'add' | 'remove' | 'rename'

/** What each side of a feud does: the founder's, and the rival's. */
const QUARRELS: readonly (readonly [Deed, Deed])[] = [
  ['remove', 'remove'],
  ['remove', 'remove'],
  ['remove', 'add'],
  ['add', 'remove'],
  ['add', 'remove'],
  ['add', 'add'],
  ['rename', 'remove'],
  ['rename', 'rename']
]

/** Of one side: whom it puts out, and whom it lets in. */
interface Quarrel {
  readonly targets: readonly Actor[]
  readonly newcomer: Actor | undefined
}

export function createSchedule({ world, draw, ledger, actors, chat }: Stage, faults: Faults, { founder, hosts }: Cast): Schedule {
  let number = 0

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

  function rename(by = draw.one([founder, ...hosts])): void {
    if (!by.person.running) return
    ledger.ask(by, 'profile', undefined, by.person.api.renameGroup({ chat, name: `Garden ${++number}` }))
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
    const outside = await outsideOf(founder)
    const newcomer = outside.length === 0 ? undefined : draw.one(outside)
    const sides = faults.divide(newcomer === undefined ? [founder] : [founder, newcomer], rival)
    const [deed, answer] = draw.one(QUARRELS)
    await quarrel(founder, deed, { targets: [rival], newcomer })
    await quarrel(rival, answer, {
      targets: draw.some(
        sides[0].filter(actor => actor !== founder),
        2
      ),
      newcomer: (await outsideOf(rival)).find(actor => sides[1].includes(actor))
    })
    for (let i = 0; i < 3; i++) {
      await talk()
      await world.time.pass(draw.below(MINUTE_MS))
    }
    faults.mend()
  }

  async function quarrel(by: Actor, deed: Deed, { targets, newcomer }: Quarrel): Promise<void> {
    const members = await membersFor(by)
    if (members.length < 5) return
    const { api } = by.person
    if (deed === 'rename') rename(by)
    else if (deed === 'add' && newcomer !== undefined)
      ledger.ask(by, 'add', newcomer.account, api.addMember({ chat, contact: newcomer.account }))
    else if (deed === 'remove')
      for (const actor of targets)
        if (members.some(one => isThere(one, actor)))
          ledger.ask(by, 'remove', actor.account, api.removeMember({ chat, member: actor.account }))
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
    [2, () => rename()],
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

const isThere = (member: { account: string; coming?: true }, { account }: Actor): boolean =>
  member.account === account && member.coming !== true
