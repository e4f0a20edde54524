/** What stands in quotes that a word begins with, or an option's value; else all up to a space. */
const WORD = /(--[\w-]+=)?(["'])(.*?)\2(?=\s|$)|\S+/gs

/** The words of a line. A quote within a word, or one that nothing closes, is a character like others. */
export function commandWords(line: string): readonly string[] {
  return [...line.matchAll(WORD)].map(([word, option = '', quote, quoted = '']) => (quote === undefined ? word : option + quoted))
}

const BEGINNING = /^\s*\/([a-z]+)(?=\s|$)/

/** What is typed as a command, without its slash; undefined for what is a message. */
export const commandIn = (text: string): string | undefined => (BEGINNING.test(text) ? text.trim().slice(1) : undefined)

/** Two slashes begin a message with one. */
export const asMessage = (text: string): string => (text.startsWith('//') && commandIn(text.slice(1)) !== undefined ? text.slice(1) : text)
