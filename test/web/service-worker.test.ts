import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createTarget, withGlobals } from './browser-parts.js'

const offline = (): Promise<Response> => Promise.reject(new TypeError('offline'))

/** The worker of a page that was kept before, and what its network answers now. */
async function worker() {
  let network = offline
  const events = createTarget()
  const [opened, told]: [string[], unknown[]] = [[], []]
  const windows: object[] = []
  withGlobals({
    FILES: ['/assets/one.js'],
    location: { origin: 'https://relay.example' },
    addEventListener: events.target.addEventListener.bind(events.target),
    fetch: () => network(),
    caches: { match: async (path: string) => new Response(`kept ${path}`) },
    clients: { matchAll: async () => windows, openWindow: async (path: string) => void opened.push(path) }
  })
  await import('../../web/tab/service-worker.js')

  function open(answered: () => Promise<Response>): Promise<Response> {
    network = answered
    let answer: Promise<Response> | undefined
    events.fire('fetch', {
      request: { method: 'GET', mode: 'navigate', url: 'https://relay.example/' },
      respondWith: (response: Promise<Response>) => void (answer = response)
    })
    assert.ok(answer)
    return answer
  }

  async function click(tag: string): Promise<void> {
    let done: Promise<unknown> | undefined
    events.fire('notificationclick', {
      notification: { tag, close: () => undefined },
      waitUntil: (work: Promise<unknown>) => void (done = work)
    })
    await done
  }
  const page = { focus: async () => undefined, postMessage: (message: unknown) => void told.push(message) }
  return { open, click, opened, told, openPage: () => void windows.push(page) }
}

const { open, click, opened, told, openPage } = await worker()

const kept = suite('the service worker')

kept('opens the page as the network has it', async () => {
  assert.is(await (await open(async () => new Response('new'))).text(), 'new')
})

for (const status of [500, 502, 503, 504])
  kept(`opens the page as it was kept where a proxy answers ${status} for a relay that is down`, async () => {
    assert.is(await (await open(async () => new Response('bad gateway', { status }))).text(), 'kept /')
  })

kept('opens the page as it was kept without a network', async () => {
  assert.is(await (await open(offline)).text(), 'kept /')
})

kept('opens the page as it was kept where nobody ever answers', async () => {
  const { setTimeout } = globalThis
  withGlobals({ setTimeout: (run: () => void) => run() })
  const answer = open(() => new Promise(() => undefined))
  withGlobals({ setTimeout })
  assert.is(await (await answer).text(), 'kept /')
})

kept('leads from a notice to its chat, in the page that is open or in a new one', async () => {
  await click('abc')
  await click('parley')
  assert.equal(opened, ['/#/c/abc', '/'])
  openPage()
  await click('abc')
  assert.equal(told, [{ clicked: 'abc' }])
  assert.is(opened.length, 2)
})

kept.run()
