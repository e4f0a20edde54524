import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ChatError } from '../../node/base/errors.js'
import { createEmitter } from '../../node/base/events.js'
import type { AccountId, ConversationId } from '../../node/base/ids.js'
import type { ConversationContext } from '../../node/conversation/context.js'
import { newConversation } from '../../node/conversation/conversation.js'
import type { Conversations } from '../../node/conversation/conversations.js'
import { createUpkeep } from '../../node/conversation/upkeep.js'
import { createSimTime } from '../sim/clock.js'
import { watchIdleness } from '../sim/idle.js'

const HOUR_MS = 3_600_000
const upkeep = suite('upkeep')
const { settled } = watchIdleness()

upkeep('of a conversation that fails is told, and keeps no other waiting', async () => {
  const time = createSimTime(0, settled)
  const [first, second] = ['1', '2'].map(digit =>
    newConversation({ id: digit.repeat(64) as ConversationId, accounts: ['a' as AccountId], createdAtMs: 0, devices: [] })
  )
  const all = [first, second].filter(one => one !== undefined)
  const tidied: string[] = []
  const told: unknown[] = []
  const tell = (err: unknown): void => void told.push(err)
  process.on('unhandledRejection', tell)
  const stop = createUpkeep({ clock: time.clock(), events: createEmitter() } as unknown as ConversationContext, {
    conversations: { all: () => all } as unknown as Conversations,
    standing: { mayTell: () => true },
    outbox: {
      outstanding: () => [],
      queued: () => undefined,
      async tidy({ id }) {
        tidied.push(id.slice(0, 1))
        if (id === first?.id) throw new ChatError('ERR_INTERNAL', 'a bug')
      }
    },
    forgetting: { forget: () => Promise.resolve() }
  }).start()
  try {
    await time.pass(HOUR_MS)
    assert.equal(tidied, ['1', '2', '1', '2'])
    assert.equal(
      told.map(err => (err instanceof ChatError ? err.message : '')),
      ['a bug', 'a bug']
    )
  } finally {
    stop()
    process.off('unhandledRejection', tell)
  }
})

upkeep.run()
