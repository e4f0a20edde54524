import { effect, signal } from '@preact/signals'
import { render } from 'preact'
import { createPreferences } from '../state/preferences.js'
import { en } from '../strings/en.js'
import { speak } from '../strings/speak.js'
import type { Words } from '../strings/words.js'
import { FirstRun } from './first-run.js'
import { persistently } from './persistently.js'
import { openTab } from './tab.js'
import { workOffline } from './work-offline.js'

/** The page itself: nobody needs it before the node runs. */
const fetchPage = () => persistently(() => import('../mount.js'))

/** Shows what there is to do first, then the page on the node of this browser. */
export function mountTab(): void {
  const root = document.getElementById('page')
  if (root === null) throw new Error('the document has no place for the page')
  const words = signal<Words>(en)
  void speak(createPreferences().language.value).then(spoken => (words.value = spoken))
  const tab = isSecureContext ? openTab(err => console.error(err)) : undefined
  /** Somebody is still busy with what comes first, although the node runs. */
  const isBusy = signal(false)
  render(<FirstRun words={words} tab={tab} isBusy={isBusy} />, root)
  if (tab === undefined) return
  workOffline()
  const stop = effect(() => {
    if (tab.state.value.kind !== 'open' || isBusy.value) return
    queueMicrotask(() => {
      stop()
      void fetchPage().then(({ mountPage }) => {
        render(null, root)
        mountPage(tab)
        return undefined
      })
    })
  })
}
