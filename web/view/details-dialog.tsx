import type { Chat } from '../../node/api/chat.js'
import type { Contact } from '../../node/api/person.js'
import type { ConversationId } from '../../node/base/ids.js'
import { useSignal } from '@preact/signals'
import type { DialogWords } from '../strings/dialogs/words.js'
import type { Words } from '../strings/words.js'
import { Avatar } from './avatar.js'
import { Action } from './button.js'
import { Dialog } from './dialog.js'
import { useDialogWords } from './dialog-words.js'
import { Check } from './check.js'
import { GroupDetails } from './group-details.js'
import { Lifetime } from './lifetime.js'
import { usePage } from './page-context.js'
import { useLoaded } from './use-loaded.js'

/** Who or what a conversation is with, and what can be done about it. */
export function DetailsDialog({ id }: { readonly id: ConversationId }) {
  const { api, attempt, directory, place, words } = usePage()
  const spoken = useDialogWords()
  const { person, list } = spoken
  const chat = directory.chats.value.find(one => one.id === id)
  if (chat === undefined) return null
  const contact = directory.contactOf(chat)
  const close = (): void => place.show(undefined)
  return (
    <Dialog title={words.value.chat.details} shape="side" onClose={close}>
      <div class="portrait">
        <Avatar id={contact?.account ?? chat.id} name={chat.title} group={chat.kind === 'group'} size="large" />
        <p class="portrait-name">
          <bdi>{chat.title}</bdi>
        </p>
        {contact !== undefined && <p class="hint">{standingOf(contact, words.value, spoken)}</p>}
      </div>
      <Check
        label={list.mute}
        hint={person.muteHint}
        checked={chat.muted === true}
        onCheck={muted => void attempt(() => api.mute({ chat: chat.id, muted }).then(directory.keep))}
      />
      <Check
        label={list.pin}
        checked={chat.pinned === true}
        onCheck={pinned => void attempt(() => api.pinChat({ chat: chat.id, pinned }).then(directory.keep))}
      />
      {chat.kind === 'group' && <GroupDetails chat={chat} />}
      {contact !== undefined && <Lifetime chat={chat} mayChange={chat.state === 'accepted' && chat.readOnly === undefined} />}
      {contact !== undefined && (contact.livesHere ? <EchoDetails /> : <PersonDetails contact={contact} chat={chat} />)}
    </Dialog>
  )
}

function standingOf({ livesHere, verified }: Contact, { echo, person }: Words, dialogs: DialogWords): string {
  if (livesHere) return echo.here
  return verified ? person.verified : dialogs.person.notVerified
}

function EchoDetails() {
  const { api, directory, place } = usePage()
  const { echo } = useDialogWords()

  async function letGo(): Promise<void> {
    await api.removeEcho()
    place.show(undefined)
    place.go(undefined)
    await directory.reload()
  }
  return (
    <section class="block">
      <p class="hint">{echo.about}</p>
      <div class="buttons">
        <Action kind="danger" sure={echo.goSure} run={letGo}>
          {echo.go}
        </Action>
      </div>
    </section>
  )
}

function PersonDetails({ contact, chat }: { readonly contact: Contact; readonly chat: Chat }) {
  const { api, directory, words, times } = usePage()
  const { person } = useDialogWords()
  const { account, name } = contact
  const number = useLoaded(() => api.safetyNumber({ contact: account }))
  const answers = useSignal<string | undefined>(undefined)

  async function mark(verified: boolean): Promise<void> {
    await api.verify({ contact: account, verified })
    await Promise.all([number.reload(), directory.reload()])
  }
  async function ping(): Promise<void> {
    answers.value = undefined
    const found = await api.ping({ contact: account }).catch(() => []) // nobody there is an answer too
    answers.value =
      found.length === 0
        ? person.pingNone
        : found.map(({ roundTripMs }) => words.value.format.ms(times.value.number(roundTripMs))).join(' · ')
  }

  return (
    <>
      <section class="block">
        <h3>{person.safety}</h3>
        <p class="hint">{person.safetyLead(name)}</p>
        <p class="safety-number" dir="ltr">
          {number.found.value?.number.split(' ').map(group => (
            <span key={group}>{group}</span>
          ))}
        </p>
        <div class="buttons">
          {contact.verified ? (
            <Action run={() => mark(false)}>{person.notSame}</Action>
          ) : (
            <Action kind="primary" icon="shield" run={() => mark(true)}>
              {person.same}
            </Action>
          )}
        </div>
      </section>
      <section class="block">
        <h3>{person.devices}</h3>
        <ul class="rows" role="list">
          {contact.devices.map(device => (
            <li key={device} class="row">
              <span class="row-text">
                <span class="code" dir="ltr">
                  …{device.slice(-12)}
                </span>
                {contact.state === 'accepted' && (
                  <span class="hint">{directory.linked.value.has(device) ? words.value.chat.online : words.value.chat.offline}</span>
                )}
              </span>
            </li>
          ))}
        </ul>
        <div class="buttons">
          <Action icon="pulse" run={ping}>
            {person.ping}
          </Action>
          <span role="status">{answers.value}</span>
        </div>
      </section>
      <section class="block">
        <h3>{person.account}</h3>
        <p class="code" dir="ltr">
          {account}
        </p>
        <div class="buttons">
          {chat.state === 'blocked' ? (
            <Action run={() => api.unblock({ contact: account }).then(directory.reload)}>{person.unblock}</Action>
          ) : (
            <Action kind="danger" sure={person.blockSure(name)} run={() => api.block({ contact: account }).then(directory.reload)}>
              {person.block}
            </Action>
          )}
        </div>
      </section>
    </>
  )
}
