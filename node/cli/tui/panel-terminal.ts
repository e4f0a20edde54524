import { Readable, Writable } from 'node:stream'
import type { Terminal } from '../../host/terminal/terminal.js'
import { createTerminal } from '../../host/terminal/terminal.js'

export interface PanelOutput {
  readonly columns: number
  /** Lines of an answer, as a terminal takes them: nothing in them but its colours acts on it. */
  readonly print: (lines: readonly string[]) => void
  /** How it goes on, in one line; empty where there is nothing to say any more. */
  readonly overwrite: (line: string) => void
  readonly asks: NonNullable<Terminal['asks']>
}

/** A terminal for a command that is typed where a whole screen is drawn: what it says is handed over, and it reads nothing. */
export function createPanelTerminal({ columns, print, overwrite, asks }: PanelOutput): Terminal {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const say = (line: string): void => print(line.split('\n'))
  const terminal = createTerminal(
    {
      stdin: Readable.from([]),
      stdout: Object.assign(nowhere, { isTTY: true, columns }),
      stderr: Object.assign(nowhere, { isTTY: true }),
      json: false,
      quiet: false,
      noColor: false,
      dumb: true
    },
    () => undefined
  )
  return {
    ...terminal,
    canAsk: true,
    asks,
    print: async line => say(line),
    show: async (_value, asText) => {
      const text = asText()
      print((typeof text === 'string' ? [text] : text).flatMap(line => line.split('\n')))
    },
    note: say,
    complain: say,
    overwrite,
    flushed: async () => undefined
  }
}
