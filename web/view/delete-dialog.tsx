import type { Message } from '../../node/api/message.js'
import { Action } from './button.js'
import { Dialog } from './dialog.js'
import { useDialogWords } from './dialog-words.js'
import { usePage } from './page-context.js'
import { Quote, quoteOf } from './quote.js'
import { useLiveMessage } from './use-live-message.js'

/** Asks once more, and says what it can't do. */
export function DeleteDialog({ message: asked }: { readonly message: Message }) {
  const { api, place, words } = usePage()
  const { say } = useDialogWords()
  const close = (): void => place.show(undefined)
  const message = useLiveMessage(asked, close)
  return (
    <Dialog title={say.deleteTitle} onClose={close}>
      <Quote quote={quoteOf(message)} words={words.value} onJump={close} />
      <p class="hint">{say.deleteHint}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={close}>
          {words.value.common.cancel}
        </button>
        <Action kind="danger" run={() => api.deleteMessage({ message: message.id }).then(close)}>
          {say.deleteForAll}
        </Action>
      </div>
    </Dialog>
  )
}
