import '../styles/later.css'
import { useSignal } from '@preact/signals'
import type { ComponentChildren, ComponentType } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { isChatError } from '../../node/base/errors.js'
import type { Comparison } from '../../node/conversation/newcomer.js'
import { complaintOf } from '../state/complaint.js'
import { createPreferences } from '../state/preferences.js'
import { deviceWords, type DeviceWords } from '../strings/devices/words.js'
import type { Words } from '../strings/words.js'
import { Field } from '../view/field.js'
import { QrCode } from '../view/qr.js'
import type { ElsewhereProps } from './first-run.js'
import { Complaint } from './complaint.js'
import { First } from './first.js'
import { chosen, GuardChoice, noGuard } from './guard-choice.js'
import type { LinkWish } from './link-tab.js'
import { relayHere } from './relay-here.js'

type Answer = Awaited<ReturnType<LinkWish['compare']>>

/** How far it is. */
type Phase =
  | { readonly kind: 'relay' | 'reaching' | 'coming' | 'alone' }
  | { readonly kind: 'shown'; readonly text: string }
  | { readonly kind: 'comparing'; readonly comparison: Comparison; readonly answer: (answer: Answer) => void }

/** What makes this browser a device of an account that is elsewhere, in the language of the page. */
export async function linkThisBrowser(): Promise<ComponentType<ElsewhereProps>> {
  const devices = await deviceWords(createPreferences().language.value)
  return props => <LinkThisBrowser {...props} devices={devices} />
}

function LinkThisBrowser({ words, devices, tab, isBusy, onCancel }: ElsewhereProps & { readonly devices: DeviceWords }) {
  const { joining } = devices
  const phase = useSignal<Phase>({ kind: 'reaching' })
  const relay = useSignal('')
  const failure = useSignal<{ readonly text: string; readonly detail?: string } | undefined>(undefined)
  const life = useMemo(() => ({ isOver: false, close: async () => {} }), [])
  const { kind } = phase.value

  function complain(err: unknown): void {
    if (isChatError(err, 'ERR_ABORTED')) failure.value = { text: devices.differed }
    else if (isChatError(err, 'ERR_UNREACHABLE')) failure.value = { text: joining.unreached }
    else failure.value = complaintOf(err, words)
  }

  async function begin(): Promise<void> {
    failure.value = undefined
    phase.value = { kind: 'reaching' }
    try {
      const linkable = await tab.awaitLink({
        relay: relay.value.trim(),
        compare: comparison =>
          new Promise(resolve => {
            const answer = (given: Answer): void => {
              if (given !== undefined) phase.value = { kind: 'coming' }
              resolve(given)
            }
            phase.value = { kind: 'comparing', comparison, answer }
          })
      })
      if (life.isOver) return await linkable.close()
      life.close = linkable.close
      phase.value = { kind: 'shown', text: linkable.text }
      const isReachable = await linkable.linked
      if (isReachable) isBusy.value = false
      else phase.value = { kind: 'alone' }
    } catch (err) {
      await life.close()
      if (life.isOver) return
      // Where the profile was made all the same, the page says what is wrong with it.
      if (tab.state.value.kind !== 'new') isBusy.value = false
      complain(err)
      phase.value = { kind: 'relay' }
    }
  }

  async function start(): Promise<void> {
    const here = await relayHere()
    if (life.isOver) return
    relay.value = here?.address ?? ''
    if (here === undefined) phase.value = { kind: 'relay' }
    else await begin()
  }

  useEffect(() => {
    isBusy.value = true
    void start()
    return () => {
      life.isOver = true
      void life.close()
    }
  }, [])
  useEffect(() => document.querySelector<HTMLElement>('.first h1')?.focus(), [kind])

  function cancel(): void {
    isBusy.value = false
    onCancel()
  }

  const buttons = (children?: ComponentChildren): ComponentChildren => (
    <div class="buttons">
      <button type="button" class="button" onClick={cancel}>
        {words.common.cancel}
      </button>
      {children}
    </div>
  )

  switch (phase.value.kind) {
    case 'relay':
      return (
        <First title={joining.title}>
          {failure.value !== undefined && <Complaint {...failure.value} />}
          <form
            onSubmit={event => {
              event.preventDefault()
              void begin()
            }}
          >
            <Field label={joining.relay} value={relay} hint={joining.relayLead} placeholder="/dns/…/tcp/443/wss/p2p/…" />
            {buttons(
              <button type="submit" class="button primary">
                {failure.value === undefined ? joining.go : words.common.again}
              </button>
            )}
          </form>
        </First>
      )
    case 'reaching':
      return (
        <First title={joining.title}>
          <p role="status">{joining.reaching}</p>
          {buttons()}
        </First>
      )
    case 'shown':
      return (
        <First title={joining.title}>
          <Shown text={phase.value.text} words={words} joining={joining} />
          {buttons(<CopyText text={phase.value.text} words={words} />)}
        </First>
      )
    case 'comparing':
      return <Comparing key={phase.value.comparison.words} words={words} devices={devices} {...phase.value} />
    case 'coming':
      return (
        <First title={joining.title}>
          <p role="status">{joining.coming}</p>
          {buttons()}
        </First>
      )
    case 'alone':
      return (
        <First title={joining.aloneTitle}>
          <p>{joining.alone}</p>
          <div class="buttons">
            <button type="button" class="button primary" onClick={() => (isBusy.value = false)}>
              {joining.toChats}
            </button>
          </div>
        </First>
      )
  }
}

interface ShownProps {
  readonly text: string
  readonly words: Words
  readonly joining: DeviceWords['joining']
}

function Shown({ text, joining }: ShownProps) {
  return (
    <div class="stack">
      <ol class="steps">
        {joining.steps.map(step => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div class="link-made">
        <QrCode text={text} label={joining.code} />
        <output class="link-text" dir="ltr" tabIndex={0} aria-label={joining.text}>
          {text}
        </output>
      </div>
      <p class="hint" role="status">
        {joining.waiting}
      </p>
    </div>
  )
}

function CopyText({ text, words: { common } }: Pick<ShownProps, 'text' | 'words'>) {
  const copied = useSignal(false)
  const copy = (): Promise<void> => navigator.clipboard.writeText(text).then(() => void (copied.value = true))
  return (
    <button type="button" class="button" onClick={() => void copy()}>
      <span aria-live="polite">{copied.value ? common.copied : common.copy}</span>
    </button>
  )
}

interface ComparingProps {
  readonly words: Words
  readonly devices: DeviceWords
  readonly comparison: Comparison
  readonly answer: (answer: Answer) => void
}

function Comparing({ words, devices, comparison, answer }: ComparingProps) {
  const guard = useMemo(noGuard, [])
  return (
    <First title={devices.joining.asks(comparison.name)}>
      <form
        onSubmit={event => {
          event.preventDefault()
          answer(chosen(guard))
        }}
      >
        <p>{devices.joining.compare}</p>
        <p class="three-words" lang="en" dir="ltr">
          {comparison.words}
        </p>
        <GuardChoice first={words.first} guard={guard} />
        <div class="buttons">
          <button type="button" class="button" onClick={() => answer(undefined)}>
            {devices.differ}
          </button>
          <button type="submit" class="button primary">
            {devices.joining.same}
          </button>
        </div>
      </form>
    </First>
  )
}
