import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Language } from '../strings/words.js'
import { usePage } from './page-context.js'

/** The words of a part that is seldom opened, as `wordsIn` fetches them; undefined until they have come. */
export function useLaterWords<W>(wordsIn: (language: Language) => Promise<W>): W | undefined {
  const { attempt, preferences } = usePage()
  const spoken = useSignal<W | undefined>(undefined)
  const language = preferences.language.value
  async function speak(): Promise<void> {
    spoken.value = (await attempt(() => wordsIn(language))) ?? spoken.value
  }
  useEffect(() => void speak(), [language])
  return spoken.value
}
