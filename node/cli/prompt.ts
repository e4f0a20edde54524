import { createInterface } from 'node:readline/promises'
import { ChatError } from '../base/errors.js'
import type { Terminal } from '../host/terminal/terminal.js'

const ENTER = new Set(['\r', '\n'])
const END_OF_INPUT = '\u0004'
const INTERRUPT = '\u0003'
const ERASE = new Set(['\b', '\u007f'])

/** Asks for one line in sight. @throws ERR_ABORTED on Ctrl-C */
export async function ask(terminal: Terminal, question: string, signal: AbortSignal): Promise<string> {
  if (terminal.asks !== undefined) return terminal.asks(question, 'open')
  const lines = createInterface({ input: terminal.input, output: terminal.questions, terminal: true })
  lines.on('SIGINT', () => lines.close())
  try {
    return (await lines.question(question, { signal })).trim()
  } catch (cause) {
    throw interrupted(cause)
  } finally {
    lines.close()
  }
}

/** Asks for one line that nobody looking on sees. @throws ERR_ABORTED on Ctrl-C */
export function askHidden(terminal: Terminal, question: string): Promise<string> {
  if (terminal.asks !== undefined) return terminal.asks(question, 'hidden')
  const { input } = terminal
  terminal.questions.write(question)
  input.setEncoding('utf8')
  input.setRawMode?.(true)
  input.resume()
  return new Promise((resolve, reject) => {
    let typed: string[] = []
    const finish = (settle: () => void): void => {
      input.off('data', take)
      input.setRawMode?.(false)
      input.pause()
      terminal.questions.write('\n')
      settle()
    }
    const take = (chunk: string): void => {
      for (const character of chunk) {
        if (character === INTERRUPT) return finish(() => reject(interrupted()))
        if (ENTER.has(character) || character === END_OF_INPUT) return finish(() => resolve(typed.join('')))
        if (ERASE.has(character)) typed = typed.slice(0, -1)
        else typed.push(character)
      }
    }
    input.on('data', take)
  })
}

const interrupted = (cause?: unknown): ChatError => new ChatError('ERR_ABORTED', 'interrupted', { cause })
