import { useSignal } from '@preact/signals'
import type { AccountId } from '../../node/base/ids.js'
import { Avatar } from './avatar.js'
import { Action } from './button.js'
import { Dialog } from './dialog.js'
import { useDialogWords } from './dialog-words.js'
import { Field } from './field.js'
import { usePage } from './page-context.js'

export function NewGroupDialog() {
  const { api, directory, place } = usePage()
  const { group } = useDialogWords()
  const name = useSignal('')
  const chosen = useSignal<ReadonlySet<AccountId>>(new Set())
  const contacts = [...directory.contacts.value.values()].filter(({ state, livesHere }) => state === 'accepted' && livesHere === undefined)

  async function create(): Promise<void> {
    const chat = await api.createGroup({ name: name.value.trim(), contacts: [...chosen.value] })
    directory.keep(chat)
    place.go(chat.id)
  }

  return (
    <Dialog title={group.newTitle} onClose={() => place.show(undefined)}>
      <Field label={group.name} value={name} maxLength={64} autoFocus />
      <fieldset class="people">
        <legend>{group.choose}</legend>
        {contacts.length === 0 && <p class="hint">{group.noContacts}</p>}
        {contacts.map(contact => (
          <label key={contact.account} class="row row-choice">
            <Avatar id={contact.account} name={contact.name} size="small" />
            <span class="row-text">
              <bdi>{contact.name}</bdi>
            </span>
            <input
              type="checkbox"
              checked={chosen.value.has(contact.account)}
              onChange={event => {
                const others = [...chosen.value].filter(account => account !== contact.account)
                chosen.value = new Set(event.currentTarget.checked ? [...others, contact.account] : others)
              }}
            />
          </label>
        ))}
      </fieldset>
      <div class="buttons end">
        <Action kind="primary" disabled={name.value.trim() === ''} run={create}>
          {group.create}
        </Action>
      </div>
    </Dialog>
  )
}
