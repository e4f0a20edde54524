import type { Hit } from '../../api/message.js'
import { composeKey, pageKey } from './compose-keys.js'
import { draftOf, EMPTY_DRAFT } from './draft.js'
import { only, type Input, type Next } from './input.js'
import type { Key } from './keys.js'
import { listKey, open, openNeighbour, startSearch } from './list-keys.js'
import { messageKey } from './message-keys.js'
import { withEvent, withSnapshot } from './news.js'
import { scrollBy, scrollToDivider, select } from './scrolling.js'
import { asked, commanded, panelKey, promptKey, startCommand } from './panel-keys.js'
import { answering, choicesOf, chosenEntry, contactOf, openChat, type Size, type State } from './state.js'
import { continued, extended, indexOf, isAwaited, opened, refreshed, withShown } from '../../api/thread.js'
import { withSent, type Thread } from './thread.js'

/** Pure: no clock, socket or terminal. `chat-screen.ts` runs the effects, and draws. */
export function step(state: State, input: Input, size: Size): Next {
  switch (input.type) {
    case 'key':
    case 'text':
    case 'paste':
      return keyStep({ ...state, notice: undefined }, input, size)
    case 'focus':
      return only({ ...state, watched: input.focused })
    case 'clock':
      return only({ ...state, nowMs: input.nowMs })
    case 'connected':
      return withSnapshot(state, input.snapshot)
    case 'lost':
      return only({ ...state, connected: false })
    case 'event':
      return withEvent(state, input.event)
    case 'chosen':
      return chosen(state, input.chat)
    case 'opened':
      return inThread(state, input.chat, thread => scrollToDivider({ ...state, thread: opened(thread, input.history, input.unread) }, size))
    case 'refreshed':
      return inThread(state, input.chat, thread => only({ ...state, thread: refreshed(thread, input.history, followed(state, thread)) }))
    case 'extended':
      // The move by nothing asks for more where the screen still isn't full.
      return inThread(state, input.chat, thread => scrollBy({ ...state, thread: extended(thread, input.history) }, size, 0))
    case 'continued':
      return inThread(state, input.chat, thread => scrollBy({ ...state, thread: continued(thread, input.history) }, size, 0))
    case 'found':
      return only(state.search?.text.trim() === input.text ? withHits(state, input.hits) : state)
    case 'reached':
      return inThread(state, input.chat, thread => {
        const there = opened(thread, input.history, 0)
        return select({ ...state, thread: there }, size, indexOf(there, input.message))
      })
    case 'sent':
      return inThread(state, input.message.chat, thread => only({ ...state, thread: withSent(thread, input.message) }))
    case 'unsent':
      return only(putBack(state, input))
    case 'explained':
      return explained(state, input, size)
    case 'members':
      return inThread(state, input.chat, thread => only({ ...state, thread: { ...thread, members: input.members } }))
    case 'joining':
      return only({ ...state, joining: input.joining })
    case 'progress':
      return only({ ...state, running: state.running && { ...state.running, progress: input.line } })
    case 'asked':
      return only(asked(state, input))
    case 'commanded':
      return commanded(state, input, size)
    case 'told':
      return only({ ...state, notice: input.notice, thread: state.thread && { ...state.thread, loading: isAwaited(state.thread) } })
    case 'shown':
      return shown(state, input)
  }
}

/** Where nobody goes by that name the first of them is chosen. */
function withHits(state: State, hits: readonly Hit[]): State {
  const found: State = { ...state, hits }
  return { ...found, cursor: chosenEntry(found)?.id }
}

/** What comes for a chat that isn't open any more comes too late. */
function inThread(state: State, chat: string, change: (thread: Thread) => Next): Next {
  return state.thread?.chat === chat ? change(state.thread) : only(state)
}

const followed = ({ watched }: State, { anchor }: Thread): boolean => watched && anchor === 'newest'

function keyStep(state: State, key: Exclude<Key, { type: 'focus' }>, size: Size): Next {
  const name = key.type === 'key' ? key.name : ''
  if (name === 'ctrl+c' || name === 'ctrl+q') return leave(state)
  const stayed: State = { ...state, leaving: false, deleting: name === 'alt+d' ? state.deleting : undefined }
  if (name === 'ctrl+x' && state.running !== undefined) return only({ ...stayed, prompt: undefined }, { type: 'give-up' })
  if (state.prompt !== undefined) return promptKey(stayed, state.prompt, key, size)
  if (state.panel !== undefined) {
    const scrolled = panelKey(stayed, state.panel, key, size)
    return scrolled === undefined ? keyStep({ ...stayed, panel: undefined }, key, size) : only(scrolled)
  }
  if (state.help || state.showsMembers) return only({ ...stayed, help: false, showsMembers: false })
  if (name === 'f1') return only({ ...stayed, help: true })
  if (name === 'f2') return showMembers(stayed)
  if (name === 'f3') return only(startCommand(stayed))
  if (name === 'ctrl+z') return only(stayed, { type: 'suspend' })
  if (name === 'ctrl+l') return only(stayed, { type: 'redraw' })
  if (name === 'ctrl+k') return only(startSearch(stayed))
  if (name === 'alt+up' || name === 'alt+down') return openNeighbour(stayed, name === 'alt+up' ? -1 : 1)
  switch (state.focus) {
    case 'list':
      return listKey(stayed, key)
    case 'messages':
      return messageKey(stayed, key, size)
    case 'compose':
      return composeKey(stayed, key, size)
    case 'answer':
      return answerKey(stayed, name, size)
  }
}

function showMembers(state: State): Next {
  const chat = openChat(state)
  if (chat?.kind === 'group') return only({ ...state, showsMembers: true }, { type: 'read-members', chat: chat.id })
  return only({ ...state, notice: { text: 'F2 shows who is in a group, once one is open.', tone: 'plain' } })
}

function leave(state: State): Next {
  // What the node has stays with it.
  const unsent = state.connected ? 0 : state.drafts.size
  if (unsent === 0 || state.leaving) return only(state, { type: 'quit' })
  const where = unsent === 1 ? 'one chat' : `${unsent} chats`
  return only({
    ...state,
    leaving: true,
    notice: { text: `There is unsent text in ${where}. Ctrl+C once more leaves it behind.`, tone: 'warning' }
  })
}

function chosen(state: State, id: string): Next {
  const chat = state.chats.find(one => one.id === id)
  return chat === undefined ? only(state) : open(state, chat)
}

/** Letters do nothing here: nobody is accepted by the end of a sentence that was meant for somebody else. */
function answerKey(state: State, name: string, size: Size): Next {
  const chat = openChat(state)
  const choices = choicesOf(chat)
  const by = name === 'right' || name === 'tab' ? 1 : name === 'left' || name === 'shift+tab' ? -1 : 0
  if (by !== 0) return only({ ...state, choice: Math.max(0, Math.min(choices.length - 1, state.choice + by)) })
  if (name === 'escape') return only({ ...state, focus: 'list' })
  if (name === 'up') return select(state, size, (state.thread?.messages.length ?? 0) - 1)
  if (name !== 'enter') return pageKey(state, name, size)
  const choice = choices[state.choice]
  const contact = chat === undefined ? undefined : contactOf(state, chat)
  if (choice === undefined || choice === 'later' || contact === undefined) return only({ ...state, focus: 'list', choice: 0 })
  return only({ ...state, choice: 0 }, { type: 'answer', contact: contact.account, choice })
}

/** What could not be sent stands where it was written, before what was written since. */
function putBack(state: State, { chat, text, answers, reason }: Input & { type: 'unsent' }): State {
  const { text: since } = state.drafts.get(chat) ?? EMPTY_DRAFT
  const draft = draftOf(since === '' ? text : `${text}\n${since}`)
  const answered = answering(state, chat, state.answers.get(chat) ?? answers)
  return { ...answered, drafts: new Map([...state.drafts, [chat, draft]]), notice: { text: reason, tone: 'danger' } }
}

function explained(state: State, { why }: Input & { type: 'explained' }, size: Size): Next {
  const { thread } = state
  if (thread === undefined || thread.selected !== why.id || state.focus !== 'messages') return only(state)
  return select(
    { ...state, thread: { ...thread, why } },
    size,
    thread.messages.findIndex(({ id }) => id === why.id)
  )
}

function shown(state: State, { messages }: Input & { type: 'shown' }): Next {
  if (!state.watched || state.thread === undefined) return only(state)
  const [thread, readUpTo] = withShown(state.thread, messages)
  if (readUpTo === undefined) return only({ ...state, thread })
  return only({ ...state, thread }, { type: 'mark-read', chat: thread.chat, message: readUpTo })
}
