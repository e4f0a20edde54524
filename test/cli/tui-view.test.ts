import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatEvent } from '../../node/api/chat-event.js'
import type { Why } from '../../node/api/message.js'
import { lineWidth } from '../../node/cli/tui/line.js'
import { BLANK, paint } from '../../node/cli/tui/paint.js'
import type { Input } from '../../node/cli/tui/input.js'
import type { Size, State } from '../../node/cli/tui/state.js'
import { step } from '../../node/cli/tui/step.js'
import { view } from '../../node/cli/tui/view.js'
import {
  chat,
  chatOf,
  contact,
  deviceOf,
  happened,
  inChat,
  key,
  membersOf,
  message,
  openedPage,
  play,
  told,
  typed,
  USUAL,
  world,
  type Friend
} from './tui-world.js'
import { drawn, LARGE, looksAsKept, SMALL } from './tui-golden.js'

const screen = suite('the screen of parley tui')

const DAY = 24 * 60
const BOB: Friend = {
  name: 'bob',
  verified: true,
  online: true,
  unread: 2,
  said: [
    { text: 'Did the parcel come?', minutesAgo: 2 * DAY + 30 },
    { text: 'Yes, this morning. Nothing broken.', minutesAgo: 2 * DAY + 12, state: 'read' },
    { text: 'I put it beside the stairs, so that nobody has to carry it up twice.', minutesAgo: 2 * DAY + 12, state: 'read', seq: 999 },
    { text: 'Lunch on Thursday?\nThe place by the river has tables outside again.', minutesAgo: 180, seq: 20 },
    { text: 'Gladly', minutesAgo: 171, state: 'delivered' },
    { text: 'half past twelve', minutesAgo: 170, state: 'delivered' },
    { text: 'I book a table', minutesAgo: 120, state: 'stored' },
    { text: 'for four', minutesAgo: 119, state: 'failed' },
    { text: 'done', minutesAgo: 90, state: 'queued' },
    { text: 'Carol comes too', minutesAgo: 12, seq: 23 },
    { text: 'and brings the dog', minutesAgo: 3, seq: 24, conflict: true }
  ]
}
const CAROL: Friend = {
  name: 'Carol Ó Súilleabháin',
  state: 'request',
  unread: 1,
  said: [{ text: 'Hello, we met at the lake.', minutesAgo: 40 }]
}
const OTHERS: readonly Friend[] = [
  CAROL,
  { name: 'dave', said: [{ text: 'see you there', minutesAgo: 300, state: 'read' }] },
  { name: '李小龍', online: true, unread: 12, said: [{ text: '你好，今天晚上一起吃飯嗎？我知道一個好地方', minutesAgo: DAY }] },
  { name: 'erin', said: [{ text: 'the numbers are in the sheet', minutesAgo: 3 * DAY, state: 'failed' }] },
  { name: 'frank', state: 'invited' },
  { name: 'mallory', state: 'blocked', said: [{ text: 'buy now', minutesAgo: 300 * DAY }] }
]
const FRIENDS = [BOB, ...OTHERS]
const GAPS = [{ chat: chatOf('bob'), device: deviceOf('bob'), from: 21, to: 22 }]

screen('shows chats, and a conversation with its days, groups, states and gaps, in every size', () => {
  for (const size of [SMALL, USUAL, LARGE]) looksAsKept('conversation', inChat(FRIENDS, { gaps: GAPS }, size), size)
})

screen('shows the list alone where there is no room for more', () => {
  looksAsKept('list', world(FRIENDS, SMALL), SMALL)
  looksAsKept('list', world(FRIENDS))
})

screen('does not say that somebody was asked whom the request has not reached', () => {
  const lines = drawn(world([{ name: 'frank', state: 'invited', unreached: true }]), USUAL)
    .lines()
    .join('\n')
  assert.match(lines, 'not delivered yet')
  assert.not.match(lines, 'asked, no answer yet')
})

screen('says what to do where there is nobody yet', () => {
  looksAsKept('nobody', world([], SMALL), SMALL)
  looksAsKept('nobody', world([]))
})

screen('shows what is being done to a message', () => {
  const answering = play(inChat(FRIENDS), [key('up'), key('alt+r')]).state
  looksAsKept('reply', answering)
  const forwarding = play(inChat(FRIENDS), [key('up'), key('alt+f')]).state
  looksAsKept('forward', forwarding)
  looksAsKept('forward', forwarding, SMALL)
})

screen('shows a request with its choices, and nowhere to write', () => {
  const state = play(inChat([CAROL, ...FRIENDS.filter(({ name }) => name !== CAROL.name)]), [key('right')]).state
  looksAsKept('request', state)
  assert.is(drawn(state, USUAL).lookOf(' Accept '), '7')
})

const WHY: Why = {
  id: message('bob', { text: 'for four', minutesAgo: 119, state: 'failed' }).id,
  chat: chatOf('bob'),
  state: 'failed',
  because: [
    { what: 'written to this device’s disk', atMs: Date.UTC(2030, 2, 14, 13, 31) },
    { what: 'stored on 2 relays, until it expired there', atMs: Date.UTC(2030, 2, 14, 13, 32) },
    { what: 'nobody took it in 30 days: send it again if it still matters' }
  ]
}

screen('shows why a message failed, below it', () => {
  const selecting = play(inChat(FRIENDS, { gaps: GAPS }), [key('ctrl+end'), key('up'), key('up'), key('up'), key('up')])
  const explained = play(selecting.state, [key('enter'), { type: 'explained', why: WHY }])
  assert.equal(explained.effects, [{ type: 'explain', message: WHY.id }])
  looksAsKept('why-failed', explained.state)
})

screen('shows what a message answers, what was done to it, and that it is gone', () => {
  const bobs = FRIENDS.find(({ name }) => name === 'bob')?.said ?? []
  const last = bobs.at(-1)
  if (last === undefined) throw new Error('bob has said nothing')
  const known = message('bob', last)
  const opened = inChat(FRIENDS)
  const answers = { message: known.id, senderName: 'ada', text: 'is it on?\nreally?' }
  const done = {
    ...known,
    answers,
    editedAtMs: 1,
    pinned: true as const,
    reactions: [{ emoji: '👍', count: 3, names: ['bob'], own: true as const }]
  }
  const changed = play(opened, [told<ChatEvent & { type: 'message:changed' }>({ type: 'message:changed', message: done })]).state
  const shown = drawn(changed, USUAL).lines().join('\n')
  for (const line of ['↩ ada: is it on?', '👍 you, bob and 1 more · edited · pinned']) assert.ok(shown.includes(line), shown)
  const gone = play(changed, [
    told<ChatEvent & { type: 'message:changed' }>({ type: 'message:changed', message: { ...known, text: '', deleted: true } })
  ]).state
  assert.ok(drawn(gone, USUAL).lines().join('\n').includes('(deleted)'))
})

const GARDEN: Friend = {
  name: 'Garden',
  group: ['bob', 'Carol Ó Súilleabháin', 'gwen'],
  said: [
    { from: 'erin', text: 'The key is under the pot', minutesAgo: 51, seq: 1, sharedBy: 'bob' },
    { from: 'bob', text: 'Who waters the beans?', minutesAgo: 50, seq: 3 },
    { text: 'I do, until Sunday', minutesAgo: 40, state: 'delivered', counts: { of: 3, delivered: 3, read: 1 } },
    { from: 'gwen', text: 'Thanks', minutesAgo: 30, seq: 8 },
    { from: 'gwen', text: 'I’ll do Monday', minutesAgo: 29, seq: 9 },
    { text: 'Shall we plant more?', minutesAgo: 5, state: 'stored', counts: { of: 3, delivered: 0, read: 0, relays: 2 } }
  ]
}
const [, ASKED, , THANKS] = (GARDEN.said ?? []).map(said => message('Garden', said))
const GARDEN_HAPPENINGS = [
  happened('Garden', 'You made the group “Garden”', 2 * DAY),
  happened('Garden', 'bob let Carol Ó Súilleabháin in', 45, ASKED),
  happened('Garden', 'bob is an admin now', 29.5, THANKS),
  happened('Garden', 'Caught up after a split', 29.4, THANKS)
]
const GARDEN_GAPS = [{ chat: chatOf('Garden'), device: deviceOf('gwen'), from: 5, to: 7, lost: true as const }]

function inGarden(size: Size): State {
  const opened = inChat([GARDEN, ...OTHERS], { happenings: GARDEN_HAPPENINGS, gaps: GARDEN_GAPS }, size)
  const members = membersOf(GARDEN.group ?? [], ['bob'])
  return play(
    opened,
    [
      told<ChatEvent & { type: 'link:up' | 'link:down' }>({ type: 'link:up', device: deviceOf('bob') }),
      { type: 'members', chat: chatOf('Garden'), members }
    ],
    size
  ).state
}

screen('shows a group with what happened in it, who says what, counts, and why something is missing', () => {
  for (const size of [SMALL, USUAL, LARGE]) looksAsKept('group', inGarden(size), size)
  const [inColour, plain] = [drawn(inGarden(USUAL), USUAL), drawn(inGarden(USUAL), USUAL, false)]
  assert.is.not(inColour.lookOf('bob'), plain.lookOf('bob'), 'members have colours')
  assert.is(plain.lookOf('bob'), '1', 'and none where nobody wants them')
  assert.equal(plain.lines(), inColour.lines())
})

screen('shows who is in a group, and what one can do there', () => {
  for (const size of [SMALL, USUAL]) looksAsKept('members', play(inGarden(size), [key('f2')], size).state, size)
  const { state } = play(inGarden(USUAL), [key('f2'), key('escape')])
  assert.equal(drawn(state, USUAL).lines(), drawn(inGarden(USUAL), USUAL).lines())
})

screen('tells of a selected message to a group all that is known of it', () => {
  const { state } = play(inGarden(USUAL), [key('up')])
  assert.match(drawn(state, USUAL).lines().at(-1) ?? '', 'stored on 2 relays · delivered to 0 of 3 · read by 0 of 3')
})

screen('says where nothing can be written any more', () => {
  const state = inChat([{ ...GARDEN, readOnly: 'removed' }])
  assert.match(drawn(state, USUAL).lines().at(-2) ?? '', 'You were removed from this group.')
})

const BABEL: Friend = {
  name: '👩‍🚀 Åsa 李',
  online: true,
  said: [
    { text: '春はあけぼの。やうやう白くなりゆく山ぎは、少し明かりて、紫だちたる雲の細くたなびきたる。', minutesAgo: 30 },
    { text: 'नमस्ते दुनिया, क्षमा करें', minutesAgo: 29 },
    { text: 'שלום \u202eevil\u202c עולם', minutesAgo: 28 },
    { text: `Z${'\u0301\u0327'.repeat(40)}algo and 👨‍👩‍👧‍👦🇩🇪👍🏽 \u0301 alone`, minutesAgo: 27 },
    { text: 'title \u001b]0;gone\u0007 \u009b31m \u0000 tab\there', minutesAgo: 26 },
    { text: '한국어 ｗｉｄｅ ΑΒΓ кириллица', minutesAgo: 25, state: 'delivered' }
  ]
}

screen('keeps every script in its cells, and lets nothing that was said act on the terminal', () => {
  const state = play(inChat([BABEL, BOB]), [{ type: 'paste', text: '漢字 👩‍👩‍👧‍👦\n\u001b[2J e\u0301' }, key('left'), key('left')]).state
  looksAsKept('every-script', state)
  looksAsKept('every-script', state, SMALL)
})

screen('lets no text look like a name, a day or a notice', () => {
  const text = ['You', ' You', '! 2 messages from bob are not here yet', '─'.repeat(60)].join('\n')
  const lines = drawn(inChat([{ name: 'bob', said: [{ text, minutesAgo: 1 }] }]), USUAL).lines()
  for (const forged of ['You', '! 2', '─'.repeat(40)])
    assert.not.ok(
      lines.some(line => new RegExp(`│ {0,2}${forged}`).test(line)),
      forged
    )
})

screen('shows what is written in several lines, the cursor in it', () => {
  const text = 'A first line that is longer than the screen is wide\nsecond\nthird'
  looksAsKept('draft', play(inChat(FRIENDS, {}, SMALL), [{ type: 'paste', text }, key('up'), key('home')], SMALL).state, SMALL)
})

screen('lists the names that are searched', () => {
  looksAsKept('search', play(inChat(FRIENDS), [key('ctrl+k'), typed('o')]).state)
})

screen('shows the keys', () => {
  looksAsKept('keys', play(inChat(FRIENDS), [key('f1')]).state)
})

screen('says that the node is gone', () => {
  looksAsKept('node-gone', play(inChat(FRIENDS), [typed('still here'), { type: 'lost' }]).state)
})

screen('says how much is unread above and below', () => {
  const said = Array.from({ length: 60 }, (_, index) => ({ text: `message ${index}`, minutesAgo: 60 - index, seq: index + 1 }))
  const opened = inChat([{ name: 'bob', unread: 40, said }])
  looksAsKept('unread-below', opened)
  looksAsKept('unread-above', play(opened, [key('ctrl+end'), { type: 'shown', messages: view(opened, USUAL).shown }]).state)
})

screen('counts who has a message that is not with all of a group', () => {
  const said = [
    [2, 0],
    [3, 1],
    [3, 3]
  ].map(([delivered = 0, read = 0], i) => {
    const state = read === 3 ? ('read' as const) : delivered === 3 ? ('delivered' as const) : ('queued' as const)
    return { text: `message ${i}`, minutesAgo: 30 - i, state, counts: { of: 3, delivered, read } }
  })
  const lines = drawn(inChat([{ name: 'Garden', said }]), USUAL).lines()
  for (const [i, word] of ['at 2 of 3', 'read by 1 of 3', 'read '].entries())
    assert.match(lines.filter(line => line.includes(`message ${i}`)).join('\n'), word)
})

screen('calls nobody to a muted chat', () => {
  const friend: Friend = { name: 'bob', unread: 7, said: [{ text: 'psst', minutesAgo: 3 }] }
  const [calling, silent] = [friend, { ...friend, muted: true } as const].map(one =>
    drawn(world([one]), USUAL)
      .lines()
      .join('\n')
  )
  assert.match(calling ?? '', /7 unread/)
  assert.match(silent ?? '', /bob \(muted\)/)
  assert.not.match(silent ?? '', /7 unread/)
})

screen('uses no colour where none is wanted, and says nothing by colour alone', () => {
  const state = inChat(FRIENDS, { gaps: GAPS })
  const [writing] = paint(BLANK, view(state, USUAL), false)
  assert.not.match(writing, /\[[\d;]*[34]\d[;m]/)
  assert.equal(drawn(state, USUAL, false).lines(), drawn(state, USUAL, true).lines())
})

screen('writes only the lines that changed', () => {
  const state = inChat(FRIENDS)
  const [all, painted] = paint(BLANK, view(state, USUAL), true)
  const [again] = paint(painted, view(play(state, [typed('x')]).state, USUAL), true)
  assert.ok(again.length < all.length / 8, `${again.length} of ${all.length}`)
})

const anyKey = fc.oneof(
  fc
    .constantFrom(
      'up',
      'down',
      'left',
      'right',
      'enter',
      'escape',
      'tab',
      'backspace',
      'delete',
      'pageup',
      'pagedown',
      'home',
      'end',
      'f1',
      'f2',
      'f3',
      'ctrl+x',
      'alt+enter',
      'ctrl+k',
      'ctrl+u',
      'ctrl+w',
      'ctrl+home',
      'ctrl+end',
      'alt+up',
      'alt+down',
      'ctrl+r',
      'ctrl+left',
      'ctrl+c',
      'ctrl+q',
      'ctrl+z',
      'f9'
    )
    .map(key),
  fc
    .oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('a', 'bob', '/help', '/漢字 x', '漢字', '👩‍👩‍👧‍👦', '\u001b[2J', '\n\n\n', 'long '.repeat(200))
    )
    .map(text => ({ type: 'paste' as const, text }))
)
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom('x'.repeat(400), '漢'.repeat(90), 'a\nb\nc\nd', '\u202e\u001b[H')
)
const anyFriend = fc.record({
  name: fc.oneof(
    fc.constantFrom('bob', 'carol', '李小龍', '\u001b[2J\u202e'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 })
  ),
  state: fc.constantFrom('accepted' as const, 'request' as const, 'invited' as const, 'blocked' as const),
  unread: fc.nat(30),
  online: fc.boolean(),
  verified: fc.boolean(),
  said: fc.array(
    fc.record({ text: anyText, minutesAgo: fc.nat(20_000), state: fc.constantFrom('queued' as const, 'read' as const, 'failed' as const) }),
    { maxLength: 12 }
  )
})
const anySize = fc.record({ columns: fc.integer({ min: 1, max: 130 }), rows: fc.integer({ min: 1, max: 45 }) })
const ACTIVE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

function isDrawable(state: State, size: Size): readonly string[] {
  const { lines, cursor, shown } = view(state, size)
  assert.is(lines.length, size.rows)
  for (const line of lines) {
    assert.is(lineWidth(line), size.columns, JSON.stringify(line))
    for (const { text } of line) assert.not.match(text, ACTIVE)
  }
  if (cursor !== undefined) {
    assert.ok(cursor.row >= 0 && cursor.row < size.rows && cursor.column >= 0 && cursor.column < size.columns, JSON.stringify(cursor))
  }
  drawn(state, size)
  return shown
}

screen('is exactly as large as the terminal, whoever writes what, whatever is pressed, however it is resized', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyFriend, { maxLength: 5, selector: ({ name }) => chatOf(name) }),
      fc.array(fc.tuple(anyKey, anySize), { maxLength: 25 }),
      (friends, presses) => {
        let state = world(friends)
        for (const [pressed, size] of presses) {
          const [next, effects] = step(state, pressed, size)
          state = next
          for (const effect of effects) {
            const friend = effect.type === 'open' ? friends.find(({ name }) => chatOf(name) === effect.chat) : undefined
            if (friend !== undefined) state = step(state, openedPage(friend), size)[0]
            if (effect.type === 'command') {
              const { command } = effect
              const lines = [command, '\u001b[1mbold\u001b[0m plain', '\u001b[38;5;16;48;5;231m ▄▀█ \u001b[0m']
              state = step(state, { type: 'asked', command, lines, hidden: command.length % 2 === 0 }, size)[0]
              isDrawable(state, size)
              state = step(state, { type: 'commanded', command, lines, failure: command }, size)[0]
            }
            if (effect.type === 'send') state = step(state, { type: 'unsent', chat: effect.chat, text: effect.text, reason: 'no' }, size)[0]
          }
          state = step(state, { type: 'shown', messages: isDrawable(state, size) as never }, size)[0]
        }
      }
    ),
    { numRuns: 100 }
  )
})

screen('shows what the node tells in the meantime', () => {
  const news: readonly Input[] = [
    told<ChatEvent & { type: 'contact:changed' }>({ type: 'contact:changed', contact: contact(CAROL) }),
    told<ChatEvent & { type: 'chat:changed' }>({ type: 'chat:changed', chat: chat(CAROL) })
  ]
  const { state } = play(world([BOB]), news)
  const lines = drawn(state, USUAL).lines()
  assert.ok(lines.some(line => line.includes('wants to talk.')))
  assert.ok(lines.some(line => line.includes('Carol')))
})

screen.run()
