import type { NoticeClick } from '../state/calling.js'

// Keeps the page's own files, so that it opens without a network. What the page does with its node is none of its business.

/** Of the worker's global scope, what is used here: its types can't stand beside those of a document. */
interface Worker {
  addEventListener(name: 'install' | 'activate', listener: (event: { waitUntil(done: Promise<unknown>): void }) => void): void
  addEventListener(name: 'fetch', listener: (event: FetchEvent) => void): void
  addEventListener(name: 'notificationclick', listener: (event: NotificationClickEvent) => void): void
  readonly clients: {
    claim(): Promise<void>
    /** The window that had the focus last comes first. */
    matchAll(kind: { type: 'window'; includeUncontrolled: true }): Promise<readonly PageWindow[]>
    openWindow(path: string): Promise<unknown>
  }
}

interface PageWindow {
  focus(): Promise<unknown>
  postMessage(message: NoticeClick): void
}

interface NotificationClickEvent {
  readonly notification: Notification
  waitUntil(done: Promise<unknown>): void
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
/** The tag of a notice that names no chat, as `calling.ts` has it: this file stands alone. */
const NAMELESS = 'parley'
/** Whoever hasn't answered by then is taken to be away. */
const PATIENCE_MS = 4_000

const worker = globalThis as unknown as Worker

worker.addEventListener('install', event => event.waitUntil(keepAll()))
worker.addEventListener('activate', event => event.waitUntil(dropOthers()))
worker.addEventListener('fetch', event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate') event.respondWith(openPage(request))
  else if (FILES.includes(pathname)) event.respondWith(keptOf(pathname))
})

worker.addEventListener('notificationclick', event => {
  const { notification } = event
  notification.close()
  event.waitUntil(openFor(notification.tag))
})

/** The chat that the notice is of, in the page that is open, or in a new one. */
async function openFor(tag: string): Promise<void> {
  const [page] = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (page === undefined) await worker.clients.openWindow(tag === NAMELESS ? SHELL : `${SHELL}#/c/${tag}`)
  else {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows alone; this reaches the pages of this origin
    page.postMessage({ clicked: tag })
    await page.focus()
  }
}

async function keepAll(): Promise<void> {
  const kept = await caches.open(KEPT)
  await kept.addAll([SHELL, ...FILES])
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter(name => name !== KEPT).map(name => caches.delete(name)))
  await worker.clients.claim()
}

/** As it is by now; where who serves it is away, or whoever stands before them says so, as it was kept. */
async function openPage(request: Request): Promise<Response> {
  const answer = fetch(request)
  const inTime = await Promise.race([answer.catch(() => undefined), new Promise<undefined>(late => setTimeout(late, PATIENCE_MS))])
  if (inTime !== undefined && inTime.status < 500) return inTime
  return (await caches.match(SHELL)) ?? answer
}

async function keptOf(path: string): Promise<Response> {
  const kept = await caches.match(path)
  return kept ?? fetch(path)
}
