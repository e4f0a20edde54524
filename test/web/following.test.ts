import { signal } from '@preact/signals'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { ChatEvent } from '../../node/api/chat-event.js'
import { ChatError } from '../../node/base/errors.js'
import { follow } from '../../web/state/following.js'
import type { Standing } from '../../web/state/page-host.js'

const following = suite('a page that follows its node')

following('goes on after an event that could not be taken, and after one that could not be read anew, and says so', async () => {
  const happened: readonly ChatEvent['type'][] = ['gap:changed', 'events:lost', 'link:up']
  async function* events(): AsyncGenerator<ChatEvent> {
    for (const [id, type] of happened.entries()) yield { id, type } as ChatEvent
    throw new ChatError('ERR_CLOSED', 'the node is away')
  }
  const [taken, failed]: [string[], unknown[]] = [[], []]
  let reads = 0
  await new Promise<void>(resolve => {
    follow(
      { api: { events } as unknown as ChatApi, standing: signal<Standing>('ready') },
      {
        async reload() {
          if (++reads === 2) throw new Error('not now')
        },
        take({ type }) {
          if (type === 'gap:changed') throw new TypeError('Illegal constructor')
          taken.push(type)
          resolve()
        },
        failed: err => void failed.push((err as Error).message)
      }
    )
    // What ends it without a hearing is over by then.
    setImmediate(resolve)
  })
  assert.equal(taken, ['link:up'])
  assert.equal(failed, ['Illegal constructor', 'not now'])
})

following.run()
