import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Invitation } from '../../node/api/invitation.js'
import { isGroupLink } from '../../node/identity/link-text.js'
import { Action } from './button.js'
import { Dialog } from './dialog.js'
import { useDialogWords } from './dialog-words.js'
import { Field } from './field.js'
import { LinkReader } from './link-reader.js'
import { usePage } from './page-context.js'
import { isolated } from '../strings/isolated.js'

const MAX_MESSAGE_CHARACTERS = 8_000

/** A link from somebody: followed, and shown by who invites; pasted, scanned, or read from a picture. */
export function AddDialog({ given = '' }: { readonly given?: string }) {
  const { api, directory, place, words, notices } = usePage()
  const { add } = useDialogWords()
  const link = useSignal(given)
  const message = useSignal('')
  const isGroup = isGroupLink(link.value)
  /** Undefined until it is known; `unknown` where there is no link yet, or none that can be read. */
  const invitation = useSignal<Invitation | 'unknown' | undefined>(given === '' ? 'unknown' : undefined)
  useEffect(() => {
    link.value = given
    if (given === '') return
    void (async () => {
      const { invitationOf } = await import('../state/invitation.js')
      invitation.value = (await invitationOf(given)) ?? 'unknown'
    })().catch(() => (invitation.value = 'unknown')) // not to be fetched now: the link itself is shown
  }, [given])

  async function ask(): Promise<void> {
    const text = link.value.trim()
    if (text.includes('parley-link:')) return notices.tell(add.deviceLink)
    if (isGroup) {
      const { name, approve } = await api.joinGroup({ link: text })
      notices.tell(approve ? add.joiningApprove(name) : add.joining(name))
      return place.show(undefined)
    }
    const said = message.value.trim()
    const contact = await api.add({ invite: text, ...(said === '' ? {} : { message: said }) })
    await directory.reload()
    const chat = directory.chats.value.find(({ kind, accounts }) => kind === 'direct' && accounts.includes(contact.account))
    const told = contact.state === 'accepted' ? add.added : chat?.unreached ? add.unreached : add.asked
    notices.tell(told(contact.name))
    if (chat === undefined) place.show(undefined)
    else place.go(chat.id)
  }

  const found = invitation.value
  if (found === undefined) return null
  const invites = found === 'unknown' ? undefined : found.kind === 'group' ? add.invitesTo : add.invitesYou
  const title = invites === undefined || found === 'unknown' ? add.title : invites(isolated(found.name))
  return (
    <Dialog title={title} onClose={() => place.show(undefined)}>
      <div class="stack">
        {found === 'unknown' ? (
          <>
            <p class="lead">{add.lead}</p>
            <LinkReader link={link}>
              <Field label={add.link} value={link} lines={3} placeholder="parley:…" autoFocus />
            </LinkReader>
          </>
        ) : (
          <p class="lead">{found.kind === 'group' ? add.joinLead : add.askLead}</p>
        )}
        {!isGroup && (
          <Field label={`${add.message} (${words.value.common.optional})`} value={message} lines={2} maxLength={MAX_MESSAGE_CHARACTERS} />
        )}
        <div class="buttons end">
          <Action kind="primary" disabled={link.value.trim() === ''} run={ask}>
            {add.ask}
          </Action>
        </div>
      </div>
    </Dialog>
  )
}
