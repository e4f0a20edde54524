import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Chat } from '../../node/api/chat.js'
import { useDialogWords } from './dialog-words.js'
import { MenuItems, stepInMenu, type MenuItem } from './menu.js'
import { usePage } from './page-context.js'
import { withDialogWords } from './with-dialog-words.js'

const MARGIN_PX = 8

/** A row of the list that was asked what can be done with it, and where on the window. */
export interface AskedRow {
  readonly chat: Chat
  readonly left: number
  readonly top: number
}

/** What can be done with a conversation without opening it. */
export const ChatMenu = withDialogWords(({ chat, left, top, onClose }: AskedRow & { readonly onClose: () => void }) => {
  const { api, attempt, directory, place, words } = usePage()
  const { list } = useDialogWords()
  const panel = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const shown = panel.current
    if (shown === null) return
    shown.showPopover()
    const { width, height } = shown.getBoundingClientRect()
    shown.style.left = `${Math.max(MARGIN_PX, Math.min(innerWidth - width - MARGIN_PX, left))}px`
    shown.style.top = `${Math.max(MARGIN_PX, Math.min(innerHeight - height - MARGIN_PX, top))}px`
    shown.querySelector('button')?.focus()
  }, [])

  const { newest } = chat
  const isMuted = chat.muted === true
  const isPinned = chat.pinned === true
  const items: readonly MenuItem[] = [
    ...(chat.unread > 0 && newest !== undefined && chat.state !== 'request'
      ? [
          {
            icon: 'check',
            text: list.markRead,
            run: () => void attempt(() => api.markRead({ chat: chat.id, message: newest.id }))
          } as const
        ]
      : []),
    {
      icon: isMuted ? 'bell' : 'mute',
      text: isMuted ? list.unmute : list.mute,
      run: () => void attempt(() => api.mute({ chat: chat.id, muted: !isMuted }).then(directory.keep))
    },
    {
      icon: 'pin',
      text: isPinned ? list.unpin : list.pin,
      run: () => void attempt(() => api.pinChat({ chat: chat.id, pinned: !isPinned }).then(directory.keep))
    },
    { icon: 'person', text: words.value.chat.details, run: () => place.show({ name: 'details', chat: chat.id }) }
  ]
  return (
    <div
      ref={panel}
      popover="auto"
      class="menu"
      role="menu"
      aria-label={words.value.list.actions(chat.title)}
      onKeyDown={event => stepInMenu(panel.current, event)}
      onToggle={event => event.newState === 'closed' && onClose()}
    >
      <MenuItems items={items} close={() => panel.current?.hidePopover()} />
    </div>
  )
})
