import type { Chat } from '../../node/api/chat.js'
import { Avatar } from './avatar.js'
import { Composer } from './composer.js'
import { Icon } from './icons.js'
import { usePage } from './page-context.js'
import { LazyPinsBar, LazyUnreadable } from './lazy-views.js'
import { Timeline } from './timeline.js'
import { WaitingLine } from './waiting-line.js'

export function ChatView({ chat }: { readonly chat: Chat }) {
  const { conversation, pins, standing, words } = usePage()
  const thread = conversation.thread.value
  return (
    <main class="chat">
      <ChatHeader chat={chat} />
      {pins.all.value.length > 0 && <LazyPinsBar />}
      {standing.value === 'lost' && (
        <p class="banner" role="status">
          <Icon name="warning" size={18} /> {words.value.connection.lostBanner}
        </p>
      )}
      {conversation.isUnreadable.value ? (
        <LazyUnreadable />
      ) : thread?.chat === chat.id ? (
        <Timeline key={chat.id} chat={chat} thread={thread} />
      ) : (
        <div class="timeline" />
      )}
      {chat.readOnly === undefined && chat.state !== 'blocked' && <WaitingLine />}
      <Composer chat={chat} />
    </main>
  )
}

function ChatHeader({ chat }: { readonly chat: Chat }) {
  const { directory, place, words } = usePage()
  const contact = directory.contactOf(chat)
  const isLinked = directory.isLinked(contact)
  const writers = directory.writing.value.get(chat.id) ?? []
  const standing = chat.livesHere
    ? words.value.echo.here
    : chat.kind === 'group'
      ? words.value.chat.group(chat.members ?? chat.accounts.length)
      : chat.state !== 'accepted'
        ? ''
        : isLinked
          ? words.value.chat.online
          : words.value.chat.offline
  const about = writers.length === 0 ? standing : words.value.chat.writing(writers)
  return (
    <header class="chat-head">
      <button type="button" class="icon-button only-narrow" aria-label={words.value.common.back} onClick={() => place.go(undefined)}>
        <Icon name="back" />
      </button>
      <button
        type="button"
        class="chat-head-who"
        aria-describedby="chat-about"
        onClick={() => place.show({ name: 'details', chat: chat.id })}
      >
        <Avatar id={contact?.account ?? chat.id} name={chat.title} group={chat.kind === 'group'} linked={isLinked} />
        <span class="chat-head-text">
          <h1>
            <bdi>{chat.title}</bdi>
            {contact?.verified === true && <Icon name="shield" size={16} />}
          </h1>
          <span class="hint" id="chat-about">
            {[...(contact?.verified === true ? [words.value.person.verified] : []), ...(about === '' ? [] : [about])].join(' · ')}
          </span>
        </span>
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={words.value.find.here}
        onClick={() => place.show({ name: 'switcher', within: chat.id })}
      >
        <Icon name="search" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={words.value.chat.details}
        onClick={() => place.show({ name: 'details', chat: chat.id })}
      >
        <Icon name="more" />
      </button>
    </header>
  )
}
