import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Chat } from '../../node/api/chat.js'
import type { ChatEvent } from '../../node/api/chat-event.js'
import type { Message } from '../../node/api/message.js'
import type { ConversationId } from '../../node/base/ids.js'
import { ChatError } from '../../node/base/errors.js'
import { createDrafts } from '../../web/state/drafts.js'
import type { Said } from '../../web/state/conversation.js'
import { createSaying } from '../../web/state/saying.js'

const CHAT = 'c'.repeat(64) as ConversationId

function scene() {
  const saved: (string | undefined)[] = []
  const told: boolean[] = []
  let isGone = false
  const drafts = createDrafts({
    setDraft: async ({ text }) => {
      if (isGone) throw new ChatError('ERR_CLOSED', 'the node is away')
      saved.push(text)
      return {} as Chat
    },
    history: async () => ({ messages: [], happenings: [], gaps: [] }),
    typing: async ({ typing }) => void told.push(typing)
  })
  const elsewhere = (text: string): void => drafts.take({ id: 1, type: 'draft:changed', chat: CHAT, draft: { text } })
  return { drafts, saved, told, elsewhere, lose: (gone: boolean) => void (isGone = gone), text: () => drafts.all.value.get(CHAT) }
}

const drafts = suite('what is begun in a window')

drafts('counts for as long as it is being written there, and is then what any window says last', () => {
  const { drafts: own, saved, elsewhere, text } = scene()
  own.put(CHAT, 'begun here')
  elsewhere('begun there')
  assert.is(text(), 'begun here')
  own.flush()
  assert.equal(saved, ['begun here'])
  elsewhere('mended there')
  assert.is(text(), 'mended there')
})

drafts('is handed over once the node is back that was gone, whatever that has kept', async () => {
  const { drafts: own, saved, lose, text } = scene()
  lose(true)
  own.put(CHAT, 'written in the dark')
  own.flush()
  await Promise.resolve()
  lose(false)
  own.learn([{ id: CHAT, draft: { text: 'of before' } } as Chat])
  assert.is(text(), 'written in the dark')
  own.flush()
  assert.equal(saved, ['written in the dark'])
})

drafts('is told while it is written: at the first letter, and when nothing is left of it', () => {
  const { drafts: own, told } = scene()
  for (const text of ['h', 'he', '']) own.put(CHAT, text)
  own.flush()
  assert.equal(told, [true, false])
})

for (const [happens, event] of [
  ['is deleted', { type: 'message:changed', message: { id: 'm', chat: CHAT, text: '', deleted: true } }],
  ['disappears', { type: 'messages:faded', chat: CHAT, messages: ['m'] }]
] as const)
  drafts(`belongs to no message any more that ${happens} meanwhile, and what was begun before one was edited comes back`, () => {
    for (const kind of ['answer', 'edit'] as const) {
      const { drafts: own, text } = scene()
      own.put(CHAT, 'begun')
      own[kind]({ id: 'm', chat: CHAT, text: 'secret' } as Message)
      own.take({ id: 2, ...event } as unknown as ChatEvent)
      assert.is(own.about.value.size, 0)
      assert.is(text(), 'begun')
      own.flush()
    }
  })

drafts('shows what it answers as that is by now', () => {
  const { drafts: own } = scene()
  own.answer({ id: 'm', chat: CHAT, text: 'as it was' } as Message)
  own.take({ id: 2, type: 'message:changed', message: { id: 'm', chat: CHAT, text: 'as it is' } } as ChatEvent)
  assert.is(own.about.value.get(CHAT)?.message.text, 'as it is')
  own.flush()
})

const message = (id: string, text: string) => ({ id, chat: CHAT, text }) as Message

drafts('counts as begun until it has left, and what is written meanwhile stays in the field', () => {
  const { drafts: own, saved, elsewhere, text } = scene()
  own.put(CHAT, 'one')
  own.takeOut(CHAT)
  own.put(CHAT, 'two')
  own.flush()
  elsewhere('one\ntwo')
  assert.is(text(), 'two')
  own.left(CHAT)
  own.flush()
  assert.equal(saved, ['one\ntwo', 'two'])
})

drafts('comes back before what was written meanwhile, in its order and to what it was about', () => {
  const { drafts: own, text } = scene()
  own.put(CHAT, 'one')
  own.answer(message('m', 'asked'))
  own.takeOut(CHAT)
  own.put(CHAT, 'two')
  own.takeOut(CHAT)
  own.put(CHAT, 'three')
  const [{ once } = { once: '' }] = own.leaving.value.get(CHAT) ?? []
  own.putBack(CHAT)
  assert.is(text(), 'one\ntwo\nthree')
  assert.is(own.about.value.get(CHAT)?.message.id, 'm')
  own.put(CHAT, 'one')
  own.takeOut(CHAT)
  assert.is(own.leaving.value.get(CHAT)?.[0]?.once, once, 'what may have gone out goes out under the same name')
  own.flush()
})

drafts('goes on with an edit that did not go out, and keeps what was written meanwhile for afterwards', () => {
  const { drafts: own, saved, text } = scene()
  own.put(CHAT, 'begun')
  own.edit(message('m', 'said'))
  own.put(CHAT, 'said better')
  own.flush()
  assert.equal(saved, ['begun\nsaid better'], 'nothing of it is lost with the window')
  own.takeOut(CHAT)
  assert.is(text(), 'begun')
  own.put(CHAT, 'begun, too')
  own.putBack(CHAT)
  assert.is(text(), 'said better')
  assert.is(own.about.value.get(CHAT)?.kind, 'edit')
  own.end(CHAT)
  assert.is(text(), 'begun, too')
  own.flush()
  assert.is(saved.at(-1), 'begun, too')
})

drafts('goes out one after another; where one does not, what was to follow it comes back as well', async () => {
  const { drafts: own, text } = scene()
  const said: string[] = []
  const failures: unknown[] = []
  let isGone = false
  const conversation = {
    async send(_chat: ConversationId, one: Said): Promise<void> {
      await Promise.resolve()
      if (isGone) throw new ChatError('ERR_CLOSED', 'the node is away')
      said.push('text' in one ? one.text : one.sticker)
    }
  }
  const api = { edit: async ({ text: better }: { text: string }) => message('m', `${said.push(better)}`) }
  const say = createSaying({ api, conversation, drafts: own, failed: err => failures.push(err) })
  const write = (one: string): Promise<void> => {
    own.put(CHAT, one)
    return say(CHAT)
  }
  await Promise.all([write('one'), write('two')])
  own.edit(message('m', 'tow'))
  await write('too')
  assert.equal(said, ['one', 'two', 'too'])
  isGone = true
  const trying = [write('three'), write('four')]
  own.put(CHAT, 'five')
  await Promise.all(trying)
  assert.is(text(), 'three\nfour\nfive')
  assert.is(failures.length, 1)
  own.flush()
})

drafts.run()
