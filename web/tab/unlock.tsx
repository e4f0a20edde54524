import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { toError } from '../../node/base/errors.js'
import { createPreferences } from '../state/preferences.js'
import { doorWords, type DoorWords } from '../strings/doors/words.js'
import type { Words } from '../strings/words.js'
import { Clearing } from './clearing.js'
import { First } from './first.js'
import { SecretField } from '../view/secret-field.js'
import type { Opener } from './passkey-file.js'
import type { Tab } from './tab.js'

interface UnlockProps {
  readonly words: Words
  readonly tab: Tab
  readonly by: Opener
}

/** What asks for what opens the profile, in the language of the page. */
export async function unlock(): Promise<ComponentType<UnlockProps>> {
  const doors = await doorWords(createPreferences().language.value)
  return props => <Unlock {...props} doors={doors} />
}

function Unlock({ words, doors, tab, by }: UnlockProps & { readonly doors: DoorWords }) {
  const passphrase = useSignal('')
  const failure = useSignal('')
  const isShut = useSignal(false)
  const { first } = words

  async function attempt(task: () => Promise<void>): Promise<void> {
    failure.value = ''
    try {
      await task()
    } catch (err) {
      failure.value = toError(err).message
    }
  }

  return (
    <First title={doors.welcomeBack}>
      <form
        onSubmit={event => {
          event.preventDefault()
          void attempt(() => (by === 'passkey' ? tab.unlockWithPasskey() : tab.unlock(passphrase.value)))
        }}
      >
        {by === 'either' && <p>{doors.either}</p>}
        {by !== 'passkey' && <SecretField first={first} value={passphrase} autoFocus />}
        {failure.value !== '' && <p role="alert">{failure.value}</p>}
        <button type="submit" class="button primary">
          {by === 'passkey' ? doors.unlockPasskey : doors.unlock}
        </button>
        {by === 'either' && (
          <button type="button" class="button" onClick={() => void attempt(() => tab.unlockWithPasskey())}>
            {doors.unlockPasskey}
          </button>
        )}
      </form>
      {isShut.value ? (
        <>
          <p>{doors.shutLead}</p>
          <Clearing words={words} doors={doors} tab={tab} />
        </>
      ) : (
        <button type="button" class="button quiet" onClick={() => (isShut.value = true)}>
          {doors.shut}
        </button>
      )}
    </First>
  )
}
