/** What a person does with the terminal. */
export type Key =
  /** `enter`, `ctrl+k`, `alt+enter`, `shift+tab`: modifiers in the order ctrl, alt, shift. */
  | { readonly type: 'key'; readonly name: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'paste'; readonly text: string }
  /** Whether the person looks at this terminal, where it tells. */
  | { readonly type: 'focus'; readonly focused: boolean }

export interface Decoded {
  readonly keys: readonly Key[]
  /** The beginning of what has not arrived whole: to be put before what comes next. */
  readonly rest: string
}

const ESCAPE = '\u001b'
const PASTE_START = '\u001b[200~'
const PASTE_END = '\u001b[201~'
const SHIFT = 1
const ALT = 2
const CTRL = 4

/** What may come after an Escape. */
const CONTROL_SEQUENCE = /^\[([\d:;<=>?]*)[ -/]*([@-~])/
const SHIFTED_SEQUENCE = /^O([\u0020-\u007e])/
const UNFINISHED = /^(?:\[[\d:;<=>?]*[ -/]*|O)?$/
const PRINTABLE = /^[^\p{Cc}]+/u

const FINALS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  M: 'enter',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  Z: 'shift+tab'
}
const NUMBERED: Readonly<Record<string, string>> = {
  1: 'home',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3'
}
const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\u007f': 'backspace',
  [ESCAPE]: 'escape'
}
/** As the terminal protocol of kitty numbers them. */
const CODED: Readonly<Record<string, string>> = { 9: 'tab', 13: 'enter', 27: 'escape', 127: 'backspace' }

/** Pure: reads the bytes of a terminal, as text, into keys. Sequences that mean nothing here are passed over. */
export function decodeKeys(pending: string, chunk: string): Decoded {
  const keys: Key[] = []
  let rest = pending + chunk
  while (rest !== '') {
    const step = firstKey(rest)
    if (step === undefined) break
    if (step.key !== undefined) keys.push(step.key)
    rest = rest.slice(step.length)
  }
  return { keys, rest }
}

/** Nothing more came in time: what looked like a beginning was all there is, an Escape most of all. */
export function flushKeys(pending: string): readonly Key[] {
  if (pending === '' || pending.startsWith(PASTE_START)) return []
  const [, ...after] = pending
  return [named('escape'), ...decodeKeys('', after.join('')).keys]
}

/** A paste is never cut short, however slowly it comes. */
export const isPasting = (pending: string): boolean => pending.startsWith(PASTE_START)

interface Step {
  readonly key?: Key
  readonly length: number
}

const named = (name: string): Key => ({ type: 'key', name })

/** Undefined where more has to come first. */
function firstKey(text: string): Step | undefined {
  if (text.startsWith(PASTE_START)) return pasted(text)
  if (text.startsWith(ESCAPE)) return escaped(text.slice(ESCAPE.length))
  const printable = PRINTABLE.exec(text)?.[0]
  if (printable !== undefined) return { key: { type: 'text', text: printable }, length: printable.length }
  return { key: named(controlName(text[0] ?? '')), length: 1 }
}

function escaped(after: string): Step | undefined {
  if (UNFINISHED.test(after)) return undefined
  const control = CONTROL_SEQUENCE.exec(after)
  if (control !== null) return { ...sequenceKey(control[1] ?? '', control[2] ?? ''), length: ESCAPE.length + control[0].length }
  const shifted = SHIFTED_SEQUENCE.exec(after)
  if (shifted !== null) return { ...sequenceKey('', shifted[1] ?? ''), length: ESCAPE.length + shifted[0].length }
  return altKey(after)
}

function pasted(text: string): Step | undefined {
  const end = text.indexOf(PASTE_END)
  if (end === -1) return undefined
  const content = text.slice(PASTE_START.length, end)
  return { key: { type: 'paste', text: content }, length: end + PASTE_END.length }
}

/** Alt comes as an Escape before the key; two Escapes are two. */
function altKey(after: string): Step {
  const [character = ''] = after
  if (character === ESCAPE) return { key: named('escape'), length: 1 }
  const isPrintable = PRINTABLE.test(character)
  return { key: named(`alt+${isPrintable ? character.toLowerCase() : controlName(character)}`), length: 1 + character.length }
}

function controlName(character: string): string {
  const letter = String.fromCharCode((character.codePointAt(0) ?? 0) + 96)
  return CONTROLS[character] ?? `ctrl+${letter}`
}

function sequenceKey(parameters: string, final: string): Pick<Step, 'key'> {
  if (parameters === '' && (final === 'I' || final === 'O')) return { key: { type: 'focus', focused: final === 'I' } }
  const [code = '', modifiers = '1'] = parameters.split(';')
  const name = final === '~' ? NUMBERED[code] : final === 'u' ? codedName(code) : FINALS[final]
  return name === undefined ? {} : { key: named(modified(name, Number.parseInt(modifiers, 10) - 1)) }
}

function codedName(code: string): string | undefined {
  const value = Number.parseInt(code, 10)
  return CODED[value] ?? (value > 32 && value < 127 ? String.fromCharCode(value).toLowerCase() : undefined)
}

function modified(name: string, modifiers: number): string {
  const names = [
    ...((modifiers & CTRL) === 0 ? [] : ['ctrl']),
    ...((modifiers & ALT) === 0 ? [] : ['alt']),
    ...((modifiers & SHIFT) === 0 ? [] : ['shift'])
  ]
  return [...names, name].join('+')
}
