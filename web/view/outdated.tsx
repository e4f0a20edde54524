import type { Words } from '../strings/words.js'
import { Logo } from './icons.js'

/**
 * Where a newer page has taken over. All that it takes is here from the start: whoever served this page may have the files of the newer one
 * alone by now.
 */
export function Outdated({ words: { start } }: { readonly words: Words }) {
  return (
    <main class="blank">
      <Logo size={72} />
      <p role="alert">{start.outdated}</p>
      <button type="button" class="button primary" onClick={() => location.reload()}>
        {start.reload}
      </button>
    </main>
  )
}
