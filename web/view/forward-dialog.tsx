import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Chat } from '../../node/api/chat.js'
import type { Message } from '../../node/api/message.js'
import { MAX_FORWARDED_TO } from '../../node/api/forwarding.js'
import type { ConversationId } from '../../node/base/ids.js'
import { folded } from '../state/folded.js'
import { Avatar } from './avatar.js'
import { Action } from './button.js'
import { Dialog } from './dialog.js'
import { useDialogWords } from './dialog-words.js'
import { usePage } from './page-context.js'
import { Quote, quoteOf } from './quote.js'
import { useLiveMessage } from './use-live-message.js'

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

/** Says a message again elsewhere: asks where. */
export function ForwardDialog({ message: asked }: { readonly message: Message }) {
  const { api, attempt, directory, notices, place, words } = usePage()
  const { common } = words.value
  const { find, say } = useDialogWords()
  const sought = useSignal('')
  const chosen = useSignal<ReadonlySet<ConversationId>>(new Set())
  const choices = useRef<HTMLDivElement>(null)
  // What may have gone out, though its answer was lost, goes out under the same name again.
  const once = useRef(crypto.randomUUID())
  const open = directory.chats.value.filter(isOpen)
  const listed = open.filter(({ title }) => folded(title).includes(folded(sought.value.trim())))
  const close = (): void => place.show(undefined)
  const message = useLiveMessage(asked, () => {
    close()
    notices.tell(say.goneMeanwhile)
  })

  async function forward(): Promise<void> {
    const chats = [...chosen.value]
    if (chats.length === 0) return
    await api.forward({ message: message.id, chats, once: once.current })
    close()
    notices.tell(say.forwardedTo(chats.length))
  }

  function choose(chat: ConversationId, isChosen: boolean): void {
    const others = [...chosen.value].filter(id => id !== chat)
    chosen.value = new Set(isChosen ? [...others, chat] : others)
  }

  /** Up and down through what can be chosen, and back to where it is looked for; Enter is for all that was chosen. */
  function onKeyDown(event: KeyboardEvent): void {
    const stops = [...(choices.current?.querySelectorAll('input') ?? [])]
    const at = stops.findIndex(stop => stop === document.activeElement)
    if (event.key === 'Enter' && at !== -1 && !event.isComposing) {
      event.preventDefault()
      void attempt(forward)
    }
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    stops[Math.max(0, Math.min(stops.length - 1, at + step))]?.focus()
  }

  return (
    <Dialog title={say.forwardTitle} onClose={close}>
      <Quote quote={quoteOf(message)} words={words.value} onJump={close} />
      <p class="hint">{say.forwardHint}</p>
      <div ref={choices} class="forward" onKeyDown={onKeyDown}>
        <input
          class="input"
          type="search"
          aria-label={say.forwardFind}
          placeholder={say.forwardFind}
          autoFocus
          autocomplete="off"
          spellcheck={false}
          dir="auto"
          value={sought.value}
          onInput={event => (sought.value = event.currentTarget.value)}
        />
        <fieldset class="people forward-chats">
          <legend class="visually-hidden">{say.forwardTo}</legend>
          {listed.map(chat => (
            <label key={chat.id} class="row row-choice">
              <Avatar id={directory.contactOf(chat)?.account ?? chat.id} name={chat.title} group={chat.kind === 'group'} size="small" />
              <span class="row-text">
                <bdi>{chat.title}</bdi>
              </span>
              <input
                type="checkbox"
                checked={chosen.value.has(chat.id)}
                disabled={chosen.value.size >= MAX_FORWARDED_TO && !chosen.value.has(chat.id)}
                onChange={event => choose(chat.id, event.currentTarget.checked)}
              />
            </label>
          ))}
        </fieldset>
        <p class={listed.length === 0 || chosen.value.size > 0 ? 'hint' : 'visually-hidden'} role="status">
          {listed.length === 0 ? find.none : say.forwardChosen(chosen.value.size)}
        </p>
        <div class="buttons end">
          <button type="button" class="button" onClick={close}>
            {common.cancel}
          </button>
          <Action kind="primary" disabled={chosen.value.size === 0} run={forward}>
            {words.value.say.forward}
          </Action>
        </div>
      </div>
    </Dialog>
  )
}

/** Whether something can be said there. */
const isOpen = ({ readOnly, state }: Chat): boolean => readOnly === undefined && state !== 'request' && state !== 'blocked'
