import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatEvent } from '../../node/api/chat-event.js'
import type { Message } from '../../node/api/message.js'
import type { Input } from '../../node/cli/tui/input.js'
import type { State } from '../../node/cli/tui/state.js'
import { view } from '../../node/cli/tui/view.js'
import { inChat, key, message, play, told, USUAL, type Friend } from './tui-world.js'

const fading = suite('what comes and goes by itself, in parley tui')

const SAID = { text: 'not for long', minutesAgo: 5 }
const FRIENDS: readonly Friend[] = [{ name: 'bob', said: [SAID] }]
const KNOWN = { ...message('bob', SAID), lifetimeS: 604_800 }

const textOf = (state: State): string =>
  view(state, USUAL)
    .lines.map(line => line.map(({ text }) => text).join(''))
    .join('\n')
const nowIs = (known: Message): Input => told<ChatEvent & { type: 'message:changed' }>({ type: 'message:changed', message: known })
const heard = (one: Message): Input => told<ChatEvent & { type: 'message:received' }>({ type: 'message:received', message: one })
const gone = told<ChatEvent & { type: 'messages:faded' }>({ type: 'messages:faded', chat: KNOWN.chat, messages: [KNOWN.id] })

fading('tells of messages when they disappear, and who chose that', () => {
  const { state } = play(inChat(FRIENDS), [nowIs(KNOWN)])
  assert.ok(textOf(state).includes('disappears 1 week after it is read'))
  const chosen = play(state, [nowIs({ ...KNOWN, text: '', setsLifetimeS: 60 })])
  assert.ok(textOf(chosen.state).includes('set messages to disappear 1 minute'))
})

fading('counts as unread what is said, and not the line that says what was chosen', () => {
  const { state } = play(inChat(FRIENDS), [heard({ ...KNOWN, text: '', setsLifetimeS: 60 })])
  assert.is(state.chats[0]?.unread, 0)
  assert.is(play(state, [heard(KNOWN)]).state.chats[0]?.unread, 1)
})

fading('shows them no more once they have; where one was selected the chat is read anew', () => {
  const { state } = play(inChat(FRIENDS), [nowIs(KNOWN)])
  const after = play(state, [gone])
  assert.equal([after.state.thread?.messages, after.effects], [[], []])
  const selecting = play(state, [key('up')]).state
  assert.equal(
    play(selecting, [gone]).effects.map(({ type }) => type),
    ['open']
  )
})

fading('follows a draft of another window, and tells who is writing, while they are', () => {
  const begun = told<ChatEvent & { type: 'draft:changed' }>({ type: 'draft:changed', chat: KNOWN.chat, draft: { text: 'begun elsewhere' } })
  const { state } = play(inChat(FRIENDS), [begun])
  assert.is(state.drafts.get(KNOWN.chat)?.text, 'begun elsewhere')
  assert.is(play(state, [told<ChatEvent & { type: 'draft:changed' }>({ type: 'draft:changed', chat: KNOWN.chat })]).state.drafts.size, 0)
  const writes = (typing: boolean): Input =>
    told<ChatEvent & { type: 'typing:changed' }>({ type: 'typing:changed', chat: KNOWN.chat, account: KNOWN.sender, name: 'bob', typing })
  const writing = play(state, [writes(true)]).state
  assert.ok(textOf(writing).includes('writing…'))
  assert.not.ok(textOf(play(writing, [writes(false)]).state).includes('writing…'))
})

fading.run()
