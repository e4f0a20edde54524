import type { ComponentChildren } from 'preact'
import { Logo } from '../view/icons.js'

/** What is shown before there is a page. */
export function First({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <main class="blank first">
      <Logo size={72} />
      <h1 tabIndex={-1}>{title}</h1>
      {children}
    </main>
  )
}
