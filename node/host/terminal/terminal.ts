import type { Readable, Writable } from 'node:stream'
import { inertJson } from './inert.js'

type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan'
const STYLE_CODES: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 }
const DEFAULT_COLUMNS = 80

interface TtyOutput extends Writable {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}
export interface TtyInput extends Readable {
  readonly isTTY?: boolean
  setRawMode?(raw: boolean): unknown
}

/** A whole terminal to draw on, and its keys. */
export interface Canvas {
  readonly input: TtyInput
  readonly output: TtyOutput
  readonly colored: boolean
}

export interface Terminal {
  readonly input: TtyInput
  /** Where questions to a person go: stderr. */
  readonly questions: Writable
  /** Somebody looks at stdout, and at stderr. */
  readonly isTty: boolean
  /** Somebody can be asked. */
  readonly canAsk: boolean
  /** Asks where this terminal's input isn't for answers, as where a whole screen is drawn. @throws ERR_ABORTED */
  readonly asks?: (question: string, kind: 'open' | 'hidden') => Promise<string>
  readonly json: boolean
  readonly columns: number
  /** Undefined where stdin or stdout is no terminal, where that one can't move its cursor, and with `--json`. */
  readonly canvas: Canvas | undefined
  readonly style: (style: Style, text: string) => string
  /** One line of stdout: what was asked for. Resolves when it is handed over, so that a slow reader is waited for; rejects when nobody reads any more. */
  readonly print: (line: string) => Promise<void>
  /** One value: a line of JSON with `--json`, else as text. */
  readonly show: (value: unknown, asText: () => string | readonly string[]) => Promise<void>
  /** One line of stderr: what a person wants to know beside it. Silent with `--quiet`. */
  readonly note: (line: string) => void
  /** One line of stderr, whatever else. */
  readonly complain: (line: string) => void
  /** A line of stderr that the next one replaces; only where a person looks. */
  readonly overwrite: (line: string) => void
  readonly flushed: () => Promise<void>
}

export interface TerminalOptions {
  readonly stdin: TtyInput
  readonly stdout: TtyOutput
  readonly stderr: TtyOutput
  readonly json: boolean
  readonly quiet: boolean
  readonly noColor: boolean
  /** The terminal can only write line after line. */
  readonly dumb: boolean
}

/** @param brokenPipe called when nobody reads stdout any more, as with `parley history bob | head -1` */
export function createTerminal(options: TerminalOptions, brokenPipe: () => void): Terminal {
  const { stdin, stdout, stderr, json, quiet, noColor, dumb } = options
  const isTty = stdout.isTTY === true && stderr.isTTY === true && !json
  const colored = isTty && !noColor
  const canDraw = stdin.isTTY === true && stdout.isTTY === true && !json && !dumb
  stdout.on('error', brokenPipe)

  const print = (line: string): Promise<void> =>
    new Promise((resolve, reject) => stdout.write(`${line}\n`, err => (err ? reject(err) : resolve())))
  return {
    input: stdin,
    questions: stderr,
    isTty,
    canAsk: stdin.isTTY === true && stderr.isTTY === true && !json,
    json,
    columns: stdout.columns ?? DEFAULT_COLUMNS,
    canvas: canDraw ? { input: stdin, output: stdout, colored: !noColor } : undefined,
    style: (style, text) => (colored ? `\u001b[${STYLE_CODES[style]}m${text}\u001b[0m` : text),
    print,
    async show(value, asText) {
      if (json) return print(inertJson(value))
      const text = asText()
      const lines = typeof text === 'string' ? [text] : text
      if (lines.length > 0) await print(lines.join('\n'))
    },
    note: line => void (quiet || stderr.write(`${line}\n`)),
    complain: line => void stderr.write(`${line}\n`),
    overwrite: line => void (isTty && !quiet && stderr.write(`\r\u001b[K${line}`)),
    flushed: () => new Promise(resolve => stdout.write('', () => resolve()))
  }
}
