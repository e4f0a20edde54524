import { isChatError } from '../base/errors.js'
import type { EpochId, NowMs } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { forgetOld } from '../session/retention.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { currentGroup, isBarred, isShared } from './current-group.js'
import { headOf, type Group } from './group.js'
import { commitAtHead } from './committing.js'
import type { Conversations } from './conversations.js'
import type { Forgetting } from './forgetting.js'
import { dueForWiping, mayCommitMore, MAX_STATES } from './group-epochs.js'
import type { Epoch } from '../session/session.js'
import type { Outbox } from './outbox.js'
import { isCommit, type OutboxRow } from './outbox-row.js'
import type { RecordWrite } from './records.js'
import type { Standing } from './standing.js'

const HOUR_MS = 60 * 60 * 1_000
/** A device refreshes its key in a group this often: what was stolen from it before then reads nothing after. */
export const RENEW_MS = 7 * 24 * HOUR_MS
/** Spread over a day, so that not all members commit at once. */
const STAGGER_MS = 24 * HOUR_MS

/** What is done now and then: expiry of the outbox, refreshing of keys, wiping of old ones, and of what a group keeps no longer. */
export interface Upkeep {
  start(): Stop
}

interface Parts {
  readonly conversations: Pick<Conversations, 'all' | 'find' | 'advance' | 'hold' | 'wipe' | 'write'>
  readonly standing: Pick<Standing, 'mayTell'>
  readonly outbox: Pick<Outbox, 'outstanding' | 'queued' | 'tidy'>
  readonly forgetting: Forgetting
}

export function createUpkeep(context: ConversationContext, { conversations, standing, outbox, forgetting }: Parts): Upkeep {
  const { clock, self } = context

  /** A conversation that can't be looked after keeps none of the others waiting. */
  async function round(): Promise<void> {
    for (const conversation of conversations.all()) await lookAfter(conversation).catch((err: unknown) => void tell(err))
  }

  async function lookAfter(conversation: Conversation): Promise<void> {
    await outbox.tidy(conversation)
    if (conversation.groups.some(group => isDue(conversation, group))) await tidy(conversation)
    if (mayRenew(conversation)) await renew(conversation)
    await forgetting.forget(conversation)
  }

  function wipeable(conversation: Conversation, group: Group): Epoch[] {
    const waiting = outbox.outstanding(conversation).filter(entry => !isCommit(entry))
    const committedFrom = group.pending === undefined ? undefined : group.epochs.get(group.pending)?.parent
    const inUse = new Set<EpochId | undefined>([...waiting.map(entry => entry.epoch), committedFrom])
    return dueForWiping(group, inUse, clock.now())
  }

  function isDue(conversation: Conversation, group: Group): boolean {
    return wipeable(conversation, group).length > 0 || forgetOld(group.tree, clock.now()) !== group.tree
  }

  async function tidy(conversation: Conversation): Promise<void> {
    await conversations.write(conversation, async () => {
      const writes: RecordWrite[] = []
      for (const group of conversation.groups.filter(one => isDue(conversation, one))) {
        group.tree = forgetOld(group.tree, clock.now())
        writes.push(...(await conversations.wipe(conversation, group, wipeable(conversation, group))))
      }
      return { writes, result: undefined }
    })
  }

  /** A flood of commits is not for the next round. */
  async function makeRoom(conversation: Conversation): Promise<void> {
    if (conversation.groups.some(({ epochs }) => epochs.size > MAX_STATES)) await tidy(conversation)
  }

  function mayRenew(conversation: Conversation): boolean {
    if (conversation.groups.length === 0) return false
    const group = currentGroup(conversation)
    const settled =
      isShared(conversation, group) && !isBarred(conversation, group) && group.pending === undefined && mayCommitMore(group, self.account)
    return standing.mayTell(conversation) && settled && clock.now() >= group.renewedAtMs + RENEW_MS + staggerOf(group)
  }

  /** A commit that changes nothing but this device's key (RFC 9420, section 12.1.2, by an empty commit with a path). */
  async function renew(conversation: Conversation): Promise<void> {
    const row = await conversations.write<OutboxRow | undefined>(conversation, async () => {
      if (!mayRenew(conversation)) return { writes: [], result: undefined }
      const { writes, row: held } = await commitAtHead(context, conversations, conversation, currentGroup(conversation), {})
      return { writes, result: held }
    })
    await context.probe('epoch:durable')
    if (row !== undefined) outbox.queued(conversation, row)
  }

  return {
    start() {
      let timer: Stop | undefined
      const again = (): void => {
        timer = clock.after(HOUR_MS, again)
        void round()
      }
      again()
      const stop = context.events.on('epochs:changed', ({ conversation: id }) => {
        const conversation = conversations.find(id)
        if (conversation !== undefined) makeRoom(conversation).catch((err: unknown) => void tell(err))
      })
      return () => {
        stop()
        timer?.()
      }
    }
  }
}

/** Where the disk refuses, or the node closes, the next round finds the same things to do. A bug is told as a rejection that nobody handles. */
async function tell(err: unknown): Promise<void> {
  if (!isChatError(err, 'ERR_STORE') && !isChatError(err, 'ERR_CLOSED') && !isChatError(err, 'ERR_BUSY')) throw err
}

/** The same on every member, another for each epoch and leaf. */
function staggerOf(group: Group): NowMs {
  const { id, ownLeaf } = headOf(group)
  return ((Number.parseInt(id.slice(0, 8), 16) + ownLeaf * 0x9e37_79b1) % STAGGER_MS) as NowMs
}
