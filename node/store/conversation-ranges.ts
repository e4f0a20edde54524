import { under } from './key-paths.js'
import { TABLE } from './keyspace.js'
import type { Range } from './store.js'

/** What its messages are found by does not begin with a conversation, nor does what is no conversation's. */
const ELSEWHERE: readonly number[] = [TABLE.messageId, TABLE.fading, TABLE.companion]
const TABLES = Object.values(TABLE).filter(table => table >= TABLE.conversation && !ELSEWHERE.includes(table))

/** All that stands under a conversation. @param tag `Keyspace.conversationTag` of it */
export const conversationRanges = (tag: Uint8Array): readonly Range[] => TABLES.map(table => under(table, tag))
