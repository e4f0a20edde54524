import { Icon } from './icons.js'
import { usePage } from './page-context.js'

export function Notices() {
  const { notices, words } = usePage()
  return (
    <div class="notices" role="status" aria-live="polite">
      {notices.all.value.map(({ id, text, detail, tone }) => (
        <div key={id} class={`notice notice-${tone}`}>
          <div>
            <p>{text}</p>
            {detail !== undefined && (
              <p class="hint" lang="en" dir="auto">
                {detail}
              </p>
            )}
          </div>
          <button type="button" class="icon-button" aria-label={words.value.common.dismiss} onClick={() => notices.dismiss(id)}>
            <Icon name="close" size={16} />
          </button>
        </div>
      ))}
    </div>
  )
}
