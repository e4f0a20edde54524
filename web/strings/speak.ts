import { en } from './en.js'
import type { Language, Words } from './words.js'

/** All that the page says in this language, which the document is in from now on. */
export async function speak(language: Language): Promise<Words> {
  const words = await wordsIn(language)
  document.documentElement.lang = language
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr'
  return words
}

async function wordsIn(language: Language): Promise<Words> {
  if (language === 'de') return (await import('./de.js')).de
  if (language === 'ar') return (await import('./ar.js')).ar
  return en
}
