import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { toError } from '../../node/base/errors.js'
import { relayHere } from './relay-here.js'
import type { NewTabProfile, Tab } from './tab.js'

const INVITE = /^#\/i\/[\w-]+$/

/** What there is to do before there is anything to see: a name, or what opens the profile. Without a tab: why there can be none. */
export function FirstRun({ tab }: { readonly tab?: Tab }) {
  if (tab === undefined)
    return (
      <First title="This page has to come over HTTPS">
        <p>Browsers let a page keep keys and reach others only there, or on this very machine at http://localhost.</p>
      </First>
    )
  const state = tab.state.value
  if (state.kind === 'new') return <NewProfileForm tab={tab} />
  if (state.kind === 'locked') return <Unlock tab={tab} by={state.by} />
  if (state.kind === 'failed')
    return (
      <First title="Parley can’t open here">
        <p role="alert">{state.error.message}</p>
        <button type="button" class="button" onClick={() => location.reload()}>
          Try again
        </button>
      </First>
    )
  return <First title="Opening Parley…" />
}

function First({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <main class="first">
      <h1>{title}</h1>
      {children}
    </main>
  )
}

type Way = 'new' | 'phrase'
type Guard = 'none' | 'passphrase' | 'passkey'

function NewProfileForm({ tab }: { readonly tab: Tab }) {
  const name = useSignal('')
  const phrase = useSignal('')
  const way = useSignal<Way>('new')
  const guard = useSignal<Guard>('none')
  const passphrase = useSignal('')
  const { busy, failure, attempt } = useAttempt()
  const invited = INVITE.test(location.hash)

  async function begin(): Promise<void> {
    const relay = await relayHere()
    const relays = relay?.open === true ? [relay.address] : []
    const protection =
      guard.value === 'none' ? {} : { protection: guard.value === 'passkey' ? guard.value : { passphrase: passphrase.value } }
    if (way.value === 'phrase') return restore(tab, { name: name.value, phrase: phrase.value, relays, ...protection })
    await tab.create({ name: name.value, relays, ...protection })
  }

  return (
    <First title={invited ? 'Somebody invites you to talk' : 'Talk, without anybody in between'}>
      <form
        onSubmit={event => {
          event.preventDefault()
          attempt(begin)
        }}
      >
        <TextInput label="Your name" value={name} autoComplete="nickname" required={way.value === 'new'} />
        {way.value === 'phrase' && <TextInput label="The 24 words" value={phrase} required />}
        <details>
          <summary>Protect what is kept here</summary>
          <GuardChoice guard={guard} />
          {guard.value === 'passphrase' && (
            <TextInput label="Passphrase" value={passphrase} type="password" autoComplete="new-password" required />
          )}
        </details>
        {failure.value !== '' && <p role="alert">{failure.value}</p>}
        <button type="submit" class="button primary" aria-busy={busy.value}>
          {way.value === 'new' ? 'Begin' : 'Bring it back'}
        </button>
        <button type="button" class="button quiet" onClick={() => (way.value = way.value === 'new' ? 'phrase' : 'new')}>
          {way.value === 'new' ? 'I have an account and its 24 words' : 'Begin anew'}
        </button>
      </form>
    </First>
  )
}

/** Of the account that the words make, as its relays have it; its other devices are left as they are. */
async function restore(tab: Tab, profile: NewTabProfile & { readonly phrase: string; readonly relays: readonly string[] }): Promise<void> {
  const found = await tab.find(profile.phrase, profile.relays)
  try {
    const known = { fetched: found.fetched, revoke: [], publish: (list: Uint8Array) => found.publish(list) }
    await tab.create({ ...profile, name: profile.name.trim() === '' ? (found.name ?? '') : profile.name, restore: known })
  } finally {
    await found.close()
  }
}

function GuardChoice({ guard }: { readonly guard: { value: Guard } }) {
  const choices: readonly (readonly [Guard, string])[] = [
    ['none', 'Nothing: whoever uses this browser can read it'],
    ['passphrase', 'A passphrase'],
    ['passkey', 'A passkey of this device']
  ]
  return (
    <fieldset>
      {choices.map(([choice, label]) => (
        <label key={choice}>
          <input type="radio" name="guard" checked={guard.value === choice} onChange={() => (guard.value = choice)} />
          {label}
        </label>
      ))}
    </fieldset>
  )
}

function Unlock({ tab, by }: { readonly tab: Tab; readonly by: 'passphrase' | 'passkey' }) {
  const passphrase = useSignal('')
  const { busy, failure, attempt } = useAttempt()
  return (
    <First title="Welcome back">
      <form
        onSubmit={event => {
          event.preventDefault()
          attempt(() => (by === 'passkey' ? tab.unlockWithPasskey() : tab.unlock(passphrase.value)))
        }}
      >
        {by === 'passphrase' && (
          <TextInput label="Passphrase" value={passphrase} type="password" autoComplete="current-password" required />
        )}
        {failure.value !== '' && <p role="alert">{failure.value}</p>}
        <button type="submit" class="button primary" aria-busy={busy.value}>
          {by === 'passkey' ? 'Unlock with your passkey' : 'Unlock'}
        </button>
      </form>
    </First>
  )
}

/** One thing at a time; what goes wrong is told beside it. */
function useAttempt() {
  const busy = useSignal(false)
  const failure = useSignal('')
  async function run(task: () => Promise<void>): Promise<void> {
    busy.value = true
    failure.value = ''
    try {
      await task()
    } catch (err) {
      failure.value = toError(err).message
    }
    busy.value = false
  }
  return { busy, failure, attempt: (task: () => Promise<void>) => void (busy.value ? undefined : run(task)) }
}

interface TextInputProps {
  readonly label: string
  readonly value: { value: string }
  readonly type?: 'text' | 'password'
  readonly autoComplete?: string
  readonly required?: boolean
}

function TextInput({ label, value, type = 'text', autoComplete = 'off', required = false }: TextInputProps) {
  const shared = {
    class: 'input',
    dir: 'auto',
    value: value.value,
    autoComplete,
    required,
    onInput: (event: { currentTarget: HTMLInputElement }) => (value.value = event.currentTarget.value)
  } as const
  return (
    <label class="field">
      {label}
      {type === 'password' ? <input {...shared} type="password" /> : <input {...shared} type="text" />}
    </label>
  )
}
