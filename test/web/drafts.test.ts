import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Chat } from '../../node/api/chat.js'
import type { ChatEvent } from '../../node/api/chat-event.js'
import type { Message } from '../../node/api/message.js'
import type { ConversationId } from '../../node/base/ids.js'
import { ChatError } from '../../node/base/errors.js'
import { createDrafts } from '../../web/state/drafts.js'

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

drafts.run()
