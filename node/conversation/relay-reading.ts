import { isChatError } from '../base/errors.js'
import type { ConversationId, LogId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { Cursor, LogPage } from '../network/relays.js'
import type { Epoch } from '../session/session.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { isShared } from './current-group.js'
import type { Group } from './group.js'
import { placeKey } from './log-places.js'
import type { Conversations } from './conversations.js'
import { passing } from './on-link.js'
import type { Receiving } from './receiving.js'
import type { RelayLogs } from './relay-logs.js'

/** Reads at its relays what was sent in a conversation: every log whose epoch is kept here, each from where it was read up to. */
export interface RelayReading {
  start(): Stop
  /** All of it from the beginning: something may have been let go that is taken now. */
  readAnew(conversation: Conversation): Promise<void>
}

interface Parts {
  readonly conversations: Conversations
  readonly relayLogs: RelayLogs
  readonly receiving: Receiving
}

interface Followed {
  readonly relay: RelayId
  readonly stop: Stop
}

export function createRelayReading(context: ConversationContext, { conversations, relayLogs, receiving }: Parts): RelayReading {
  const { relays, records, clock } = context
  const followed = new Map<ConversationId, Map<string, Followed>>()
  const due = new Set<ConversationId>()
  let stopDue: Stop | undefined

  function refresh(conversation: Conversation): void {
    const now = followed.get(conversation.id) ?? new Map<string, Followed>()
    followed.set(conversation.id, now)
    const epochs = conversation.groups.flatMap(group => epochsOf(group, conversation).map(epoch => ({ group, epoch })))
    const wanted = new Map(
      relayLogs
        .of(conversation)
        .follow.flatMap(({ id }) => epochs.map(place => [placeKey(id, place.epoch.log), { ...place, relay: id }] as const))
    )
    for (const [key, { stop }] of now) {
      if (wanted.has(key)) continue
      stop()
      now.delete(key)
    }
    for (const [key, { group, epoch, relay }] of wanted)
      if (!now.has(key)) now.set(key, { relay, stop: follow(conversation, group, epoch, relay) })
  }

  function follow(conversation: Conversation, group: Group, epoch: Epoch, relay: RelayId): Stop {
    return relays.follow(relay, relayLogs.signer(epoch), {
      from: conversation.places.get(placeKey(relay, epoch.log))?.cursor,
      take: (run, upTo) => take(conversation, epoch.log, relay, run, upTo),
      refused(error) {
        // Who writes in an epoch opens its log where it is not open yet; those that were left are not begun anew.
        const isDue = epoch.id === group.head && relayLogs.mayOpen(conversation)
        if (isDue && isChatError(error, 'ERR_UNKNOWN_LOG')) void openAt(relay, conversation, epoch)
      }
    })
  }

  async function openAt(relay: RelayId, conversation: Conversation, epoch: Epoch): Promise<void> {
    try {
      await relayLogs.open(relay, conversation, epoch.id)
    } catch (err) {
      passing(err)
      // Where its owner opens it, it needs no more from us; all else is for the person to know.
      if (isChatError(err, 'ERR_QUOTA') || isChatError(err, 'ERR_NOT_ALLOWED')) relays.complain(relay, err)
    }
  }

  async function take(conversation: Conversation, log: LogId, relay: RelayId, run: LogPage['entries'], upTo: Cursor): Promise<void> {
    await receiving.receiveLogged(
      conversation,
      relay,
      run.map(({ envelope }) => envelope),
      () => {
        conversation.places.set(placeKey(relay, log), { relay, log, cursor: upTo })
        return [records.logPlaces(forgetLeft(conversation))]
      }
    )
    await context.probe('relay:taken')
  }

  /** Without the places in logs whose epochs are gone, and at relays that were left. */
  function forgetLeft(conversation: Conversation): Conversation {
    const used = new Set(relayLogs.of(conversation).follow.map(({ id }) => id))
    for (const [key, { relay, log }] of conversation.places)
      if (!used.has(relay) || conversations.findEpoch(conversation, log) === undefined) conversation.places.delete(key)
    return conversation
  }

  /** What changes in one go is looked at once. */
  function refreshSoon({ conversation }: { readonly conversation: ConversationId }): void {
    due.add(conversation)
    stopDue ??= clock.after(0, () => {
      stopDue = undefined
      const all = new Map(conversations.all().map(one => [one.id, one]))
      for (const id of due) {
        const one = all.get(id)
        if (one !== undefined) refresh(one)
      }
      due.clear()
    })
  }

  function stopAll(conversation: ConversationId): void {
    for (const { stop } of followed.get(conversation)?.values() ?? []) stop()
    followed.delete(conversation)
  }

  return {
    start() {
      for (const conversation of conversations.all()) refresh(conversation)
      const stops = [
        context.events.on('epochs:changed', refreshSoon),
        context.events.on('relays:changed', refreshSoon),
        context.events.on('conversation:mended', ({ conversation }) => {
          stopAll(conversation)
          refreshSoon({ conversation })
        })
      ]
      return () => {
        for (const stop of stops) stop()
        stopDue?.()
        for (const conversation of followed.keys()) stopAll(conversation)
      }
    },
    async readAnew(conversation) {
      stopAll(conversation.id)
      await conversations.write(conversation, async () => {
        conversation.places.clear()
        return { writes: [records.logPlaces(conversation)], result: undefined }
      })
      refreshSoon({ conversation: conversation.id })
    }
  }
}

/** Those that others write in, or may have; what is about to be is read before it is written in. */
function epochsOf(group: Group, conversation: Conversation): Epoch[] {
  return isShared(conversation, group) ? [...group.epochs.values()] : []
}
