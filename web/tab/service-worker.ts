// Keeps the page's own files, so that it opens without a network. What the page does with its node is none of its business.

/** Of the worker's global scope, what is used here: its types can't stand beside those of a document. */
interface Worker {
  addEventListener(name: 'install' | 'activate', listener: (event: { waitUntil(done: Promise<unknown>): void }) => void): void
  addEventListener(name: 'fetch', listener: (event: FetchEvent) => void): void
  readonly clients: { claim(): Promise<void> }
}

interface FetchEvent {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}

/** Put in by the build: the paths of all files whose names change with their content. */
declare const FILES: readonly string[]
/** Of this very build: the next one makes its own, and takes over once no page of this one is open. */
const KEPT = `parley ${FILES.join(' ')}`
const SHELL = '/'

const worker = globalThis as unknown as Worker

worker.addEventListener('install', event => event.waitUntil(keepAll()))
worker.addEventListener('activate', event => event.waitUntil(dropOthers()))
worker.addEventListener('fetch', event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => keptOf(SHELL)))
  else if (FILES.includes(pathname)) event.respondWith(keptOf(pathname))
})

async function keepAll(): Promise<void> {
  const kept = await caches.open(KEPT)
  await kept.addAll([SHELL, ...FILES])
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter(name => name !== KEPT).map(name => caches.delete(name)))
  await worker.clients.claim()
}

async function keptOf(path: string): Promise<Response> {
  const kept = await caches.match(path)
  return kept ?? fetch(path)
}
