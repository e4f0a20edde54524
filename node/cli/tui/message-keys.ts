import { annotateKey } from './annotate-keys.js'
import { composeKey, pageKey } from './compose-keys.js'
import { only, type Next } from './input.js'
import type { Key } from './keys.js'
import { blocksOf, layoutOf } from './layout.js'
import { select } from './scrolling.js'
import { choicesOf, openChat, type Size, type State } from './state.js'
import { indexOf } from '../../api/thread.js'
import { topPlace } from './viewport.js'

/** Where messages are selected: move, ask why, send a failed one again, do something to one. Whoever types writes on. */
export function messageKey(state: State, key: Exclude<Key, { type: 'focus' }>, size: Size): Next {
  const { thread } = state
  const back = backToWriting(state)
  if (thread === undefined) return only(back)
  if (key.type !== 'key') return back.focus === 'compose' ? composeKey(back, key, size) : only(back)
  const index = indexOf(thread, thread.selected)
  switch (key.name) {
    case 'up':
      return select(state, size, Math.max(0, index - 1))
    case 'down':
      return index + 1 < thread.messages.length ? select(state, size, index + 1) : only(back)
    case 'home':
      return select(state, size, 0)
    case 'end':
      return select(state, size, thread.messages.length - 1)
    case 'enter':
      return explain(state)
    case 'ctrl+r':
      return sendAgain(state)
    case 'escape':
    case 'tab':
      return only(back)
    default:
      return annotateKey(state, key.name) ?? pageAndSelect(state, key.name, size)
  }
}

export function backToWriting(state: State): State {
  const { thread } = state
  const focus = choicesOf(openChat(state)).length > 0 ? 'answer' : 'compose'
  return { ...state, focus, thread: thread === undefined ? undefined : { ...thread, selected: undefined, why: undefined } }
}

function explain(state: State): Next {
  const { thread } = state
  const message = thread?.messages[indexOf(thread, thread.selected)]
  if (thread === undefined || message === undefined) return only(state)
  if (thread.why !== undefined) return only({ ...state, thread: { ...thread, why: undefined } })
  if (message.outgoing) return only(state, { type: 'explain', message: message.id })
  return only({ ...state, notice: { text: 'It came from somebody else, and it is here.', tone: 'plain' } })
}

function sendAgain(state: State): Next {
  const { thread } = state
  const message = thread?.messages[indexOf(thread, thread.selected)]
  if (message?.state !== 'failed') return only({ ...state, notice: { text: 'Only a message that failed is sent again.', tone: 'plain' } })
  return only(backToWriting(state), {
    type: 'send',
    chat: message.chat,
    text: message.text,
    ...(message.sticker === undefined ? {} : { sticker: message.sticker.name })
  })
}

/** The selection goes along with the page. */
function pageAndSelect(state: State, name: string, size: Size): Next {
  const [scrolled, effects] = pageKey(state, name, size)
  if (scrolled.thread === undefined || scrolled.thread === state.thread) return only(state)
  const layout = layoutOf(scrolled, size)
  const { block } = topPlace(blocksOf(scrolled, layout), scrolled.thread, layout.threadRows)
  const isDown = name === 'pagedown' || name === 'ctrl+end'
  const wanted = isDown && scrolled.thread.anchor === 'newest' ? scrolled.thread.messages.length - 1 : block
  const [selected, more] = select(scrolled, size, Math.min(wanted, scrolled.thread.messages.length - 1))
  return only(selected, ...effects, ...more)
}
