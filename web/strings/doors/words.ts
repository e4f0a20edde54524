import type { Language, Widened } from '../words.js'
import type { en } from './en.js'

export type DoorWords = Widened<typeof en>

/** What there is to say at the door, in this language. */
export async function doorWords(language: Language): Promise<DoorWords> {
  if (language === 'de') return (await import('./de.js')).de
  if (language === 'ar') return (await import('./ar.js')).ar
  return (await import('./en.js')).en
}
