import '../styles/later.css'
import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { complaintOf } from '../state/complaint.js'
import { createPreferences } from '../state/preferences.js'
import { doorWords, type DoorWords } from '../strings/doors/words.js'
import type { Words } from '../strings/words.js'
import { PhraseWords } from '../view/phrase-words.js'
import { SecretField } from '../view/secret-field.js'
import { Clearing } from './clearing.js'
import { Complaint } from './complaint.js'
import { First } from './first.js'
import { findKeptWords, openKeptWords, type KeptWords } from './kept-words.js'
import type { Tab } from './tab.js'

interface DamagedProps {
  readonly words: Words
  readonly tab: Tab
  readonly error: Error
}

/** What there is to do where what is kept here can't be read any more, in the language of the page. */
export async function damaged(): Promise<ComponentType<DamagedProps>> {
  const [doors, kept] = await Promise.all([doorWords(createPreferences().language.value), findKeptWords()])
  return props => <Damaged {...props} doors={doors} kept={kept} />
}

interface Found {
  readonly doors: DoorWords
  readonly kept: KeptWords
}

function Damaged({ words, tab, error, doors, kept }: DamagedProps & Found) {
  return (
    <First title={doors.damagedTitle}>
      <p>{doors.damaged}</p>
      <p class="hint" lang="en" dir="auto">
        {error.message}
      </p>
      <LastWords words={words} doors={doors} kept={kept} />
      <button type="button" class="button primary" onClick={() => location.reload()}>
        {words.common.again}
      </button>
      <Clearing words={words} doors={doors} tab={tab} />
    </First>
  )
}

/** All that can be saved: with the words the account is not lost. */
function LastWords({ words, doors, kept: { open, sealedBy } }: Found & Pick<DamagedProps, 'words'>) {
  const shown = useSignal<string | undefined>(undefined)
  const passphrase = useSignal('')
  const failure = useSignal<{ readonly text: string; readonly detail?: string } | undefined>(undefined)

  async function show(by: () => Promise<string | undefined>): Promise<void> {
    failure.value = undefined
    try {
      shown.value = await by()
      if (shown.value === undefined) failure.value = { text: doors.noWords }
    } catch (err) {
      failure.value = complaintOf(err, words)
    }
  }

  if (shown.value !== undefined)
    return (
      <>
        <p>{words.first.keepTitle}</p>
        <PhraseWords phrase={shown.value} />
      </>
    )
  if (open === undefined && sealedBy === undefined) return <p>{doors.noWords}</p>
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        void show(async () => open ?? openKeptWords(sealedBy === 'passkey' ? undefined : passphrase.value))
      }}
    >
      {(sealedBy === 'passphrase' || sealedBy === 'either') && <SecretField first={words.first} value={passphrase} />}
      {failure.value !== undefined && <Complaint {...failure.value} />}
      <button type="submit" class="button">
        {doors.showWords}
      </button>
      {sealedBy === 'either' && (
        <button type="button" class="button" onClick={() => void show(() => openKeptWords(undefined))}>
          {doors.unlockPasskey}
        </button>
      )}
    </form>
  )
}
