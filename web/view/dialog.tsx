import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Icon } from './icons.js'
import { useWords } from './page-context.js'

interface DialogProps {
  readonly title: string
  /** `side` at the edge of a wide window, for what is looked at beside a conversation. */
  readonly shape?: 'card' | 'side' | 'wide' | 'find'
  readonly onClose: () => void
  readonly children: ComponentChildren
}

/** Over the page, which can't be reached meanwhile; focus goes back to where it came from. */
export function Dialog({ title, shape = 'card', onClose, children }: DialogProps) {
  const words = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useLayoutEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    return () => shown?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      class={`dialog dialog-${shape}`}
      aria-labelledby={heading}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={event => event.target === dialog.current && onClose()}
    >
      <div class="dialog-inside">
        <header class={shape === 'find' ? 'visually-hidden' : 'dialog-head'}>
          <h2 id={heading}>{title}</h2>
          <button type="button" class="icon-button" aria-label={words.common.close} onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        <div class="dialog-body">{children}</div>
      </div>
    </dialog>
  )
}
