import { EMPTY_DRAFT, erase, insertText, moveByRow, moveCursor, type Draft, type Motion } from './draft.js'
import { asMessage, commandIn } from './command-words.js'
import { only, type Next } from './input.js'
import type { Key } from './keys.js'
import { layoutOf, PROMPT_CELLS } from './layout.js'
import { run } from './panel-keys.js'
import { READ_ONLY } from './read-only.js'
import { scrollBy, scrollToNewest, scrollToOldest, select } from './scrolling.js'
import { aboutIn, answering, draftIn, openChat, type Change, type Size, type State } from './state.js'
import type { Thread } from './thread.js'

const MAX_TEXT_BYTES = 32 * 1024

const MOTIONS: Readonly<Record<string, Motion>> = {
  left: 'left',
  right: 'right',
  'ctrl+b': 'left',
  'ctrl+f': 'right',
  'ctrl+left': 'word-left',
  'ctrl+right': 'word-right',
  'alt+left': 'word-left',
  'alt+right': 'word-right',
  'alt+b': 'word-left',
  'alt+f': 'word-right',
  home: 'line-start',
  end: 'line-end',
  'ctrl+a': 'line-start',
  'ctrl+e': 'line-end'
}
const ERASES: Readonly<Record<string, Motion>> = {
  backspace: 'left',
  delete: 'right',
  'ctrl+d': 'right',
  'ctrl+w': 'word-left',
  'alt+backspace': 'word-left',
  'ctrl+backspace': 'word-left',
  'alt+d': 'word-right',
  'ctrl+delete': 'word-right',
  'ctrl+u': 'line-start'
}
const NEW_LINES = new Set(['alt+enter', 'shift+enter', 'ctrl+enter', 'ctrl+j'])

/** Where a message is written. */
export function composeKey(state: State, key: Exclude<Key, { type: 'focus' }>, size: Size): Next {
  const { thread } = state
  if (thread === undefined) return only(state)
  const draft = draftIn(state, thread.chat)
  if (key.type !== 'key') return only(written(state, thread, draft, key.text))
  if (NEW_LINES.has(key.name)) return only(written(state, thread, draft, '\n'))
  const [motion, erased] = [MOTIONS[key.name], ERASES[key.name]]
  if (motion !== undefined) return only(withDraft(state, thread, moveCursor(draft, motion)))
  if (erased !== undefined) return only(withDraft(state, thread, erase(draft, erased)))
  if (key.name === 'enter') return send(state, thread, draft)
  if (key.name === 'up' || key.name === 'down') return moveRow(state, thread, draft, key.name === 'up' ? -1 : 1, size)
  const about = key.name === 'escape' ? aboutIn(state, thread.chat) : undefined
  if (about !== undefined) return only(about.kind === 'reply' ? answering(state, thread.chat, undefined) : { ...state, about: undefined })
  if (key.name === 'escape') return thread.anchor === 'newest' ? only({ ...state, focus: 'list' }) : scrollToNewest(state)
  if (key.name === 'tab') return only({ ...state, focus: 'list' })
  return pageKey(state, key.name, size)
}

/** The same wherever a conversation is open. */
export function pageKey(state: State, name: string, size: Size): Next {
  if (name === 'pageup') return scrollBy(state, size, -1)
  if (name === 'pagedown') return scrollBy(state, size, 1)
  if (name === 'ctrl+home') return scrollToOldest(state, size)
  if (name === 'ctrl+end') return scrollToNewest(state)
  return only(state)
}

/** Typed or pasted, where it fits into one message. */
export function written(state: State, thread: Thread, draft: Draft, text: string): State {
  const next = insertText(draft, text)
  if (Buffer.byteLength(next.text) <= MAX_TEXT_BYTES) return withDraft(state, thread, next)
  return { ...state, notice: { text: 'That is too long: a message holds 32 KiB.', tone: 'warning' } }
}

function withDraft(state: State, { chat }: Thread, draft: Draft): State {
  const about = aboutIn(state, chat)
  if (about !== undefined && about.kind !== 'reply') return { ...state, about: { ...about, draft } }
  const drafts = new Map(state.drafts)
  if (draft.text === '') drafts.delete(chat)
  else drafts.set(chat, draft)
  return { ...state, drafts }
}

function send(state: State, thread: Thread, draft: Draft): Next {
  const about = aboutIn(state, thread.chat)
  if (about !== undefined && about.kind !== 'reply') return change(state, about, draft.text.trim())
  if (draft.text.trim() === '') return only(state)
  const command = commandIn(draft.text)
  if (command !== undefined) return run(state, command, thread.chat, withDraft(state, thread, EMPTY_DRAFT))
  const { readOnly } = openChat(state) ?? {}
  if (readOnly !== undefined) return only({ ...state, notice: { text: READ_ONLY[readOnly], tone: 'warning' } })
  const text = asMessage(draft.text).replace(/\s+$/, '')
  const [there, effects] = scrollToNewest(state)
  const answers = about === undefined ? {} : { answers: about.answers }
  return only(
    answering(withDraft(there, thread, EMPTY_DRAFT), thread.chat, undefined),
    { type: 'send', chat: thread.chat, text, ...answers },
    ...effects
  )
}

/** Nothing takes a reaction back, and is no new text. */
function change(state: State, { kind, message }: Change, text: string): Next {
  const done: State = { ...state, about: undefined }
  if (kind === 'react') return only(done, { type: 'react', message: message.id, emoji: text })
  return text === '' || text === message.text ? only(done) : only(done, { type: 'edit', chat: message.chat, message: message.id, text })
}

function moveRow(state: State, thread: Thread, draft: Draft, by: -1 | 1, size: Size): Next {
  const moved = moveByRow(draft, by, layoutOf(state, size).threadColumns - PROMPT_CELLS)
  if (moved !== undefined) return only(withDraft(state, thread, moved))
  return by === -1 ? select(state, size, thread.messages.length - 1) : only(state)
}
