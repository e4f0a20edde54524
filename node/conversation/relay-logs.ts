import { isChatError } from '../base/errors.js'
import type { EpochId, LogId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { Envelope } from '../network/links.js'
import { readRelayAddresses } from '../network/relay-address.js'
import { MAX_NAMED_BEHIND, type RelayId } from '../network/relay-protocol.js'
import type { LogSigner, RelayAddress } from '../network/relays.js'
import type { Epoch } from '../session/session.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import { passing } from './on-link.js'
import { conversationRelays, groupRelays, namedNow, type ConversationRelays } from './relay-set.js'
import type { Standing } from './standing.js'

/** Links that are kept to relays at once: our own, then those that most conversations use. The others are visited. */
export const MAX_KEPT_RELAYS = 64
/** Logs that are opened one after another at a relay that has fallen so far behind. */
const MAX_OPENED_ANCESTORS = 4
const NONE: ConversationRelays = { append: [], follow: [] }

/** Which relays each conversation uses, and the logs of its epochs there. */
export interface RelayLogs {
  start(): Stop
  /** None for whom nothing may leave; of a stranger who asks only ours, so that theirs learn nothing. */
  of(conversation: Conversation): ConversationRelays
  /** Relays are named, or left, or a contact stands otherwise: told by `relays:changed` of each conversation concerned. */
  changed(): void
  /** Linked, or linked to whenever there is something to do there. */
  isOpen(relay: RelayId): boolean
  /** Those that get all that is sent and stay when this process goes: what only ours keeps, in this process, nobody finds without us. */
  elsewhere(conversation: Conversation): readonly RelayAddress[]
  /** Of those, where a commit from this epoch has to be kept before its child is written in: in a group those that the epoch names, not what was left before. */
  placing(conversation: Conversation, parent: EpochId): readonly RelayAddress[]
  /** Runs what asks something of a relay of this conversation: over a link of its own where none is kept. */
  visit<T>(relay: RelayId, conversation: Conversation, task: () => Promise<T>): Promise<T>
  signer(epoch: Epoch): LogSigner
  /** Whether anything may be opened for it: of a stranger's nothing is begun before they are accepted. */
  mayOpen(conversation: Conversation): boolean
  /** Opens an epoch's log: as a member where the relay is ours, as its parent's child elsewhere. @throws as `Relays.open`, `openChild` */
  open(relay: RelayId, conversation: Conversation, epoch: EpochId): Promise<void>
  /** Appends in an epoch's log, which is opened where it is not. @throws as `Relays.append` */
  append(relay: RelayId, conversation: Conversation, epoch: EpochId, envelope: Envelope): Promise<void>
}

interface Parts {
  readonly conversations: Pick<Conversations, 'all' | 'epochOf' | 'withAccount' | 'isHome'>
  readonly contacts: Pick<Contacts, 'find' | 'otherOf'>
  readonly standing: Pick<Standing, 'of'>
}

export function createRelayLogs(context: ConversationContext, { conversations, contacts, standing }: Parts): RelayLogs {
  const { relays, session, self, clock } = context
  const kept = new Map<RelayId, { readonly address: string; readonly stop: Stop }>()
  /** Used, and past those that links are kept to. */
  let visited: ReadonlySet<RelayId> = new Set()
  const opening = new Map<string, Promise<void>>()

  function relaysOf(conversation: Conversation): ConversationRelays {
    const place = standing.of(conversation)
    if (place === 'closed') return NONE
    const other = contacts.otherOf(conversation)
    if (conversations.isHome(conversation)) return NONE
    if (conversation.kind === 'own') return conversationRelays(self.relays().relays, [], clock.now())
    if (other === undefined) return groupRelays(conversation.relays, clock.now())
    const theirs = place === 'held' ? [] : (contacts.find(other)?.relays ?? [])
    return conversationRelays(self.relays().relays, theirs, clock.now())
  }

  function elsewhere(conversation: Conversation): readonly RelayAddress[] {
    return relaysOf(conversation).append.filter(({ id }) => id !== self.relayHere())
  }

  /** Those that links are kept to come first. */
  function used(): RelayAddress[] {
    const uses = new Map<RelayId, { readonly relay: RelayAddress; count: number }>()
    for (const relay of namedNow(self.relays().relays)) uses.set(relay.id, { relay, count: Infinity })
    for (const conversation of conversations.all()) {
      for (const relay of relaysOf(conversation).follow) {
        const use = uses.get(relay.id)
        if (use === undefined) uses.set(relay.id, { relay, count: 1 })
        else use.count++
      }
    }
    return [...uses.values()].toSorted((a, b) => (a.count === b.count ? 0 : b.count - a.count)).map(({ relay }) => relay)
  }

  function keepLinks(): void {
    const all = used()
    const now = new Map(all.slice(0, MAX_KEPT_RELAYS).map(relay => [relay.id, relay]))
    visited = new Set(all.slice(MAX_KEPT_RELAYS).map(({ id }) => id))
    for (const [id, { address, stop }] of kept) {
      if (now.get(id)?.address === address) continue
      stop()
      kept.delete(id)
    }
    for (const [id, relay] of now) if (!kept.has(id)) kept.set(id, { address: relay.address, stop: relays.keep(relay) })
  }

  function changedFor(concerned: readonly Conversation[]): void {
    const before = visited
    keepLinks()
    const moved = new Set([...before, ...visited].filter(id => before.has(id) !== visited.has(id)))
    const usesMoved = (conversation: Conversation): boolean => relaysOf(conversation).follow.some(({ id }) => moved.has(id))
    const others = moved.size === 0 ? [] : conversations.all().filter(one => !concerned.includes(one) && usesMoved(one))
    for (const { id } of [...concerned, ...others]) context.events.emit('relays:changed', { conversation: id })
  }

  function visit<T>(relay: RelayId, conversation: Conversation, task: () => Promise<T>): Promise<T> {
    const named = visited.has(relay) ? relaysOf(conversation).follow.find(({ id }) => id === relay) : undefined
    return named === undefined ? task() : relays.visit(named, task)
  }

  function signer(epoch: Epoch): LogSigner {
    return { log: epoch.log, sign: statement => session.signForLog(epoch, statement) }
  }

  async function openNow(relay: RelayId, conversation: Conversation, id: EpochId, ancestors: number): Promise<void> {
    const epoch = conversations.epochOf(conversation, id)
    if (epoch === undefined) return
    const parent = epoch.parent === undefined ? undefined : conversations.epochOf(conversation, epoch.parent)
    if (isOurs(relay)) {
      await relays.open(relay, signer(epoch), logsBehind(conversation, epoch))
      if (parent !== undefined) await endParent(relay, parent, epoch)
      return
    }
    if (parent === undefined) return
    try {
      await relays.openChild(relay, signer(parent), signer(epoch))
    } catch (err) {
      if (!isChatError(err, 'ERR_UNKNOWN_LOG') || ancestors === 0) throw err
      await openNow(relay, conversation, parent.id, ancestors - 1)
      await relays.openChild(relay, signer(parent), signer(epoch))
    }
  }

  /** From now on the log before takes only its tail: who is in its epoch alone can't fill it. Where it isn't open, or over, there is nothing to end. */
  async function endParent(relay: RelayId, parent: Epoch, epoch: Epoch): Promise<void> {
    try {
      await relays.openChild(relay, signer(parent), signer(epoch))
    } catch (err) {
      passing(err)
    }
  }

  /** From the nearest back. */
  function logsBehind(conversation: Conversation, epoch: Epoch): readonly LogId[] {
    const behind: LogId[] = []
    let { parent } = epoch
    while (parent !== undefined && behind.length < MAX_NAMED_BEHIND) {
      const known = conversations.epochOf(conversation, parent)
      if (known === undefined) break
      behind.push(known.log)
      ;({ parent } = known)
    }
    return behind
  }

  /** Also one that we have left: while something of ours goes there, its log has to be open. */
  const isOurs = (relay: RelayId): boolean =>
    relays.info(relay)?.standing === 'member' && self.relays().relays.some(({ id }) => id === relay)

  function open(relay: RelayId, conversation: Conversation, epoch: EpochId): Promise<void> {
    const key = `${relay} ${epoch}`
    const running = opening.get(key) ?? openNow(relay, conversation, epoch, MAX_OPENED_ANCESTORS).finally(() => opening.delete(key))
    opening.set(key, running)
    return running
  }

  async function appendOrOpen(relay: RelayId, conversation: Conversation, epoch: EpochId, envelope: Envelope): Promise<void> {
    try {
      await relays.append(relay, envelope)
    } catch (err) {
      // Whoever it was charged to may be served no more: then it is opened anew by somebody who is. What others opened at ours has less
      // room than what we did.
      const isToBeOurs = isChatError(err, 'ERR_QUOTA') && isOurs(relay)
      if (!isToBeOurs && !isChatError(err, 'ERR_UNKNOWN_LOG') && !isChatError(err, 'ERR_NOT_ALLOWED')) throw err
      await open(relay, conversation, epoch)
      await relays.append(relay, envelope)
    }
  }

  return {
    start() {
      keepLinks()
      const stop = context.events.on('contact:changed', ({ account }) => {
        const conversation = conversations.withAccount(account)
        if (conversation !== undefined) changedFor([conversation])
      })
      return () => {
        stop()
        for (const link of kept.values()) link.stop()
        kept.clear()
      }
    },
    of: relaysOf,
    elsewhere,
    placing(conversation, parent) {
      const named = conversation.kind === 'group' ? conversations.epochOf(conversation, parent)?.profile.relays : undefined
      if (named === undefined) return elsewhere(conversation)
      const ids = new Set(readRelayAddresses(named).map(({ id }) => id))
      return elsewhere(conversation).filter(({ id }) => ids.has(id))
    },
    mayOpen: conversation => standing.of(conversation) !== 'held',
    changed: () => changedFor(conversations.all()),
    isOpen: relay => relays.isUp(relay) || visited.has(relay),
    visit,
    signer,
    open,
    async append(relay, conversation, epoch, envelope) {
      try {
        await visit(relay, conversation, () => appendOrOpen(relay, conversation, epoch, envelope))
      } catch (err) {
        const isGone = isChatError(err, 'ERR_LOG_CLOSED') || isChatError(err, 'ERR_UNKNOWN_LOG')
        if (isGone && isBehindKnock(conversation, epoch, relay)) context.events.emit('knock:refused', { conversation: conversation.id })
        throw err
      }
    }
  }
}

/** In a group that nobody has answered yet, whose knock this relay said it keeps. */
function isBehindKnock({ groups }: Conversation, epoch: EpochId, relay: RelayId): boolean {
  return groups.some(({ epochs, knock }) => epochs.has(epoch) && knock?.leftAt.includes(relay) === true)
}
