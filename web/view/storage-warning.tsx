import { useSignal } from '@preact/signals'
import { Icon } from './icons.js'
import { usePage } from './page-context.js'

/** Where the browser may throw away what is kept here, once there is something to lose: leads to where a backup is made. */
export function StorageWarning() {
  const { directory, place, words } = usePage()
  const isDismissed = useSignal(false)
  const isKept = directory.status.value?.storage?.persistent !== false
  const hasSaid = directory.chats.value.some(({ newest }) => newest?.outgoing === true)
  if (isKept || !hasSaid || isDismissed.value) return null
  return (
    <div class="storage-warning">
      <button type="button" class="storage-warning-text" onClick={() => place.show({ name: 'settings', section: 'safety' })}>
        <Icon name="warning" size={18} />
        <span>{words.value.notice.evictable}</span>
      </button>
      <button type="button" class="icon-button" aria-label={words.value.common.dismiss} onClick={() => (isDismissed.value = true)}>
        <Icon name="close" size={18} />
      </button>
    </div>
  )
}
