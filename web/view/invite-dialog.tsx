import { useSignal } from '@preact/signals'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { Invite } from '../../node/api/person.js'
import { Action } from './button.js'
import { Dialog } from './dialog.js'
import { useDialogWords } from './dialog-words.js'
import { Field } from './field.js'
import { LinkMade } from './link-made.js'
import { limitsOf, LinkOptions, NO_LIMITS } from './link-options.js'
import { usePage } from './page-context.js'
import { useLoaded } from './use-loaded.js'

const isOpen = ({ revoked, expiresAtMs, usesLeft }: Invite): boolean =>
  !revoked && usesLeft !== 0 && (expiresAtMs === undefined || expiresAtMs > Date.now())

/** The newest that anybody may still use for as long as they like; the first one is made. */
async function standingInvite(api: ChatApi): Promise<Invite> {
  const standing = (await api.invites()).findLast(
    invite => isOpen(invite) && invite.expiresAtMs === undefined && invite.usesLeft === undefined
  )
  return standing ?? api.createInvite({})
}

export function InviteDialog() {
  const { api, place } = usePage()
  const { invite } = useDialogWords()
  const standing = useLoaded(() => standingInvite(api))
  const all = useLoaded(() => api.invites())
  const shown = useSignal<Invite | undefined>(undefined)
  const label = useSignal('')
  const limits = useSignal(NO_LIMITS)
  const current = shown.value ?? standing.found.value

  async function make(): Promise<void> {
    shown.value = await api.createInvite({ ...limitsOf(limits.value), ...(label.value.trim() === '' ? {} : { label: label.value.trim() }) })
    label.value = ''
    await all.reload()
  }

  return (
    <Dialog title={invite.title} onClose={() => place.show(undefined)}>
      <p class="lead">{invite.lead}</p>
      {current === undefined ? <div class="qr qr-empty" aria-busy="true" /> : <LinkMade key={current.id} {...current} />}
      <details class="fold">
        <summary>{invite.make}</summary>
        <Field label={invite.label} hint={invite.labelHint} value={label} maxLength={64} />
        <LinkOptions limits={limits} />
        <div class="buttons">
          <Action kind="primary" run={make}>
            {invite.create}
          </Action>
        </div>
      </details>
      {(all.found.value?.length ?? 0) > 0 && (
        <details class="fold">
          <summary>{invite.earlier}</summary>
          <ul class="rows" role="list">
            {all.found.value?.toReversed().map(one => (
              <li key={one.id} class="row">
                <InviteLines invite={one} />
                {isOpen(one) && (
                  <>
                    <button type="button" class="button quiet" onClick={() => (shown.value = one)}>
                      {invite.show}
                    </button>
                    <Action kind="quiet" run={() => api.revokeInvite({ id: one.id }).then(all.reload)}>
                      {invite.revoke}
                    </Action>
                  </>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Dialog>
  )
}

function InviteLines({ invite: one }: { readonly invite: Invite }) {
  const { times } = usePage()
  const { invite } = useDialogWords()
  const facts = [
    times.value.brief(one.createdAtMs),
    invite.used(one.used),
    ...(one.revoked ? [invite.revoked] : []),
    ...(one.usesLeft === undefined ? [] : [invite.left(one.usesLeft)]),
    ...(one.expiresAtMs === undefined ? [] : [invite.until(times.value.moment(one.expiresAtMs))])
  ]
  return (
    <span class="row-text">
      <bdi>{one.label === '' ? invite.unnamed : one.label}</bdi>
      <span class="hint">{facts.join(' · ')}</span>
    </span>
  )
}
