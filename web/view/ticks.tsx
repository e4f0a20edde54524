import type { DeliveryState, Message } from '../../node/api/message.js'
import type { Words } from '../strings/words.js'

const MARKS: Readonly<Record<DeliveryState, string>> = {
  queued: 'M8 14.500a6 6 0 1 0 0-12 6 6 0 0 0 0 12ZM8 5.300V8.500l2.200 1.500',
  stored: 'M3.500 9l3.200 3.300L14 5',
  partly: 'M1 9l3.200 3.300L11.500 5M12 10.500l4 4M16 10.500l-4 4',
  delivered: 'M1 9l3.200 3.300L11.500 5M8 12.300L15.500 5',
  read: 'M1 9l3.200 3.300L11.500 5M8 12.300L15.500 5',
  failed: 'M8 14.500a6 6 0 1 0 0-12 6 6 0 0 0 0 12ZM8 5v4.200M8 11.500v.01'
}

/** A clock, one tick on a relay, two on the other side, two in colour once read. */
export function Tick({ state }: { readonly state: DeliveryState }) {
  return (
    <svg class={`tick tick-${state}`} width="17" height="17" viewBox="0 0 17 17" fill="none" aria-hidden="true" focusable="false">
      <path d={MARKS[state]} stroke="currentColor" stroke-width="1.600" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  )
}

/** In a group: how many have it, once some have. */
export function stateText({ state, counts }: Pick<Message, 'state' | 'counts'>, words: Words): string {
  if (state === undefined) return words.state.unknown
  if (counts?.of === 0) return words.state.toNobody
  if (counts !== undefined && counts.of > 1) {
    if (state === 'partly') return words.state.notToAll(counts.delivered, counts.of)
    if (counts.read > 0 && counts.read < counts.of) return words.state.partlyRead(counts.read, counts.of)
    if (counts.delivered > 0 && counts.delivered < counts.of) return words.state.partlyDelivered(counts.delivered, counts.of)
  }
  return words.state[state]
}
