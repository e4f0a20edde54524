import { useSignal } from '@preact/signals'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import type { Chat } from '../../node/api/chat.js'
import type { Message } from '../../node/api/message.js'
import { plainText } from '../../node/api/markup.js'
import type { Words } from '../strings/words.js'
import { Avatar } from './avatar.js'
import { betweenLine } from './between-line.js'
import type { AskedRow } from './chat-menu.js'
import { ConnectionPill } from './connection-pill.js'
import { Icon, Logo } from './icons.js'
import { LazyChatMenu, LazyHistoryComing, LazyRevoked, LazyStorageWarning, LazyWordsReminder } from './lazy-views.js'
import { Menu } from './menu.js'
import { usePage } from './page-context.js'
import { stickerWords } from './quote.js'
import { stateText, Tick } from './ticks.js'
import { tryEcho } from './try-echo.js'

export function ChatList() {
  const page = usePage()
  const { attempt, directory, words, place } = page
  const chats = directory.chats.value
  const open = place.chat.value
  const wasOpen = useRef(open)
  const list = useRef<HTMLUListElement>(null)
  const asked = useSignal<AskedRow | undefined>(undefined)
  useLayoutEffect(() => {
    // Whoever leaves a chat is back where they came from.
    if (open === undefined && document.activeElement === document.body)
      list.current?.querySelector<HTMLElement>(`[data-chat="${wasOpen.current}"]`)?.focus()
    wasOpen.current = open
  }, [open])
  return (
    <nav class="sidebar" aria-label={words.value.list.label}>
      <header class="sidebar-head">
        <span class="brand">
          <Logo />
          {place.chat.value === undefined ? <h1 class="brand-name">Parley</h1> : <span class="brand-name">Parley</span>}
        </span>
        <Menu
          label={words.value.list.new}
          icon="plus"
          items={[
            { icon: 'invite', text: words.value.list.invite, run: () => place.show({ name: 'invite' }) },
            { icon: 'link', text: words.value.list.add, run: () => place.show({ name: 'add' }) },
            { icon: 'people', text: words.value.list.group, run: () => place.show({ name: 'new-group' }) },
            ...(chats.some(({ livesHere }) => livesHere)
              ? []
              : [{ icon: 'device' as const, text: words.value.echo.try, run: () => void attempt(() => tryEcho(page)) }])
          ]}
        />
        <button type="button" class="icon-button" aria-label={words.value.list.settings} onClick={() => place.show({ name: 'settings' })}>
          <Icon name="gear" />
        </button>
      </header>
      <button type="button" class="search" aria-keyshortcuts="Control+K" onClick={() => place.show({ name: 'switcher' })}>
        <Icon name="search" size={18} />
        <span>{words.value.list.search}</span>
        <kbd aria-hidden="true">{words.value.list.searchHint}</kbd>
      </button>
      <ul class="chats" role="list" ref={list}>
        {chats.map(chat => (
          <ChatItem key={chat.id} chat={chat} onAsk={row => (asked.value = row)} />
        ))}
      </ul>
      {asked.value !== undefined && <LazyChatMenu key={asked.value.chat.id} {...asked.value} onClose={() => (asked.value = undefined)} />}
      {(directory.status.value?.history?.state ?? 'done') !== 'done' && <LazyHistoryComing />}
      {chats.length > 0 && (
        <>
          <LazyStorageWarning />
          <LazyWordsReminder />
        </>
      )}
      {directory.status.value?.revoked === true && place.chat.value === undefined && <LazyRevoked />}
      <footer class="sidebar-foot">
        <ConnectionPill />
      </footer>
    </nav>
  )
}

function ChatItem({ chat, onAsk }: { readonly chat: Chat; readonly onAsk: (row: AskedRow) => void }) {
  const { directory, place, times, words } = usePage()
  const isOpen = place.chat.value === chat.id
  const about = useId()
  const contact = directory.contactOf(chat)
  const isLinked = directory.isLinked(contact)
  const verified = contact?.verified === true

  /** By the button behind it, the other button of the mouse, a long touch, or the menu key. */
  function ask(event: MouseEvent): void {
    event.preventDefault()
    onAsk({ chat, left: event.clientX, top: event.clientY })
  }

  return (
    <li class="chat-row" onContextMenu={ask}>
      <button
        type="button"
        class={`chat-item ${isOpen ? 'open' : ''} ${chat.unread > 0 && chat.muted !== true ? 'has-unread' : ''}`}
        data-chat={chat.id}
        aria-keyshortcuts="ContextMenu"
        aria-current={isOpen ? 'true' : undefined}
        aria-describedby={about}
        onClick={() => place.go(chat.id)}
      >
        <Avatar id={contact?.account ?? chat.id} name={chat.title} group={chat.kind === 'group'} linked={isLinked} />
        <span class="chat-item-text">
          <span class="chat-item-head">
            <bdi class="chat-item-title">{chat.title}</bdi>
            {verified && <Icon name="shield" size={15} />}
            {chat.livesHere && <Icon name="device" size={15} />}
            {chat.pinned === true && <Icon name="pin" size={15} />}
            {chat.muted === true && <Icon name="mute" size={15} />}
            {chat.newest !== undefined && <time class="chat-item-time">{times.value.brief(chat.newest.sentAtMs)}</time>}
          </span>
          <span class="chat-item-foot" id={about}>
            <Preview chat={chat} />
            <span class="visually-hidden">
              {[
                ...(verified ? [words.value.list.verified] : []),
                ...(chat.livesHere ? [words.value.echo.here] : []),
                ...(chat.pinned === true ? [words.value.list.pinned] : []),
                ...(chat.muted === true ? [words.value.list.muted] : []),
                ...(isLinked ? [words.value.chat.online] : [])
              ].join(', ')}
            </span>
            {(chat.asking ?? 0) > 0 && (
              <span class="badge badge-asking">
                <span aria-hidden="true">+{times.value.number(chat.asking ?? 0)}</span>
                <span class="visually-hidden">{words.value.list.asking(chat.asking ?? 0)}</span>
              </span>
            )}
            {chat.unread > 0 && (
              <span class={chat.muted === true ? 'badge badge-muted' : 'badge'}>
                <span aria-hidden="true">{times.value.number(chat.unread)}</span>
                <span class="visually-hidden">{words.value.list.unread(chat.unread)}</span>
              </span>
            )}
          </span>
        </span>
      </button>
      <button type="button" class="icon-button chat-row-more" tabIndex={-1} aria-label={words.value.list.actions(chat.title)} onClick={ask}>
        <Icon name="more" />
      </button>
    </li>
  )
}

function Preview({ chat }: { readonly chat: Chat }) {
  const { drafts, words, times, place } = usePage()
  const { list } = words.value
  const draft = drafts.all.value.get(chat.id)
  if (draft !== undefined && place.chat.value !== chat.id)
    return (
      <span class="preview">
        <span class="draft">{list.draft}</span> <bdi>{oneLine(draft)}</bdi>
      </span>
    )
  if (chat.state === 'request') return <span class="preview preview-call">{list.asks}</span>
  if (chat.state === 'blocked') return <span class="preview">{list.blocked}</span>
  const { newest } = chat
  if (newest === undefined)
    return <span class="preview">{chat.unreached ? words.value.state.queued : chat.state === 'invited' ? list.invited : list.nothing}</span>
  const line = betweenLine(newest, words.value, times.value)
  const who =
    line !== undefined ? undefined : newest.outgoing ? words.value.common.you : chat.kind === 'group' ? newest.senderName : undefined
  return (
    <span class="preview">
      {newest.outgoing && newest.state !== undefined && (
        <>
          <Tick state={newest.state} />
          <span class="visually-hidden">{stateText(newest, words.value)}, </span>
        </>
      )}
      {who !== undefined && (
        <span class="preview-who">
          <bdi>{who}</bdi>:{' '}
        </span>
      )}
      <bdi>{line ?? previewOf(newest, words.value)}</bdi>
    </span>
  )
}

function previewOf({ deleted, unknown, sticker, text }: Message, { say }: Words): string {
  if (deleted === true) return say.deleted
  if (sticker !== undefined) return stickerWords(sticker, say)
  return unknown === true ? say.unknown : plainText(text.slice(0, PREVIEW_CHARACTERS))
}

const PREVIEW_CHARACTERS = 160
const oneLine = (text: string): string => text.slice(0, PREVIEW_CHARACTERS).replace(/\s+/gu, ' ')
