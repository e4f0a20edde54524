import { useSignal } from '@preact/signals'
import { complaintOf } from '../state/complaint.js'
import type { DoorWords } from '../strings/doors/words.js'
import type { Words } from '../strings/words.js'
import { Complaint } from './complaint.js'
import type { Tab } from './tab.js'

interface ClearingProps {
  readonly words: Words
  readonly doors: DoorWords
  readonly tab: Pick<Tab, 'forget'>
}

/** Deletes all that is kept in this browser, once it was asked twice. */
export function Clearing({ words, doors, tab }: ClearingProps) {
  const isSure = useSignal(false)
  const failure = useSignal<{ readonly text: string; readonly detail: string } | undefined>(undefined)

  async function clear(): Promise<void> {
    failure.value = undefined
    try {
      await tab.forget()
    } catch (err) {
      failure.value = complaintOf(err, words)
    }
  }

  return (
    <>
      {failure.value !== undefined && <Complaint {...failure.value} />}
      {isSure.value ? (
        <span class="sure" role="group" aria-label={doors.sure}>
          <span class="sure-text">{doors.sure}</span>
          <button type="button" class="button" onClick={() => (isSure.value = false)}>
            {words.common.cancel}
          </button>
          <button type="button" class="button danger" onClick={() => void clear()}>
            {doors.clear}
          </button>
        </span>
      ) : (
        <button type="button" class="button" onClick={() => (isSure.value = true)}>
          {doors.clear}
        </button>
      )}
    </>
  )
}
