import { createKept } from '../base/kept.js'
import type { Envelope } from '../network/links.js'
import type { Conversation } from './conversation.js'
import type { OutboxRow } from './outbox-row.js'
import type { Records } from './records.js'

/** Rows whose envelopes are kept at hand; the rest is read from disk when its turn comes. */
const KEPT_ROWS = 256

/** What the rows of the outbox carry. */
export interface OutboxEnvelopes {
  of(conversation: Conversation, row: number): Promise<Envelope | undefined>
  keep(conversation: Conversation, row: OutboxRow): void
  drop(conversation: Conversation, row: number): void
}

const keyOf = ({ id }: Conversation, row: number): string => `${id} ${row}`

export function createOutboxEnvelopes(records: Pick<Records, 'readOutboxRow'>): OutboxEnvelopes {
  const kept = createKept<string, Envelope>(KEPT_ROWS)

  return {
    async of(conversation, number) {
      const known = kept.get(keyOf(conversation, number))
      if (known !== undefined) return known
      const row = await records.readOutboxRow(conversation, number)
      return row === undefined ? undefined : { log: row.log, bytes: row.envelope }
    },
    keep: (conversation, { number, log, envelope }) => kept.put(keyOf(conversation, number), { log, bytes: envelope }),
    drop: (conversation, number) => kept.drop(keyOf(conversation, number))
  }
}
