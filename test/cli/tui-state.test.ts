import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatEvent } from '../../node/api/chat-event.js'
import type { DeliveryState } from '../../node/api/message.js'
import type { Input } from '../../node/cli/tui/input.js'
import { draftIn, listedChats, openChat, type Size, type State } from '../../node/cli/tui/state.js'
import { view } from '../../node/cli/tui/view.js'
import {
  chat,
  chatOf,
  contact,
  deviceOf,
  inChat,
  key,
  message,
  openedPage,
  play,
  told,
  typed,
  USUAL,
  world,
  type Friend,
  type Said
} from './tui-world.js'

const tui = suite('the state of parley tui')

const numbered = (count: number, from = 1): readonly Said[] =>
  Array.from({ length: count }, (_, index) => ({ text: `message ${from + index}`, minutesAgo: 1_000 - from - index, seq: from + index }))
const BOB: Friend = { name: 'bob', said: numbered(3) }
const DAVE: Friend = { name: 'dave' }
const CAROL: Friend = { name: 'Çarol', state: 'request', said: [{ text: 'hello', minutesAgo: 5 }] }

const textOf = (state: State, size: Size = USUAL): string =>
  view(state, size)
    .lines.map(line => line.map(({ text }) => text).join(''))
    .join('\n')
const shown = (state: State, size: Size = USUAL): Input => ({ type: 'shown', messages: view(state, size).shown })
const idOf = (seq: number): string => message('bob', { text: '', minutesAgo: 0, seq }).id
const received = (seq: number): Input =>
  told<ChatEvent & { type: 'message:received' }>({
    type: 'message:received',
    message: message('bob', { text: `message ${seq}`, minutesAgo: 1_000 - seq, seq })
  })
const stateEvent = (seq: number, state: DeliveryState): Input => {
  const { id } = message('bob', { text: '', minutesAgo: 0, seq, state: 'queued' })
  return told<ChatEvent & { type: 'message:state' }>({ type: 'message:state', chat: chatOf('bob'), message: id, state })
}
const page = (
  said: readonly Said[],
  before?: string
): { messages: ReturnType<typeof message>[]; happenings: []; gaps: []; before?: string } => ({
  messages: said.map(one => message('bob', one)),
  happenings: [],
  gaps: [],
  ...(before === undefined ? {} : { before })
})

tui('keeps a draft for each chat, wherever one goes meanwhile', () => {
  const { state } = play(inChat([BOB, DAVE]), [
    typed('for bob'),
    key('alt+down'),
    typed('for dave'),
    key('tab'),
    key('ctrl+k'),
    typed('bo'),
    key('enter'),
    key('up'),
    key('escape')
  ])
  assert.is(openChat(state)?.title, 'bob')
  assert.is(draftIn(state, chatOf('bob')).text, 'for bob')
  assert.is(draftIn(state, chatOf('dave')).text, 'for dave')
})

tui('sends with Enter, begins a line with Alt+Enter or Ctrl+J, and sends nothing empty', () => {
  const { state, effects } = play(inChat([BOB]), [
    key('enter'),
    typed('  '),
    key('enter'),
    key('ctrl+u'),
    typed('one'),
    key('alt+enter'),
    typed('two'),
    key('ctrl+j'),
    key('enter')
  ])
  assert.equal(effects, [{ type: 'send', chat: chatOf('bob'), text: 'one\ntwo' }])
  assert.is(draftIn(state, chatOf('bob')).text, '')
})

tui('puts back what could not be sent, before what was written since', () => {
  const { state } = play(inChat([BOB]), [
    typed('first'),
    key('enter'),
    typed('second'),
    { type: 'unsent', chat: chatOf('bob'), text: 'first', reason: 'the disk is full' }
  ])
  assert.is(draftIn(state, chatOf('bob')).text, 'first\nsecond')
  assert.match(textOf(state), 'the disk is full')
})

tui('refuses what no message can hold', () => {
  const { state } = play(inChat([BOB]), [typed('short'), { type: 'paste', text: 'ä'.repeat(17_000) }])
  assert.is(draftIn(state, chatOf('bob')).text, 'short')
  assert.match(textOf(state), '32 KiB')
})

tui('shows a message as it is sent, delivered and read, and never as less than it was', () => {
  const sent = message('bob', { text: 'on its way', minutesAgo: 0, seq: 7, state: 'queued' })
  let { state } = play(inChat([BOB]), [typed('on its way'), key('enter'), { type: 'sent', message: sent }])
  const expectWord = (word: string, inputs: readonly Input[]): void => {
    state = play(state, inputs).state
    assert.match(textOf(state), new RegExp(`on its way +${word} `), word)
  }
  expectWord('queued', [])
  expectWord('stored', [stateEvent(7, 'stored')])
  expectWord('delivered', [stateEvent(7, 'delivered')])
  expectWord('read', [stateEvent(7, 'read'), stateEvent(7, 'delivered')])
  expectWord('read', [
    { type: 'refreshed', chat: chatOf('bob'), history: { messages: [...page(BOB.said ?? []).messages, sent], happenings: [], gaps: [] } }
  ])
})

tui('marks as read what the screen showed, and nothing further', () => {
  const said = numbered(60)
  const opened = inChat([{ name: 'bob', unread: 40, said }])
  assert.match(textOf(opened), /─ new ─[^]*message 21 [^]*new ─/)
  const first = play(opened, [shown(opened)])
  const lastShown = view(opened, USUAL).shown.at(-1)
  assert.equal(first.effects, [{ type: 'mark-read', chat: chatOf('bob'), message: lastShown }])
  assert.is.not(lastShown, idOf(60))
  assert.equal(play(first.state, [shown(first.state)]).effects, [], 'told once')
})

tui('marks nothing as read that was jumped over, until it was shown too', () => {
  const said = numbered(60)
  let { state } = play(inChat([{ name: 'bob', unread: 40, said }]), [key('ctrl+end')])
  const jumped = play(state, [shown(state)])
  assert.equal(jumped.effects, [])
  assert.match(textOf(jumped.state), /↑ \d+ unread/)
  state = jumped.state
  const marked: string[] = []
  for (let pages = 0; pages < 6; pages++) {
    const next = play(state, [key('pageup')])
    const { state: seen, effects } = play(next.state, [shown(next.state)])
    marked.push(...effects.flatMap(effect => (effect.type === 'mark-read' ? [effect.message] : [])))
    state = seen
  }
  assert.is(marked.at(-1), idOf(60))
  assert.not.match(textOf(state), /↑ \d+ unread/)
})

tui('marks nothing as read while the person looks elsewhere', () => {
  const away = play(inChat([{ ...BOB, unread: 1 }]), [{ type: 'focus', focused: false }]).state
  assert.equal(play(away, [shown(away)]).effects, [])
  const back = play(away, [{ type: 'focus', focused: true }]).state
  assert.equal(play(back, [shown(back)]).effects, [{ type: 'mark-read', chat: chatOf('bob'), message: idOf(3) }])
})

tui('divides what came while nobody looked from what was there', () => {
  const more = page(numbered(5))
  const news: readonly Input[] = [
    { type: 'focus', focused: false },
    { type: 'refreshed', chat: chatOf('bob'), history: more }
  ]
  assert.match(textOf(play(inChat([BOB]), news).state), /message 3 [^]*─ new ─[^]*message 4/)
  const watching = play(inChat([BOB]), [{ type: 'refreshed', chat: chatOf('bob'), history: more }]).state
  assert.not.match(textOf(watching), '─ new ─')
})

tui('reads the open chat anew when something arrives in it, and counts in the others', () => {
  const here = play(inChat([BOB, DAVE]), [received(4)])
  assert.equal(here.effects, [{ type: 'refresh', chat: chatOf('bob'), limit: 100, known: idOf(3) }])
  const elsewhere = play(inChat([DAVE, BOB]), [received(4)])
  assert.equal(elsewhere.effects, [])
  assert.is(elsewhere.state.chats[0]?.unread, 1)
  assert.match(textOf(elsewhere.state), 'message 4')
  assert.equal(play(world([DAVE]), [received(4)]).effects, [{ type: 'reload' }], 'a chat that is not known yet')
  assert.equal(play(world([DAVE]), [told({ type: 'events:lost' })]).effects, [{ type: 'reload' }])
})

tui('reads older messages when one scrolls up to them, once at a time, and stays where it is', () => {
  const opened = inChat([{ name: 'bob', said: numbered(40, 41) }], { before: 'mark' })
  const up = play(opened, [key('pageup'), key('pageup'), key('pageup')])
  assert.equal(up.effects, [{ type: 'extend', chat: chatOf('bob'), before: 'mark' }])
  const said = (state: State): readonly string[] => textOf(state).match(/message \d+(?= .*\d\d:\d\d)/g) ?? []
  const before = said(up.state)
  const extended = play(up.state, [{ type: 'extended', chat: chatOf('bob'), history: page(numbered(40)) }])
  assert.is(said(extended.state).at(-1), before.at(-1))
  assert.equal(extended.effects, [])
  const top = play(extended.state, [key('ctrl+home')])
  assert.match(textOf(top.state), /This is where your conversation with bob begins[^]*message 1 /)
})

tui('stays at what is read when something arrives below, and when the terminal is resized', () => {
  const scrolled = play(inChat([{ name: 'bob', said: numbered(60) }]), [key('pageup'), key('pageup')]).state
  const top = (state: State, size?: Size): string | undefined => /message \d+/.exec(textOf(state, size).replaceAll(/^.{24}│/gm, ''))?.[0]
  const more = play(scrolled, [{ type: 'refreshed', chat: chatOf('bob'), history: page(numbered(70)) }]).state
  assert.is(top(more), top(scrolled))
  assert.match(textOf(more), '↓ 10 new')
  assert.is(top(more, { columns: 60, rows: 30 }), top(scrolled))
})

tui('accepts nobody by letters and Enter that were meant for somebody else', () => {
  const { state, effects } = play(inChat([CAROL, BOB]), [typed('ok bye'), key('enter')])
  assert.equal(effects, [])
  assert.is(state.focus, 'list')
})

tui('accepts, blocks and unblocks by a choice, and can write at once when it is done', () => {
  const account = contact(CAROL).account
  const accepted = play(inChat([CAROL, BOB]), [key('right'), key('enter')])
  assert.equal(accepted.effects, [{ type: 'answer', contact: account, choice: 'accept' }])
  const asContact = play(accepted.state, [
    told<ChatEvent & { type: 'chat:changed' }>({ type: 'chat:changed', chat: chat({ ...CAROL, state: 'accepted' }) }),
    typed('hi'),
    key('enter')
  ])
  assert.equal(asContact.effects, [{ type: 'send', chat: chatOf('Çarol'), text: 'hi' }])
  assert.equal(play(inChat([CAROL]), [key('right'), key('right'), key('right'), key('enter')]).effects, [
    { type: 'answer', contact: account, choice: 'block' }
  ])
  assert.equal(play(inChat([{ ...CAROL, state: 'blocked' }]), [key('tab'), key('enter')]).effects, [
    { type: 'answer', contact: account, choice: 'unblock' }
  ])
})

tui('finds names without their accents and case, those that begin with it first', () => {
  const friends: readonly Friend[] = [{ name: 'Oscar' }, CAROL, { name: 'Bob' }]
  const names = (keys: readonly Input[]): readonly string[] => listedChats(play(world(friends), keys).state).map(({ title }) => title)
  assert.equal(names([typed('/car')]), ['Çarol', 'Oscar'])
  assert.equal(names([key('ctrl+k'), typed('zzz')]), [])
  assert.equal(names([typed('zzz'), key('escape')]).length, 3)
  assert.is(openChat(play(world(friends), [typed('CAR'), key('enter')]).state)?.title, 'Çarol')
})

tui('finds what was said, goes there, reads on in both directions, and comes back to the newest', () => {
  const said = numbered(60, 400)
  const [hit] = said.slice(30).map(one => message('bob', one))
  const hits = [
    {
      chat: chatOf('bob'),
      message: message('bob', said[30] as Said).id,
      sender: contact({ name: 'bob' }).account,
      senderName: 'bob',
      sentAtMs: message('bob', said[30] as Said).sentAtMs,
      outgoing: false,
      excerpt: 'message 430',
      matches: [[8, 11]] as const
    }
  ]
  const sought = play(world([BOB, DAVE]), [typed('/43'), typed('0')])
  assert.equal(sought.effects, [
    { type: 'search', text: '43' },
    { type: 'search', text: '430' }
  ])
  const late = play(sought.state, [{ type: 'found', text: '43', hits: [] }])
  assert.match(textOf(late.state), 'Nothing was found')
  const found = play(late.state, [{ type: 'found', text: '430', hits }])
  assert.match(textOf(found.state), 'message 430')
  const reaching = play(found.state, [key('enter')])
  assert.equal(reaching.effects, [{ type: 'reach', chat: chatOf('bob'), message: hit?.id }])
  const messages = said.map(one => message('bob', one))
  const around: Input = {
    type: 'reached',
    chat: chatOf('bob'),
    message: hit?.id as NonNullable<typeof hit>['id'],
    history: { messages: messages.slice(20, 40), happenings: [], gaps: [], before: 'early', after: 'late' }
  }
  const there = play(reaching.state, [around])
  assert.equal([there.state.thread?.selected, there.state.focus], [hit?.id, 'messages'])
  assert.match(textOf(there.state), 'message 430')
  const older: Input = { type: 'extended', chat: chatOf('bob'), history: { messages: messages.slice(0, 20), happenings: [], gaps: [] } }
  const onwards = play(there.state, [older, key('end')])
  assert.equal(
    onwards.effects.filter(({ type }) => type === 'proceed'),
    [{ type: 'proceed', chat: chatOf('bob'), after: 'late' }]
  )
  const rest: Input = { type: 'continued', chat: chatOf('bob'), history: { messages: messages.slice(40), happenings: [], gaps: [] } }
  const further = play(onwards.state, [rest])
  assert.is(further.state.thread?.messages.length, 60)
  assert.match(textOf(further.state), 'message 439')
  assert.not.match(textOf(further.state), 'message 459')
  // What comes while one is far above changes nothing there.
  assert.equal(
    play(there.state, [received(999)]).effects.filter(({ type }) => type === 'refresh'),
    []
  )
  assert.equal(play(there.state, [key('escape'), key('ctrl+end')]).effects.at(-1), { type: 'open', chat: chatOf('bob'), unread: 0 })
})

tui('sends again what failed, and only that', () => {
  const said: readonly Said[] = [
    { text: 'lost', minutesAgo: 9, state: 'failed' },
    { text: 'there', minutesAgo: 8, state: 'delivered' }
  ]
  const opened = inChat([{ name: 'bob', said }])
  assert.equal(play(opened, [key('up'), key('ctrl+r')]).effects, [])
  assert.equal(play(opened, [key('up'), key('up'), key('ctrl+r')]).effects, [{ type: 'send', chat: chatOf('bob'), text: 'lost' }])
})

tui('asks why again when the state of what is explained changes', () => {
  const said: readonly Said[] = [{ text: 'hm', minutesAgo: 9, seq: 7, state: 'queued' }]
  const { id } = message('bob', { text: 'hm', minutesAgo: 9, seq: 7, state: 'queued' })
  const why: Input = { type: 'explained', why: { id, chat: chatOf('bob'), state: 'queued', because: [{ what: 'waits for bob' }] } }
  const explained = play(inChat([{ name: 'bob', said }]), [key('up'), key('enter'), why])
  assert.match(textOf(explained.state), 'waits for bob')
  assert.equal(play(explained.state, [stateEvent(7, 'delivered')]).effects, [{ type: 'explain', message: id }])
  assert.not.match(textOf(play(explained.state, [key('enter')]).state), 'waits for bob')
})

tui('goes on writing when one types while a message is selected', () => {
  const { state } = play(inChat([BOB]), [typed('ab'), key('up'), typed('c')])
  assert.is(state.focus, 'compose')
  assert.is(draftIn(state, chatOf('bob')).text, 'abc')
})

tui('leaves at once, since the node keeps what is begun, but asks first where it is gone', () => {
  assert.equal(play(inChat([BOB]), [typed('unsent'), key('ctrl+c')]).effects, [{ type: 'quit' }])
  const asked = play(inChat([BOB]), [typed('unsent'), { type: 'lost' }, key('ctrl+c')])
  assert.equal(asked.effects, [])
  assert.match(textOf(asked.state), 'unsent text')
  assert.equal(play(asked.state, [key('ctrl+c')]).effects, [{ type: 'quit' }])
  assert.equal(play(asked.state, [typed('more'), key('ctrl+c')]).effects, [], 'whoever wrote on is asked again')
})

tui('takes up where it was after the node was gone', () => {
  const gone = play(inChat([BOB]), [typed('draft'), { type: 'lost' }]).state
  assert.match(textOf(gone), 'The node is gone')
  const snapshot = { me: { ...gone.me } as never, chats: [chat(BOB)], contacts: [contact(BOB)], joining: [], linked: [deviceOf('bob')] }
  const back = play(gone, [{ type: 'connected', snapshot }])
  assert.equal(back.effects, [{ type: 'refresh', chat: chatOf('bob'), limit: 100, known: idOf(3) }])
  assert.is(draftIn(back.state, chatOf('bob')).text, 'draft')
  assert.match(textOf(back.state), '● online')
  const unanswered = play(world([BOB]), [{ type: 'chosen', chat: chatOf('bob') }, { type: 'lost' }, { type: 'connected', snapshot }])
  assert.equal(unanswered.effects.at(-1), { type: 'open', chat: chatOf('bob'), unread: 0 }, 'what was asked for is asked again')
})

tui('says who goes by another name now', () => {
  const renamed = contact({ name: 'Robert\u202e' })
  const { state, effects } = play(inChat([BOB]), [
    told<ChatEvent & { type: 'contact:renamed' }>({ type: 'contact:renamed', contact: renamed, before: 'bob' })
  ])
  assert.match(textOf(state), /bob is Robert\\u202e now/)
  assert.is(effects[0]?.type, 'refresh', 'their name stands over what they said')
})

tui('takes no page for a chat that was left', () => {
  const { state } = play(inChat([DAVE, BOB]), [openedPage(BOB)])
  assert.is(state.thread?.messages.length, 0)
})

const GARDEN: Friend = { name: 'Garden', group: ['bob', 'dave'] }

tui('reads anew who is in a group when it has changed, and shows counts as they come', () => {
  const counts = { of: 2, delivered: 1, read: 0 }
  const queued: Said = { text: 'hello', minutesAgo: 1, state: 'queued' }
  const garden = inChat([{ ...GARDEN, said: [queued] }])
  const changed = play(garden, [told<ChatEvent & { type: 'chat:changed' }>({ type: 'chat:changed', chat: chat(GARDEN) })])
  assert.equal(
    changed.effects.map(({ type }) => type),
    ['read-members', 'refresh']
  )
  const { id } = message('Garden', queued)
  const event = { type: 'message:state', chat: chatOf('Garden'), message: id, state: 'queued', counts } as const
  const { state } = play(garden, [told<ChatEvent & { type: 'message:state' }>(event)])
  assert.equal(state.thread?.messages[0]?.counts, counts)
})

tui.run()
