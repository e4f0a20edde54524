import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { SettingsWords } from '../strings/settings/words.js'

const Context = createContext<SettingsWords | undefined>(undefined)
export const SettingsWordsProvider = Context.Provider

export function useSettingsWords(): SettingsWords {
  const words = useContext(Context)
  if (words === undefined) throw new Error('nothing of the settings stands outside of them')
  return words
}
