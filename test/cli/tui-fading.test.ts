import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatEvent, Message } from '../../node/api/chat-api.js'
import type { Input } from '../../node/cli/tui/input.js'
import type { State } from '../../node/cli/tui/state.js'
import { view } from '../../node/cli/tui/view.js'
import { inChat, key, message, play, told, USUAL, type Friend } from './tui-world.js'

const fading = suite('messages that disappear, in parley tui')

const SAID = { text: 'not for long', minutesAgo: 5 }
const FRIENDS: readonly Friend[] = [{ name: 'bob', said: [SAID] }]
const KNOWN = { ...message('bob', SAID), lifetimeS: 604_800 }

const textOf = (state: State): string =>
  view(state, USUAL)
    .lines.map(line => line.map(({ text }) => text).join(''))
    .join('\n')
const nowIs = (known: Message): Input => told<ChatEvent & { type: 'message:changed' }>({ type: 'message:changed', message: known })
const gone = told<ChatEvent & { type: 'messages:faded' }>({ type: 'messages:faded', chat: KNOWN.chat, messages: [KNOWN.id] })

fading('tell when they do, and who chose that', () => {
  const { state } = play(inChat(FRIENDS), [nowIs(KNOWN)])
  assert.ok(textOf(state).includes('disappears 1 week after it is read'))
  const chosen = play(state, [nowIs({ ...KNOWN, text: '', setsLifetimeS: 60 })])
  assert.ok(textOf(chosen.state).includes('set messages to disappear 1 minute'))
})

fading('are gone once they have; where one was selected the chat is read anew', () => {
  const { state } = play(inChat(FRIENDS), [nowIs(KNOWN)])
  const after = play(state, [gone])
  assert.equal([after.state.thread?.messages, after.effects], [[], []])
  const selecting = play(state, [key('up')]).state
  assert.equal(
    play(selecting, [gone]).effects.map(({ type }) => type),
    ['open']
  )
})

fading.run()
