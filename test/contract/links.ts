import { setMaxListeners } from 'node:events'
import { suite, type Test } from 'uvu'
import * as assert from 'uvu/assert'
import { isChatError } from '../../node/base/errors.js'
import type { DeviceId, LogId } from '../../node/base/ids.js'
import type { Envelope, LinkHandler, Links, Verdict } from '../../node/network/links.js'
import { within } from '../e2e/deadline.js'

/** Two devices on one network; neither has heard of the other. */
export interface LinksUnderTest {
  readonly a: Links
  readonly b: Links
  close(): Promise<void>
}

const DEADLINE_MS = 10_000
const NOBODY = '12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN' as DeviceId
const LOG = 'ab'.repeat(32) as LogId

export const envelope = (text: string): Envelope => ({ log: LOG, bytes: new TextEncoder().encode(text) })
const textOf = ({ bytes }: Envelope): string => new TextDecoder().decode(bytes)

export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await within(DEADLINE_MS, 'an answer or a refusal', promise)
    return 'ok'
  } catch (err) {
    return isChatError(err) ? err.code : String(err)
  }
}

export function up(links: Links, event: 'link:up' | 'link:down' = 'link:up'): Promise<void> {
  const heard = new Promise<void>(resolve => {
    const stop = links.on(event, () => {
      stop()
      resolve()
    })
  })
  return within(DEADLINE_MS, event, heard)
}

function createGate() {
  const bell = new EventTarget()
  const passed = new Promise<void>(resolve => bell.addEventListener('open', () => resolve(), { once: true }))
  return { passed, open: () => bell.dispatchEvent(new Event('open')) }
}

/** A handler that keeps what came and answers as it is told. */
export function recorder(verdict: (text: string) => Verdict = () => 'durable') {
  const runs: string[][] = []
  const answered: (readonly Verdict[])[] = []
  const handler: LinkHandler = {
    async envelopes(_from, envelopes) {
      const texts = envelopes.map(textOf)
      runs.push(texts)
      return texts.map(verdict)
    },
    answered: (_from, verdicts) => void answered.push(verdicts),
    request: async (_from, _kind, body) => body
  }
  return { handler, runs, answered, texts: () => runs.flat() }
}

/** What every `Links` promises; where the two are linked from the start, and nobody else can be, without what is about dialling. */
export function linksContract(
  name: string,
  create: () => Promise<LinksUnderTest>,
  { dials = true }: { readonly dials?: boolean } = {}
): void {
  const contract = suite<LinksUnderTest>(name)

  contract.before.each(async context => {
    Object.assign(context, await create())
    await context.a.learn(context.b.self, context.b.addresses())
  })
  contract.after.each(context => context.close())

  contract('an envelope is acknowledged after the peer found it durable, and arrives as it was sent', async ({ a, b }) => {
    const { handler, runs, answered } = recorder()
    b.serve(handler)
    const order: string[] = []
    await a.send(b.self, envelope('hello'), { written: () => order.push('written') })
    order.push('acknowledged')
    assert.equal(runs, [['hello']])
    assert.equal(answered, [['durable']])
    assert.equal(order, ['written', 'acknowledged'])
  })

  contract('nothing is acknowledged before the handler resolves, and it is not called again until then', async ({ a, b }) => {
    const runs: string[][] = []
    const [called, release] = [createGate(), createGate()]
    b.serve({
      async envelopes(_from, envelopes) {
        runs.push(envelopes.map(textOf))
        called.open()
        await release.passed
        return envelopes.map(() => 'durable')
      },
      request: async (_from, _kind, body) => body
    })
    let acknowledged = 0
    const count = (): void => void acknowledged++
    const sends = [a.send(b.self, envelope('0')).then(count)]
    await within(DEADLINE_MS, 'the first envelope', called.passed)
    for (let n = 1; n <= 20; n++) sends.push(a.send(b.self, envelope(String(n))).then(count))
    await a.request(b.self, 'sync', new Uint8Array(1)) // sent after the envelopes, so they have arrived
    assert.is(acknowledged, 0)
    assert.is(runs.length, 1)
    release.open()
    await Promise.all(sends)
    assert.equal(
      runs.flat(),
      Array.from({ length: 21 }, (_, n) => String(n))
    )
    assert.is(runs.length, 2)
  })

  contract('more than a window holds is sent as it empties, in order, each envelope once', async ({ a, b }) => {
    const { handler, texts } = recorder()
    b.serve(handler)
    const wanted = Array.from({ length: 3_000 }, (_, n) => `${n}`.padEnd(1_500, '.'))
    await within(DEADLINE_MS, 'all', Promise.all(wanted.map(text => a.send(b.self, envelope(text)))))
    assert.equal(texts(), wanted)
  })

  contract('a refusal reaches the sender by its code and the link stays', async ({ a, b }) => {
    b.serve(recorder(text => (text === 'no' ? 'ERR_UNKNOWN_LOG' : 'durable')).handler)
    assert.equal(await Promise.all(['yes', 'no', 'yes'].map(text => codeOf(a.send(b.self, envelope(text))))), [
      'ok',
      'ERR_UNKNOWN_LOG',
      'ok'
    ])
    assert.ok(a.isUp(b.self))
  })

  contract('a bug of the peer reads as a busy peer, never as a bug of ours', async ({ a, b }) => {
    b.serve({
      envelopes: async () => {
        throw new Error('a bug')
      },
      request: async () => {
        throw new Error('a bug')
      }
    })
    assert.is(await codeOf(a.send(b.self, envelope('x'))), 'ERR_BUSY')
    assert.is(await codeOf(a.request(b.self, 'take', new Uint8Array(0))), 'ERR_BUSY')
  })

  contract('who serves nothing yet is busy', async ({ a, b }) => {
    assert.is(await codeOf(a.send(b.self, envelope('x'))), 'ERR_BUSY')
    assert.is(await codeOf(a.request(b.self, 'take', new Uint8Array(0))), 'ERR_BUSY')
  })

  contract('what is met with silence is never answered, and its credit comes back', async ({ a, b }) => {
    b.serve(recorder(text => (text === 'durable' ? 'durable' : 'silent')).handler)
    const giveUp = new AbortController()
    setMaxListeners(Infinity, giveUp.signal)
    let answers = 0
    const silent = Array.from({ length: 3_000 }, () =>
      a.send(b.self, envelope('stranger'), { signal: giveUp.signal }).then(
        () => answers++,
        err => assert.is(err.code, 'ERR_ABORTED')
      )
    )
    assert.is(await codeOf(a.send(b.self, envelope('durable'))), 'ok')
    assert.is(answers, 0)
    giveUp.abort()
    await Promise.all(silent)
    assert.is(answers, 0)
  })

  contract('a request is answered, with an empty body too', async ({ a, b }) => {
    const kinds: string[] = []
    b.serve({
      envelopes: async () => [],
      request: async (_from, kind, body) => {
        kinds.push(kind)
        return body
      }
    })
    const body = crypto.getRandomValues(new Uint8Array(64 * 1024))
    assert.equal(await a.request(b.self, 'sync', body), body)
    assert.equal(await a.request(b.self, 'knock', new Uint8Array(0)), new Uint8Array(0))
    assert.equal(kinds, ['sync', 'knock'])
  })

  contract('both sides send over one link', async ({ a, b }) => {
    const [atA, atB] = [recorder(), recorder()]
    a.serve(atA.handler)
    b.serve(atB.handler)
    await a.send(b.self, envelope('from a'))
    await b.send(a.self, envelope('from b'))
    assert.equal([atA.texts(), atB.texts()], [['from b'], ['from a']])
    assert.is(a.paths().length, 1)
    assert.is(b.paths().length, 1)
  })

  contract('what does not fit in a frame is too large, and harms nothing', async ({ a, b }) => {
    b.serve(recorder().handler)
    assert.is(await codeOf(a.send(b.self, { log: LOG, bytes: new Uint8Array(72 * 1024) })), 'ERR_TOO_LARGE')
    assert.is(await codeOf(a.request(b.self, 'sync', new Uint8Array(72 * 1024))), 'ERR_TOO_LARGE')
    assert.is(await codeOf(a.send(b.self, { log: LOG, bytes: new Uint8Array(71 * 1024) })), 'ok')
  })

  if (dials) dialling(contract)

  contract('addresses that make no sense are ignored', async ({ a, b }) => {
    await a.learn(NOBODY, ['', 'http://example.org', '/ip4/999.1.1.1/tcp/1', '/ip4/127.0.0.1', `/ip4/127.0.0.1/tcp/1/p2p/${b.self}`])
    assert.is(await codeOf(a.send(NOBODY, envelope('x'))), 'ERR_UNREACHABLE')
  })

  contract('a path says how a device is reached and how far it is', async ({ a, b }) => {
    b.serve(recorder().handler)
    await a.send(b.self, envelope('x'))
    assert.ok((await a.ping(b.self)) >= 0)
    const [path] = a.paths()
    assert.is(path?.device, b.self)
    assert.is(path?.via, 'direct')
    assert.ok((path?.roundTripMs ?? -1) >= 0)
  })

  contract('close fails what is under way, ends all use, and can be called twice', async ({ a, b }) => {
    b.serve({ envelopes: () => new Promise(() => undefined), request: () => new Promise(() => undefined) })
    const pending = [codeOf(a.send(b.self, envelope('x'))), codeOf(a.request(b.self, 'sync', new Uint8Array(0)))]
    if (!a.isUp(b.self)) await up(a)
    await a.close()
    await a.close()
    assert.equal(await Promise.all(pending), ['ERR_CLOSED', 'ERR_CLOSED'])
    assert.is(await codeOf(a.send(b.self, envelope('x'))), 'ERR_CLOSED')
  })

  contract.run()
}

function dialling(contract: Test<LinksUnderTest>): void {
  contract('who can not be found is unreachable, and no device has no name', async ({ a }) => {
    assert.is(await codeOf(a.send(NOBODY, envelope('x'))), 'ERR_UNREACHABLE')
    assert.is(await codeOf(a.ping(NOBODY)), 'ERR_UNREACHABLE')
    assert.is(await codeOf(a.send('nobody' as DeviceId, envelope('x'))), 'ERR_INVALID_ARGUMENT')
  })

  contract('a kept device is linked, and both sides are told when the link comes and goes', async ({ a, b }) => {
    const comes = [up(a), up(b)]
    a.keep(b.self)
    await Promise.all(comes)
    assert.ok(a.isUp(b.self) && b.isUp(a.self))
    const goes = up(a, 'link:down')
    await b.close()
    await goes
    assert.not(a.isUp(b.self))
  })

  contract('a link that nobody keeps is let go, one that somebody keeps is not, and it opens again when it is needed', async ({ a, b }) => {
    b.serve(recorder().handler)
    const comes = up(b)
    const stop = a.keep(b.self)
    await comes
    await a.send(b.self, envelope('x'))
    a.release(b.self)
    assert.ok(a.isUp(b.self))
    stop()
    const goes = up(b, 'link:down')
    a.release(b.self)
    assert.not(a.isUp(b.self))
    await goes
    await a.send(b.self, envelope('y'))
    assert.ok(a.isUp(b.self))
  })

  contract('a barred device is linked to by nobody, though both keep it, until the bar is lifted', async ({ a, b }) => {
    b.serve(recorder().handler)
    const comes = [up(a), up(b)]
    a.keep(b.self)
    await Promise.all(comes)
    const goes = [up(a, 'link:down'), up(b, 'link:down')]
    const lift = b.bar(a.self)
    await Promise.all(goes)
    assert.is(await codeOf(a.send(b.self, envelope('x'))), 'ERR_UNREACHABLE')
    assert.is(await codeOf(b.request(a.self, 'take', new Uint8Array())), 'ERR_UNREACHABLE')
    assert.not(a.isUp(b.self) || b.isUp(a.self))
    lift()
    await a.send(b.self, envelope('y'))
  })
}
