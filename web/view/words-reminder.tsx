import { useSignal } from '@preact/signals'
import { Icon } from './icons.js'
import { usePage } from './page-context.js'

/** Once something was said, there is an account to lose: leads to the words that bring it back, until the person has them. */
export function WordsReminder() {
  const { directory, place, unwritten, words } = usePage()
  const isDismissed = useSignal(false)
  const hasSaid = directory.chats.value.some(({ newest, livesHere }) => newest?.outgoing === true && livesHere === undefined)
  if (unwritten?.wait.value !== true || !hasSaid || isDismissed.value) return null
  return (
    <div class="storage-warning words-reminder">
      <button type="button" class="storage-warning-text" onClick={() => place.show({ name: 'settings', section: 'safety' })}>
        <Icon name="key" size={18} />
        <span>{words.value.first.keepTitle}</span>
      </button>
      <button type="button" class="icon-button" aria-label={words.value.common.dismiss} onClick={() => (isDismissed.value = true)}>
        <Icon name="close" size={18} />
      </button>
    </div>
  )
}
