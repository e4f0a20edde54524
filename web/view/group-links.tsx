import { useSignal } from '@preact/signals'
import type { Chat } from '../../node/api/chat.js'
import type { GroupLink } from '../../node/api/group.js'
import { Action } from './button.js'
import { useDialogWords } from './dialog-words.js'
import { Check } from './check.js'
import { LinkMade } from './link-made.js'
import { limitsOf, LinkOptions, NO_LIMITS } from './link-options.js'
import { usePage } from './page-context.js'
import { useLoaded } from './use-loaded.js'

export function GroupLinks({ chat }: { readonly chat: Chat }) {
  const { api, times } = usePage()
  const { group, invite } = useDialogWords()
  const links = useLoaded(() => api.groupLinks({ chat: chat.id }))
  const shown = useSignal<GroupLink | undefined>(undefined)
  const limits = useSignal(NO_LIMITS)
  const approve = useSignal(true)

  const facts = (link: GroupLink): string =>
    [
      link.open ? group.open : group.closed,
      ...(link.approve ? [group.needsYes] : []),
      ...(link.usesLeft === undefined ? [] : [invite.left(link.usesLeft)]),
      ...(link.expiresAtMs === undefined ? [] : [invite.until(times.value.moment(link.expiresAtMs))])
    ].join(' · ')

  async function make(): Promise<void> {
    shown.value = await api.createGroupLink({ chat: chat.id, ...limitsOf(limits.value), approve: approve.value })
    await links.reload()
  }

  return (
    <section class="block">
      <h3>{group.links}</h3>
      <p class="hint">{group.linkLead}</p>
      {shown.value?.uri !== undefined && <LinkMade key={shown.value.id} uri={shown.value.uri} page={shown.value.page} />}
      <ul class="rows" role="list">
        {links.found.value?.map(link => (
          <li key={link.id} class="row">
            <span class="row-text">
              <span class="code" dir="ltr">
                {link.id}
              </span>
              <span class="hint">{facts(link)}</span>
            </span>
            {link.open && link.uri !== undefined && (
              <button type="button" class="button quiet" onClick={() => (shown.value = link)}>
                {invite.show}
              </button>
            )}
            {link.open && (
              <Action kind="quiet" run={() => api.revokeGroupLink({ chat: chat.id, id: link.id }).then(links.reload)}>
                {invite.revoke}
              </Action>
            )}
          </li>
        ))}
      </ul>
      <details class="fold">
        <summary>{group.makeLink}</summary>
        <LinkOptions limits={limits} />
        <Check label={group.approve} checked={approve.value} onCheck={checked => (approve.value = checked)} />
        <div class="buttons">
          <Action kind="primary" run={make}>
            {invite.create}
          </Action>
        </div>
      </details>
    </section>
  )
}
