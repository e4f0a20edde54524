import type { ComponentType } from 'preact'
import { dialogWords } from '../strings/dialogs/words.js'
import { DialogWordsProvider } from './dialog-words.js'
import { useLaterWords } from './use-later-words.js'

/** The same view with the words of dialogs, once they have come. */
export function withDialogWords<P extends object>(View: ComponentType<P>): ComponentType<P> {
  return function Spoken(props: P) {
    const spoken = useLaterWords(dialogWords)
    if (spoken === undefined) return null
    return (
      <DialogWordsProvider value={spoken}>
        <View {...props} />
      </DialogWordsProvider>
    )
  }
}
