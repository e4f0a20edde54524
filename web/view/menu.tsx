import { useId, useRef } from 'preact/hooks'
import { Icon, type IconName } from './icons.js'

export interface MenuItem {
  readonly icon: IconName
  readonly text: string
  readonly run: () => void
}

interface MenuProps {
  readonly label: string
  readonly icon: IconName
  readonly items: readonly MenuItem[]
}

/** A button that opens a short list of what can be done. */
export function Menu({ label, icon, items }: MenuProps) {
  const id = useId()
  const opener = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)

  function place(isOpen: boolean): void {
    const at = opener.current?.getBoundingClientRect()
    const panel = list.current
    if (!isOpen || panel === null || at === undefined) return
    const { width } = panel.getBoundingClientRect()
    const isRightToLeft = getComputedStyle(panel).direction === 'rtl'
    panel.style.left = `${Math.max(8, Math.min(innerWidth - width - 8, isRightToLeft ? at.left : at.right - width))}px`
    panel.style.top = `${at.bottom + 6}px`
    panel.querySelector('button')?.focus()
  }

  return (
    <>
      <button type="button" ref={opener} class="icon-button" aria-label={label} aria-haspopup="menu" popovertarget={id}>
        <Icon name={icon} />
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        class="menu"
        role="menu"
        aria-label={label}
        onKeyDown={event => stepInMenu(list.current, event)}
        onToggle={event => place(event.newState === 'open')}
      >
        <MenuItems
          items={items}
          close={() => {
            list.current?.hidePopover()
            opener.current?.focus()
          }}
        />
      </div>
    </>
  )
}

/** The arrow keys lead from one item of a menu to the next, and around. */
export function stepInMenu(list: HTMLElement | null, event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  event.preventDefault()
  const buttons = [...(list?.querySelectorAll('button') ?? [])]
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
  buttons[(at + step + buttons.length) % buttons.length]?.focus()
}

/** @param close puts the focus back before what was chosen runs */
export function MenuItems({ items, close }: { readonly items: readonly MenuItem[]; readonly close: () => void }) {
  return (
    <>
      {items.map(item => (
        <button
          key={item.text}
          type="button"
          role="menuitem"
          class="menu-item"
          onClick={() => {
            close()
            item.run()
          }}
        >
          <Icon name={item.icon} />
          {item.text}
        </button>
      ))}
    </>
  )
}
