import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { Message } from '../../node/api/message.js'
import type { ConversationId, MessageId } from '../../node/base/ids.js'
import { createConversation } from '../../web/state/conversation.js'
import { pageOf } from '../cli/fake-history.js'

const CHAT = 'c'.repeat(64) as ConversationId
const MESSAGES = 4_000
const UNREAD = 1_500

/** Every third is ours. */
const messages = Array.from({ length: MESSAGES }, (_, i) => ({ id: `m${i}` as MessageId, chat: CHAT, outgoing: i % 3 === 0 }) as Message)
const theirs = messages.filter(({ outgoing }) => !outgoing).map(({ id }) => id)
/** Of those that are unread. */
const unread = theirs.slice(-UNREAD)

const opening = suite('a conversation with more unread than a page holds')

async function opened() {
  const read: string[] = []
  const failures: unknown[] = []
  const api = {
    history: async (asked: Parameters<ChatApi['history']>[0]) => pageOf(messages, asked),
    markRead: async ({ message }: { message: string }) => void read.push(message)
  } as unknown as ChatApi
  const conversation = createConversation({ api, isWatched: () => true, unreadIn: () => UNREAD, failed: err => failures.push(err) })
  conversation.open(CHAT, UNREAD)
  for (let turns = 0; conversation.thread.value?.loading !== false; turns++) {
    assert.ok(turns < 1_000, 'is opened in time')
    await new Promise(setImmediate)
  }
  return { conversation, read, failures }
}

opening('opens at the first of them, and calls nothing read that was not shown', async () => {
  const { conversation, read, failures } = await opened()
  assert.is(conversation.thread.value?.divider, unread[0])
  conversation.shown(unread.slice(0, 1))
  while (conversation.thread.value?.after !== undefined) await conversation.proceed()
  assert.is(conversation.thread.value?.divider, unread[0])
  assert.is(conversation.thread.value?.unseen.size, UNREAD - 1)
  conversation.shown([...unread.slice(1, 2), ...unread.slice(-1)])
  assert.equal(read, unread.slice(0, 2), 'not what stands between')
  assert.equal(failures, [])
})

opening('goes to the newest when it is asked to', async () => {
  const { conversation, failures } = await opened()
  await conversation.toNewest()
  assert.is(conversation.thread.value?.messages.at(-1), messages.at(-1))
  assert.is(conversation.thread.value?.divider, undefined)
  assert.is(conversation.sent.value, 1)
  assert.equal(failures, [])
})

opening.run()
