import type { Message } from '../../node/api/message.js'
import { Action } from './button.js'
import { Dialog } from './dialog.js'
import { useDialogWords } from './dialog-words.js'
import { FoundMessage } from './found-message.js'
import { usePage } from './page-context.js'
import { quoteOf, quoteText } from './quote.js'

/** All that is pinned in the open chat: leads to each in its context, and takes off what is done with. */
export function PinsDialog() {
  const { api, goTo, pins, place, words } = usePage()
  const { say } = useDialogWords()
  const all = pins.all.value.toReversed()

  function jump({ chat, id }: Message): void {
    place.show(undefined)
    goTo(chat, { around: id })
  }

  return (
    <Dialog title={say.pinsTitle} onClose={() => place.show(undefined)}>
      {all.length === 0 && <p class="hint">{say.pinsNone}</p>}
      <ul class="rows" role="list">
        {all.map(message => {
          const excerpt = quoteText(quoteOf(message), words.value)
          return (
            <li key={message.id} class="row pinned-row">
              <button type="button" class="pinned-jump" onClick={() => jump(message)}>
                <FoundMessage hit={{ ...message, message: message.id, excerpt, matches: [] }} isInOneChat />
              </button>
              <Action kind="bare" icon="close" run={() => api.pin({ message: message.id, pinned: false })}>
                {words.value.say.unpin}
              </Action>
            </li>
          )
        })}
      </ul>
    </Dialog>
  )
}
