import type { Message } from '../../node/api/message.js'
import { isEditable } from '../state/drafts.js'
import { Icon } from './icons.js'
import { Menu } from './menu.js'
import { usePage } from './page-context.js'

/** Chosen with one click. */
const QUICK = ['👍', '❤️', '😂'] as const

interface ActionsProps {
  readonly message: Message
  /** Opens all there are. */
  readonly onPick: (message: Message, at: HTMLElement) => void
}

/** What can be done to the message that somebody points at. */
export function MessageActions({ message, onPick }: ActionsProps) {
  const { api, attempt, drafts, place, words } = usePage()
  const { say, common } = words.value
  const isOwn = message.outgoing
  const chosen = message.reactions?.find(({ own }) => own === true)?.emoji
  const items = [
    ...(isEditable(message) ? [{ icon: 'pencil', text: say.edit, run: () => drafts.edit(message) } as const] : []),
    ...(message.text === ''
      ? []
      : ([
          { icon: 'copy', text: common.copy, run: () => void attempt(() => navigator.clipboard.writeText(message.text)) },
          { icon: 'forward', text: say.forward, run: () => place.show({ name: 'forward', message }) }
        ] as const)),
    {
      icon: 'pin',
      text: message.pinned === true ? say.unpin : say.pin,
      run: () => void attempt(() => api.pin({ message: message.id, pinned: message.pinned !== true }))
    } as const,
    ...(isOwn ? [{ icon: 'trash', text: say.delete, run: () => place.show({ name: 'delete', message }) } as const] : [])
  ]
  return (
    <div class="actions" role="toolbar" aria-label={say.actions}>
      {QUICK.map(emoji => (
        <button
          key={emoji}
          type="button"
          class="icon-button quick"
          aria-label={say.react(emoji)}
          aria-pressed={chosen === emoji}
          onClick={() => void attempt(() => api.react({ message: message.id, ...(chosen === emoji ? {} : { emoji }) }))}
        >
          {emoji}
        </button>
      ))}
      <button
        type="button"
        class="icon-button"
        aria-label={say.reactWith}
        aria-haspopup="dialog"
        onClick={event => onPick(message, event.currentTarget)}
      >
        <Icon name="smile" />
      </button>
      <button type="button" class="icon-button" aria-label={say.answer} onClick={() => drafts.answer(message)}>
        <Icon name="reply" />
      </button>
      <Menu label={say.more} icon="more" items={items} />
    </div>
  )
}
