import type { Mention } from './message.js'

const WORD = /[\p{L}\p{N}_]/u
const MAX_NAME_CHARACTERS = 64

/** Where a name stands behind an @, and nothing of a longer word follows; from `from` on. -1: nowhere. */
function placeOf(text: string, name: string, from = 0): number {
  const called = `@${name}`
  for (let at = text.indexOf(called, from); at !== -1; at = text.indexOf(called, at + 1))
    if (!WORD.test(text.slice(at + called.length, at + called.length + 1)) && !WORD.test(text.slice(Math.max(0, at - 1), at))) return at
  return -1
}

/** Those whose names stand in a text behind an @; of two names the longer is meant where both fit. */
export function mentionedIn(text: string, people: readonly Mention[], most: number): readonly Mention[] {
  if (!text.includes('@')) return []
  const named = people.filter(({ name }) => name !== '' && name.length <= MAX_NAME_CHARACTERS)
  const parts = splitByMentions(text, named)
  return named.filter(person => parts.some(part => part.mention === person)).slice(0, most)
}

export interface TextPart {
  readonly text: string
  readonly mention?: Mention
}

/** A text, taken apart at those who are called in it. */
export function splitByMentions(text: string, people: readonly Mention[]): readonly TextPart[] {
  const longestFirst = people.toSorted((a, b) => b.name.length - a.name.length)
  const parts: TextPart[] = []
  let from = 0
  while (from < text.length) {
    const next = longestFirst
      .map(mention => ({ mention, at: placeOf(text, mention.name, from) }))
      .filter(({ at }) => at !== -1)
      .reduce<{ readonly mention: Mention; readonly at: number } | undefined>(
        (first, one) => (first === undefined || one.at < first.at ? one : first),
        undefined
      )
    if (next === undefined) break
    if (next.at > from) parts.push({ text: text.slice(from, next.at) })
    const called = `@${next.mention.name}`
    parts.push({ text: called, mention: next.mention })
    from = next.at + called.length
  }
  return from < text.length ? [...parts, { text: text.slice(from) }] : parts
}
