import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icons.js'
import { usePage } from './page-context.js'

interface ActionProps {
  readonly children: ComponentChildren
  readonly run: () => Promise<unknown>
  /** `bare`: its words are not seen, but for those who ask again. */
  readonly kind?: 'primary' | 'danger' | 'plain' | 'quiet' | 'bare'
  readonly icon?: IconName
  readonly disabled?: boolean
  /** Where what stands on the button doesn't say it all. */
  readonly label?: string
  /** Asked before it is done. */
  readonly sure?: string
}

/** A button for what takes a while: pressed once, and what goes wrong is told. */
export function Action({ children, run, kind = 'plain', icon, disabled = false, label, sure }: ActionProps) {
  const { attempt, words } = usePage()
  const busy = useSignal(false)
  const asking = useSignal(false)
  async function act(): Promise<void> {
    if (busy.value) return
    busy.value = true
    asking.value = false
    await attempt(run)
    busy.value = false
  }
  if (asking.value)
    return (
      <span class="sure" role="group" aria-label={sure}>
        <span class="sure-text">{sure}</span>
        <button type="button" class="button" onClick={() => (asking.value = false)}>
          {words.value.common.cancel}
        </button>
        <button type="button" class="button danger" ref={focused} onClick={() => void act()}>
          {children}
        </button>
      </span>
    )
  return (
    <button
      type="button"
      class={kind === 'bare' ? 'icon-button' : `button ${kind}`}
      aria-label={label}
      aria-busy={busy.value}
      aria-disabled={disabled || busy.value}
      onClick={() => {
        if (disabled) return
        if (sure === undefined) void act()
        else asking.value = true
      }}
    >
      {icon !== undefined && <Icon name={icon} size={18} />}
      {kind === 'bare' ? <span class="visually-hidden">{children}</span> : children}
    </button>
  )
}

const focused = (element: HTMLElement | null): void => element?.focus()

export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const { words } = usePage()
  const copied = useSignal(false)
  return (
    <Action
      icon={copied.value ? 'check' : 'copy'}
      run={async () => {
        await navigator.clipboard.writeText(text)
        copied.value = true
      }}
    >
      <span aria-live="polite">{copied.value ? words.value.common.copied : (label ?? words.value.common.copy)}</span>
    </Action>
  )
}
