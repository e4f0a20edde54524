import type { Chat } from '../../node/api/chat.js'
import { Action } from './button.js'
import { useDialogWords } from './dialog-words.js'
import { usePage } from './page-context.js'
import { withDialogWords } from './with-dialog-words.js'

/** Of a contact who asks to talk: whether they may; and of one who may not any more. */
export const Request = withDialogWords(({ chat }: { readonly chat: Chat }) => {
  const { api, directory } = usePage()
  const { person } = useDialogWords()
  const contact = directory.contactOf(chat)?.account ?? ''
  if (chat.state === 'blocked')
    return (
      <section class="request">
        <p>{person.blocked(chat.title)}</p>
        <div class="buttons">
          <Action run={() => api.unblock({ contact }).then(directory.reload)}>{person.unblock}</Action>
        </div>
      </section>
    )
  return (
    <section class="request" aria-label={person.asks(chat.title)}>
      <h2>
        <bdi>{person.asks(chat.title)}</bdi>
      </h2>
      <p class="hint">{person.asksHint}</p>
      <div class="buttons">
        <Action kind="danger" run={() => api.block({ contact }).then(directory.reload)}>
          {person.block}
        </Action>
        <Action kind="primary" run={() => api.accept({ contact }).then(directory.reload)}>
          {person.accept}
        </Action>
      </div>
    </section>
  )
})
