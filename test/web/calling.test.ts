import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Chat } from '../../node/api/chat.js'
import type { ChatEvent } from '../../node/api/chat-event.js'
import type { History, Message } from '../../node/api/message.js'
import type { ConversationId, MessageId } from '../../node/base/ids.js'
import { createCalling } from '../../web/state/calling.js'
import { en } from '../../web/strings/en.js'
import { createLocks, createTarget, withGlobals } from './browser-parts.js'

const CHAT = 'c'.repeat(64) as ConversationId

const said = (text: string, more: Partial<Message> = {}): ChatEvent =>
  ({ id: 1, type: 'message:received', message: { id: text as MessageId, chat: CHAT, senderName: 'Bob', text, ...more } }) as ChatEvent

type Shown = { readonly title: string; readonly data: unknown; readonly tag?: string; readonly body?: string; close(): void }

/** One browser: its notices, its windows, and a service worker where it has one. */
function browser({ isPhone }: { readonly isPhone: boolean }) {
  const notices: Shown[] = []
  const show = (title: string, { tag = '', body, data }: NotificationOptions): void => {
    for (const same of notices.filter(notice => notice.tag === tag)) notices.splice(notices.indexOf(same), 1)
    const notice = {
      title,
      tag,
      data: data as unknown,
      ...(body === undefined ? {} : { body }),
      close: () => void notices.splice(notices.indexOf(notice), 1)
    }
    notices.push(notice)
  }
  class Notification extends EventTarget {
    static permission = 'granted'
    readonly options: NotificationOptions
    constructor(title: string, options: NotificationOptions) {
      super()
      if (isPhone) throw new TypeError('Illegal constructor')
      this.options = options
      show(title, options)
    }
    close(): void {
      for (const notice of notices.filter(({ tag }) => tag === this.options.tag)) notice.close()
    }
  }
  const registration = {
    showNotification: async (title: string, options: NotificationOptions) => show(title, options),
    getNotifications: async ({ tag }: { tag?: string } = {}) => notices.filter(notice => tag === undefined || notice.tag === tag)
  }
  const container = createTarget()
  const serviceWorker = Object.assign(container.target, { getRegistration: async () => (isPhone ? registration : undefined) })
  withGlobals({ Notification, navigator: { locks: createLocks(), serviceWorker } })

  /** One more window, as far as it was opened to call. */
  function open({ unread: first = 1, kept = [] }: { readonly unread?: number; readonly kept?: readonly Partial<Message>[] } = {}) {
    const [page, paper] = [createTarget(), createTarget()]
    withGlobals({
      window: { Notification, focus: () => undefined },
      document: paper.target,
      addEventListener: page.target.addEventListener.bind(page.target)
    })
    let isWatched = false
    let unread = first
    const opened: string[] = []
    const calling = createCalling({
      api: { history: async () => ({ messages: kept, gaps: [], happenings: [] }) as unknown as History },
      isWatched: () => isWatched,
      chatOf: id => ({ id, unread }) as Chat,
      says: () => 'words',
      words: () => en,
      opened: chat => void opened.push(chat)
    })
    const watch = (watched: boolean): void => {
      isWatched = watched
      page.fire(watched ? 'focus' : 'blur')
    }
    return { calling, opened, watch, read: () => void (unread = 0) }
  }
  return { notices, open, click: (tag: string) => container.fire('message', { data: { clicked: tag } }) }
}

const texts = (notices: readonly Shown[]): unknown => notices.map(({ body }) => body)

const calling = suite('notices of the system')

calling('are raised by the service worker where no window may, and a click there opens their chat', async () => {
  const { notices, open, click } = browser({ isPhone: true })
  const { calling: own, opened } = open()
  await own.take(said('hello'))
  assert.equal(texts(notices), ['hello'])
  click(CHAT)
  assert.equal(opened, [CHAT])
})

for (const isPhone of [true, false])
  calling(`go once what they say was deleted, has disappeared or was read, ${isPhone ? 'by a worker' : 'by a window'}`, async () => {
    const { notices, open } = browser({ isPhone })
    const { calling: own } = open()
    const ends: readonly object[] = [
      { type: 'message:changed', message: { id: 'hello', chat: CHAT, deleted: true } },
      { type: 'messages:faded', chat: CHAT, messages: ['hello'] },
      { type: 'chat:changed', chat: { id: CHAT, unread: 0 } }
    ]
    for (const end of ends) {
      await own.take(said('hello'))
      await own.take({ id: 2, type: 'chat:changed', chat: { id: CHAT, unread: 1 } } as ChatEvent)
      assert.is(notices.length, 1)
      await own.take({ id: 3, ...end } as ChatEvent)
      assert.equal(notices, [], JSON.stringify(end))
    }
  })

calling('of a window that was closed are taken back by the next one, where they are over by then or later', async () => {
  const { notices, open } = browser({ isPhone: true })
  const hello = { id: 'hello' as MessageId, chat: CHAT }
  const nextWindow = async (...how: Parameters<typeof open>) => {
    const { calling: next } = open(...how)
    // What it found is looked at before what it hears.
    await next.take({ id: 2, type: 'events:lost' })
    return next
  }
  await open().calling.take(said('hello'))
  const next = await nextWindow({ kept: [hello] })
  assert.equal(texts(notices), ['hello'])
  await next.take({ id: 3, type: 'chat:changed', chat: { id: CHAT, unread: 0 } } as ChatEvent)
  assert.equal(notices, [])
  for (const over of [{ unread: 0, kept: [hello] }, { kept: [{ ...hello, deleted: true as const }] }, { kept: [] }]) {
    await open().calling.take(said('hello'))
    assert.is(notices.length, 1)
    await nextWindow(over)
    assert.equal(notices, [], JSON.stringify(over))
  }
})

calling('say nothing of what is to disappear', async () => {
  const { notices, open } = browser({ isPhone: false })
  await open().calling.take(said('burn after reading', { lifetimeS: 60 }))
  assert.equal(texts(notices), [undefined])
})

calling('are not raised for what somebody sees in another window, or has read by then', async () => {
  const { notices, open } = browser({ isPhone: false })
  const [looked, hidden] = [open(), open()]
  looked.watch(true)
  await hidden.calling.take(said('one'))
  assert.equal(notices, [])
  looked.watch(false)
  await new Promise(setImmediate)
  await hidden.calling.take(said('two'))
  assert.equal(texts(notices), ['two'])
  notices.length = 0
  hidden.read()
  await hidden.calling.take(said('three'))
  assert.equal(notices, [])
})

calling.run()
