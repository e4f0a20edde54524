import type { Language, Widened } from '../words.js'
import type { en } from './en.js'

export type WhyWords = Widened<typeof en>

/** What became of a message, in this language. */
export async function whyWords(language: Language): Promise<WhyWords> {
  if (language === 'de') return (await import('./de.js')).de
  if (language === 'ar') return (await import('./ar.js')).ar
  return (await import('./en.js')).en
}
