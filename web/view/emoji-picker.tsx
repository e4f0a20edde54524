import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { EMOJI_GROUPS, findEmoji } from '../../node/api/emoji.js'
import { useDialogWords } from './dialog-words.js'
import { useWords } from './page-context.js'
import { placeBeside } from './place-beside.js'
import { DRAWINGS, type StickerName } from './sticker-drawings.js'
import { Sticker } from './sticker.js'
import { withDialogWords } from './with-dialog-words.js'

const MOST_FOUND = 64
const STICKER_NAMES = Object.keys(DRAWINGS) as readonly StickerName[]

const TABS = ['emoji', 'sticker'] as const
type Tab = (typeof TABS)[number]
const ACROSS: Readonly<Record<string, true>> = { ArrowLeft: true, ArrowRight: true }

interface PickerProps {
  readonly at: HTMLElement
  readonly onPick: (emoji: string) => void
  /** Where a sticker is wanted, too. */
  readonly onSticker?: (sticker: StickerName) => void
  readonly onClose: () => void
}

function Picker({ at, onPick, onSticker, onClose }: PickerProps) {
  const words = useWords()
  const { say } = useDialogWords()
  const panel = useRef<HTMLDivElement>(null)
  const sought = useSignal('')
  const shown = useSignal<Tab>('emoji')
  useLayoutEffect(() => {
    panel.current?.showPopover()
    if (panel.current !== null) placeBeside(panel.current, at)
    panel.current?.querySelector('input')?.focus()
  }, [])
  const groups =
    sought.value === ''
      ? EMOJI_GROUPS.map(({ group, emoji }) => ({ title: say.emojiGroups[group], emoji }))
      : [{ title: say.emojiFound, emoji: findEmoji(sought.value.replaceAll(':', ''), MOST_FOUND) }]

  function onKeyDown(event: KeyboardEvent): void {
    const buttons = [...(panel.current?.querySelectorAll<HTMLButtonElement>('.emoji') ?? [])]
    const from = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const isRightToLeft = panel.current !== null && getComputedStyle(panel.current).direction === 'rtl'
    const line = columnsOf(buttons)
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: isRightToLeft ? -1 : 1,
      ArrowLeft: isRightToLeft ? 1 : -1,
      ArrowDown: line,
      ArrowUp: -line
    }
    const step = steps[event.key]
    if (event.target instanceof Element && event.target.role === 'tab' && event.key in ACROSS) {
      event.preventDefault()
      shown.value = shown.value === 'emoji' ? 'sticker' : 'emoji'
      panel.current?.querySelector<HTMLElement>(`[data-tab=${shown.value}]`)?.focus()
    } else if (event.key === 'Enter' && from === -1 && sought.value !== '') {
      event.preventDefault()
      buttons[0]?.click()
    } else if (step !== undefined && (from !== -1 || event.key === 'ArrowDown')) {
      event.preventDefault()
      buttons[from === -1 ? 0 : Math.max(0, Math.min(buttons.length - 1, from + step))]?.focus()
    }
  }

  return (
    <div
      ref={panel}
      popover="auto"
      class="emoji-picker"
      role="dialog"
      aria-label={words.say.reactWith}
      onKeyDown={onKeyDown}
      onToggle={event => event.newState === 'closed' && onClose()}
    >
      {onSticker !== undefined && (
        <div class="picker-tabs" role="tablist" aria-label={words.say.emoji}>
          {TABS.map(tab => (
            <button
              key={tab}
              type="button"
              role="tab"
              class="tab"
              data-tab={tab}
              aria-selected={shown.value === tab}
              tabIndex={shown.value === tab ? 0 : -1}
              onClick={() => (shown.value = tab)}
            >
              {tab === 'emoji' ? words.say.emoji : say.stickerTab}
            </button>
          ))}
        </div>
      )}
      {onSticker !== undefined && shown.value === 'sticker' ? (
        <StickerGrid
          onPick={sticker => {
            panel.current?.hidePopover()
            onSticker(sticker)
          }}
        />
      ) : (
        <>
          <input
            type="search"
            class="field"
            aria-label={say.emojiSearch}
            placeholder={say.emojiSearch}
            value={sought.value}
            onInput={event => (sought.value = event.currentTarget.value)}
          />
          <div class="emoji-groups">
            {groups.map(({ title, emoji }) => (
              <section key={title} aria-label={title}>
                <p class="emoji-title" aria-hidden="true">
                  {title}
                </p>
                <div class="emoji-grid">
                  {emoji.map(({ emoji: one, name }) => (
                    <button
                      key={one}
                      type="button"
                      class="emoji"
                      title={`:${name}:`}
                      aria-label={`${one} ${name.replaceAll('_', ' ')}`}
                      onClick={() => {
                        panel.current?.hidePopover()
                        onPick(one)
                      }}
                    >
                      {one}
                    </button>
                  ))}
                </div>
              </section>
            ))}
          </div>
        </>
      )}
    </div>
  )
}

/** All emoji of the table, to be found by name, and the stickers. Comes in a file of its own, when somebody asks for it. */
export const EmojiPicker = withDialogWords(Picker)

function StickerGrid({ onPick }: { readonly onPick: (sticker: StickerName) => void }) {
  const { say } = useWords()
  return (
    <div class="emoji-groups sticker-grid">
      {STICKER_NAMES.map(name => (
        <button key={name} type="button" class="emoji" aria-label={say.sticker(say.stickers[name])} onClick={() => onPick(name)}>
          <Sticker name={name} />
        </button>
      ))}
    </div>
  )
}

/** So many stand in a line. */
function columnsOf(buttons: readonly HTMLButtonElement[]): number {
  const top = buttons[0]?.offsetTop
  const next = buttons.findIndex(({ offsetTop }) => offsetTop !== top)
  return next === -1 ? Math.max(1, buttons.length) : next
}
