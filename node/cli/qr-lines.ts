import type { Terminal } from '../host/terminal/terminal.js'
import { textWidth } from '../host/terminal/text-width.js'
import { stripVTControlCharacters } from 'node:util'

/** The QR code, or where the window is too narrow for it a line that says so; asked for, it is drawn at any width. */
export async function qrLines(
  terminal: Terminal,
  text: string,
  anyWidth: boolean,
  otherwise = 'parley invite --qr'
): Promise<readonly string[]> {
  const { terminalQr } = await import('../identity/qr.js')
  const lines = terminalQr(text, { colours: terminal.style('bold', '') !== '' }).split('\n')
  const width = Math.max(...lines.map(line => textWidth(stripVTControlCharacters(line))))
  if (anyWidth || width <= terminal.columns) return lines
  return [`(the QR code needs ${width} columns; widen the window, or type ${otherwise})`]
}
