import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatEvent } from '../../node/api/chat-event.js'
import { createDraftSaver } from '../../node/cli/tui/draft-saver.js'
import type { Input } from '../../node/cli/tui/input.js'
import { draftIn, type State } from '../../node/cli/tui/state.js'
import { view } from '../../node/cli/tui/view.js'
import { drawn, looksAsKept, SMALL } from './tui-golden.js'
import { chat, chatOf, inChat, key, message, play, told, typed, USUAL, world, type Friend } from './tui-world.js'

const typing = suite('what parley tui does with commands, and with what it is told of groups and devices')

const BOB: Friend = { name: 'bob', said: [1, 2, 3].map(seq => ({ text: `message ${seq}`, minutesAgo: 1_000 - seq, seq })) }
const GARDEN: Friend = { name: 'Garden', group: ['bob', 'dave'] }

const textOf = (state: State): string =>
  view(state, USUAL)
    .lines.map(line => line.map(({ text }) => text).join(''))
    .join('\n')

typing('runs what begins as a command, in every chat, and sends all else', () => {
  const garden = inChat([GARDEN, BOB])
  const invited = play(garden, [typed('/invite Carol Ann'), key('enter')])
  assert.equal(invited.effects, [{ type: 'command', chat: chatOf('Garden'), command: 'invite Carol Ann' }])
  assert.is(invited.state.drafts.size, 0)
  const between = play(inChat([BOB]), [{ type: 'paste', text: '/kick \nbob' }, key('enter')])
  assert.equal(between.effects, [{ type: 'command', chat: chatOf('bob'), command: 'kick \nbob' }], 'known or not')
  for (const [line, text] of [
    ['//kick bob', '/kick bob'],
    ['/usr/bin', '/usr/bin'],
    ['// a line of code', '// a line of code'],
    ['and/or', 'and/or']
  ] as const)
    assert.equal(play(garden, [typed(line), key('enter')]).effects, [{ type: 'send', chat: chatOf('Garden'), text }])
})

typing('runs one command at a time, and gives up the one that goes on', () => {
  const running = play(inChat([GARDEN]), [typed('/requests'), key('enter')]).state
  assert.match(textOf(running), '… /requests')
  const second = play(running, [typed('/links'), key('enter')])
  assert.equal(second.effects, [])
  assert.match(second.state.notice?.text ?? '', '/requests is under way')
  assert.is(draftIn(second.state, chatOf('Garden')).text, '/links', 'it is still there')
  assert.equal(play(second.state, [key('ctrl+x')]).effects, [{ type: 'give-up' }])
})

typing('puts back what failed where it was typed, and says why', () => {
  const asked = play(inChat([GARDEN]), [typed('/invite nobody'), key('enter')]).state
  const failure = { type: 'commanded', command: 'invite nobody', lines: [], failure: 'no contact called "nobody"' } as const
  const { state, effects } = play(asked, [{ ...failure, chat: chatOf('Garden') }])
  assert.equal(state.notice, { text: 'no contact called "nobody"', tone: 'danger' })
  assert.is(draftIn(state, chatOf('Garden')).text, '/invite nobody')
  assert.equal(effects, [{ type: 'read-joining' }])

  const elsewhere = play(inChat([GARDEN]), [key('f3'), typed('add nonsense'), key('enter')])
  assert.equal(elsewhere.effects, [{ type: 'command', command: 'add nonsense' }])
  const again = play(elsewhere.state, [{ ...failure, command: 'add nonsense' }]).state
  assert.match(textOf(again), 'no contact called "nobody"')
  assert.match(textOf(again), '/ add nonsense')
})

typing('shows what is long in a panel that scrolls, until another key puts it away', () => {
  const lines = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`)
  const { state } = play(inChat([GARDEN]), [{ type: 'commanded', command: 'links', chat: chatOf('Garden'), lines }])
  assert.match(textOf(state), 'line 1 ')
  assert.not.match(textOf(state), 'line 30')
  const none = play(state, [{ type: 'commanded', command: 'links', chat: chatOf('Garden'), lines: [] }]).state
  assert.is(none.notice?.text, 'There is nothing to show.')
  const down = play(state, [key('pagedown'), key('down')]).state
  assert.match(textOf(down), '20–40 of 40')
  assert.match(textOf(play(down, [key('home')]).state), '1–21 of 40')
  const away = play(down, [key('escape')]).state
  assert.is(away.panel, undefined)
  assert.is(play(down, [key('f3')]).state.prompt?.kind, 'command')
  assert.is(play(down, [typed('hello')]).state.drafts.get(chatOf('Garden'))?.text, 'hello', 'whoever types writes')
})

typing('shows what a command has said, and asks what it asks below it', () => {
  const qr = ['\u001b[38;5;16;48;5;231m █▀▄ \u001b[0m', '\u001b[38;5;16;48;5;231m ▀█▀ \u001b[0m']
  const lines = ['parley:'.padEnd(100, 'x'), ...qr, 'Take it back: /unlink 3f2a91bc']
  const open = inChat([GARDEN])
  const link = play(open, [{ type: 'commanded', command: 'link --approve', chat: chatOf('Garden'), lines }]).state
  looksAsKept('panel', link)
  assert.is(drawn(link, USUAL).lookOf('█▀▄'), '38;5;16;48;5;231')
  const asked: Input = { type: 'asked', command: 'device revoke phone', lines: ['Passphrase: '], hidden: true }
  looksAsKept('question', play(open, [asked, typed('secret')], SMALL).state, SMALL)
  looksAsKept('command', play(open, [key('f3'), typed('group create "My Garden"')]).state)
})

typing('asks what a command asks, and shows nothing of what is to be hidden', () => {
  const started = play(inChat([GARDEN]), [key('f3'), typed('device revoke phone'), key('enter')]).state
  const asked = play(started, [{ type: 'asked', command: 'device revoke phone', lines: ['Passphrase: '], hidden: true }]).state
  const answered = play(asked, [typed('correct horse')])
  assert.match(textOf(answered.state), 'Passphrase: ')
  assert.match(textOf(answered.state), '› •••••••••••••')
  assert.not.match(textOf(answered.state), 'horse')
  assert.equal(play(answered.state, [key('enter')]).effects, [{ type: 'reply', text: 'correct horse' }])
  const pasted = play(asked, [{ type: 'paste', text: 'correct horse\n' }, key('enter')])
  assert.equal(pasted.effects, [{ type: 'reply', text: 'correct horse' }])
  assert.equal(play(answered.state, [key('escape')]).effects, [{ type: 'give-up' }])
})

typing('lists the groups that it waits to be let in to, until that is over', () => {
  const garden = { chat: chatOf('Orchard'), name: 'Orchard', hosts: ['dave'], approve: true, reached: 'relay' as const }
  const waiting = play(world([BOB]), [{ type: 'joining', joining: [garden] }]).state
  assert.match(textOf(waiting), 'Orchard')
  assert.match(textOf(waiting), 'waits for dave’s yes')
  const ended = play(waiting, [
    told<ChatEvent & { type: 'join:ended' }>({
      type: 'join:ended',
      chat: chatOf('Orchard'),
      name: 'Orchard',
      code: 'expired',
      reason: 'over'
    })
  ])
  assert.equal(ended.effects, [{ type: 'read-joining' }])
  assert.not.match(textOf(play(ended.state, [{ type: 'joining', joining: [] }]).state), 'Orchard')
})

const chatChanged = (changed: ReturnType<typeof chat>): Input =>
  told<ChatEvent & { type: 'chat:changed' }>({ type: 'chat:changed', chat: changed })

typing('says that somebody asks to be let in, and how many do', () => {
  const { state } = play(inChat([GARDEN]), [chatChanged({ ...chat(GARDEN), asking: 2 })])
  assert.match(state.notice?.text ?? '', 'asks to be let in to Garden')
  assert.match(textOf(state), '2 ask to be let in: /requests')
})

typing('says at once that this device was revoked, and sends nothing from it', () => {
  const begun = play(inChat([BOB]), [typed('hello')]).state
  const { state } = play(begun, [chatChanged({ ...chat(BOB), readOnly: 'revoked' })])
  assert.is(state.notice?.text, 'This device was revoked from your account.')
  const tried = play(state, [typed(' again'), key('enter')])
  assert.equal(tried.effects, [])
  assert.is(tried.state.notice?.text, 'This device was revoked from your account.')
  assert.is(draftIn(tried.state, chatOf('bob')).text, 'hello again')
})

/** What is handed to the node of what is typed next in the chat with bob. */
function saved(state: State, inputs: readonly Input[]): unknown[] {
  const handed: unknown[] = []
  const drafts = createDraftSaver({ save: async (_chat, begun) => handed.push(begun), tellTyping: async () => undefined })
  let before = state
  for (const input of inputs) {
    const after = play(before, [input]).state
    drafts.follow(before, input, after)
    before = after
  }
  void drafts.flush()
  return handed
}

typing('keeps what a draft of another window answers', () => {
  const answers = message('bob', { text: '', minutesAgo: 0, seq: 2 }).id
  const draft = { text: 'yes', answers }
  const { state } = play(inChat([BOB]), [
    told<ChatEvent & { type: 'draft:changed' }>({ type: 'draft:changed', chat: chatOf('bob'), draft })
  ])
  assert.match(textOf(state), '↩ message 2')
  assert.equal(play(state, [key('enter')]).effects, [{ type: 'send', chat: chatOf('bob'), text: 'yes', answers }])
  assert.equal(saved(state, [typed('!')]), [{ text: 'yes!', answers }], 'it is handed over with it')
  const alone = play(state, [key('escape'), key('enter')])
  assert.equal(alone.effects, [{ type: 'send', chat: chatOf('bob'), text: 'yes' }])
})

typing.run()
