import type { ConversationId, DeviceId } from '../base/ids.js'
import { createSerial, type Serial } from '../base/serial.js'
import type { Envelope } from '../network/links.js'
import type { Epoch } from '../session/session.js'
import type { Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import { createOutboxEnvelopes } from './outbox-envelopes.js'
import { isCommit, messagesIn, waitingGroup, type OutboxEntry, type OutboxRow } from './outbox-row.js'
import { isForTheGone } from './reading.js'
import type { Records } from './records.js'

/** The outbox of one conversation, as it is in memory. */
export interface Lane {
  readonly entries: Map<number, OutboxEntry>
  /** Of devices that have shown, over this link, that they write elsewhere than where a commit of ours leads: where that is. */
  readonly elsewhere: Map<DeviceId, Epoch>
  readonly resealing: Serial
}

/** The rows of all conversations, known without their envelopes, and the envelopes that are at hand. */
export interface OutboxLanes {
  readonly of: (conversation: Conversation) => Lane
  readonly entry: (conversation: Conversation, number: number) => OutboxEntry | undefined
  readonly envelope: (conversation: Conversation, number: number) => Promise<Envelope | undefined>
  /** The bytes alone. */
  readonly bytes: (conversation: Conversation, number: number) => Promise<Uint8Array | undefined>
  readonly keep: (conversation: Conversation, row: OutboxRow) => void
  /** What the row holds is another envelope by now. */
  readonly drop: (conversation: Conversation, row: number) => void
  readonly forget: (conversation: Conversation, number: number) => void
  /** As `Outbox.size`. */
  readonly size: () => number
  /** As `Outbox.messages`. */
  readonly messages: () => number
}

export function createOutboxLanes(records: Pick<Records, 'readOutboxRow'>, { all }: Pick<Conversations, 'all'>): OutboxLanes {
  const lanes = new Map<ConversationId, Lane>()
  const envelopes = createOutboxEnvelopes(records)

  function of({ id }: Conversation): Lane {
    const lane = lanes.get(id) ?? { entries: new Map(), elsewhere: new Map(), resealing: createSerial() }
    lanes.set(id, lane)
    return lane
  }

  return {
    of,
    entry: (conversation, number) => of(conversation).entries.get(number),
    envelope: (conversation, number) => envelopes.of(conversation, number),
    bytes: async (conversation, number) => (await envelopes.of(conversation, number))?.bytes,
    keep: (conversation, row) => envelopes.keep(conversation, row),
    drop: (conversation, row) => envelopes.drop(conversation, row),
    forget(conversation, number) {
      of(conversation).entries.delete(number)
      envelopes.drop(conversation, number)
    },
    size: () =>
      all().flatMap(one => [...of(one).entries.values()].filter(entry => !isCommit(entry) || waitingGroup(one, entry) !== undefined))
        .length,
    messages: () =>
      all().reduce((sum, one) => sum + messagesIn([...of(one).entries.values()].filter(({ last }) => !isForTheGone(one, last))), 0)
  }
}
