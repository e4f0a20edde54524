import { computed, effect, signal, type ReadonlySignal } from '@preact/signals'
import type { Chat } from '../../node/api/chat.js'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { ChatEvent } from '../../node/api/chat-event.js'
import type { ConversationId } from '../../node/base/ids.js'
import { en } from '../strings/en.js'
import { speak } from '../strings/speak.js'
import type { Words } from '../strings/words.js'
import type { Calling } from './calling.js'
import { complaintOf } from './complaint.js'
import { createConversation, type Conversation, type Target } from './conversation.js'
import { createDirectory, type Directory } from './directory.js'
import { createDrafts, type Drafts } from './drafts.js'
import { follow } from './following.js'
import { createNotices, type Notices } from './notices.js'
import type { PageHost, Passkey, Standing, UnwrittenWords } from './page-host.js'
import { createPins, type Pins } from './pins.js'
import { createPlace, type Place } from './place.js'
import { createPreferences, type Preferences } from './preferences.js'
import { createSaying } from './saying.js'
import { createTimes, type Times } from './times.js'

const STATUS_EVERY_MS = 15_000

/** All that the page knows; the views read it, and do what the person does through it. */
export interface PageState {
  readonly api: ChatApi
  readonly standing: ReadonlySignal<Standing>
  readonly unwritten: UnwrittenWords | undefined
  readonly passkey: Passkey | undefined
  readonly changeProtection: PageHost['changeProtection']
  readonly forget: PageHost['forget']
  readonly pageOrigin: PageHost['pageOrigin']
  /** Everything was read once. */
  readonly isLoaded: ReadonlySignal<boolean>
  readonly words: ReadonlySignal<Words>
  readonly times: ReadonlySignal<Times>
  readonly preferences: Preferences
  readonly directory: Directory
  readonly conversation: Conversation
  readonly pins: Pins
  readonly drafts: Drafts
  /** What is written in this chat. */
  readonly say: (chat: ConversationId) => Promise<void>
  readonly place: Place
  readonly notices: Notices
  readonly openChat: ReadonlySignal<Chat | undefined>
  /** Does what the person asked for; what goes wrong is told. Resolves to undefined then. */
  readonly attempt: <T>(task: () => Promise<T>) => Promise<T | undefined>
  /** To a message in its context, or to a day. */
  readonly goTo: (chat: ConversationId, target: Target) => void
  /** The chat before or after the open one in the list. */
  readonly step: (by: 1 | -1) => void
}

export function createPage({ api, standing, unwritten, passkey, changeProtection, forget, pageOrigin }: PageHost): PageState {
  const preferences = createPreferences()
  const words = signal<Words>(en)
  const times = computed(() => createTimes(preferences.language.value, words.value))
  const notices = createNotices()
  const failed = (err: unknown): void => {
    const { text, detail } = complaintOf(err, words.value)
    notices.tell(text, { detail, tone: 'bad' })
  }
  const directory = createDirectory(api)
  const conversation = createConversation({
    api,
    isWatched,
    unreadIn: chat => directory.chats.peek().find(({ id }) => id === chat)?.unread ?? 0,
    failed
  })
  const pins = createPins(api)
  const place = createPlace()
  const drafts = createDrafts(api)
  addEventListener('pagehide', () => drafts.flush())
  const isLoaded = signal(false)
  const openChat = computed(() => directory.chats.value.find(({ id }) => id === place.chat.value))

  effect(() => void speak(preferences.language.value).then(spoken => (words.value = spoken)))
  effect(() => {
    const chat = place.chat.value
    if (isLoaded.value) pins.open(chat)
    if (isLoaded.value) conversation.open(chat, directory.chats.peek().find(({ id }) => id === chat)?.unread)
  })
  effect(() => {
    const unread = directory.chats.value.reduce((sum, chat) => sum + (chat.muted === true ? 0 : chat.unread), 0)
    document.title = unread > 0 ? `(${unread}) Parley` : 'Parley'
  })

  const statusAgain = (): void => {
    if (standing.value === 'ready' && !document.hidden) directory.readStatus().catch(() => undefined) // the standing tells
  }
  standing.subscribe(now => {
    if (now === 'lost') directory.lost()
    if (now === 'outdated') drafts.flush()
  })
  setInterval(statusAgain, STATUS_EVERY_MS)
  document.addEventListener('visibilitychange', statusAgain)

  follow(
    { api, standing },
    {
      async reload() {
        await directory.reload()
        drafts.learn(directory.chats.peek())
        isLoaded.value = true
        await Promise.all([conversation.refresh(), pins.refresh()])
      },
      take(event) {
        directory.take(event)
        conversation.take(event)
        pins.take(event)
        drafts.take(event)
        if (event.type === 'group:refused' || event.type === 'join:ended') tellRefused(event).catch(failed)
        if (preferences.notifies.value) callFor(event).catch(failed)
        if (event.type === 'link:up' || event.type === 'link:down' || event.type === 'history:changed') statusAgain()
      },
      failed
    }
  )

  let calling: Promise<Calling> | undefined

  /** Fetched by who wants to be called: the others never need it. */
  async function fetchCalling(): Promise<Calling> {
    try {
      const { createCalling } = await import('./calling.js')
      return createCalling({
        api,
        isWatched,
        chatOf: chat => directory.chats.peek().find(({ id }) => id === chat),
        says: () => preferences.noticeSays.peek(),
        words: () => words.peek(),
        opened: chat => place.go(chat)
      })
    } catch (err) {
      calling = undefined // the next message tries again
      throw err
    }
  }

  async function callFor(event: ChatEvent): Promise<void> {
    await (await (calling ??= fetchCalling())).take(event)
  }
  effect(() => {
    if (preferences.notifies.value && isLoaded.value) (calling ??= fetchCalling()).catch(() => undefined) // said with the next message
  })

  const titleOf = (chat: ConversationId): string => directory.chats.value.find(({ id }) => id === chat)?.title ?? ''

  async function tellRefused(event: ChatEvent & { readonly type: 'group:refused' | 'join:ended' }): Promise<void> {
    const { dialogWords } = await import('../strings/dialogs/words.js')
    const { group } = await dialogWords(preferences.language.value)
    const text = event.type === 'join:ended' ? group.notLetIn(event.name) : group.refused[event.code](titleOf(event.chat))
    notices.tell(text, { detail: event.reason, tone: 'bad' })
  }

  function step(by: 1 | -1): void {
    const chats = directory.chats.value
    const at = chats.findIndex(({ id }) => id === place.chat.value)
    const next: ConversationId | undefined = chats[at === -1 ? 0 : at + by]?.id
    if (next !== undefined) place.go(next)
  }

  return {
    api,
    standing,
    unwritten,
    passkey,
    changeProtection,
    forget,
    pageOrigin,
    isLoaded,
    words,
    times,
    preferences,
    directory,
    conversation,
    pins,
    drafts,
    say: createSaying({ api, conversation, drafts, failed }),
    place,
    notices,
    openChat,
    goTo(chat, target) {
      void conversation.goTo(chat, target).then(() => place.go(chat))
    },
    step,
    attempt: task =>
      task().catch((err: unknown) => {
        failed(err)
        return undefined
      })
  }
}

const isWatched = (): boolean => document.hasFocus() && !document.hidden
