import type { Chat } from '../../node/api/chat.js'
import { useDialogWords } from './dialog-words.js'
import { Check } from './check.js'
import { usePage } from './page-context.js'
import { useLoaded } from './use-loaded.js'

/** Where a group is kept; of relays that are ours whoever may change the group chooses. */
export function GroupRelays({ chat, mayChange }: { readonly chat: Chat; readonly mayChange: boolean }) {
  const { api, attempt, directory } = usePage()
  const { group } = useDialogWords()
  const named = useLoaded(() => api.groupRelays({ chat: chat.id }))
  const relays = named.found.value
  if (relays === undefined) return null
  const own = (directory.status.value?.relays ?? []).map(({ address }) => address)
  const choices = [...new Set([...relays, ...(mayChange ? own : [])])]

  async function set(relay: string, isOn: boolean): Promise<void> {
    const others = (relays ?? []).filter(address => address !== relay)
    await attempt(() => api.setGroupRelays({ chat: chat.id, relays: isOn ? [...others, relay] : others }))
    await named.reload()
  }

  return (
    <section class="block">
      <h3>{group.relays}</h3>
      <p class="hint">{relays.length === 0 ? group.noRelays : group.relaysLead}</p>
      {choices.map(relay =>
        mayChange ? (
          <Check key={relay} label={relay} checked={relays.includes(relay)} onCheck={isOn => void set(relay, isOn)} />
        ) : (
          <p key={relay} class="code" dir="ltr">
            {relay}
          </p>
        )
      )}
    </section>
  )
}
