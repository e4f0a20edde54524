import type { ComponentType } from 'preact'
import { isChatError } from '../../node/base/errors.js'
import { createPreferences } from '../state/preferences.js'
import { doorWords } from '../strings/doors/words.js'
import type { Words } from '../strings/words.js'
import { First } from './first.js'

interface FailedProps {
  readonly words: Words
  /** Absent where the browser lets no tab be a peer on a page like this. */
  readonly error?: Error
}

/** Why there is nothing to be done here, in the language of the page. */
export async function failed(): Promise<ComponentType<FailedProps>> {
  const doors = await doorWords(createPreferences().language.value)
  return ({ words, error }) =>
    error === undefined ? (
      <First title={doors.insecureTitle}>
        <p>{doors.insecure}</p>
      </First>
    ) : (
      <First title={doors.failed}>
        <p role="alert">{isChatError(error, 'ERR_PROFILE_LOCKED') ? doors.elsewhere : error.message}</p>
        <button type="button" class="button" onClick={() => location.reload()}>
          {words.common.again}
        </button>
      </First>
    )
}
