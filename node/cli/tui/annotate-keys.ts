import type { Message } from '../../api/message.js'
import { indexOf, isSaid } from '../../api/thread.js'
import { draftOf, EMPTY_DRAFT } from './draft.js'
import { only, type Next } from './input.js'
import { answering, type Notice, type State } from './state.js'

type Act = (state: State, message: Message) => Next

/** Letters are for writing on: what is done to the selected message goes with Alt. */
const ACTS: Readonly<Record<string, Act>> = {
  'alt+r': (state, { id, chat }) => begin(answering({ ...state, about: undefined }, chat, id)),
  'alt+e': edit,
  'alt+t': (state, message) => begin({ ...state, about: { kind: 'react', message, draft: EMPTY_DRAFT } }),
  'alt+f': forward,
  'alt+p': (state, { id, pinned }) => only(state, { type: 'pin', message: id, pinned: pinned !== true }),
  'alt+d': erase
}

/** Undefined where the key does nothing to a message. */
export function annotateKey(state: State, name: string): Next | undefined {
  const { thread } = state
  const act = ACTS[name]
  const message = thread?.messages[indexOf(thread, thread.selected)]
  if (act === undefined || message === undefined) return undefined
  const isNothing = message.deleted === true || !isSaid(message)
  return isNothing ? refuse(state, 'Nothing can be done to that one.') : act(state, message)
}

function begin(state: State): Next {
  return only({ ...state, focus: 'compose', thread: state.thread && { ...state.thread, selected: undefined, why: undefined } })
}

function edit(state: State, message: Message): Next {
  const { outgoing, text, sticker } = message
  if (!outgoing || text === '' || sticker !== undefined) return refuse(state, 'Only words of your own can be edited.')
  return begin({ ...state, about: { kind: 'edit', message, draft: draftOf(text) } })
}

function forward(state: State, message: Message): Next {
  if (message.text === '') return refuse(state, 'There is nothing in it to forward.')
  return only({ ...state, focus: 'list', forwarding: message, search: EMPTY_DRAFT, hits: [], cursor: undefined })
}

/** Asked for twice. */
function erase(state: State, { id, outgoing }: Message): Next {
  if (!outgoing) return refuse(state, 'Only your own messages can be deleted.')
  if (state.deleting === id) return only({ ...state, deleting: undefined }, { type: 'delete', message: id })
  const notice: Notice = { text: 'Alt+D once more deletes it for everybody: nothing brings it back.', tone: 'warning' }
  return only({ ...state, deleting: id, notice })
}

const refuse = (state: State, text: string): Next => only({ ...state, notice: { text, tone: 'plain' } })
