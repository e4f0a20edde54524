import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { DialogWords } from '../strings/dialogs/words.js'

const Context = createContext<DialogWords | undefined>(undefined)
export const DialogWordsProvider = Context.Provider

export function useDialogWords(): DialogWords {
  const words = useContext(Context)
  if (words === undefined) throw new Error('nothing of the dialogs stands outside of what lies over the page')
  return words
}
