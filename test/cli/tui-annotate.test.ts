import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatEvent } from '../../node/api/chat-event.js'
import type { Message } from '../../node/api/message.js'
import type { Input } from '../../node/cli/tui/input.js'
import type { ChatApi } from '../../node/api/chat-api.js'
import { ChatError } from '../../node/base/errors.js'
import { runNodeEffect, type NodeEffect } from '../../node/cli/tui/node-effects.js'
import { createUnanswered } from '../../node/cli/tui/unanswered.js'
import { draftIn, type State } from '../../node/cli/tui/state.js'
import { view } from '../../node/cli/tui/view.js'
import { createFakeChat } from './fake-chat.js'
import { chatOf, inChat, key, message, play, told, typed, USUAL, type Friend } from './tui-world.js'

const acts = suite('what is done to a message in parley tui')

const THEIRS = { text: 'at eight?', minutesAgo: 9 }
const OURS = { text: 'at nine', minutesAgo: 5, state: 'read' as const }
const FRIENDS: readonly Friend[] = [{ name: 'bob', said: [THEIRS, OURS] }, { name: 'dave' }]
const chat = chatOf('bob')
const [theirs, ours] = [message('bob', THEIRS), message('bob', OURS)]

const textOf = (state: State): string =>
  view(state, USUAL)
    .lines.map(line => line.map(({ text }) => text).join(''))
    .join('\n')
const changed = (now: Message): Input => told<ChatEvent & { type: 'message:changed' }>({ type: 'message:changed', message: now })
const after = (...inputs: readonly Input[]) => play(inChat(FRIENDS), inputs)
const atOurs = key('up')
const atTheirs = [key('up'), key('up')]

acts('is answered, whatever was being written before', () => {
  const writing = after(typed('half a thought'), ...atTheirs, key('alt+r'))
  assert.is(writing.state.focus, 'compose')
  assert.match(textOf(writing.state), /↩ at eight\?\s+Enter reply\s+Esc give up/)
  const sent = play(writing.state, [key('enter')])
  assert.equal(sent.effects[0], { type: 'send', chat, text: 'half a thought', answers: theirs.id })
  assert.is(sent.state.about, undefined)
  const given = play(writing.state, [key('escape'), key('enter')])
  assert.equal(given.effects[0], { type: 'send', chat, text: 'half a thought' })
})

acts('is edited beside what is being written, which comes back', () => {
  const editing = after(typed('later'), atOurs, key('alt+e'))
  assert.is(draftIn(editing.state, chat).text, 'at nine')
  const { state, effects } = play(editing.state, [typed(', sharp'), key('enter')])
  assert.equal(effects, [{ type: 'edit', chat, message: ours.id, text: 'at nine, sharp' }])
  assert.is(draftIn(state, chat).text, 'later')
  assert.equal(play(editing.state, [key('enter')]).effects, [], 'the same is no edit')
  assert.is(draftIn(play(editing.state, [key('escape')]).state, chat).text, 'later')
  const refused = after(...atTheirs, key('alt+e'))
  assert.equal([refused.effects, refused.state.focus], [[], 'messages'])
  assert.match(textOf(refused.state), /Only words of your own can be edited/)
})

acts('is reacted to, and nothing takes that back', () => {
  const reacting = after(...atTheirs, key('alt+t'))
  assert.match(textOf(reacting.state), /An emoji, or its :name:/)
  assert.equal(play(reacting.state, [typed(':tada:'), key('enter')]).effects, [{ type: 'react', message: theirs.id, emoji: ':tada:' }])
  assert.equal(play(reacting.state, [key('enter')]).effects, [{ type: 'react', message: theirs.id, emoji: '' }])
})

acts('is deleted when that was asked for twice in a row, and only where it is ours', () => {
  const once = after(atOurs, key('alt+d'))
  assert.equal(once.effects, [])
  assert.match(textOf(once.state), /Alt\+D once more deletes it for everybody/)
  assert.equal(play(once.state, [key('alt+d')]).effects, [{ type: 'delete', message: ours.id }])
  assert.equal(play(once.state, [key('up'), key('down'), key('alt+d')]).effects, [])
  assert.equal(after(...atTheirs, key('alt+d'), key('alt+d')).effects, [])
})

acts('is pinned, and not any more', () => {
  assert.equal(after(...atTheirs, key('alt+p')).effects, [{ type: 'pin', message: theirs.id, pinned: true }])
  const pinned = changed({ ...theirs, pinned: true })
  assert.equal(after(pinned, ...atTheirs, key('alt+p')).effects.at(-1), { type: 'pin', message: theirs.id, pinned: false })
})

acts('is forwarded to a chat that is found by its name, and is selected again afterwards', () => {
  const choosing = after(...atTheirs, key('alt+f'))
  assert.is(choosing.state.focus, 'list')
  assert.match(textOf(choosing.state), /↩ at eight\?\s+Enter forward\s+Esc give up/)
  const { state, effects } = play(choosing.state, [typed('dav'), key('enter')])
  assert.equal(effects.at(-1), { type: 'forward', message: theirs.id, chat: chatOf('dave'), title: 'dave' })
  assert.equal([state.focus, state.thread?.chat, state.thread?.selected, state.search], ['messages', chat, theirs.id, undefined])
  const given = play(choosing.state, [key('escape')]).state
  assert.equal([given.focus, given.forwarding], ['messages', undefined])
})

acts('is left alone where it was deleted', () => {
  const deleted = changed({ ...ours, text: '', deleted: true })
  for (const name of ['alt+r', 'alt+e', 'alt+t', 'alt+f', 'alt+p', 'alt+d']) {
    const { state, effects } = after(deleted, atOurs, key(name))
    assert.equal([effects, state.focus], [[], 'messages'], name)
  }
})

acts('is forwarded, or said, under the name that it had when its answer was lost, and under a new one after that', async () => {
  const unanswered = createUnanswered()
  const names: (string | undefined)[] = []
  const noted = async ({ once }: { once?: string }): Promise<never> => {
    names.push(once)
    throw new ChatError('ERR_CLOSED', 'the node is away')
  }
  const api = { ...createFakeChat(), forward: noted, send: noted, sendSticker: noted } as unknown as ChatApi
  const bob = chatOf('bob')
  const sayings: readonly NodeEffect[] = [
    { type: 'forward', message: message('bob', { text: 'at eight?', minutesAgo: 1 }).id, chat: bob, title: 'bob' },
    { type: 'send', chat: bob, text: 'yes' },
    { type: 'send', chat: bob, text: 'sticker: wave 👋', sticker: 'wave' }
  ]
  for (const effect of sayings) {
    const once = unanswered.nameFor(effect)
    await runNodeEffect(api, effect, once).catch(() => unanswered.lost(effect, once))
    assert.is(unanswered.nameFor(effect), once)
    assert.is.not(unanswered.nameFor(effect), once)
    assert.is(names.pop(), once)
  }
})

acts('is done by the node', async () => {
  const api = createFakeChat()
  const { id, chat: bobs } = await api.send({ chat: 'bob', text: 'at nine' })
  const newest = async (name = 'bob') => (await api.history({ chat: name })).messages.at(-1)
  await runNodeEffect(api, { type: 'edit', chat: bobs, message: id, text: 'at ten :tada:' }, 'once')
  await runNodeEffect(api, { type: 'react', message: id, emoji: ':wave:' }, 'once')
  await runNodeEffect(api, { type: 'pin', message: id, pinned: true }, 'once')
  const { text, reactions, pinned } = (await newest()) ?? {}
  assert.equal([text, reactions?.[0]?.emoji, pinned], ['at ten 🎉', '👋', true])
  const dave = (await newest('dave'))?.chat ?? (await api.send({ chat: 'dave', text: 'x' })).chat
  const forwarded = await runNodeEffect(api, { type: 'forward', message: id, chat: dave, title: 'dave' }, 'once')
  assert.equal(forwarded, { type: 'told', notice: { text: 'Forwarded to dave.', tone: 'good' } })
  assert.equal([(await newest('dave'))?.text, (await newest('dave'))?.forwarded], ['at ten 🎉', true])
  await runNodeEffect(api, { type: 'send', chat: bobs, text: 'yes', answers: id }, 'once')
  assert.is((await newest())?.answers?.message, id)
  await runNodeEffect(api, { type: 'send', chat: bobs, text: 'sticker: wave 👋', sticker: 'wave' }, 'once')
  assert.is((await newest())?.sticker?.name, 'wave')
  await runNodeEffect(api, { type: 'delete', message: id }, 'once')
  assert.is((await api.history({ chat: 'bob' })).messages.find(one => one.id === id)?.deleted, true)
  api.close()
})

acts.run()
