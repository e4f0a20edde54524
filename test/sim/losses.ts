import type { AccountId, ConversationId } from '../../node/base/ids.js'
import { everHad, NO_HOLDING, type Holding } from '../../node/conversation/holding.js'
import { asRanges } from '../../node/conversation/gaps.js'
import { missing } from '../../node/conversation/progress.js'
import { decodeHolding } from '../../node/conversation/record-codec.js'
import type { Actor, Ledger } from './ledger.js'
import { standingOf, type Standing } from './standings.js'

/** What others were told that somebody has of theirs, and is not on the disk of whom the power has just left. */
export async function lostOf(victim: Actor, actors: readonly Actor[], chat: ConversationId): Promise<readonly string[]> {
  const others = actors.filter(actor => actor !== victim && actor.person.running)
  const kept = await victim.person.inStore(store =>
    Promise.all(others.map(({ person }) => store.get(store.keys.progress(chat, person.device.id))))
  )
  const told = await Promise.all(
    others.map(({ person: { store } }) => store.get(store.keys.receipt(chat, victim.person.device.id)).catch(() => undefined))
  )
  return others.flatMap(({ person }, i) => {
    const had = everHad(holding(kept[i]))
    const lost = asRanges(holding(told[i]).progress).flatMap(range => missing(had, range))
    return lost.map(({ first, last }) => `${victim.person.name} was said to have ${first} to ${last} of ${person.name}`)
  })
}

/** What somebody was promised to have said, and is not there once their node runs again. */
export async function goneFrom(actor: Actor, { said }: Ledger, chat: ConversationId): Promise<readonly string[]> {
  const standing = await lastingStandingOf(actor, chat)
  if (standing === undefined) return []
  const kept = new Set(standing.messages.map(({ text }) => text))
  return said.flatMap(({ by, text }) => (by === actor && !kept.has(text) ? [`${text}: gone from its sender`] : []))
}

/** Whether nothing is left of a wish that was promised a moment ago: it is neither done, nor being done, nor waiting. */
export async function isWishGone(actor: Actor, kind: 'add' | 'remove', about: AccountId, chat: ConversationId): Promise<boolean> {
  const standing = await lastingStandingOf(actor, chat)
  if (standing?.conversation.membership !== 'joined') return false
  const { conversation, head, group } = standing
  const isMember = head.members.some(({ account }) => account === about)
  const isWished = conversation.wishes.some(wish => wish.kind === kind && wish.account === about)
  return isMember !== (kind === 'add') && !isWished && group.pending === undefined
}

/** @returns undefined also where the power goes once more while it is read */
function lastingStandingOf(actor: Actor, chat: ConversationId): Promise<Standing | undefined> {
  return standingOf(actor, chat).catch((err: unknown) => {
    if (actor.person.running) throw err
    return undefined
  })
}

const holding = (bytes: Uint8Array | undefined): Holding => (bytes === undefined ? NO_HOLDING : decodeHolding(bytes))
