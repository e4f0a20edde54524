import type { Next } from './input.js'
import { blocksOf, layoutOf } from './layout.js'
import { openChat, type Size, type State } from './state.js'
import { indexOf } from '../../api/thread.js'
import { type Anchor, type Thread } from './thread.js'
import { anchorAt, moved, nearsEnd, placeToShow, topPlace, type Place } from './viewport.js'

/** Where the first row of the conversation goes, from where it is. */
type Move = (top: Place, height: number) => Place

/** Older messages are asked for as soon as less than a page of them is left above; so are newer ones, where these are not the newest. */
export function scrollTo(state: State, size: Size, move: Move): Next {
  const { thread } = state
  if (thread === undefined) return [state, []]
  const layout = layoutOf(state, size)
  const blocks = blocksOf(state, layout)
  const height = layout.threadRows
  const top = move(topPlace(blocks, thread, height), height)
  const anchor = anchorAt(blocks, thread, top, height)
  const above = moved(blocks, top, -height)
  const nearsBeginning = above.block === 0 && above.row === 0
  return withMore({ ...state, thread: withAnchor(thread, anchor) }, nearsBeginning, nearsEnd(blocks, top, height))
}

const withAnchor = (thread: Thread, anchor: Anchor): Thread => ({ ...thread, anchor })

function withMore(state: State, nearsBeginning: boolean, isNearEnd: boolean): Next {
  const { thread } = state
  if (thread === undefined || thread.loading) return [state, []]
  const { chat, before, after } = thread
  const asking: State = { ...state, thread: { ...thread, loading: true } }
  if (after !== undefined && isNearEnd) return [asking, [{ type: 'proceed', chat, after }]]
  return before !== undefined && nearsBeginning ? [asking, [{ type: 'extend', chat, before }]] : [state, []]
}

export function scrollBy(state: State, size: Size, pages: number): Next {
  const blocks = blocksOf(state, layoutOf(state, size))
  return scrollTo(state, size, (top, height) => moved(blocks, top, pages * Math.max(1, height - 2)))
}

/** From somewhere far above they are read anew. */
export function scrollToNewest(state: State): Next {
  const { thread } = state
  if (thread === undefined) return [state, []]
  const there: State = { ...state, thread: withAnchor(thread, 'newest') }
  const unread = openChat(state)?.unread ?? 0
  return thread.after === undefined ? [there, []] : [there, [{ type: 'open', chat: thread.chat, unread }]]
}

export function scrollToOldest(state: State, size: Size): Next {
  return scrollTo(state, size, () => ({ block: 0, row: 0 }))
}

/** Selects the message and moves as little as it takes to show it. */
export function select(state: State, size: Size, index: number): Next {
  const { thread } = state
  const message = thread?.messages[index]
  if (thread === undefined || message === undefined) return [state, []]
  const why = thread.why?.id === message.id ? thread.why : undefined
  const selected: State = { ...state, focus: 'messages', thread: { ...thread, selected: message.id, why } }
  const blocks = blocksOf(selected, layoutOf(selected, size))
  return scrollTo(selected, size, (top, height) => placeToShow(blocks, top, index, height))
}

/** Puts the divider of what is unread in the first row, where there is more below it than fits. */
export function scrollToDivider(state: State, size: Size): Next {
  const index = state.thread === undefined ? -1 : indexOf(state.thread, state.thread.divider)
  return index === -1 ? [state, []] : scrollTo(state, size, () => ({ block: index, row: 0 }))
}
