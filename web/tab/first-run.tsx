import { useSignal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { isChatError, toError } from '../../node/base/errors.js'
import type { Words } from '../strings/words.js'
import { Field } from '../view/field.js'
import { Outdated } from '../view/outdated.js'
import { First } from './first.js'
import { chosen, GuardChoice, noGuard } from './guard-choice.js'
import { persistently } from './persistently.js'
import { relayHere } from './relay-here.js'
import type { Tab } from './tab.js'

const INVITE = /^#\/i\/[\w-]+$/
const fetchInviter = async (link: string) => (await import('./inviter.js')).inviterOf(link)
const fetchUnlock = () => persistently(async () => (await import('./unlock.js')).unlock())
const fetchDamaged = () => persistently(async () => (await import('./damaged.js')).damaged())
const fetchFailed = () => persistently(async () => (await import('./failed.js')).failed())
const fetchComeBack = async () => (await import('./come-back.js')).comeBack()
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
  if (tab === undefined) return <Later fetch={fetchFailed} given={{ words: words.value }} />
  if (tab.standing.value === 'outdated') return <Outdated words={words.value} />
  const state = tab.state.value
  if (state.kind === 'new' || isBusy.value) return <NewProfile words={words.value} tab={tab} isBusy={isBusy} />
  if (state.kind === 'locked') return <Later fetch={fetchUnlock} given={{ words: words.value, tab, by: state.by }} />
  if (state.kind === 'failed' && isDamage(state.error))
    return <Later fetch={fetchDamaged} given={{ words: words.value, tab, error: state.error }} />
  if (state.kind === 'failed') return <Later fetch={fetchFailed} given={{ words: words.value, error: state.error }} />
  return <First title={words.value.first.opening} />
}

const isDamage = (err: Error): boolean => isChatError(err, 'ERR_VAULT_DAMAGED') || isChatError(err, 'ERR_RECORD_DAMAGED')

interface LaterProps<P> {
  readonly fetch: () => Promise<ComponentType<P>>
  readonly given: P
}

/** What is fetched where somebody needs it. */
function Later<P extends { readonly words: Words }>({ fetch, given }: LaterProps<P>) {
  const view = useSignal<ComponentType<P> | undefined>(undefined)
  useEffect(() => void fetch().then(fetched => (view.value = fetched)), [fetch])
  const View = view.value
  return View === undefined ? <First title={given.words.first.opening} /> : <View {...given} />
}

/** What is done with an account that is elsewhere. */
export interface ElsewhereProps {
  readonly words: Words
  readonly tab: Tab
  /** Set for as long as this is shown, also once the profile is open. */
  readonly isBusy: Signal<boolean>
  readonly onCancel: () => void
}

type Elsewhere = ComponentType<ElsewhereProps>
type NewProfileProps = Omit<ElsewhereProps, 'onCancel'>

function NewProfile(props: NewProfileProps) {
  const elsewhere = useSignal<Elsewhere | undefined>(undefined)
  const Elsewhere = elsewhere.value
  if (Elsewhere !== undefined) return <Elsewhere {...props} onCancel={() => (elsewhere.value = undefined)} />
  return <NewProfileForm {...props} goTo={view => (elsewhere.value = view)} />
}

interface NewProfileFormProps extends NewProfileProps {
  readonly goTo: (view: Elsewhere) => void
}

function NewProfileForm({ words: { first }, tab, isBusy, goTo }: NewProfileFormProps) {
  const name = useSignal('')
  const guard = useMemo(noGuard, [])
  const failure = useSignal('')
  const isInvited = INVITE.test(location.hash)
  const inviter = useSignal<string | undefined>(undefined)
  useEffect(() => {
    if (!isInvited) return
    const told = fetchInviter(location.href).then(found => (inviter.value = found))
    told.catch(() => undefined) // not to be fetched now: it is said that somebody does
  }, [])

  async function begin(): Promise<void> {
    const relay = await relayHere()
    await tab.create({ name: name.value, relays: relay?.open === true ? [relay.address] : [], ...chosen(guard) })
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
    <First title={inviter.value ?? (isInvited ? first.invited : first.title)}>
      <p>{first.lead}</p>
      <form
        onSubmit={event => {
          event.preventDefault()
          void attempt(begin)
        }}
      >
        <Field label={first.name} value={name} maxLength={64} autoFocus />
        <GuardChoice first={first} guard={guard} />
        {failure.value !== '' && <p role="alert">{failure.value}</p>}
        <button type="submit" class="button primary" aria-busy={isBusy.value}>
          {first.begin}
        </button>
        <button type="button" class="button quiet" onClick={() => void attempt(async () => goTo(await fetchComeBack()))}>
          {first.haveWords}
        </button>
        <button type="button" class="button quiet" onClick={() => void attempt(async () => goTo(await fetchLinking()))}>
          {first.linkThis}
        </button>
      </form>
    </First>
  )
}
