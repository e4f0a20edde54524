import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Chat } from '../../node/api/chat.js'
import type { Member } from '../../node/api/person.js'
import { Avatar } from './avatar.js'
import { Action } from './button.js'
import { useDialogWords } from './dialog-words.js'
import { Choice } from './choice.js'
import { Field } from './field.js'
import { GroupLinks } from './group-links.js'
import { GroupRetention } from './group-retention.js'
import { GroupRelays } from './group-relays.js'
import { Lifetime } from './lifetime.js'
import { usePage } from './page-context.js'
import { ShareChoice, shareOf, type ShareName } from './share-choice.js'
import { useLoaded } from './use-loaded.js'

const ROLES = ['owner', 'admin', 'member'] as const

/** Who asks to be let in: for those alone who may answer, as nobody else may ask. */
function Requests({ chat }: { readonly chat: Chat }) {
  const { api } = usePage()
  const { group } = useDialogWords()
  const requests = useLoaded(() => api.groupRequests({ chat: chat.id }))
  const share = useSignal<ShareName>('nothing')
  useEffect(() => void requests.reload(), [chat])
  const waiting = requests.found.value?.filter(({ coming }) => coming !== true) ?? []
  if (waiting.length === 0) return null
  return (
    <section class="block block-call">
      <h3>{group.requests}</h3>
      <ShareChoice share={share} />
      <ul class="rows" role="list">
        {waiting.map(({ account, name }) => (
          <li key={account} class="row">
            <span class="row-text">
              <bdi>{name}</bdi>
            </span>
            <Action kind="quiet" run={() => api.answerRequest({ chat: chat.id, account, approve: false }).then(requests.reload)}>
              {group.refuse}
            </Action>
            <Action
              kind="primary"
              run={() => api.answerRequest({ chat: chat.id, account, approve: true, ...shareOf(share.value) }).then(requests.reload)}
            >
              {group.letIn}
            </Action>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The people of a group and how it is kept. What our role there doesn't allow isn't offered. */
export function GroupDetails({ chat }: { readonly chat: Chat }) {
  const { api, directory, place } = usePage()
  const { group } = useDialogWords()
  const members = useLoaded(() => api.members({ chat: chat.id }))
  const own = members.found.value?.find(({ self }) => self)
  const isIn = chat.readOnly === undefined
  const mayChange = isIn && (own?.role === 'owner' || own?.role === 'admin')
  useEffect(() => void members.reload(), [chat])

  return (
    <>
      {mayChange && <Requests chat={chat} />}
      <section class="block">
        <h3>{group.members}</h3>
        <ul class="rows" role="list">
          {members.found.value?.map(member => (
            <MemberRow key={member.account} chat={chat} member={member} own={own} mayChange={mayChange} reload={members.reload} />
          ))}
        </ul>
        {mayChange && <AddMember chat={chat} members={members.found.value ?? []} reload={members.reload} />}
      </section>
      {mayChange && <Rename chat={chat} />}
      {mayChange && <GroupLinks chat={chat} />}
      {isIn && <Lifetime chat={chat} mayChange={mayChange} />}
      {isIn && <GroupRetention chat={chat} mayChange={mayChange} />}
      {isIn && <GroupRelays chat={chat} mayChange={mayChange} />}
      {isIn && (
        <section class="block">
          <div class="buttons">
            <Action
              kind="danger"
              icon="leave"
              sure={group.leaveSure}
              run={async () => {
                await api.leaveGroup({ chat: chat.id })
                await directory.reload()
                place.show(undefined)
              }}
            >
              {group.leave}
            </Action>
          </div>
        </section>
      )}
    </>
  )
}

interface MemberRowProps {
  readonly chat: Chat
  readonly member: Member
  readonly own: Member | undefined
  readonly mayChange: boolean
  readonly reload: () => Promise<void>
}

function MemberRow({ chat, member, own, mayChange, reload }: MemberRowProps) {
  const { api, attempt, notices, words } = usePage()
  const { common } = words.value
  const { group } = useDialogWords()
  async function remove(): Promise<void> {
    await api.removeMember({ chat: chat.id, member: member.account })
    await reload()
    const open = (await api.groupLinks({ chat: chat.id })).filter(link => link.open)
    if (open.length > 0) notices.tell(group.openLinks(member.name, open.map(({ id }) => id).join(', ')))
  }

  const isOwner = own?.role === 'owner'
  const mayName = isOwner && member.self !== true
  const mayRemove = mayChange && member.self !== true && (isOwner || member.role === 'member')
  return (
    <li class="row">
      <Avatar id={member.account} name={member.name} size="small" />
      <span class="row-text">
        <bdi>{member.self === true ? common.you : member.name}</bdi>
        <span class="hint">{member.coming === true ? group.coming : mayName ? '' : group.roles[member.role]}</span>
      </span>
      {mayName && (
        <Choice
          label={group.roleOf(member.name)}
          hiddenLabel
          value={member.role}
          choices={ROLES.map(role => [role, group.roles[role]] as const)}
          onChoose={role => void attempt(() => api.setRole({ chat: chat.id, member: member.account, role }).then(reload))}
        />
      )}
      {mayRemove && (
        <Action kind="bare" icon="close" sure={group.removeSure(member.name)} run={remove}>
          {group.removeMember(member.name)}
        </Action>
      )}
    </li>
  )
}

function AddMember({
  chat,
  members,
  reload
}: {
  readonly chat: Chat
  readonly members: readonly Member[]
  readonly reload: () => Promise<void>
}) {
  const { api, directory, words } = usePage()
  const { group } = useDialogWords()
  const share = useSignal<ShareName>('nothing')
  const chosen = useSignal('')
  const others = [...directory.contacts.value.values()].filter(
    ({ account, state, livesHere }) =>
      state === 'accepted' && livesHere === undefined && members.every(member => member.account !== account)
  )
  if (others.length === 0) return null
  const contact = others.some(({ account }) => account === chosen.value) ? chosen.value : (others[0]?.account ?? '')
  return (
    <>
      <div class="field-row">
        <Choice
          label={group.addMember}
          value={contact}
          choices={others.map(({ account, name }) => [account as string, name] as const)}
          onChoose={account => (chosen.value = account)}
        />
        <Action run={() => api.addMember({ chat: chat.id, contact, ...shareOf(share.value) }).then(reload)}>
          {words.value.common.add}
        </Action>
      </div>
      <ShareChoice share={share} />
    </>
  )
}

function Rename({ chat }: { readonly chat: Chat }) {
  const { api, directory } = usePage()
  const { group } = useDialogWords()
  const name = useSignal(chat.title)
  return (
    <section class="block">
      <Field label={group.name} value={name} maxLength={64}>
        <Action
          disabled={name.value.trim() === '' || name.value.trim() === chat.title}
          run={() => api.renameGroup({ chat: chat.id, name: name.value.trim() }).then(directory.keep)}
        >
          {group.rename}
        </Action>
      </Field>
    </section>
  )
}
