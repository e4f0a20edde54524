import { Action } from './button.js'
import { Icon } from './icons.js'
import { usePage } from './page-context.js'

/** In the place of the messages, where the node could not read them. */
export function Unreadable() {
  const { conversation, words } = usePage()
  return (
    <section class="timeline blank" aria-label={words.value.chat.unreadable}>
      <Icon name="warning" size={32} />
      <p>{words.value.chat.unreadable}</p>
      <div class="buttons">
        <Action kind="primary" run={() => conversation.retry()}>
          {words.value.common.again}
        </Action>
      </div>
    </section>
  )
}
