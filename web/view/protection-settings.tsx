import { useSignal } from '@preact/signals'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { ProtectionChange } from '../state/page-host.js'
import { Action } from './button.js'
import { Choice } from './choice.js'
import { Field } from './field.js'
import { Icon } from './icons.js'
import { usePage } from './page-context.js'
import { PhraseWords } from './phrase-words.js'
import { SecretField } from './secret-field.js'
import { useSettingsWords } from './settings-words.js'
import { usePasskey } from './use-passkey.js'

type Kind = 'none' | 'passphrase' | 'passkey'

/** What seals the keys of this device, and what is to do so from now on. */
export function ProtectionSettings() {
  const { directory } = usePage()
  const { settings, protection } = useSettingsWords()
  const passkey = usePasskey()
  const kind: Kind = directory.status.value?.protectedByPassphrase !== true ? 'none' : passkey === undefined ? 'passphrase' : 'passkey'
  return (
    <>
      <p class={kind === 'none' ? 'callout callout-bad' : 'callout'}>
        <Icon name={kind === 'none' ? 'warning' : 'shield'} />
        {settings.protectedBy[kind]}
      </p>
      <details class="fold">
        <summary>{protection.change}</summary>
        <Change key={kind} kind={kind} />
      </details>
    </>
  )
}

function Change({ kind }: { readonly kind: Kind }) {
  const { api, changeProtection, directory, notices, unwritten, words } = usePage()
  const { protection } = useSettingsWords()
  const passkey = usePasskey()
  const chosen = useSignal<Kind>(kind === 'none' ? 'passphrase' : kind)
  const current = useSignal('')
  const next = useSignal('')
  const phrase = useSignal('')
  const lastWords = useSignal<string | undefined>(undefined)
  const kinds = (['passphrase', 'passkey', 'none'] as const).filter(one => isOffered(one, kind, changeProtection !== undefined))
  const keepsAccount = directory.me.value?.hasAccountKey === true
  const wordsWait = unwritten?.wait.value === true
  const wantsWords = kind === 'none' && !keepsAccount && !wordsWait
  /** They are in nobody's hands but for what was written down. */
  const losesWords = chosen.value === 'none' && keepsAccount && !wordsWait && lastWords.value === undefined
  const isWhole = (kind !== 'passphrase' || current.value !== '') && (chosen.value !== 'passphrase' || next.value !== '')

  const secret = async (): Promise<string> => (kind === 'passkey' ? ((await passkey?.ask()) ?? '') : current.value)

  async function showWords(): Promise<void> {
    lastWords.value = (await api.phrase({ passphrase: await secret() })).words
  }

  async function apply(): Promise<void> {
    const change: ProtectionChange = {
      next: chosen.value === 'passphrase' ? { passphrase: next.value } : chosen.value,
      ...(kind === 'none' ? {} : { current: await secret() }),
      ...(wantsWords && phrase.value.trim() !== '' ? { phrase: phrase.value.trim() } : {})
    }
    await (changeProtection === undefined ? changeAt(api, change) : changeProtection(change))
    for (const typed of [current, next, phrase]) typed.value = ''
    lastWords.value = undefined
    notices.tell(protection.done)
    await directory.reload()
  }

  return (
    <div class="stack">
      <Choice
        label={protection.next}
        value={chosen.value}
        choices={kinds.map(one => [one, one === kind && one !== 'none' ? protection.another[one] : protection.kinds[one]] as const)}
        onChoose={one => (chosen.value = one)}
      />
      {kind === 'passphrase' && <Field label={protection.current} type="password" value={current} />}
      {chosen.value === 'passphrase' && <SecretField first={words.value.first} label={protection.newPassphrase} value={next} />}
      {wantsWords && (
        <Field label={`${protection.words} (${words.value.common.optional})`} hint={protection.wordsHint} value={phrase} lines={3} />
      )}
      <p class="hint">{chosen.value === 'none' ? protection.openHint : protection.copies}</p>
      {lastWords.value !== undefined && chosen.value === 'none' && (
        <>
          <p>{protection.lastWords}</p>
          <PhraseWords phrase={lastWords.value} />
        </>
      )}
      <div class="buttons">
        {losesWords ? (
          <Action icon="key" disabled={!isWhole} run={showWords}>
            {protection.showWords}
          </Action>
        ) : (
          <Action kind={chosen.value === 'none' ? 'danger' : 'primary'} disabled={!isWhole} run={apply}>
            {protection.apply}
          </Action>
        )}
      </div>
    </div>
  )
}

/** To have nothing from now on where nothing is there is no change; passkeys are for tabs, in browsers that have them. */
function isOffered(one: Kind, now: Kind, isTab: boolean): boolean {
  if (one === 'none') return now !== 'none'
  return one === 'passphrase' || (isTab && 'PublicKeyCredential' in window)
}

/** Of a node that knows nothing but passphrases. */
async function changeAt(api: ChatApi, { next, current, phrase }: ProtectionChange): Promise<void> {
  if (typeof next === 'string') await api.removePassphrase({ current: current ?? '' })
  else
    await api.setPassphrase({
      next: next.passphrase,
      ...(current === undefined ? {} : { current }),
      ...(phrase === undefined ? {} : { phrase })
    })
}
