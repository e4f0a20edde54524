import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { complaintOf } from '../state/complaint.js'
import { createPreferences } from '../state/preferences.js'
import { doorWords, type DoorWords } from '../strings/doors/words.js'
import { Field } from '../view/field.js'
import type { ElsewhereProps } from './first-run.js'
import { First } from './first.js'
import { chosen, GuardChoice, noGuard } from './guard-choice.js'
import { relayHere } from './relay-here.js'
import type { NewTabProfile, Tab } from './tab.js'

/** What brings an account back by its 24 words, in the language of the page. */
export async function comeBack(): Promise<ComponentType<ElsewhereProps>> {
  const doors = await doorWords(createPreferences().language.value)
  return props => <ComeBack {...props} doors={doors} />
}

function ComeBack({ words, doors, tab, isBusy, onCancel }: ElsewhereProps & { readonly doors: DoorWords }) {
  const name = useSignal('')
  const phrase = useSignal('')
  const relay = useSignal('')
  const failure = useSignal<{ readonly text: string; readonly detail?: string } | undefined>(undefined)
  const guard = useMemo(noGuard, [])

  async function attempt(task: (profile: WordsProfile) => Promise<unknown>): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    failure.value = undefined
    try {
      await task({ name: name.value, phrase: phrase.value, ...chosen(guard) })
    } catch (err) {
      failure.value = complaintOf(err, words)
    }
    isBusy.value = false
  }

  async function suggestRelay(): Promise<void> {
    const address = (await relayHere())?.address ?? ''
    if (relay.value === '') relay.value = address
  }

  useEffect(() => {
    document.querySelector<HTMLElement>('.first h1')?.focus()
    void suggestRelay()
  }, [])

  return (
    <First title={doors.back}>
      <form
        onSubmit={event => {
          event.preventDefault()
          void attempt(profile => restore(tab, profile, relay.value.trim()))
        }}
      >
        <Field label={doors.words} value={phrase} lines={3} />
        <Field label={doors.relay} value={relay} hint={doors.relayHint} placeholder="/dns/…/tcp/443/wss/p2p/…" />
        <Field label={doors.name} value={name} hint={doors.nameHint} maxLength={64} />
        <GuardChoice first={words.first} guard={guard} />
        {failure.value !== undefined && (
          <div role="alert">
            <p>{failure.value.text}</p>
            {failure.value.detail !== undefined && (
              <p class="hint" lang="en" dir="auto">
                {failure.value.detail}
              </p>
            )}
          </div>
        )}
        <button type="submit" class="button primary" aria-busy={isBusy.value}>
          {doors.restore}
        </button>
        <p class="hint">{doors.withoutHint}</p>
        <button type="button" class="button quiet" onClick={() => void attempt(profile => beginWith(tab, profile))}>
          {doors.without}
        </button>
        <button type="button" class="button quiet" onClick={onCancel}>
          {words.first.anew}
        </button>
      </form>
    </First>
  )
}

type WordsProfile = NewTabProfile & { readonly phrase: string }

/** The account that the words make, as its relays have it; its other devices are left as they are. */
async function restore(tab: Tab, profile: WordsProfile, relay: string): Promise<void> {
  const found = await tab.find(profile.phrase, [relay])
  try {
    const name = profile.name.trim() === '' ? (found.name ?? '') : profile.name
    const restoring = { fetched: found.fetched, revoke: [], publish: (list: Uint8Array) => found.publish(list) }
    await tab.create({ ...profile, name, relays: [relay], restore: restoring })
  } finally {
    await found.close()
  }
}

/** The account that the words make, with nothing of what it had. */
async function beginWith(tab: Tab, profile: WordsProfile): Promise<void> {
  const relay = await relayHere()
  await tab.create({ ...profile, relays: relay?.open === true ? [relay.address] : [] })
}
