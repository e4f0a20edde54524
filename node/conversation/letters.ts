import { isChatError } from '../base/errors.js'
import type { ConversationId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { Approach } from './approach.js'
import type { Contact, Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Letter } from './letter.js'
import type { Conversations } from './conversations.js'
import { isOnTheWay } from './group-epochs.js'
import { whoIsReached, type Guests } from './guests.js'
import { isPassing, onLink, passing } from './on-link.js'
import { namedNow } from './relay-set.js'
import type { Welcoming } from './welcoming.js'

/** A device that is not ready yet is asked again after this. */
const READY_MS = 2_000
/** Of one conversation: whoever can't be reached holds up nobody who can. */
const AT_ONCE = 8

/**
 * Brings Welcomes to those who were let in to a group: to a device of theirs, or into the boxes at their relays. None leaves before the
 * epoch that it leads to is written in, so that nobody comes in where the others are not.
 */
export interface Letters {
  start(): Stop
  /** What waits in it is tried, waiting for nothing. */
  soon(conversation: Conversation): void
}

interface Lane {
  readonly queue: Letter[]
  /** Whose letter is in the queue, or on its way. */
  readonly named: Set<DeviceId>
  running: number
}

interface Parts {
  /** This account's own other devices among them. */
  readonly contacts: Pick<Contacts, 'find'>
  readonly guests: Pick<Guests, 'find'>
  readonly conversations: Pick<Conversations, 'all' | 'write'>
  readonly approach: Pick<Approach, 'knock'>
  readonly welcoming: Pick<Welcoming, 'sealed'>
}

export function createLetters(context: ConversationContext, { contacts, guests, conversations, approach, welcoming }: Parts): Letters {
  const { records, events, relays, clock } = context
  let stopped = false
  const lanes = new Map<ConversationId, Lane>()
  const toReach = whoIsReached(contacts, guests)

  /** @returns what is left of it; undefined where it can't be read any more */
  async function deliver(conversation: Conversation, letter: Letter): Promise<Letter | undefined> {
    const contact = toReach(conversation, letter.account, letter.to)
    if (contact === undefined) return letter
    const welcome = await records.readWelcome(conversation, letter.epoch)
    if (welcome === undefined) return undefined
    try {
      const left = await approach.knock(contact, await welcoming.sealed(letter, welcome))
      return left === undefined ? { ...letter, arrived: true } : { ...letter, leftAt: left.leftAt }
    } catch (err) {
      // Its key package is gone, or of a device that they have revoked: they come in with another.
      if (isChatError(err, 'ERR_EXPIRED') || isChatError(err, 'ERR_CERTIFICATE')) return undefined
      passing(err)
      // What it needs to know first is still on its way there.
      if (isPassing(err)) clock.after(READY_MS, () => stopped || soonFor(({ account }) => account === letter.account))
      return letter
    }
  }

  async function tryOnce(conversation: Conversation, letter: Letter): Promise<void> {
    const after = await deliver(conversation, letter)
    if (after === letter || after?.leftAt.length === letter.leftAt.length) if (after?.arrived === letter.arrived) return
    await conversations.write(conversation, async () => {
      const left = after === undefined || (after.arrived && !isOfWish(conversation, letter)) ? [] : [after]
      conversation.letters = conversation.letters.flatMap(one => (one === letter ? left : one))
      if (after === undefined && !isOfWish(conversation, letter)) conversation.strayed = new Set([...conversation.strayed, letter.to])
      return { writes: [records.membership(conversation)], result: undefined }
    })
    events.emit('membership:changed', { conversation: conversation.id })
  }

  async function run(conversation: Conversation, lane: Lane): Promise<void> {
    lane.running++
    try {
      for (let letter = lane.queue.shift(); letter !== undefined; letter = lane.queue.shift()) {
        try {
          // Another may have taken its place meanwhile.
          if (conversation.letters.includes(letter) && isDue(conversation, letter)) await tryOnce(conversation, letter)
        } catch (err) {
          passing(err)
        } finally {
          lane.named.delete(letter.to)
        }
        const { to, epoch } = letter
        if (conversation.letters.some(one => one.to === to && one.epoch !== epoch)) soon(conversation)
      }
    } finally {
      lane.running--
    }
  }

  function soon(conversation: Conversation): void {
    const lane = lanes.get(conversation.id) ?? { queue: [], named: new Set(), running: 0 }
    lanes.set(conversation.id, lane)
    for (const letter of conversation.letters) {
      if (lane.named.has(letter.to) || !isDue(conversation, letter)) continue
      lane.named.add(letter.to)
      lane.queue.push(letter)
    }
    for (let free = Math.min(AT_ONCE - lane.running, lane.queue.length); free > 0; free--) run(conversation, lane).catch(passing)
  }

  /** Somebody can be reached, or a relay at which a letter to them can be left. */
  function soonFor(isReached: (contact: Contact) => boolean): void {
    for (const conversation of conversations.all()) {
      const waiting = conversation.letters.flatMap(({ account, to }) => toReach(conversation, account, to) ?? [])
      if (waiting.some(isReached)) soon(conversation)
    }
  }

  return {
    start() {
      const stops = [
        onLink(context, async device => soonFor(({ devices }) => devices.some(one => one.device === device))),
        relays.on('relay:up', ({ relay }) => soonFor(contact => namedNow(contact.relays).some(({ id }) => id === relay)))
      ]
      for (const conversation of conversations.all()) soon(conversation)
      return () => {
        stopped = true
        for (const stop of stops) stop()
      }
    },
    soon
  }
}

/** Of an account that was let in it is waited until it is heard of; a device of a member has it or has it not. */
function isOfWish({ wishes }: Conversation, { account }: Letter): boolean {
  return wishes.some(wish => wish.kind === 'add' && wish.account === account)
}

function isDue({ groups }: Conversation, { arrived, epoch }: Letter): boolean {
  return !arrived && groups.some(group => isOnTheWay(group, epoch))
}
