import { useId, useRef } from 'preact/hooks'
import { Icon, type IconName } from './icons.js'
import { placeBeside } from './place-beside.js'

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
    const [at, panel] = [opener.current, list.current]
    if (!isOpen || panel === null || at === null) return
    placeBeside(panel, at, 'below')
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
