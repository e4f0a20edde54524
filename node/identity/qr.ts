import { encode } from 'uqr'

/** The specification asks for 4; readers are content with 2, and a terminal is only so wide. */
const QUIET_MODULES = 2
/** Black on white from the 256-colour cube: themes repaint the first 16 colours, hardly ever these. */
const BLACK_ON_WHITE = '\u001b[38;5;16;48;5;231m'
const RESET = '\u001b[0m'

/** Two modules, one above the other, as one character: by whether the upper and the lower are dark. */
const HALVES = { '00': ' ', '01': '▄', '10': '▀', '11': '█' } as const
const INVERTED_HALVES = { '00': '█', '01': '▀', '10': '▄', '11': ' ' } as const

/**
 * A QR code for a terminal, two rows of modules a line, lines joined by a line feed. With colours it is black on white whatever
 * the theme. Without (`NO_COLOR`), light modules are drawn, which is right on a dark terminal; on a light one the code is
 * inverted, which most readers take too.
 * @param text 2,900 bytes at most fit
 */
export function terminalQr(text: string, options: { readonly colours: boolean }): string {
  const { data } = encode(text, { ecc: 'L', border: QUIET_MODULES })
  const rows = data.filter((_, y) => y % 2 === 0).map((upper, i) => line(upper, data[i * 2 + 1], options.colours))
  return rows.join('\n')
}

function line(upper: readonly boolean[], lower: readonly boolean[] | undefined, colours: boolean): string {
  const halves = colours ? HALVES : INVERTED_HALVES
  const drawn = upper.map((dark, x) => halves[`${bit(dark)}${bit(lower?.[x] ?? false)}`]).join('')
  return colours ? `${BLACK_ON_WHITE}${drawn}${RESET}` : drawn
}

const bit = (dark: boolean) => (dark ? '1' : '0')
