import { useSignal, type Signal } from '@preact/signals'
import type { AccountKeyAccess, DeviceLink, OwnDevice } from '../../node/api/status.js'
import { deviceWords, type DeviceWords } from '../strings/devices/words.js'
import { Action } from './button.js'
import { Field } from './field.js'
import { HistoryNote } from './history-note.js'
import { Icon } from './icons.js'
import { LinkReader } from './link-reader.js'
import { usePage } from './page-context.js'
import { useLaterWords } from './use-later-words.js'
import { useLoaded } from './use-loaded.js'
import { usePasskey } from './use-passkey.js'

/** What opens the account key, as it was typed. */
interface KeyTyped {
  readonly passphrase: Signal<string>
  readonly phrase: Signal<string>
}

const accessOf = ({ passphrase, phrase }: KeyTyped): AccountKeyAccess => ({
  ...(passphrase.value === '' ? {} : { passphrase: passphrase.value }),
  ...(phrase.value.trim() === '' ? {} : { phrase: phrase.value.trim() })
})

/** What was typed for one device is not there for the next. */
function forget({ passphrase, phrase }: KeyTyped): void {
  passphrase.value = ''
  phrase.value = ''
}

interface Spoken {
  readonly devices: DeviceWords
}

export function DeviceSettings() {
  const devices = useLaterWords(deviceWords)
  return devices === undefined ? null : <OwnDevices devices={devices} />
}

function OwnDevices({ devices }: Spoken) {
  const { api, directory, words, times } = usePage()
  const history = directory.status.value?.history
  const { common } = words.value
  const own = useLoaded(() => api.devices())
  const revoking = useSignal<OwnDevice | undefined>(undefined)
  const typed: KeyTyped = { passphrase: useSignal(''), phrase: useSignal('') }

  return (
    <>
      <p class="hint">{devices.lead}</p>
      {history !== undefined && <HistoryNote devices={devices} history={history} />}
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
          <AccountKeyFields devices={devices} typed={typed} />
          <div class="buttons">
            <button type="button" class="button" onClick={() => (revoking.value = undefined)}>
              {common.cancel}
            </button>
            <Action
              kind="danger"
              run={async () => {
                await api.revokeDevice({ device: revoking.value?.device ?? '', ...accessOf(typed) })
                forget(typed)
                revoking.value = undefined
                await own.reload()
              }}
            >
              {devices.revoke}
            </Action>
          </div>
        </section>
      )}
      <LinkDevice devices={devices} onLinked={own.reload} />
    </>
  )
}

function AccountKeyFields({ devices, typed }: Spoken & { readonly typed: KeyTyped }) {
  const passkey = usePasskey()
  return (
    <>
      <p class="hint">{passkey === undefined ? devices.keyNeeded : devices.keyByPasskey}</p>
      {passkey === undefined ? (
        <Field label={devices.passphrase} type="password" value={typed.passphrase} />
      ) : typed.passphrase.value === '' ? (
        <div class="buttons">
          <Action icon="key" run={async () => void (typed.passphrase.value = await passkey.ask())}>
            {devices.usePasskey}
          </Action>
        </div>
      ) : (
        <p role="status">{devices.passkeyGiven}</p>
      )}
      <Field label={devices.phrase} type="password" value={typed.phrase} />
    </>
  )
}

function LinkDevice({ devices, onLinked }: Spoken & { readonly onLinked: () => Promise<void> }) {
  const { api, notices } = usePage()
  const text = useSignal('')
  const met = useSignal<DeviceLink | undefined>(undefined)
  const name = useSignal('')
  const typed: KeyTyped = { passphrase: useSignal(''), phrase: useSignal('') }

  async function confirm({ device }: DeviceLink): Promise<void> {
    const linked = await api.confirmDevice({ device, ...(name.value.trim() === '' ? {} : { name: name.value.trim() }), ...accessOf(typed) })
    notices.tell(devices.done(linked.name))
    forget(typed)
    met.value = undefined
    text.value = ''
    await onLinked()
  }

  /** Nothing was given yet, and nothing will be. */
  function differ(): void {
    notices.tell(devices.differed, { tone: 'bad' })
    met.value = undefined
    text.value = ''
  }

  return (
    <section class="block">
      <h4>{devices.link}</h4>
      {met.value === undefined ? (
        <>
          <p class="hint">{devices.linkLead}</p>
          <LinkReader link={text}>
            <Field label={devices.linkText} value={text} lines={3} placeholder="parley-link:…" />
          </LinkReader>
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
          <AccountKeyFields devices={devices} typed={typed} />
          <div class="buttons">
            <button type="button" class="button" onClick={differ}>
              {devices.differ}
            </button>
            <Action kind="primary" run={() => (met.value === undefined ? Promise.resolve() : confirm(met.value))}>
              {devices.confirm}
            </Action>
          </div>
        </>
      )}
    </section>
  )
}
