import { effect, signal, type Signal } from '@preact/signals'
import { LANGUAGES, type Language } from '../strings/words.js'

export type Theme = 'system' | 'light' | 'dark'
const THEMES: readonly Theme[] = ['system', 'light', 'dark']

/** `less`: though the system has it otherwise. */
export type Motion = 'system' | 'less'
const MOTIONS: readonly Motion[] = ['system', 'less']

/** What a notice of the system says of a new message: that there is one, from whom, or what it says. */
export type NoticeSays = 'nothing' | 'who' | 'words'
const NOTICE_SAYS: readonly NoticeSays[] = ['nothing', 'who', 'words']

/** How the page looks on this machine. Nothing of what anybody says is in it. */
export interface Preferences {
  readonly theme: Signal<Theme>
  readonly language: Signal<Language>
  /** Whether the person wants to be told by the system; the browser has to allow it too. */
  readonly notifies: Signal<boolean>
  readonly noticeSays: Signal<NoticeSays>
  readonly motion: Signal<Motion>
}

export function createPreferences(): Preferences {
  const theme = kept('parley.theme', THEMES, 'system')
  const language = kept('parley.language', LANGUAGES, languageOfBrowser())
  const notifies = kept('parley.notifies', ['no', 'yes'], 'no')
  const noticeSays = kept('parley.notice-says', NOTICE_SAYS, 'who')
  const motion = kept('parley.motion', MOTIONS, 'system')
  const asBoolean = signal(notifies.value === 'yes')
  effect(() => {
    notifies.value = asBoolean.value ? 'yes' : 'no'
  })
  effect(() => {
    document.documentElement.dataset.theme = theme.value
    document.documentElement.dataset.motion = motion.value
  })
  return { theme, language, notifies: asBoolean, noticeSays, motion }
}

function kept<T extends string>(key: string, choices: readonly T[], fallback: T): Signal<T> {
  const found = localStorage.getItem(key)
  const value = signal(choices.find(choice => choice === found) ?? fallback)
  effect(() => {
    if (value.value === fallback) localStorage.removeItem(key)
    else localStorage.setItem(key, value.value)
  })
  return value
}

function languageOfBrowser(): Language {
  const [spoken] = navigator.languages
    .map(tag => LANGUAGES.find(language => language === tag.split('-')[0]))
    .filter(known => known !== undefined)
  return spoken ?? 'en'
}
