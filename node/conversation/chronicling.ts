import type { AccountId, NowMs } from '../base/ids.js'
import type { EpochTree } from '../session/epoch-tree.js'
import { courseOf, hadLeft, happeningAt, turnOf, type Course, type Turn } from './chronicle.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Group } from './group.js'
import { placeOf, type Happening } from './happening.js'
import { COUNTER_BITS, MAX_HLC, placed, type Hlc } from './order.js'
import type { RecordWrite } from './records.js'

const MAX_DEPARTURES = 64

/** Keeps the lines of a group's history that follow from its commits: those of a branch that loses go, those of the other come. */
export interface Chronicling {
  /** Runs a change of the group's commits, in a change of its conversation. @returns what is to be written with it */
  around(conversation: Conversation, group: Group, change: () => void): readonly RecordWrite[]
  /** This device came in by the newest commit of the group: what was before is for others to tell. */
  begin(conversation: Conversation, group: Group): readonly RecordWrite[]
  /** Part of a change: somebody says that they leave. That they are put out for it may have come before, and that they are back. */
  noteDeparture(conversation: Conversation, leaving: Leaving): Promise<readonly RecordWrite[]>
  /** What a change has brought about, for whoever listens once it is on disk. */
  take(conversation: Conversation): readonly Turn[]
}

interface Leaving {
  readonly account: AccountId
  readonly hlc: Hlc
}

interface Parts {
  readonly records: ConversationContext['records']
  readonly self: Pick<ConversationContext['self'], 'account'>
  readonly clock: Pick<ConversationContext['clock'], 'now'>
}

export function createChronicling({ records, self, clock }: Parts): Chronicling {
  const courses = new WeakMap<EpochTree, Course>()
  const turns = new WeakMap<Conversation, readonly Turn[]>()

  function courseNow({ tree }: Group): Course {
    const course = courses.get(tree) ?? courseOf(tree)
    courses.set(tree, course)
    return course
  }

  function note(conversation: Conversation, turn: Turn): void {
    turns.set(conversation, [...(turns.get(conversation) ?? []), turn])
  }

  function write(conversation: Conversation, course: Course, turn: Turn): readonly RecordWrite[] {
    const told = turn.told.flatMap(happening => withoutLeavers(conversation, course, happening) ?? [])
    const toldAtMs = told.reduce((latest, { atMs }) => Math.max(latest, atMs), 0)
    const isNews = told.length > 0 || turn.untold.length > 0
    if (!isNews) return []
    note(conversation, { told, untold: turn.untold })
    return [
      ...turn.untold.map(happening => records.noHappening(conversation, happening)),
      ...told.map(happening => records.happening(conversation, happening)),
      ...(moveClock(conversation, clock.now(), toldAtMs) ? [records.counters(conversation)] : [])
    ]
  }

  /** Who said themself that they leave is out without another word. */
  function withoutLeavers({ membership, departures }: Conversation, course: Course, happening: Happening): Happening | undefined {
    const isLeaver = (account: AccountId): boolean =>
      (account === self.account && membership === 'left') || hadLeft(course, happening.epoch, account, departures)
    return without(happening, isLeaver)
  }

  /** What is told now. What was handed over before is waited for; what this change did so far is on no disk yet. */
  async function toldIn(conversation: Conversation): Promise<readonly Happening[]> {
    await conversation.batches.durable
    let lines = await records.happenings(conversation, {})
    for (const { told, untold } of turns.get(conversation) ?? [])
      lines = [...lines.filter(line => ![...told, ...untold].some(other => isSamePlace(line, other))), ...told]
    return lines.toSorted((a, b) => a.atMs - b.atMs)
  }

  return {
    around(conversation, group, change) {
      if (conversation.kind !== 'group') {
        change()
        return []
      }
      const before = courseNow(group)
      change()
      const after = courseNow(group)
      return write(conversation, after, turnOf(before, after))
    },
    begin(conversation, group) {
      if (conversation.kind !== 'group') return []
      const course = courseNow(group)
      const happening = happeningAt(course, group.head)
      const isOurs = happening?.parts.some(part => part.kind === 'added' && part.accounts.includes(self.account)) === true
      return isOurs ? write(conversation, course, { told: [happening], untold: [] }) : []
    },
    async noteDeparture(conversation, { account, hlc }) {
      const lines = await toldIn(conversation)
      const leftAtMs = Number(hlc >> COUNTER_BITS)
      const isLater = ({ atMs }: Happening): boolean => atMs > leftAtMs
      const cameIn = lines.findLastIndex(line => isAdded(line, account) && !isLater(line))
      const cameBack = lines.findIndex(line => isAdded(line, account) && isLater(line))
      const untold = lines.slice(cameIn + 1, cameBack < 0 ? undefined : cameBack).filter(line => isRemoved(line, account))
      const told = untold.flatMap(line => without(line, gone => gone === account) ?? [])
      if (untold.length > 0) note(conversation, { told, untold })
      const writes = [
        ...untold.map(line => records.noHappening(conversation, line)),
        ...told.map(line => records.happening(conversation, line))
      ]
      const others = conversation.departures.filter(one => one.account !== account || one.atMs !== leftAtMs)
      conversation.departures = [...others, { account, atMs: leftAtMs }].slice(-MAX_DEPARTURES)
      return [...writes, records.membership(conversation)]
    },
    take(conversation) {
      const taken = turns.get(conversation) ?? []
      turns.delete(conversation)
      return taken
    }
  }
}

/** What comes after it in the conversation stands after it. @returns whether that is news */
function moveClock(conversation: Conversation, now: NowMs, atMs: number): boolean {
  const told = BigInt(atMs) << COUNTER_BITS
  if (told > MAX_HLC) return false
  const hlc = placed(told as Hlc, conversation.hlc, now)
  if (hlc <= conversation.hlc) return false
  conversation.hlc = hlc
  return true
}

/** Later than all that was seen in the conversation: what a commit of ours says of itself. */
export function nextTimeMs({ hlc }: Pick<Conversation, 'hlc'>, nowMs: number): number {
  return Math.min(Math.max(Math.floor(nowMs), Number(hlc >> COUNTER_BITS) + 1), Number(MAX_HLC >> COUNTER_BITS))
}

function without(happening: Happening, isGone: (account: AccountId) => boolean): Happening | undefined {
  const parts = happening.parts.flatMap(part => {
    if (part.kind !== 'removed' || !part.accounts.some(isGone)) return part
    const accounts = part.accounts.filter(account => !isGone(account))
    return accounts.length === 0 ? [] : { ...part, accounts }
  })
  return parts.length === 0 ? undefined : { ...happening, parts }
}

function isAdded({ parts }: Happening, account: AccountId): boolean {
  return parts.some(part => part.kind === 'added' && part.accounts.includes(account))
}

function isRemoved({ parts }: Happening, account: AccountId): boolean {
  return parts.some(part => part.kind === 'removed' && part.accounts.includes(account))
}

function isSamePlace(one: Happening, other: Happening): boolean {
  const [a, b] = [placeOf(one), placeOf(other)]
  return a.epoch === b.epoch && a.atMs === b.atMs && a.isSplit === b.isSplit
}
