import { useSignal } from '@preact/signals'
import type { RelayState } from '../../node/api/status.js'
import { Action } from './button.js'
import { Field } from './field.js'
import { Icon } from './icons.js'
import { usePage } from './page-context.js'
import { useSettingsWords } from './settings-words.js'
import { useLoaded } from './use-loaded.js'

export function RelaySettings() {
  const { api, directory, words } = usePage()
  const { common } = words.value
  const { relays } = useSettingsWords()
  const named = useLoaded(() => api.relays())
  const address = useSignal('')
  const token = useSignal('')
  const again = (): Promise<unknown> => Promise.all([named.reload(), directory.readStatus()])

  async function add(): Promise<void> {
    await api.addRelay({ address: address.value.trim(), ...(token.value.trim() === '' ? {} : { token: token.value.trim() }) })
    address.value = ''
    token.value = ''
    await again()
  }

  return (
    <>
      <p class="hint">{relays.lead}</p>
      {named.found.value?.length === 0 && <p class="callout callout-bad">{relays.none}</p>}
      <ul class="rows" role="list">
        {named.found.value?.map(relay => (
          <li key={relay.relay} class="row">
            <Icon name="relay" />
            <RelayLines relay={relay} />
            <Action
              kind="quiet"
              label={relays.remove(relay.address)}
              sure={relays.removeSure}
              run={() => api.removeRelay({ relay: relay.relay }).then(again)}
            >
              {common.remove}
            </Action>
          </li>
        ))}
      </ul>
      <section class="block">
        <h4>{relays.add}</h4>
        <Field label={relays.address} value={address} placeholder="/dns4/relay.example.org/tcp/443/wss/p2p/12D3…" />
        <Field label={`${relays.token} (${common.optional})`} value={token} />
        <div class="buttons">
          <Action kind="primary" disabled={address.value.trim() === ''} run={add}>
            {common.add}
          </Action>
        </div>
      </section>
    </>
  )
}

function RelayLines({ relay }: { readonly relay: RelayState }) {
  const { times } = usePage()
  const { relays } = useSettingsWords()
  const { address, up, isHere, standing, retentionDays, bytesUsed, bytesLimit, fault } = relay
  const facts = [
    up ? relays.up : relays.down,
    ...(isHere === true ? [relays.here] : []),
    ...(standing === undefined ? [] : [relays.standing[standing]]),
    ...(retentionDays === undefined ? [] : [relays.keeps(retentionDays)]),
    ...(bytesUsed === undefined || bytesLimit === undefined
      ? []
      : [relays.used(times.value.bytes(bytesUsed), times.value.bytes(bytesLimit))])
  ]
  return (
    <span class="row-text">
      <span class="code" dir="ltr">
        {address}
      </span>
      <span class="hint">{facts.join(' · ')}</span>
      {fault !== undefined && (
        <span class="bad" lang="en" dir="auto">
          {fault}
        </span>
      )}
    </span>
  )
}
