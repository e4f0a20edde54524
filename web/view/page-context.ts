import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { PageState } from '../state/page.js'
import type { Words } from '../strings/words.js'

const Context = createContext<PageState | undefined>(undefined)
export const PageProvider = Context.Provider

export function usePage(): PageState {
  const page = useContext(Context)
  if (page === undefined) throw new Error('nothing of the page stands outside of it')
  return page
}

export const useWords = (): Words => usePage().words.value
