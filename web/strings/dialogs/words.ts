import type { Language, Widened } from '../words.js'
import type { en } from './en.js'

export type DialogWords = Widened<typeof en>

/** What dialogs say, in this language. */
export async function dialogWords(language: Language): Promise<DialogWords> {
  if (language === 'de') return (await import('./de.js')).de
  if (language === 'ar') return (await import('./ar.js')).ar
  return (await import('./en.js')).en
}
