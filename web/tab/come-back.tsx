import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { complaintOf } from '../state/complaint.js'
import { createPreferences } from '../state/preferences.js'
import { doorWords, type DoorWords } from '../strings/doors/words.js'
import { BackupFile, piecesOf } from '../view/backup-file.js'
import { Field } from '../view/field.js'
import { SecretField } from '../view/secret-field.js'
import type { ElsewhereProps } from './first-run.js'
import { Complaint } from './complaint.js'
import { First } from './first.js'
import { chosen, GuardChoice, noGuard } from './guard-choice.js'
import { relayHere } from './relay-here.js'
import type { NewTabProfile, Tab } from './tab.js'
import { tabPlace } from './tab-place.js'

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
  const file = useSignal<File | undefined>(undefined)
  const passphrase = useSignal('')
  /** The account is back, and what came of the backup is being told. */
  const isBack = useSignal(false)

  async function attempt(task: (profile: WordsProfile) => Promise<unknown>): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    failure.value = undefined
    try {
      const backup = file.value && (await readableBackup(file.value, passphrase.value))
      await task({ name: name.value, phrase: phrase.value, ...chosen(guard) })
      isBack.value = true
      if (backup !== undefined) await tab.api.importBackup(backup)
    } catch (err) {
      failure.value = complaintOf(err, words)
      if (isBack.value) return
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

  if (isBack.value)
    return (
      <First title={doors.back}>
        {failure.value === undefined ? (
          <p role="status">{doors.restoring}</p>
        ) : (
          <>
            <Complaint {...failure.value} />
            <p>{doors.notRestored}</p>
            <button type="button" class="button primary" onClick={() => (isBusy.value = false)}>
              {doors.goOn}
            </button>
          </>
        )}
      </First>
    )

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
        <div class="field">
          <BackupFile label={doors.backup} file={file} />
          <p class="hint">{doors.backupHint}</p>
        </div>
        {file.value !== undefined && <SecretField first={words.first} label={doors.backupPassphrase} value={passphrase} />}
        <GuardChoice first={words.first} guard={guard} />
        {failure.value !== undefined && <Complaint {...failure.value} />}
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

/** Looked at before anything is made: what is no backup, or opens by something else, is said while there is all to choose. */
async function readableBackup(file: File, passphrase: string): Promise<Backup> {
  const { openBackup } = await import('../../node/store/backup-seal.js')
  const opening = openBackup(tabPlace().primitives, passphrase, piecesOf(file))
  await opening.next()
  await opening.return(undefined)
  return { passphrase, chunks: piecesOf(file) }
}

type Backup = Parameters<Tab['api']['importBackup']>[0]
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
