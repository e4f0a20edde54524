import { effect } from '@preact/signals'
import { render } from 'preact'
import { mountPage } from '../mount.js'
import { FirstRun } from './first-run.js'
import { openTab } from './tab.js'

/** Shows what there is to do first, then the page on the node of this browser. */
export function mountTab(): void {
  const root = document.getElementById('page')
  if (root === null) throw new Error('the document has no place for the page')
  if (!isSecureContext) return render(<FirstRun />, root)
  const tab = openTab(err => console.error(err))
  render(<FirstRun tab={tab} />, root)
  const stop = effect(() => {
    if (tab.state.value.kind !== 'open') return
    queueMicrotask(() => stop())
    render(null, root)
    mountPage(tab)
  })
}
