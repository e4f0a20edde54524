import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { ConversationId } from '../../node/base/ids.js'
import { useDialogWords } from './dialog-words.js'
import { usePage } from './page-context.js'

/** Leads to the first message of a day, or to what was said next. */
export function GoToDay({ chat }: { readonly chat: ConversationId }) {
  const { goTo, place } = usePage()
  const day = useSignal('')
  const id = useId()
  const { find } = useDialogWords()

  function go(event: Event): void {
    event.preventDefault()
    const fromMs = startOf(day.value)
    if (fromMs === undefined) return
    place.show(undefined)
    goTo(chat, { fromMs })
  }

  return (
    <form class="find-day" onSubmit={go}>
      <label for={id}>{find.day}</label>
      <input
        id={id}
        class="input"
        type="date"
        required
        value={day.value}
        max={today()}
        onInput={event => (day.value = event.currentTarget.value)}
      />
      <button type="submit" class="button">
        {find.go}
      </button>
    </form>
  )
}

/** Of a day as the field gives it, in the time zone of this machine. */
function startOf(day: string): number | undefined {
  const [year, month, date] = day.split('-').map(Number)
  if (year === undefined || month === undefined || date === undefined) return undefined
  const atMs = new Date(year, month - 1, date).getTime()
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs)
}

function today(): string {
  const now = new Date()
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(part => String(part).padStart(2, '0')).join('-')
}
