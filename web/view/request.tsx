import type { Chat } from '../../node/api/chat.js'
import { Action } from './button.js'
import { usePage } from './page-context.js'

/** Of a contact who asks to talk: whether they may; and of one who may not any more. */
export function Request({ chat }: { readonly chat: Chat }) {
  const { words, api, directory } = usePage()
  const { compose } = words.value
  const contact = directory.contactOf(chat)?.account ?? ''
  if (chat.state === 'blocked')
    return (
      <section class="request">
        <p>{compose.blocked(chat.title)}</p>
        <div class="buttons">
          <Action run={() => api.unblock({ contact }).then(directory.reload)}>{compose.unblock}</Action>
        </div>
      </section>
    )
  return (
    <section class="request" aria-label={compose.request(chat.title)}>
      <h2>
        <bdi>{compose.request(chat.title)}</bdi>
      </h2>
      <p class="hint">{compose.requestHint}</p>
      <div class="buttons">
        <Action kind="danger" run={() => api.block({ contact }).then(directory.reload)}>
          {compose.block}
        </Action>
        <Action kind="primary" run={() => api.accept({ contact }).then(directory.reload)}>
          {compose.accept}
        </Action>
      </div>
    </section>
  )
}
