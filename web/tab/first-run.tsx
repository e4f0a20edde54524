import { useSignal, type ReadonlySignal, type Signal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { isChatError, toError } from '../../node/base/errors.js'
import type { Words } from '../strings/words.js'
import { Field } from '../view/field.js'
import { First } from './first.js'
import { chosen, GuardChoice, noGuard } from './guard-choice.js'
import { relayHere } from './relay-here.js'
import type { NewTabProfile, Tab } from './tab.js'

const INVITE = /^#\/i\/[\w-]+$/
const fetchLinking = async () => (await import('./link-this-browser.js')).linkThisBrowser()

interface FirstRunProps {
  readonly words: ReadonlySignal<Words>
  /** Absent where the browser lets none be. */
  readonly tab: Tab | undefined
  /** Set for as long as there is something to read, although the node runs. */
  readonly isBusy: Signal<boolean>
}

/** What there is to do before there is anything to see: a name, or what opens the profile. */
export function FirstRun({ words, tab, isBusy }: FirstRunProps) {
  const { first } = words.value
  if (tab === undefined)
    return (
      <First title={first.insecureTitle}>
        <p>{first.insecure}</p>
      </First>
    )
  const state = tab.state.value
  if (state.kind === 'new' || isBusy.value) return <NewProfile words={words.value} tab={tab} isBusy={isBusy} />
  if (state.kind === 'locked') return <Unlock first={first} tab={tab} by={state.by} />
  if (state.kind === 'failed')
    return (
      <First title={first.failed}>
        <p role="alert">{isChatError(state.error, 'ERR_PROFILE_LOCKED') ? first.elsewhere : state.error.message}</p>
        <button type="button" class="button" onClick={() => location.reload()}>
          {first.again}
        </button>
      </First>
    )
  return <First title={first.opening} />
}

interface FormProps {
  readonly first: Words['first']
  readonly tab: Tab
}

interface NewProfileProps {
  readonly words: Words
  readonly tab: Tab
  readonly isBusy: Signal<boolean>
}

function NewProfile({ words, tab, isBusy }: NewProfileProps) {
  const linking = useSignal<Awaited<ReturnType<typeof fetchLinking>> | undefined>(undefined)
  const Linking = linking.value
  if (Linking !== undefined) return <Linking words={words} tab={tab} isBusy={isBusy} onCancel={() => (linking.value = undefined)} />
  const link = async (): Promise<void> => {
    const fetched = await fetchLinking()
    linking.value = fetched
  }
  return <NewProfileForm first={words.first} tab={tab} isBusy={isBusy} link={link} />
}

interface NewProfileFormProps extends FormProps, Pick<NewProfileProps, 'isBusy'> {
  /** Goes to where this browser is linked to an account that is elsewhere. */
  readonly link: () => Promise<void>
}

function NewProfileForm({ first, tab, isBusy, link }: NewProfileFormProps) {
  const name = useSignal('')
  const phrase = useSignal('')
  const isComingBack = useSignal(false)
  const guard = useMemo(noGuard, [])
  const failure = useSignal('')

  async function begin(): Promise<void> {
    const relay = await relayHere()
    const profile = { name: name.value, relays: relay?.open === true ? [relay.address] : [], ...chosen(guard) }
    if (isComingBack.value) return comeBack(tab, { ...profile, phrase: phrase.value })
    await tab.create(profile)
  }

  async function attempt(task: () => Promise<void>): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    failure.value = ''
    try {
      await task()
    } catch (err) {
      failure.value = toError(err).message
    }
    isBusy.value = false
  }

  return (
    <First title={INVITE.test(location.hash) ? first.invited : first.title}>
      <p>{first.lead}</p>
      <form
        onSubmit={event => {
          event.preventDefault()
          void attempt(begin)
        }}
      >
        <Field label={first.name} value={name} maxLength={64} autoFocus />
        {isComingBack.value && <Field label={first.words} value={phrase} lines={3} hint={first.wordsHint} />}
        <GuardChoice first={first} guard={guard} />
        {failure.value !== '' && <p role="alert">{failure.value}</p>}
        <button type="submit" class="button primary" aria-busy={isBusy.value}>
          {isComingBack.value ? first.restore : first.begin}
        </button>
        <button type="button" class="button quiet" onClick={() => (isComingBack.value = !isComingBack.value)}>
          {isComingBack.value ? first.anew : first.haveWords}
        </button>
        <button type="button" class="button quiet" onClick={() => void attempt(link)}>
          {first.linkThis}
        </button>
      </form>
    </First>
  )
}

/** The account that the words make, as its relays have it; its other devices are left as they are. */
async function comeBack(tab: Tab, profile: NewTabProfile & { readonly phrase: string; readonly relays: readonly string[] }): Promise<void> {
  const found = await tab.find(profile.phrase, profile.relays)
  try {
    const restore = { fetched: found.fetched, revoke: [], publish: (list: Uint8Array) => found.publish(list) }
    await tab.create({ ...profile, name: profile.name.trim() === '' ? (found.name ?? '') : profile.name, restore })
  } finally {
    await found.close()
  }
}

function Unlock({ first, tab, by }: FormProps & { readonly by: 'passphrase' | 'passkey' }) {
  const passphrase = useSignal('')
  const failure = useSignal('')
  async function unlock(): Promise<void> {
    failure.value = ''
    try {
      await (by === 'passkey' ? tab.unlockWithPasskey() : tab.unlock(passphrase.value))
    } catch (err) {
      failure.value = toError(err).message
    }
  }
  return (
    <First title={first.welcomeBack}>
      <form
        onSubmit={event => {
          event.preventDefault()
          void unlock()
        }}
      >
        {by === 'passphrase' && <Field label={first.passphrase} value={passphrase} type="password" autoFocus />}
        {failure.value !== '' && <p role="alert">{failure.value}</p>}
        <button type="submit" class="button primary">
          {by === 'passkey' ? first.unlockPasskey : first.unlock}
        </button>
      </form>
    </First>
  )
}
