import { stripVTControlCharacters } from 'node:util'
import { encode } from 'uqr'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { terminalQr } from '../../node/identity/qr.js'
import { vectors } from './vectors.js'

const qr = suite('terminal QR')
const UPPER = '▀█'
const LOWER = '▄█'
const BLACK_ON_WHITE = '\u001b[38;5;16;48;5;231m'

/** The modules that a reader of the terminal would see as dark. */
function seen(drawn: string, ink: { readonly dark: boolean }): boolean[][] {
  const rowOf = (text: string, inked: string) => Array.from(text, character => inked.includes(character) === ink.dark)
  return drawn.split('\n').flatMap(text => [rowOf(text, UPPER), rowOf(text, LOWER)])
}

const expected = encode(vectors.card.uri, { ecc: 'L', border: 2 }).data

qr('with colours every line is black on white and shows the code module by module', () => {
  const drawn = terminalQr(vectors.card.uri, { colours: true })
  for (const line of drawn.split('\n')) assert.ok(line.startsWith(BLACK_ON_WHITE) && line.endsWith('\u001b[0m'))
  const modules = seen(stripVTControlCharacters(drawn), { dark: true })
  assert.equal(modules.slice(0, expected.length), expected)
})

qr('without colours light modules are drawn and no control character is', () => {
  const drawn = terminalQr(vectors.card.uri, { colours: false })
  assert.is(stripVTControlCharacters(drawn), drawn)
  const modules = seen(drawn, { dark: false })
  assert.equal(modules.slice(0, expected.length), expected)
})

qr('an invite of 425 characters fits 80 columns', () => {
  const [line = ''] = terminalQr('x'.repeat(425), { colours: false }).split('\n')
  assert.ok(Array.from(line).length <= 80)
})

qr.run()
