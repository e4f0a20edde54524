import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { Avatar } from './avatar.js'
import { Dialog } from './dialog.js'
import { usePage } from './page-context.js'

const MOST = 50
const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase()

/** Finds a conversation by its name. */
export function Switcher() {
  const { directory, place, words } = usePage()
  const sought = useSignal('')
  const chosen = useSignal(0)
  const list = useId()
  const found = directory.chats.value.filter(({ title }) => folded(title).includes(folded(sought.value.trim()))).slice(0, MOST)
  const at = Math.min(chosen.value, found.length - 1)

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && found.length > 0) {
      event.preventDefault()
      chosen.value = (at + step + found.length) % found.length
      document.getElementById(`${list}-${chosen.value}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter' && !event.isComposing) {
      const chat = found[at]
      if (chat !== undefined) place.go(chat.id)
    }
  }

  return (
    <Dialog title={words.value.find.title} shape="find" onClose={() => place.show(undefined)}>
      <input
        class="input find-input"
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${at}` : undefined}
        aria-label={words.value.find.title}
        placeholder={words.value.find.placeholder}
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
      <ul class="find-list" role="listbox" id={list} aria-label={words.value.list.label}>
        {found.map((chat, index) => (
          <li
            key={chat.id}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === at}
            class={index === at ? 'find-item chosen' : 'find-item'}
            onMouseMove={() => (chosen.value = index)}
            onClick={() => place.go(chat.id)}
          >
            <Avatar id={directory.contactOf(chat)?.account ?? chat.id} name={chat.title} group={chat.kind === 'group'} size="small" />
            <bdi>{chat.title}</bdi>
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <p class="hint find-none" role="status">
          {words.value.find.none}
        </p>
      )}
    </Dialog>
  )
}
