import type { Language, Widened } from '../words.js'
import type { en } from './en.js'

export type SettingsWords = Widened<typeof en>

/** What the settings say, in this language. */
export async function settingsWords(language: Language): Promise<SettingsWords> {
  if (language === 'de') return (await import('./de.js')).de
  if (language === 'ar') return (await import('./ar.js')).ar
  return (await import('./en.js')).en
}
