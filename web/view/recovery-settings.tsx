import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { UnwrittenWords } from '../state/page-host.js'
import { BackupFile, piecesOf } from './backup-file.js'
import { Action, CopyButton } from './button.js'
import { Field } from './field.js'
import { usePage } from './page-context.js'
import { PhraseWords } from './phrase-words.js'
import { SecretField } from './secret-field.js'
import { useSettingsWords } from './settings-words.js'
import { usePasskey } from './use-passkey.js'

const FILE_NAME = 'parley.backup'

export function RecoverySettings() {
  return (
    <>
      <Phrase />
      <Backup />
    </>
  )
}

/** Of an account that nothing here protects: shown until the person has them. */
function Unwritten({ unwritten }: { readonly unwritten: UnwrittenWords }) {
  const { words } = usePage()
  const { recovery } = useSettingsWords()
  const shown = useSignal<string | undefined>(undefined)
  return (
    <section class="block">
      <h4>{words.value.first.keepTitle}</h4>
      <p class="hint">{recovery.keep}</p>
      {shown.value === undefined ? (
        <div class="buttons">
          <Action icon="key" run={async () => void (shown.value = await unwritten.read())}>
            {recovery.show}
          </Action>
        </div>
      ) : (
        <>
          <PhraseWords phrase={shown.value} />
          <div class="buttons">
            <CopyButton text={shown.value} />
            <Action kind="primary" run={() => unwritten.forget()}>
              {recovery.kept}
            </Action>
          </div>
        </>
      )}
    </section>
  )
}

function Phrase() {
  const { api, directory, unwritten, words } = usePage()
  const { recovery } = useSettingsWords()
  const passkey = usePasskey()
  const passphrase = useSignal('')
  const shown = useSignal<string | undefined>(undefined)
  const isSealed = directory.status.value?.protectedByPassphrase === true
  const isToWrite = unwritten?.wait.value === true
  if (isToWrite && !isSealed) return <Unwritten unwritten={unwritten} />
  if (directory.me.value?.hasAccountKey === false)
    return (
      <section class="block">
        <h4>{recovery.phrase}</h4>
        <p class="hint">{recovery.phraseElsewhere}</p>
      </section>
    )
  return (
    <section class="block">
      <h4>{isToWrite ? words.value.first.keepTitle : recovery.phrase}</h4>
      <p class="hint">{recovery.phraseLead}</p>
      {shown.value === undefined ? (
        <>
          {isSealed && passkey === undefined && <Field label={recovery.passphrase} type="password" value={passphrase} />}
          <div class="buttons">
            <Action
              icon="key"
              run={async () => {
                const secret = passkey === undefined ? passphrase.value : await passkey.ask()
                shown.value = (await api.phrase(isSealed ? { passphrase: secret } : {})).words
                passphrase.value = ''
              }}
            >
              {recovery.show}
            </Action>
          </div>
        </>
      ) : (
        <>
          <PhraseWords phrase={shown.value} />
          <div class="buttons">
            <CopyButton text={shown.value} />
            <button type="button" class="button" onClick={() => (shown.value = undefined)}>
              {recovery.hide}
            </button>
            {isToWrite && (
              <Action
                kind="primary"
                run={async () => {
                  await unwritten.forget()
                  shown.value = undefined
                }}
              >
                {recovery.kept}
              </Action>
            )}
          </div>
        </>
      )}
    </section>
  )
}

function Backup() {
  const { api, directory, notices, times, words } = usePage()
  const { recovery } = useSettingsWords()
  const passphrase = useSignal('')
  const repeated = useSignal('')
  const progress = useSignal<string | undefined>(undefined)
  useEffect(() => () => void (passphrase.value = repeated.value = ''), [])

  async function save(): Promise<void> {
    const parts: Uint8Array<ArrayBuffer>[] = []
    try {
      for await (const { bytes, messages, of } of api.exportBackup({ passphrase: passphrase.value })) {
        parts.push(Uint8Array.from(bytes))
        progress.value = recovery.exporting(messages, of)
      }
    } finally {
      progress.value = undefined
    }
    download(new Blob(parts, { type: 'application/octet-stream' }))
  }

  async function restore(file: File): Promise<void> {
    progress.value = recovery.importing
    try {
      const { messages, known } = await api.importBackup({ passphrase: passphrase.value, chunks: piecesOf(file) })
      notices.tell(recovery.imported(messages, known))
      await directory.reload()
    } finally {
      progress.value = undefined
    }
  }

  const chosen = useSignal<File | undefined>(undefined)
  return (
    <section class="block">
      <h4>{recovery.backup}</h4>
      <p class="hint">{recovery.backupLead}</p>
      <SecretField first={words.value.first} label={recovery.backupPassphrase} value={passphrase} />
      <Field
        label={recovery.repeat}
        hint={repeated.value === '' || repeated.value === passphrase.value ? recovery.repeatHint : recovery.differs}
        type="password"
        value={repeated}
      />
      <div class="buttons">
        <Action kind="primary" disabled={passphrase.value === '' || repeated.value !== passphrase.value} run={save}>
          {recovery.export}
        </Action>
      </div>
      <div class="field">
        <div class="field-row">
          <BackupFile label={recovery.file} file={chosen} />
          <Action
            disabled={passphrase.value === '' || chosen.value === undefined}
            run={() => (chosen.value === undefined ? Promise.resolve() : restore(chosen.value))}
          >
            {recovery.import}
          </Action>
        </div>
      </div>
      <p role="status" class="hint">
        {progress.value ?? (chosen.value === undefined ? '' : times.value.bytes(chosen.value.size))}
      </p>
    </section>
  )
}

function download(blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = FILE_NAME
  link.click()
  // Once the browser has begun to take it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
