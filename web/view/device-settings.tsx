import { useSignal, type Signal } from '@preact/signals'
import type { AccountKeyAccess, DeviceLink, OwnDevice } from '../../node/api/status.js'
import { Action } from './button.js'
import { Field } from './field.js'
import { Icon } from './icons.js'
import { usePage } from './page-context.js'
import { useLoaded } from './use-loaded.js'

/** What opens the account key, as it was typed. */
interface KeyTyped {
  readonly passphrase: Signal<string>
  readonly phrase: Signal<string>
}

const accessOf = ({ passphrase, phrase }: KeyTyped): AccountKeyAccess => ({
  ...(passphrase.value === '' ? {} : { passphrase: passphrase.value }),
  ...(phrase.value.trim() === '' ? {} : { phrase: phrase.value.trim() })
})

export function DeviceSettings() {
  const { api, directory, words, times } = usePage()
  const history = directory.status.value?.history
  const { devices, common } = words.value
  const own = useLoaded(() => api.devices())
  const revoking = useSignal<OwnDevice | undefined>(undefined)
  const typed: KeyTyped = { passphrase: useSignal(''), phrase: useSignal('') }

  return (
    <>
      <p class="hint">{devices.lead}</p>
      {history !== undefined && (
        <p class="callout">
          {history.state === 'waiting'
            ? devices.historyWaiting
            : history.state === 'coming'
              ? devices.historyComing(history.passed, history.of)
              : devices.historyDone(history.messages)}
        </p>
      )}
      <ul class="rows" role="list">
        {own.found.value?.map(device => (
          <li key={device.device} class="row">
            <Icon name="device" />
            <span class="row-text">
              <bdi>{device.name}</bdi>
              <span class="hint">
                {[
                  device.self === true ? devices.here : device.linked ? devices.linked : devices.away,
                  devices.added(times.value.day(device.addedAtMs))
                ].join(' · ')}
              </span>
            </span>
            {device.self !== true && (
              <button type="button" class="button quiet" onClick={() => (revoking.value = device)}>
                {devices.revoke}
              </button>
            )}
          </li>
        ))}
      </ul>
      {revoking.value !== undefined && (
        <section class="block block-call" aria-label={devices.revokeTitle(revoking.value.name)}>
          <h4>{devices.revokeTitle(revoking.value.name)}</h4>
          <p>{devices.revokeLead}</p>
          <AccountKeyFields typed={typed} />
          <div class="buttons">
            <button type="button" class="button" onClick={() => (revoking.value = undefined)}>
              {common.cancel}
            </button>
            <Action
              kind="danger"
              run={async () => {
                await api.revokeDevice({ device: revoking.value?.device ?? '', ...accessOf(typed) })
                revoking.value = undefined
                await own.reload()
              }}
            >
              {devices.revoke}
            </Action>
          </div>
        </section>
      )}
      <LinkDevice onLinked={own.reload} />
    </>
  )
}

function AccountKeyFields({ typed }: { readonly typed: KeyTyped }) {
  const { devices } = usePage().words.value
  return (
    <>
      <p class="hint">{devices.keyNeeded}</p>
      <Field label={devices.passphrase} type="password" value={typed.passphrase} />
      <Field label={devices.phrase} type="password" value={typed.phrase} />
    </>
  )
}

function LinkDevice({ onLinked }: { readonly onLinked: () => Promise<void> }) {
  const { api, notices, words } = usePage()
  const { devices } = words.value
  const text = useSignal('')
  const met = useSignal<DeviceLink | undefined>(undefined)
  const name = useSignal('')
  const typed: KeyTyped = { passphrase: useSignal(''), phrase: useSignal('') }

  async function confirm({ device }: DeviceLink): Promise<void> {
    const linked = await api.confirmDevice({ device, ...(name.value.trim() === '' ? {} : { name: name.value.trim() }), ...accessOf(typed) })
    notices.tell(devices.done(linked.name))
    met.value = undefined
    text.value = ''
    await onLinked()
  }

  return (
    <section class="block">
      <h4>{devices.link}</h4>
      {met.value === undefined ? (
        <>
          <p class="hint">{devices.linkLead}</p>
          <Field label={devices.linkText} value={text} lines={3} placeholder="parley-link:…" />
          <div class="buttons">
            <Action
              disabled={text.value.trim() === ''}
              run={async () => {
                met.value = await api.linkDevice({ link: text.value.trim() })
                name.value = met.value.name
              }}
            >
              {devices.next}
            </Action>
          </div>
        </>
      ) : (
        <>
          <p>{devices.compare}</p>
          <p class="three-words" lang="en">
            {met.value.words}
          </p>
          <Field label={devices.deviceName} value={name} maxLength={64} />
          <AccountKeyFields typed={typed} />
          <div class="buttons">
            <Action kind="primary" run={() => (met.value === undefined ? Promise.resolve() : confirm(met.value))}>
              {devices.confirm}
            </Action>
          </div>
        </>
      )}
    </section>
  )
}
