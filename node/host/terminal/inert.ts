/** Controls (C0, DEL, C1), and the bidirectional controls and line separators that can make text look like other text. */
const ACTIVE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu
const ACTIVE_BUT_LINES = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Text of others on one line: nothing in it reaches the terminal as a command, and what was there is shown as `\u001b`. */
export const inert = (text: string): string => text.replace(ACTIVE, escaped)

/** The same, keeping line ends. */
export const inertLines = (text: string): string => text.replaceAll('\r\n', '\n').replace(ACTIVE_BUT_LINES, escaped)

/** One line of JSON, as inert as text: JSON itself lets C1 and bidirectional controls through. */
export const inertJson = (value: unknown): string => inert(JSON.stringify(value))
