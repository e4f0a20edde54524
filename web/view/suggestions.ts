import { useSignal, type Signal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Chat } from '../../node/api/chat.js'
import { usePage } from './page-context.js'

const MOST = 6
const LEAST_CHARACTERS = 2
/** What is being typed before the cursor: a name behind an @, or that of an emoji behind a colon. */
const BEGUN = /(?:^|\s)(?:@(?<person>[\p{L}\p{N}_ ]{0,32})|:(?<emoji>[a-z0-9_]{1,32}))$/u

export interface Suggestion {
  readonly label: string
  /** Takes the place of what was begun. */
  readonly text: string
}

interface Offered {
  readonly items: readonly Suggestion[]
  readonly chosen: number
  /** Where what was begun starts in the text. */
  readonly from: number
}

export interface Suggestions {
  readonly offered: Signal<Offered | undefined>
  /** Looks what fits to what stands before the cursor. */
  look(text: string, cursor: number): void
  close(): void
  /** @returns what was chosen, or whether the key was for the list */
  press(key: string): Suggestion | boolean
}

export function useSuggestions(chat: Chat): Suggestions {
  const { api } = usePage()
  const offered = useSignal<Offered | undefined>(undefined)
  const members = useRef<Promise<readonly string[]> | undefined>(undefined)
  const turn = useRef(0)

  function namesThere(): Promise<readonly string[]> {
    members.current ??= api
      .members({ chat: chat.id })
      .then(all => all.flatMap(({ name, self }) => (self === true ? [] : [name])))
      .catch(() => []) // then nobody is offered
    return members.current
  }

  async function find(before: string): Promise<Omit<Offered, 'chosen'> | undefined> {
    const { person, emoji } = BEGUN.exec(before)?.groups ?? {}
    if (person !== undefined && chat.kind === 'group') {
      const wanted = person.toLocaleLowerCase()
      const names = (await namesThere()).filter(name => name.toLocaleLowerCase().startsWith(wanted)).slice(0, MOST)
      return { items: names.map(name => ({ label: name, text: `@${name} ` })), from: before.length - person.length - 1 }
    }
    if (emoji === undefined || emoji.length < LEAST_CHARACTERS) return undefined
    const found = (await import('../../node/api/emoji.js')).findEmoji(emoji, MOST)
    return { items: found.map(({ emoji: one, name }) => ({ label: `${one} ${name}`, text: one })), from: before.length - emoji.length - 1 }
  }

  return {
    offered,
    look(text, cursor) {
      const now = ++turn.current
      void find(text.slice(0, cursor)).then(found => {
        if (now === turn.current) offered.value = found === undefined || found.items.length === 0 ? undefined : { ...found, chosen: 0 }
        return undefined
      })
    },
    close() {
      turn.current++
      offered.value = undefined
    },
    press(key) {
      const shown = offered.value
      if (shown === undefined) return false
      const step = { ArrowDown: 1, ArrowUp: -1 }[key]
      if (step !== undefined) offered.value = { ...shown, chosen: (shown.chosen + step + shown.items.length) % shown.items.length }
      else if (key === 'Escape') offered.value = undefined
      else if (key === 'Enter' || key === 'Tab') return shown.items[shown.chosen] ?? true
      else return false
      return true
    }
  }
}
