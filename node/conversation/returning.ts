import type { AccountId, ConversationId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { ConversationContext } from './context.js'
import { groupConversationId } from './conversation-ids.js'
import type { Conversation } from './conversation.js'
import { headOf, type Group } from './group.js'
import { isOut } from './group-epochs.js'
import { createHearing, type Hearing } from './hearing.js'
import type { Conversations } from './conversations.js'
import type { Joins } from './joins.js'
import { passing } from './on-link.js'
import { otherDevices } from './own-devices.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Nobody forgets an epoch sooner after it was left: who knows none of ours has forgotten them if nothing was heard for so long. */
const FORGOTTEN_AFTER_MS = 7 * DAY_MS
/** And by then everybody has. */
const FORGOTTEN_BY_MS = 30 * DAY_MS
/** What waits at relays and with members comes first; and where another device of the account lets this one in, nobody else need. */
const PATIENCE_MS = 10 * MINUTE_MS

/**
 * Notices groups that this device belongs to and can't follow: it was away while all others forgot where it had come to, has only the
 * account's index of them, or was let in anew by a Welcome that has not come. It then asks to be let in again.
 */
export interface Returning {
  start(): Stop
}

interface Parts {
  readonly conversations: Pick<Conversations, 'all' | 'find'>
  readonly joins: Pick<Joins, 'comeBack' | 'confirmed' | 'end' | 'returnTo'>
  /** There may be something that only other devices of the account have. */
  readonly wantHistory: () => Promise<void>
}

export function createReturning(
  { self, clock, events, primitives, records }: Pick<ConversationContext, 'self' | 'clock' | 'events' | 'primitives' | 'records'>,
  { conversations, joins, wantHistory }: Parts
): Returning {
  const hearings = new Map<ConversationId, Hearing>()
  /** When this run let it in. */
  const arrivedAt = new Map<ConversationId, number>()
  /** When this run saw that another leaf was put in the place of this device's. */
  const parted = new Map<ConversationId, { readonly sinceMs: number; readonly stop: Stop }>()
  let startedAtMs = 0

  /** What was heard before the start is taken by the clocks of those who said it. */
  async function hearingIn(conversation: Conversation, { tree }: Group): Promise<Hearing> {
    const known = hearings.get(conversation.id)
    if (known !== undefined) return known
    const { messages } = await records.messagesBefore(conversation, undefined, 50)
    // Somebody may have been heard meanwhile.
    const hearing = hearings.get(conversation.id) ?? createHearing()
    hearings.set(conversation.id, hearing)
    for (const { account, sentAtMs } of messages) if (account !== self.account) hearing.heard(account, Math.min(sentAtMs, clock.now()))
    for (const { header, seenAt } of tree.commits.values()) hearing.heard(header.committer.account, Number(seenAt))
    return hearing
  }

  async function hasBeenQuiet(conversation: Conversation, group: Group, forMs: number): Promise<boolean> {
    const heardMs = (await hearingIn(conversation, group)).lastMs(headOf(group).roles) ?? 0
    return clock.now() >= Math.max(heardMs, conversation.createdAtMs, arrivedAt.get(conversation.id) ?? 0) + forMs
  }

  /** Of a group of which no epoch is here. */
  async function groupOf({ id, formerGroups }: Conversation): Promise<ConversationId | undefined> {
    for (const group of formerGroups) if ((await groupConversationId(primitives, group)) === id) return group
    return undefined
  }

  async function comeBackTo(conversation: Conversation): Promise<void> {
    const isPatient = clock.now() < startedAtMs + PATIENCE_MS
    if (isStrangerTo(conversation)) {
      // Another device of the account lets it in, if one is there.
      if (isPatient && self.isLinked && otherDevices(self).length > 0) return
      const group = await groupOf(conversation)
      if (group !== undefined) await joins.comeBack(group, conversation.joinedBy)
      return
    }
    const [group] = conversation.groups
    if (isPatient || group === undefined || conversation.kind !== 'group') return
    if (conversation.membership === 'parted') {
      const sinceMs = parted.get(conversation.id)?.sinceMs ?? startedAtMs
      if (clock.now() >= sinceMs + PATIENCE_MS) await joins.comeBack(group.id, conversation.joinedBy)
      return
    }
    if (conversation.membership !== 'joined') return
    if (await hasBeenQuiet(conversation, group, FORGOTTEN_BY_MS)) await joins.comeBack(group.id, conversation.joinedBy)
  }

  async function beyond(conversation: Conversation, device: DeviceId): Promise<void> {
    const [group] = conversation.groups
    const account = conversation.devices.find(member => member.device === device)?.account
    if (group === undefined || account === undefined || conversation.membership !== 'joined') return
    ;(await hearingIn(conversation, group)).isElsewhere(account, clock.now())
    if (await hasBeenQuiet(conversation, group, FORGOTTEN_AFTER_MS)) await joins.comeBack(group.id, conversation.joinedBy)
  }

  async function heardFrom(conversation: Conversation, account: AccountId): Promise<void> {
    const [group] = conversation.groups
    if (group === undefined) return
    ;(await hearingIn(conversation, group)).heard(account, clock.now())
    await joins.confirmed(group.id, account)
  }

  /** Who asked and came in need not ask any more: it may have died before it said so. */
  async function endJoined(): Promise<void> {
    for (const conversation of conversations.all()) {
      const { kind, membership, joinedBy, groups } = conversation
      const [group] = groups
      if (kind !== 'group' || membership !== 'joined' || group === undefined || isOut(group, self.account)) continue
      const asked = joins.returnTo(group.id)
      if (asked === undefined) await joins.end(group.id)
      else if (asked.backAtMs === undefined && asked.joinedBy !== joinedBy) await arrived(conversation)
    }
  }

  function notePlace({ id, membership }: Conversation): void {
    if (membership === 'parted' && !parted.has(id))
      parted.set(id, { sinceMs: clock.now(), stop: clock.after(PATIENCE_MS, () => seeTo(id, comeBackTo)) })
    if (membership === 'parted') return
    parted.get(id)?.stop()
    parted.delete(id)
  }

  async function lookAround(): Promise<void> {
    for (const conversation of conversations.all()) await comeBackTo(conversation)
  }

  async function arrived(conversation: Conversation): Promise<void> {
    const [group] = conversation.groups
    arrivedAt.set(conversation.id, clock.now())
    if (group === undefined) return
    await joins.end(group.id)
    await wantHistory()
  }

  function seeTo(id: ConversationId, what: (conversation: Conversation) => Promise<void>): void {
    const conversation = conversations.find(id)
    if (conversation?.kind === 'group') what(conversation).catch(passing)
  }

  return {
    start() {
      startedAtMs = clock.now()
      let timer: Stop | undefined
      const again = (inMs: number): void => {
        timer = clock.after(inMs, () => {
          lookAround().catch(passing)
          again(HOUR_MS)
        })
      }
      again(PATIENCE_MS)
      endJoined().then(lookAround).catch(passing)
      const stops = [
        () => timer?.(),
        events.on('group:beyond', ({ conversation, device }) => seeTo(conversation, found => beyond(found, device))),
        events.on('group:asked', ({ conversation, account }) => hearings.get(conversation)?.isBehind(account)),
        events.on('epochs:changed', ({ conversation }) => seeTo(conversation, async found => notePlace(found))),
        events.on('group:joined', ({ conversation }) => seeTo(conversation, arrived)),
        events.on('member:heard', ({ conversation, account }) => seeTo(conversation, found => heardFrom(found, account)))
      ]
      return () => {
        for (const stop of stops) stop()
        for (const { stop } of parted.values()) stop()
        parted.clear()
      }
    }
  }
}

/** The person is in it, and no epoch of it is here. */
function isStrangerTo({ kind, membership, groups }: Conversation): boolean {
  return kind === 'group' && membership === 'joined' && groups.length === 0
}
