import { useSignal } from '@preact/signals'
import { useEffect, useId, useMemo } from 'preact/hooks'
import type { Chat } from '../../node/api/chat.js'
import type { Hit } from '../../node/api/message.js'
import type { ConversationId } from '../../node/base/ids.js'
import { folded } from '../state/folded.js'
import { createFoundMessages } from '../state/found.js'
import { Avatar } from './avatar.js'
import { Dialog } from './dialog.js'
import { useDialogWords } from './dialog-words.js'
import { GoToDay } from './go-to-day.js'
import { FoundMessage } from './found-message.js'
import { usePage } from './page-context.js'

const MOST = 50
const MOST_BESIDE_MESSAGES = 5
/** What is looked for in messages has this many characters at least: anything begins with a letter. */
const LEAST_CHARACTERS = 2
const NOT_ASCII = /\P{ASCII}/u

/** Finds conversations by their names, and messages by their words: of one conversation, or of all. */
export function Switcher({ within }: { readonly within?: ConversationId }) {
  const { api, directory, goTo, notices, place, words } = usePage()
  const sought = useSignal('')
  const chosen = useSignal(0)
  const list = useId()
  const { find } = useDialogWords()
  const messages = useMemo(() => createFoundMessages(api, () => notices.tell(find.failed, { tone: 'bad' })), [])
  const chat = directory.chats.value.find(({ id }) => id === within)

  const text = sought.value.trim()
  const isLooking = text.length >= LEAST_CHARACTERS || NOT_ASCII.test(text)
  const named = within === undefined ? directory.chats.value.filter(({ title }) => folded(title).includes(folded(text))).slice(0, MOST) : []
  const hits = isLooking ? messages.hits.value : []
  const chats = isLooking && hits.length > 0 ? named.slice(0, MOST_BESIDE_MESSAGES) : named
  const count = chats.length + hits.length
  const at = Math.min(chosen.value, count - 1)
  const title = chat === undefined ? find.title : find.inChat(chat.title)

  useEffect(() => messages.seek(isLooking ? text : '', within), [text, isLooking])
  useEffect(() => document.getElementById(`${list}-${at}`)?.scrollIntoView({ block: 'nearest' }), [at])

  function choose(index: number): void {
    const one = chats[index]
    const hit = hits[index - chats.length]
    if (one !== undefined) place.go(one.id)
    else if (hit !== undefined) {
      place.show(undefined)
      goTo(hit.chat, { around: hit.message })
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && count > 0) {
      event.preventDefault()
      chosen.value = (at + step + count) % count
    } else if (event.key === 'Enter' && !event.isComposing) {
      // Else it presses what has the focus after this is closed.
      event.preventDefault()
      choose(at)
    }
  }

  const option = (index: number): OptionProps => ({
    id: `${list}-${index}`,
    isChosen: index === at,
    onPoint: () => (chosen.value = index),
    onChoose: () => choose(index)
  })

  return (
    <Dialog title={title} shape="find" onClose={() => place.show(undefined)}>
      <input
        class="input find-input"
        role="combobox"
        aria-expanded={count > 0}
        aria-controls={count > 0 ? list : undefined}
        aria-activedescendant={count > 0 ? `${list}-${at}` : undefined}
        aria-label={title}
        placeholder={within === undefined ? find.placeholder : title}
        autoFocus
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        value={sought.value}
        onInput={event => {
          sought.value = event.currentTarget.value
          chosen.value = 0
        }}
        onKeyDown={onKeyDown}
      />
      {count > 0 && (
        <div class="find-list" role="listbox" id={list} aria-label={find.results}>
          {chats.length > 0 && (
            <div role="group" aria-label={words.value.list.label}>
              {hits.length > 0 && <Heading text={words.value.list.label} />}
              {chats.map((one, index) => (
                <ChatOption key={one.id} chat={one} {...option(index)} />
              ))}
            </div>
          )}
          {hits.length > 0 && (
            <div role="group" aria-label={find.messages}>
              <Heading text={find.messages} />
              {hits.map((hit, index) => (
                <HitOption key={hit.message} hit={hit} isInOneChat={within !== undefined} {...option(chats.length + index)} />
              ))}
            </div>
          )}
        </div>
      )}
      {isLooking && messages.hasMore.value && (
        <button type="button" class="button find-more" onClick={() => messages.more()}>
          {find.more}
        </button>
      )}
      <p class={count === 0 && (text !== '' || within === undefined) ? 'hint find-none' : 'visually-hidden'} role="status">
        {isLooking && !messages.isDone.value
          ? words.value.common.loading
          : count === 0
            ? text === '' && within !== undefined
              ? ''
              : find.none
            : isLooking
              ? find.count(hits.length)
              : ''}
      </p>
      {isLooking && messages.passed.value !== undefined && <p class="hint find-none">{find.passed(messages.passed.value)}</p>}
      {within !== undefined && text === '' && <GoToDay chat={within} />}
    </Dialog>
  )
}

interface OptionProps {
  readonly id: string
  readonly isChosen: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
}

/** Read with the name of its group. */
function Heading({ text }: { readonly text: string }) {
  return (
    <p class="find-heading" role="presentation" aria-hidden="true">
      {text}
    </p>
  )
}

function ChatOption({ chat, id, isChosen, onPoint, onChoose }: OptionProps & { readonly chat: Chat }) {
  const { directory } = usePage()
  return (
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      class={isChosen ? 'find-item chosen' : 'find-item'}
      onMouseMove={onPoint}
      onClick={onChoose}
    >
      <Avatar id={directory.contactOf(chat)?.account ?? chat.id} name={chat.title} group={chat.kind === 'group'} size="small" />
      <bdi>{chat.title}</bdi>
    </div>
  )
}

function HitOption({
  hit,
  isInOneChat,
  id,
  isChosen,
  onPoint,
  onChoose
}: OptionProps & { readonly hit: Hit; readonly isInOneChat: boolean }) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      class={isChosen ? 'find-item chosen' : 'find-item'}
      onMouseMove={onPoint}
      onClick={onChoose}
    >
      <FoundMessage hit={hit} isInOneChat={isInOneChat} />
    </div>
  )
}
