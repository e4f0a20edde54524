import type { AccountId } from '../base/ids.js'
import { linksIn, withoutExpired, withUses } from '../session/group-links.js'
import { dutiesAtHead, leavesToRemove, removalsToUndo, type HeadDuties } from '../session/head-duties.js'
import { entryOf } from '../session/lineage.js'
import { isSameProfile, type GroupProfile } from '../session/profile.js'
import { isWishedAt } from '../session/return-wish.js'
import { appointed } from '../session/roles.js'
import type { Change, Member } from '../session/session.js'
import { type Arrival, arrivalsThatFit, joiningOf } from './arrivals.js'
import { judgeWishes, type EndedWish } from './judged-wishes.js'
import { relaysOf } from './relay-namers.js'
import { type Situation, type CertifiedDevice, ANY_DEVICE } from './situation.js'
import { type Turns, createTurns } from './turns.js'
import type { TakenPackage } from './welcoming.js'
import { isAboutTheSame, wishedProfile, type Wish } from './wish.js'

/** So long a group waits for another device of whoever has lost their last: meanwhile nobody encrypts there. */
const SUCCESSION_MS = 5 * 60_000
/** So long somebody who was let in by a member that is out by now has to show that they came. */
const STRANDED_MS = 10 * 60_000

export interface Plan {
  /** What to commit now, if anything. */
  readonly change: Change | undefined
  /** Who comes in by that. */
  readonly joining: readonly TakenPackage[]
  /** Accounts that are to come in once key packages of theirs were taken. */
  readonly lacking: readonly AccountId[]
  /** Devices of members, the same. */
  readonly lackingDevices: readonly CertifiedDevice[]
  /** Wishes that this brings about, as far as one commit can. */
  readonly wishes: readonly Wish[]
  /** Wishes that are done, or that can't be. */
  readonly over: readonly EndedWish[]
  /** This account has no role any more, and goes. */
  readonly isLeaving: boolean
  /** In how many milliseconds it is this device's turn to do what others may do before; undefined where there is nothing such. */
  readonly turnInMs: number | undefined
  /** What this device takes on, since it is its turn to. */
  readonly taking: readonly Wish[]
}

/**
 * What this device should commit next at a group's head. Pure. Whoever must go goes first, since nobody encrypts beside them; then
 * roles and profile, which can't share a commit with removals; then who is to come in. What several may see to is left to the highest rank
 * first, and to the next where that one is away.
 */
export function planMembership(situation: Situation): Plan {
  const duties = dutiesAtHead(situation.tree)
  const turns = createTurns(situation, duties)
  const unasked = [...lostChanges(situation, duties, turns), ...orphanedRelays(situation, turns), ...toLetInAnew(situation, duties, turns)]
  const judged = judgeWishes(situation, [...situation.wishes, ...unasked], turns)
  const coming = comingDevices(situation, judged.adds, turns)
  const due = dueLeaves(situation, duties, turns)
  const barred = [...duties.struck, ...judged.removals.map(({ account }) => account)]
  const { heirs, awaited } = succession(situation, { due, coming, barred }, turns)
  const leaving = new Set([...due.filter(({ account }) => !awaited.has(account)), ...judged.removals])
  const waiting = {
    lacking: judged.adds.filter(account => !situation.taken.has(account)),
    lackingDevices: coming.filter(({ device }) => !situation.takenDevices.has(device)),
    over: judged.over.filter(({ wish }) => situation.wishes.includes(wish)),
    joining: [],
    wishes: [],
    isLeaving: judged.isLeaving,
    taking: welcomed(situation, turns),
    turnInMs: turns.nextInMs()
  }
  if (leaving.size > 0) {
    const add = heirs.map(({ published }) => published)
    const accounts = new Set([...leaving].map(({ account }) => account))
    return {
      ...waiting,
      // Once they are out there may be room.
      over: waiting.over.filter(({ wish, obstacle }) => wish.kind !== 'add' || obstacle === undefined || obstacle === 'no right'),
      joining: heirs,
      wishes: situation.wishes.filter(wish => (wish.kind === 'remove' || wish.kind === 'takeOut') && accounts.has(wish.account)),
      change: { remove: [...leaving].map(({ leaf }) => leaf), ...(add.length === 0 ? {} : { add }) }
    }
  }
  if (judged.context !== undefined) {
    const wishes = situation.wishes.filter(({ kind }) => CONTEXT_KINDS.has(kind))
    return { ...waiting, wishes, change: judged.context }
  }
  const { fitting, unfit } = arrivalsThatFit(
    [...arrivingAccounts(situation, judged.adds), ...arrivingDevices(situation, coming)],
    situation
  )
  const arriving = countedApart(situation, fitting)
  return {
    ...waiting,
    over: [...waiting.over, ...unfit.flatMap(({ arrival, obstacle }) => wishesFor(situation, arrival).map(wish => ({ wish, obstacle })))],
    joining: joiningOf(arriving),
    wishes: arriving.flatMap(arrival => wishesFor(situation, arrival)),
    change: arriving.length === 0 ? undefined : admission(situation, arriving)
  }
}

/** Of wishes about roles and what a group says of itself: they share a commit. */
const CONTEXT_KINDS: ReadonlySet<Wish['kind']> = new Set(['role', 'profile', 'link', 'leave'])

/** Whole accounts, with all their devices, in the place of what they had. */
function arrivingAccounts({ head, taken }: Situation, adds: readonly AccountId[]): Arrival[] {
  return adds.flatMap(account => {
    const packages = taken.get(account)
    return packages === undefined ? [] : { account, packages, replaced: head.members.filter(member => member.account === account) }
  })
}

/** Single devices of members, in the place of their old leaves. */
function arrivingDevices({ head, takenDevices }: Situation, coming: readonly CertifiedDevice[]): Arrival[] {
  return coming.flatMap(({ device }) => {
    const own = takenDevices.get(device)
    return own === undefined ? [] : { packages: [own], replaced: head.members.filter(member => member.device === device) }
  })
}

const wishesFor = ({ wishes }: Situation, { account }: Arrival): Wish[] =>
  wishes.filter(wish => wish.kind === 'add' && wish.account === account)

/** Devices of members that have no leaf, or one that they can't use; who comes in as a whole account brings all of theirs. */
function comingDevices(situation: Situation, adds: readonly AccountId[], turns: Turns): readonly CertifiedDevice[] {
  const { head, certified, revoked, strayedDevices, isWithinReach, takenDevices, wishing, atMs } = situation
  return certified.filter(({ account, device }) => {
    const isMember = head.members.some(member => member.account === account)
    if (!isMember || adds.includes(account) || revoked.has(device) || !isWithinReach(account)) return false
    const removed = head.members.filter(member => member.device === device)
    if (removed.length > 0 && !strayedDevices.has(device)) return false
    const taken = takenDevices.get(device)
    const isWished = taken === undefined ? wishing.has(device) : isWishedAt(taken.info.wish, head.conversation, atMs)
    return turns.isOurs(`in ${device}`, { added: [{ account, device, isWished }], removed }, [account])
  })
}

/** Members who must not stay, as far as this account may see to it. */
function dueLeaves(situation: Situation, { struck }: HeadDuties, turns: Turns): readonly Member[] {
  const due = leavesToRemove(situation.head.members, struck, situation.revoked)
  return due.filter(
    member =>
      member.device !== situation.self.device && turns.isOurs(`out ${member.device}`, { added: [], removed: [member] }, [member.account])
  )
}

/**
 * Where the last device of a member goes, since it was revoked, and they have another, that one comes in by the same commit: so they stay a
 * member, and whoever is one may see to it. It is waited for a while.
 */
function succession(
  situation: Situation,
  {
    due,
    coming,
    barred
  }: { readonly due: readonly Member[]; readonly coming: readonly CertifiedDevice[]; readonly barred: readonly AccountId[] },
  turns: Turns
): { readonly heirs: readonly TakenPackage[]; readonly awaited: ReadonlySet<AccountId> } {
  const { head, heirs: known, takenDevices } = situation
  const staying = new Set(head.members.flatMap(member => (due.includes(member) ? [] : member.account)))
  const going = new Set(due.flatMap(({ account }) => (staying.has(account) || barred.includes(account) ? [] : account)))
  const arriving = [...going].map(account => ({
    packages: coming.flatMap(one => (one.account === account ? (takenDevices.get(one.device) ?? []) : [])),
    replaced: due.filter(member => member.account === account)
  }))
  const present = arriving.filter(({ packages }) => packages.length > 0)
  const heirs = joiningOf(arrivalsThatFit(present, situation).fitting)
  const isHere = (account: AccountId): boolean => heirs.some(({ info }) => info.account === account)
  const awaited = [...going].filter(account => known.has(account) && !isHere(account) && turns.isWaiting(`heir ${account}`, SUCCESSION_MS))
  return { heirs, awaited: new Set(awaited) }
}

/** Of those who came by a link that lets in by itself, those whom nobody before us has let in: as many as it has uses for. */
function welcomed({ head, wishes, guests }: Situation, turns: Turns): Wish[] {
  const present = new Set(head.members.map(({ account }) => account))
  const isWished = (account: AccountId): boolean => wishes.some(other => isAboutTheSame({ kind: 'add', account }, other))
  const coming = guests.filter(({ account }) => !present.has(account) && isWished(account))
  const room = new Map(
    linksIn(head.profile).map(({ id, usesLeft = Infinity }) => [id, usesLeft - coming.filter(({ link }) => link === id).length])
  )
  return guests.flatMap(({ account, link, isWelcome }) => {
    const left = room.get(link) ?? 0
    if (!isWelcome || left <= 0 || present.has(account) || isWished(account)) return []
    if (!turns.isOurs(`add ${account}`, { added: [{ account, device: ANY_DEVICE }], removed: [] })) return []
    room.set(link, left - 1)
    return [{ kind: 'add' as const, account }]
  })
}

/**
 * Of those whose Welcome may have gone with who let them in: whom it is our turn to let in anew. Judged at each head and never written down: a
 * wish that is kept would bring back whoever is put out meanwhile.
 */
function toLetInAnew({ head, wishes, stranded, isWithinReach }: Situation, { struck }: HeadDuties, turns: Turns): Wish[] {
  return [...stranded].flatMap(account => {
    const removed = head.members.filter(member => member.account === account)
    const wish = { kind: 'add' as const, account }
    const isWished = wishes.some(other => isAboutTheSame(wish, other))
    if (isWished || !isWithinReach(account) || struck.includes(account)) return []
    // Only who has a role is believed that somebody is let in.
    const duty = `stranded ${account} ${entryOf(head, account)?.child}`
    return turns.isOurs(duty, { added: [], removed }, [], STRANDED_MS) ? [wish] : []
  })
}

/** What a lost fork took away, those who had brought it about first, unless something else is wished for by now. */
function lostChanges(
  { head, wishes, nowMs, isWithinReach }: Situation,
  { lostAdds, lostRoles, lostProfile }: HeadDuties,
  turns: Turns
): Wish[] {
  const isOpen = (wish: Wish): boolean => !wishes.some(other => isAboutTheSame(wish, other))
  const lost: Wish[] = []
  for (const { account, proposers } of lostAdds) {
    const [wish, added] = [{ kind: 'add' as const, account }, [{ account, device: ANY_DEVICE }]]
    if (isOpen(wish) && isWithinReach(account) && turns.isOurs(`add ${account}`, { added, removed: [] }, proposers)) lost.push(wish)
  }
  for (const { account, role, proposer } of lostRoles) {
    const [wish, roles] = [{ kind: 'role' as const, account, role }, appointed(head.roles, account, role)]
    if (isOpen(wish) && turns.isOurs(`role ${account}`, { added: [], removed: [], roles }, [proposer])) lost.push(wish)
  }
  if (lostProfile !== undefined) {
    const profile = withoutExpired(lostProfile.profile, { unlessIn: head.profile, nowMs })
    const wish = { kind: 'profile' as const, profile }
    const isOwed = !isSameProfile(profile, head.profile) && isOpen(wish)
    if (isOwed && turns.isOurs('profile', { added: [], removed: [], profile }, lostProfile.proposers)) lost.push(wish)
  }
  return lost
}

/** A relay goes with who named it, unless somebody who may choose relays uses it too. */
function orphanedRelays({ head: { members, profile }, relaysInUse, wishes, self }: Situation, turns: Turns): Wish[] {
  const relays = relaysOf(profile, new Set(members.map(({ account }) => account)), relaysInUse)
  const isWished = wishes.some(wish => wish.kind === 'profile' && wish.profile.relays !== undefined)
  if (relays.length === profile.relays.length || isWished) return []
  const change = { added: [], removed: [], profile: wishedProfile(profile, { relays }, self.account) }
  return turns.isOurs('relays', change) ? [{ kind: 'profile', profile: { relays } }] : []
}

/** The uses of links are counted in the profile, which no commit changes that removes somebody: who comes in anew waits for the next. */
function countedApart(situation: Situation, arrivals: readonly Arrival[]): readonly Arrival[] {
  const isCounted = !isSameProfile(countedIn(situation, arrivals), situation.head.profile)
  return isCounted ? arrivals.filter(({ replaced }) => replaced.length === 0) : arrivals
}

/** The profile once these are in. */
function countedIn({ head, guests }: Situation, arrivals: readonly Arrival[]): GroupProfile {
  const present = new Set(head.members.map(({ account }) => account))
  const used = guests.flatMap(({ account, link }) =>
    !present.has(account) && arrivals.some(arrival => arrival.account === account) ? link : []
  )
  return withUses(head.profile, used)
}

/** Who comes in anew leaves their old place in the same commit. */
function admission(situation: Situation, arrivals: readonly Arrival[]): Change {
  const { head, tree } = situation
  const accounts = arrivals.flatMap(({ account }) => account ?? [])
  const old = arrivals.flatMap(({ replaced }) => replaced)
  const present = new Set(head.members.map(({ account }) => account))
  const undoes = accounts
    .filter(account => !present.has(account))
    .map(account => [account, removalsToUndo(tree, head.id, account)] as const)
  const change = {
    add: joiningOf(arrivals).map(({ published }) => published),
    remove: old.map(({ leaf }) => leaf),
    undoes: new Map(undoes)
  }
  const profile = countedIn(situation, arrivals)
  return isSameProfile(profile, head.profile) ? change : { ...change, profile }
}
