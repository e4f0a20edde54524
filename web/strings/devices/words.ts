import type { Language, Widened } from '../words.js'
import type { en } from './en.js'

export type DeviceWords = Widened<typeof en>

/** What there is to say of devices, in this language. */
export async function deviceWords(language: Language): Promise<DeviceWords> {
  if (language === 'de') return (await import('./de.js')).de
  if (language === 'ar') return (await import('./ar.js')).ar
  return (await import('./en.js')).en
}
