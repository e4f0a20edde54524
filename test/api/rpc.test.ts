import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ChatEvent } from '../../node/api/chat-event.js'
import { createRpcClient, type RpcChannel, type RpcClient } from '../../node/api/rpc-client.js'
import { METHOD_SCOPES, SCOPES, type Scope } from '../../node/api/rpc-methods.js'
import type { RpcApi } from '../../node/api/rpc-schema.js'
import { createRpcServer, type RpcSession } from '../../node/api/rpc-server.js'
import { createTransfers } from '../../node/api/transfers.js'
import { systemClock } from '../../node/base/clock.js'
import { ChatError } from '../../node/base/errors.js'
import { createFakeChat, type FakeChat } from '../cli/fake-chat.js'

const rpc = suite('JSON-RPC')

const daemonApi: Pick<RpcApi, 'endpoints' | 'createToken' | 'tokens' | 'revokeToken'> = {
  endpoints: async () => ({}),
  createToken: async ({ scopes }) => ({ id: '1', label: '', scopes, createdAtMs: 0, token: 'secret' }),
  tokens: async () => [],
  revokeToken: async () => undefined
}

/** As the daemon puts it together. */
const served = (chat: FakeChat) => ({ ...chat, ...daemonApi, ...createTransfers(chat, systemClock) })

interface Line {
  readonly chat: FakeChat
  readonly session: RpcSession
  readonly sent: unknown[]
  readonly ask: (request: unknown) => Promise<unknown>
}

function open(scopes: readonly Scope[] = SCOPES, canPush = true): Line {
  const chat = createFakeChat()
  const sent: unknown[] = []
  const server = createRpcServer({ api: served(chat) })
  const session = server.open({ scopes, canPush, send: async text => void sent.push(JSON.parse(text)) })
  return {
    chat,
    session,
    sent,
    async ask(request) {
      const before = sent.length
      await session.receive(typeof request === 'string' ? request : JSON.stringify(request))
      return sent[before]
    }
  }
}

const request = (method: string, params?: unknown, id: unknown = 1): object => ({ jsonrpc: '2.0', id, method, params })
const failure = (answer: unknown): { id: unknown; code: number; chatCode: string } => {
  const { id, error } = answer as { id: unknown; error: { code: number; data: { code: string } } }
  return { id, code: error.code, chatCode: error.data.code }
}

rpc('answers a call with its result and its id', async () => {
  const { ask, chat } = open()
  assert.equal(await ask(request('identity', undefined, 'seven')), { jsonrpc: '2.0', id: 'seven', result: await chat.identity() })
})

rpc('answers a call without a result with null', async () => {
  const { ask, chat } = open()
  const { id } = await chat.createInvite({})
  assert.equal(await ask(request('revokeInvite', { id })), { jsonrpc: '2.0', id: 1, result: null })
})

rpc('answers each kind of bad request with the number of the specification', async () => {
  const { ask } = open()
  assert.equal(failure(await ask('{"jsonrpc"')), { id: null, code: -32700, chatCode: 'ERR_MALFORMED' })
  for (const bad of [
    1,
    'text',
    null,
    [],
    { id: 1 },
    { jsonrpc: '1.0', method: 'x' },
    { jsonrpc: '2.0', method: 1 },
    { jsonrpc: '2.0', method: 'x', id: {} }
  ]) {
    assert.is(failure(await ask(JSON.stringify(bad))).code, -32600, JSON.stringify(bad))
  }
  assert.equal(failure(await ask(request('constructor'))), { id: 1, code: -32601, chatCode: 'ERR_NOT_FOUND' })
  assert.equal(failure(await ask(request('send', { chat: 'bob' }))), { id: 1, code: -32602, chatCode: 'ERR_INVALID_ARGUMENT' })
})

rpc('refuses arguments that the schema does not know or that are out of bounds', async () => {
  const { ask } = open()
  const bad: [string, unknown][] = [
    ['send', ['bob', 'hi']],
    ['send', 'bob'],
    ['send', { chat: 'bob', text: '' }],
    ['send', { chat: 'bob', text: 'é'.repeat(16_385) }],
    ['send', { chat: 'bob', text: 'hi', urgent: true }],
    ['send', { chat: 'bob', text: 7 }],
    ['history', { chat: 'bob', limit: 1_001 }],
    ['history', { chat: 'bob', limit: 1.5 }],
    ['verify', { contact: 'bob', verified: 'yes' }],
    ['createInvite', { expiresInMs: 315_360_000_001 }],
    ['createToken', { scopes: [] }],
    ['createToken', { scopes: ['root'] }],
    ['events.subscribe', { since: -1 }]
  ]
  for (const [method, params] of bad) assert.is(failure(await ask(request(method, params))).code, -32602, JSON.stringify([method, params]))
})

rpc('carries the code of what the node refuses', async () => {
  const { ask } = open()
  assert.equal(failure(await ask(request('send', { chat: 'nobody', text: 'hi' }))), { id: 1, code: -32000, chatCode: 'ERR_NOT_FOUND' })
})

rpc('tells nothing of a bug, but reports it', async () => {
  const bug = new Error('secret inside')
  const heard: unknown[] = []
  const sent: string[] = []
  const api = { ...served(createFakeChat()), identity: () => Promise.reject(bug) }
  const server = createRpcServer({ api, called: (_method, _failure, thrown) => heard.push(thrown) })
  await server
    .open({ scopes: SCOPES, canPush: false, send: async text => void sent.push(text) })
    .receive(JSON.stringify(request('identity')))
  assert.is(failure(JSON.parse(sent[0] ?? '')).code, -32603)
  assert.not.match(sent[0] ?? '', 'secret')
  assert.equal(heard, [bug])
})

rpc('answers a batch in its order, and leaves the notifications out', async () => {
  const { ask, sent } = open()
  const notification = { jsonrpc: '2.0', method: 'rename', params: { name: 'ada lovelace' } }
  const answers = (await ask([notification, request('identity', {}, 1), 7, request('nothing', {}, 2)])) as {
    id: unknown
    result?: { name: string }
  }[]
  assert.equal(
    answers.map(({ id }) => id),
    [1, null, 2]
  )
  assert.is(answers[0]?.result?.name, 'ada lovelace')
  const before = sent.length
  await ask([notification])
  await ask(notification)
  assert.is(sent.length, before)
  assert.is(failure(await ask(Array.from({ length: 1_001 }, () => notification))).code, -32600)
})

/** As many texts as this in one page of history. */
function chatWithPages(characters: number): { chat: FakeChat; pages: { begun: number; open: number; mostOpen: number } } {
  const chat = createFakeChat()
  const pages = { begun: 0, open: 0, mostOpen: 0 }
  const message = { ...chat.hear('bob', 'x'.repeat(characters)) }
  return {
    pages,
    chat: {
      ...chat,
      async history() {
        pages.begun++
        pages.mostOpen = Math.max(pages.mostOpen, ++pages.open)
        await turn()
        pages.open--
        return { messages: [message], happenings: [], gaps: [] }
      }
    }
  }
}

rpc('holds no more than 16 Mi characters of answers to a batch, and does not begin what is left', async () => {
  const { chat, pages } = chatWithPages(4 * 1024 * 1024)
  const sent: string[] = []
  const server = createRpcServer({ api: served(chat) })
  const session = server.open({ scopes: ['read'], canPush: true, send: async text => void sent.push(text) })
  await session.receive(JSON.stringify(Array.from({ length: 1_000 }, (_, id) => request('history', { chat: 'bob' }, id))))
  assert.is(pages.mostOpen, 4)
  assert.ok(pages.begun <= 8, `${pages.begun} pages were read`)
  assert.ok((sent[0]?.length ?? 0) < 33 * 1024 * 1024)
  const answers = JSON.parse(sent[0] ?? '') as { id: number; error?: { data: { code: string } } }[]
  assert.equal(
    answers.map(({ id }) => id),
    Array.from({ length: 1_000 }, (_, id) => id)
  )
  assert.ok(answers.slice(pages.begun).every(({ error }) => error?.data.code === 'ERR_TOO_LARGE'))
})

rpc('reads no page of history before the answer to the one before was taken, and goes on in order', async () => {
  const { chat, pages } = chatWithPages(1)
  const taken = new AbortController()
  const sent: number[] = []
  const server = createRpcServer({ api: served(chat) })
  const session = server.open({
    scopes: SCOPES,
    canPush: true,
    send(text) {
      sent.push((JSON.parse(text) as { id: number }).id)
      return taken.signal.aborted ? Promise.resolve() : once(taken.signal)
    }
  })
  const asked = [1, 2, 3].map(id => session.receive(JSON.stringify(request('history', { chat: 'bob' }, id))))
  const last = session.receive(JSON.stringify(request('identity', {}, 4)))
  await turn()
  await turn()
  assert.is(pages.begun, 1)
  assert.equal(sent, [1])
  taken.abort()
  await Promise.all([...asked, last])
  assert.equal(sent, [1, 2, 3, 4])
})

rpc('reports an answer that no JSON can hold, and one that can not be sent, and throws nothing', async () => {
  const heard: string[] = []
  const sent: string[] = []
  const api = { ...served(createFakeChat()), contacts: async () => [{ name: 1n }] as never }
  const server = createRpcServer({ api, called: (method, failed) => heard.push(`${method} ${failed?.data.code}`) })
  const session = server.open({
    scopes: SCOPES,
    canPush: true,
    async send(text) {
      if (sent.push(text) === 2) throw new Error('gone')
    }
  })
  await session.receive(JSON.stringify(request('contacts')))
  assert.is(failure(JSON.parse(sent[0] ?? '')).chatCode, 'ERR_INTERNAL')
  await session.receive(JSON.stringify(request('identity')))
  assert.equal(heard, ['contacts ERR_INTERNAL', 'identity undefined', 'answer ERR_INTERNAL'])
})

rpc('lets each method be called with its own scope or admin, and with no other', async () => {
  for (const [method, scope] of Object.entries(METHOD_SCOPES)) {
    for (const granted of SCOPES) {
      const answer = await open([granted]).ask(request(method, { wrong: 'argument' }))
      const expected = granted === scope || granted === 'admin' ? 'ERR_INVALID_ARGUMENT' : 'ERR_NOT_ALLOWED'
      assert.is(failure(answer).chatCode, expected, `${method} with ${granted}`)
    }
  }
  assert.is(failure(await open(['write']).ask(request('events.subscribe'))).chatCode, 'ERR_NOT_ALLOWED')
})

rpc('refuses a subscription where nothing can be pushed', async () => {
  assert.is(failure(await open(SCOPES, false).ask(request('events.subscribe'))).chatCode, 'ERR_INVALID_ARGUMENT')
})

rpc('sends events after the answer to the subscription, with its number, until it is ended', async () => {
  const { ask, chat, sent } = open()
  const { result } = (await ask(request('events.subscribe'))) as { result: { subscription: number } }
  chat.hear('bob', 'one')
  await turn()
  const event = sent.at(-1) as { method: string; params: { subscription: number; event: ChatEvent } }
  assert.is(event.method, 'event')
  assert.is(event.params.subscription, result.subscription)
  assert.is(event.params.event.type, 'message:received')
  await ask(request('events.unsubscribe', result))
  const before = sent.length
  chat.hear('bob', 'two')
  await turn()
  assert.is(sent.length, before)
  assert.is(failure(await ask(request('events.unsubscribe', result))).chatCode, 'ERR_NOT_FOUND')
})

rpc('bounds the subscriptions of one connection', async () => {
  const { ask, session } = open()
  for (let i = 0; i < 16; i++) await ask(request('events.subscribe'))
  assert.is(failure(await ask(request('events.subscribe'))).chatCode, 'ERR_QUOTA')
  session.close()
})

rpc('starts no call on a connection that is closed', async () => {
  const { ask, chat, session } = open()
  session.close()
  assert.is(failure(await ask(request('rename', { name: 'eve' }))).chatCode, 'ERR_CLOSED')
  assert.is((await chat.identity()).name, 'ada')
})

rpc('holds nothing for a peer that does not read, and tells it later what it lost', async () => {
  const chat = createFakeChat()
  const sent: { params?: { event: ChatEvent } }[] = []
  const released = new AbortController()
  const stuck = once(released.signal)
  const server = createRpcServer({ api: served(chat) })
  const session = server.open({
    scopes: SCOPES,
    canPush: true,
    send(text) {
      sent.push(JSON.parse(text))
      return sent.length < 3 || released.signal.aborted ? Promise.resolve() : stuck
    }
  })
  await session.receive(JSON.stringify(request('events.subscribe')))
  for (let i = 0; i < 2; i++) chat.hear('bob', 'taken')
  await turn()
  for (let i = 0; i < 10_001; i++) chat.hear('bob', 'spam')
  await turn()
  assert.is(sent.length, 3)
  released.abort()
  await turn()
  assert.is(sent[3]?.params?.event.type, 'events:lost')
  session.close()
})

const once = (signal: AbortSignal): Promise<void> => new Promise(resolve => signal.addEventListener('abort', () => resolve()))
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

interface Wire {
  readonly chat: FakeChat
  readonly client: RpcClient
  readonly cut: () => void
}

/** Client and server in one process, each text a turn of the event loop apart. */
function wire(timeoutMs = 5_000): Wire {
  const chat = createFakeChat()
  let listener: Parameters<RpcChannel['listen']>[0] | undefined
  const server = createRpcServer({ api: served(chat) })
  const session = server.open({
    scopes: SCOPES,
    canPush: true,
    async send(text) {
      await turn()
      listener?.text(text)
    }
  })
  const channel: RpcChannel = {
    send: text => void session.receive(text),
    listen: given => void (listener = given),
    close: () => session.close()
  }
  return { chat, client: createRpcClient(channel, { clock: systemClock, timeoutMs }), cut: () => listener?.closed() }
}

rpc('gives a client the same interface as the node', async () => {
  const { chat, client } = wire()
  assert.equal(await client.identity(), await chat.identity())
  assert.equal(await client.history({ chat: 'bob' }), await chat.history({ chat: 'bob' }))
  assert.is((await client.send({ chat: 'bob', text: 'hi' })).text, 'hi')
  assert.is((await client.createToken({ scopes: ['read'] })).token, 'secret')
  client.close()
})

rpc('gives a client the typed errors of the node', async () => {
  const { client } = wire()
  await client.accept({ contact: 'nobody' }).then(
    () => assert.unreachable(),
    (err: unknown) => assert.ok(err instanceof ChatError && err.code === 'ERR_NOT_FOUND')
  )
  client.close()
})

rpc('gives a client events from the moment of the call, and ends them with the signal', async () => {
  const { chat, client } = wire()
  const controller = new AbortController()
  const events = client.events({}, { signal: controller.signal })
  chat.hear('bob', 'before the daemon knows of the reader')
  await client.identity()
  const texts: string[] = []
  chat.hear('bob', 'one')
  chat.hear('bob', 'two')
  for await (const event of events) {
    if (event.type === 'message:received' && texts.push(event.message.text) === 3) controller.abort()
  }
  assert.equal(texts, ['before the daemon knows of the reader', 'one', 'two'])
  client.close()
})

rpc('does not hide from a client that the connection is lost', async () => {
  const { client, cut } = wire()
  const reading = (async () => {
    for await (const event of client.events({})) assert.unreachable(event.type)
  })()
  const asking = client.identity()
  cut()
  const after = client.identity()
  for (const outcome of await Promise.allSettled([reading, asking, after])) {
    assert.ok(outcome.status === 'rejected' && outcome.reason instanceof ChatError && outcome.reason.code === 'ERR_CLOSED')
  }
})

rpc('gives a call up after its time', async () => {
  const client = createRpcClient(
    { send: () => undefined, listen: () => undefined, close: () => undefined },
    { clock: systemClock, timeoutMs: 1 }
  )
  const keepAlive = setInterval(() => undefined, 1_000)
  const outcome = await client.identity().then(
    () => undefined,
    (err: unknown) => err
  )
  clearInterval(keepAlive)
  assert.ok(outcome instanceof ChatError && outcome.code === 'ERR_TIMEOUT')
})

rpc.run()
