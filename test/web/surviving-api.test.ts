import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { ChatEvent } from '../../node/api/chat-event.js'
import { ChatError } from '../../node/base/errors.js'
import type { OneNode, Way } from '../../web/tab/one-node.js'
import { createSurvivingApi } from '../../web/tab/surviving-api.js'
import { rejection } from '../identity/refusal.js'

const closed = () => new ChatError('ERR_CLOSED', 'the connection is closed')

/** One tab after the other runs the node; each is an API, and each but the last ends with the first thing it is asked. */
function tabs(...apis: readonly Partial<ChatApi>[]): OneNode {
  const ways = apis.map((api, i) => ({ api, isHere: false, isOver: () => i < apis.length - 1 }) as Way)
  return {
    current: () => ways[0],
    way: async () => (ways.length > 1 ? ways.shift() : ways[0]) as Way,
    close: async () => undefined
  }
}

const surviving = suite('an API that outlives its tab')

surviving('says a message whose answer was lost again under the same name, and each message under one of its own', async () => {
  const names: (string | undefined)[] = []
  const api = createSurvivingApi(
    tabs(
      {
        send(args) {
          names.push(args.once)
          return Promise.reject(closed())
        }
      },
      {
        async send(args) {
          names.push(args.once)
          return {} as Awaited<ReturnType<ChatApi['send']>>
        }
      }
    )
  )
  await api.send({ chat: 'x', text: 'hello' })
  await api.send({ chat: 'x', text: 'hello' })
  await api.send({ chat: 'x', text: 'hello', once: 'mine' })
  const [first, again, second, third] = names
  assert.type(first, 'string')
  assert.is(again, first)
  assert.is.not(second, first)
  assert.is(third, 'mine')
})

surviving('asks again for what it reads, and never for what would then be done twice', async () => {
  let made = 0
  const dying: Partial<ChatApi> = {
    chats: () => Promise.reject(closed()),
    createInvite() {
      made++
      return Promise.reject(closed())
    }
  }
  const living: Partial<ChatApi> = {
    chats: async () => [],
    async createInvite() {
      made++
      return {} as Awaited<ReturnType<ChatApi['createInvite']>>
    }
  }
  assert.equal(await createSurvivingApi(tabs(dying, living)).chats(), [])
  const err = await rejection(createSurvivingApi(tabs(dying, living)).createInvite({}), 'ERR_CLOSED')
  assert.match(err.message, 'look whether it is done')
  assert.is(made, 1)
})

surviving('hands on what the node itself refuses', async () => {
  const refusing = { chats: () => Promise.reject(new ChatError('ERR_STORE', 'no')) }
  await rejection(createSurvivingApi(tabs(refusing, refusing)).chats(), 'ERR_STORE')
})

surviving('goes on with events after the last one that was heard, or from the beginning where none was', async () => {
  const asked: (number | undefined)[] = []
  const telling = (...ids: readonly number[]): Partial<ChatApi> => ({
    events({ since }) {
      asked.push(since)
      return (async function* (): AsyncGenerator<ChatEvent> {
        for (const id of ids) yield { id, type: 'events:lost' }
        throw closed()
      })()
    }
  })
  const heard: number[] = []
  const listen = async (): Promise<void> => {
    for await (const { id } of createSurvivingApi(tabs(telling(), telling(7, 8), telling(9))).events({})) heard.push(id)
  }
  await rejection(listen(), 'ERR_CLOSED')
  assert.equal(heard, [7, 8, 9])
  assert.equal(asked, [undefined, 0, 0, 8])
})

surviving.run()
